"""What is said to a bot and asks nothing: greetings, thanks, what it can do. Pure."""

from index.text.words import WORD

SAID = frozenset(
    """
    hello hi hey hiya yo greetings welcome morning evening afternoon night day good bye goodbye cya later ciao
    thanks thank thx ty cheers ta appreciated nice great cool perfect awesome lol haha ok okay yes no yep nope
    sure please sorry bot help test testing ping pong there everybody everyone all guys so much very a lot again you me
    and hallo moin danke servus tschüss bitte guten morgen tag abend bonjour bonsoir salut merci beaucoup au revoir
    hola buenas buenos días gracias muchas adiós
    """.split()
)
"""Words of which such talk is made wholly."""
ABOUT_THE_BOT = frozenset(
    (
        "what can you do", "who are you", "what are you", "how are you", "how do you work", "what do you do",
        "are you a bot", "are you there", "can you help", "can you help me", "what can i ask", "what can i ask you",
        "how does this work", "what is this bot", "who made you",
    )
)  # fmt: skip


def is_small_talk(text: str) -> bool:
    """Tell whether a text is talk with the bot, and no question about anything."""
    words = [w.casefold() for w in WORD.findall(text)]
    return bool(words) and (set(words) <= SAID or " ".join(words) in ABOUT_THE_BOT)
