"""Where an answer that is known stands in a sentence. Pure."""

import re
from collections.abc import Iterator, Sequence

from index.evaluation.scoring import SHORT_ANSWER, token_f1, words_of

POLAR = frozenset({"yes", "no"})
"""Answers that are no words of a sentence though they stand in it."""
LIKE = 0.6
"""Share of words in common (F1) from which a run of words is the answer in other words: "Thurman" for "Uma Thurman"."""
MORE = 2
"""Words by which such a run may be longer than the answer."""


NOT_HERE = (0, 0)
"""The place of an answer in a right sentence that does not hold it: "he said so"."""


def marked(sentence: str, answers: Sequence[str]) -> tuple[int, int] | None:
    """Return where in a sentence the first answer that stands there does, half-open; None where no short one is known.

    An answer that stands there whole is taken before one that does so in other words; `NOT_HERE` is where none stands.
    """
    short = [a for a in answers if 0 < len(words_of(a)) <= SHORT_ANSWER and a.casefold() not in POLAR]
    whole = next(filter(None, (_whole(sentence, a) for a in short)), None)
    if whole or not short:
        return whole
    return max((r for a in short for r in _runs(sentence, a)), default=(0.0, NOT_HERE), key=lambda run: run[0])[1]


def _whole(sentence: str, answer: str) -> tuple[int, int] | None:
    found = re.search(rf"(?<!\w){re.escape(answer.strip())}(?!\w)", sentence, re.IGNORECASE)
    return found.span() if found else None


def _runs(sentence: str, answer: str) -> Iterator[tuple[float, tuple[int, int]]]:
    """Yield runs of words that are enough like an answer, with how much."""
    words = list(re.finditer(r"\w+", sentence))
    longest = len(words_of(answer)) + MORE
    for first in range(len(words)):
        for last in range(first, min(first + longest, len(words))):
            place = words[first].start(), words[last].end()
            f1 = token_f1(sentence[place[0] : place[1]], answer)
            if f1 >= LIKE:
                yield f1, place
