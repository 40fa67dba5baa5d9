"""A question as somebody types it in haste: letters left out, doubled or exchanged, and small words gone. Pure."""

import random
import re

LEAST = 4
"""Letters of a word from which one of them may go wrong."""
MOST_WORDS = 2
"""Words of a question in which something does."""
SMALL = frozenset({"the", "a", "an", "of", "to", "did", "do", "does", "is", "was", "in", "at", "on"})
GONE = 0.3
"""How often a small word is left out."""


def careless(question: str, chance: random.Random) -> str:
    """Return a question with letters of one or two words gone wrong, and some small words left out."""
    words = question.rstrip("?").split()
    kept = [w for w in words if w.casefold() not in SMALL or chance.random() > GONE] or words
    long = [n for n, w in enumerate(kept) if re.fullmatch(rf"[^\W\d_]{{{LEAST},}}", w)]
    for n in chance.sample(long, min(len(long), chance.randint(1, MOST_WORDS))):
        kept[n] = _mistyped(kept[n], chance)
    return " ".join(kept)


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    left, here, after, rest = word[:at], word[at], word[at + 1], word[at + 2 :]
    return chance.choice((left + after + rest, left + here + here + after + rest, left + after + here + rest))
