"""Quotes as Discord shows them, with the small line that credits each, and the gate that compares them once more. Pure.

Each quote stands line by line behind `> `. The gate reads finished text back and compares every such block with the
article it came from.
"""

from collections.abc import Iterable, Iterator

from bot.escaping import escape, name, shown, size, unescape
from bot.languages import Words
from bot.rendering.links import host_of, link_called, link_to_words
from index import Credit, Excerpt, Quote, QuoteMismatchError

MOST_QUOTED = 2400
"""Escaped characters; a longer quote is pointed to, never cut. It leaves room for names and heading."""
SMALL = "-# "
"""Begins a line that Discord shows small."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TOLD_BY_CARD = (Credit.PUBLISHER, Credit.NO_PUBLISHER, Credit.SELF_DESCRIBED, Credit.DATE)
KINDS = (Credit.HEADING, Credit.CAPTION)
VALUE_ALONE = (Credit.SPEAKER, Credit.PUBLISHER)


def quoted(text: str) -> str | None:
    """Return quoted text in Discord's quotation style, or None where it is too long to be shown whole."""
    if len(shown(text)) > MOST_QUOTED:
        return None
    lines = escape(text).split("\n")
    block = "\n".join(f"> {line}" for line in lines)
    return block if size(block) <= MOST_QUOTED else None


def attribution(quote: Quote, words: Words, *, number: int = 0, is_dated: bool = True) -> str:
    """Return a small line of who said it, through whom, who published it, when, with a link to the words themselves.

    It begins with the quote's number among all of an answer, if it has one; its date is left out where it stands above.
    """
    address = link_to_words(quote)
    credits = [(part, value) for part, value in quote.credits if is_dated or part is not Credit.DATE]
    told = [(part, _credited(part, value, quote, words)) for part, value in credits]
    first, *rest = (link_called(it, address) if address and part is Credit.PUBLISHER else it for part, it in told)
    # Whose the host is is known of a publisher; where none is, the host says whose page it is.
    if address and not quote.article.publisher:
        rest.append(link_called(host_of(address), address))
    return " · ".join([f"{SMALL}{raised(number) or '—'} **{first}**", *rest])


def place_told(quote: Quote, words: Words) -> str:
    """Return a small line below a quote of the article whose card stands above: what it is, or who says it, and where.

    The article's publisher and date are told by its card.
    """
    is_one_block = any(block.span.holds(quote.span) for block in quote.article.blocks)
    left_out = TOLD_BY_CARD if is_one_block else (*TOLD_BY_CARD, *KINDS)
    told = [(part, value) for part, value in quote.credits if part not in left_out]
    kinds = [part for part, _ in told if part in KINDS]
    parts = [_credited(part, value, quote, words) for part, value in told if part is not Credit.ARTICLE]
    first, *rest = parts if quote.statement or kinds else [words("passage"), *parts]
    address = link_to_words(quote)
    return " · ".join(
        [f"{SMALL}— **{first}**", *rest, *([link_called(words("at-source"), address)] if address else [])]
    )


def raised(number: int) -> str:
    """Return a number as small raised figures, as a note is known by; "" for 0."""
    return str(number).translate(RAISED) if number else ""


def _credited(part: Credit, value: str, quote: Quote, words: Words) -> str:
    if part in VALUE_ALONE:
        return name(value)
    return words.dated(quote.article) if part is Credit.DATE else words(f"credit-{part.name.lower()}", it=name(value))


def first_quoted(texts: Iterable[str]) -> str:
    """Return the words of the first quote in a message of ours, or ""."""
    return next((unescape(block) for text in texts for block in _quoted_blocks(text)), "")


def gate(texts: Iterable[str], true: Iterable[Quote | Excerpt]) -> None:
    """Let a finished message pass only if every block in quotation style is a slice, character for character.

    Raises:
        QuoteMismatchError: a block differs from every slice; nothing may be sent.
    """
    slices = {shown(q.span.of(q.article.text)) for q in true}
    for text in texts:
        for block in _quoted_blocks(text):
            if unescape(block) not in slices:
                raise QuoteMismatchError("An answer differed from its sources, so it was not sent.")


def _quoted_blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("> "):
            block.append(line[2:])
        elif block:
            yield "\n".join(block)
            block = []
