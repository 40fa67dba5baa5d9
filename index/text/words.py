"""Words of English: what is one, and which carry the matter of a text. Pure."""

import re

WORD = re.compile(r"\w+(?:['’]\w+)?")
STOPWORDS = frozenset(
    """
    a an and any are as at be been being by can could did do does doing for from had has have having he her
    him his how i if in into is it its just like me my of on or our out she should so some such than that
    the their them then there these they this those to was we were what when where which who whom whose why
    will with would you your about tell please know according ever also much many
    """.split()
)


def content_words(text: str) -> str:
    """Return the words of `text` that carry its matter; all of them where none does."""
    words = WORD.findall(text)
    return " ".join(w for w in words if w.casefold() not in STOPWORDS) or " ".join(words)
