"""Whose words: names of people compared by their words. Pure."""

import re

from index.records import Quote

WORD = re.compile(r"\w+(?:['.,-]\w+)*|[^\w\s]")


def is_by(speaker: str, quote: Quote) -> bool | None:
    """Tell whether a wording is by the one named; None where the article does not name who said it."""
    said = [w.casefold() for w in WORD.findall(" ".join(filter(None, (quote.speaker, quote.source, quote.role))))]
    asked = [w.casefold() for w in WORD.findall(speaker) if w[0].isalnum()]
    if not quote.speaker or not asked:
        return None
    return asked[-1] in said or sum(w in said for w in asked) * 2 > len(asked)
