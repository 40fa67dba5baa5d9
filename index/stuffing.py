"""Sentences that hold a question's words and tell nothing: the question asked back, its words alone, repetitions.

Whoever wants to be found first writes such sentences; nobody who answers does. Pure.
"""

from collections.abc import Collection, Sequence

from index.questions import Asked

LEAST_DISTINCT, LONG = 0.5, 12
"""Share of distinct terms below which a sentence of so many repeats itself; prose as long has two thirds."""
QUESTION_MARKS = ("?", "?”", '?"', "?»", "?’")


def tells(kind: Asked, asked: Collection[str], text: str, terms: Sequence[str], *, is_said: bool) -> bool:
    """Tell whether a sentence may answer: it adds a word that was not asked with, and does not just repeat or ask.

    `asked` are the question's terms, `terms` those of the sentence's words that carry matter; `is_said` where the
    sentence holds a statement, since a speaker may ask something, too.
    """
    if len(terms) >= LONG and len(set(terms)) < LEAST_DISTINCT * len(terms):
        return False
    if text.rstrip().endswith(QUESTION_MARKS) and not is_said:
        return False
    # Whether something is so is answered by the same words.
    return kind is Asked.YES_NO or not set(terms) <= set(asked)
