"""Sentences that hold a question's words and tell nothing: the question asked back, its words alone, repetitions.

Whoever wants to be found first writes such sentences; nobody who answers does. Pure.
"""

import re
from collections.abc import Collection, Sequence

LEAST_DISTINCT, LONG = 0.5, 12
"""Share of distinct terms below which a sentence of so many repeats itself; prose as long has two thirds."""
INTERROGATIVE = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which)\b", re.IGNORECASE)
QUESTION_MARKS = ("?", "?”", '?"', "?»", "?’")


def tells(asked: Collection[str], text: str, terms: Sequence[str], *, is_said: bool) -> bool:
    """Tell whether a sentence may answer: it does not ask, repeat itself, or ask the question back in its words.

    `asked` are the question's terms, `terms` those of the sentence's words that carry matter; `is_said` where the
    sentence holds a statement, since a speaker may ask something, too.
    """
    if len(terms) >= LONG and len(set(terms)) < LEAST_DISTINCT * len(terms):
        return False
    if text.rstrip().endswith(QUESTION_MARKS) and not is_said:
        return False
    # A headline may hold just the words asked with; that "who" stands among them shows that it asks them back.
    return not (set(terms) <= set(asked) and INTERROGATIVE.search(text))
