"""What speaks of a topic: an article, or a sentence with its title, by the topic's words and by its meaning."""

from collections.abc import Mapping, Set

SPEAKS_OF = 0.45
"""Cosine of a passage and a topic from which it speaks of it, though it has not half of its words."""


def names_half(asked: Mapping[str, float], told: Set[str]) -> bool:
    """Tell whether a text, by its terms, has half of the weight of a topic's words."""
    return 2 * sum(weight for term, weight in asked.items() if term in told) >= sum(asked.values())
