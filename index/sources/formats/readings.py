"""Several readings of one page → one: what the best leaves out in the midst of what another holds is put back.

Extractors lose paragraphs that are links, second containers and folded halves; what they agree on tells where in a page
its article is, so that a paragraph between two that both have belongs to it, too. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

SENTENCE = re.compile(r"[.!?…。।؟][\"'”’»«)\]]*$")
LEAST_PROSE = 60
"""Characters from which a line that ends as a sentence does is prose, and no teaser, label or button."""
LEAST_KNOWN = 40
"""Characters from which a line that is part of another counts as the same."""
LEAST_TAIL, TAIL_SHARE = 3, 0.6
"""Lines of prose, and their share of what is there, that before or after all of it are a part of the article."""


class Beyond(Enum):
    """What of another reading is taken that stands before or after all of the best one."""

    NOTHING = "nothing"
    HALVES = "halves"
    EVERYTHING = "everything"


def joined(best: Sequence[str], other: Sequence[str], beyond: Beyond) -> list[str]:
    """Return the lines of the best reading of a page, with the prose that another has in their midst, and beyond.

    Nothing is wanted beyond where the other reads whatever stands on a page; everything, where only the article.
    """
    size = sum(map(len, best))
    added: dict[int, list[str]] = {}
    for left, right, lines in _runs(best, other):
        is_between = left is not None and right is not None
        is_half = len(lines) >= LEAST_TAIL and sum(map(len, lines)) >= TAIL_SHARE * size
        if is_between or beyond is Beyond.EVERYTHING or (is_half and beyond is Beyond.HALVES):
            added.setdefault(left if left is not None else -1, []).extend(lines)
    found = added.get(-1, [])
    for place, line in enumerate(best):
        found += [line, *added.get(place, [])]
    return found


def _runs(best: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int | None, int | None, list[str]]]:
    """Yield each run of prose that only the other has, with the places in the best one before and after it."""
    flat = [without_blanks(line) for line in best]
    whole = "".join(flat)
    left: int | None = None
    run: list[str] = []
    for line in other:
        place = _place(without_blanks(line), flat)
        if place is None:
            run += [line] if is_prose(line) and without_blanks(line) not in whole else []
            continue
        if run:
            yield left, place, run
        left, run = place, []
    if run and left is not None:
        yield left, None, run


def held(paragraphs: Sequence[str], text: str) -> float:
    """Return the share of the prose in paragraphs, by its characters, that stands in a text; 1 where there is none."""
    prose, whole = [without_blanks(line) for line in paragraphs if is_prose(line)], without_blanks(text)
    return sum(len(line) for line in prose if line in whole) / max(sum(map(len, prose)), 1) if prose else 1.0


def is_prose(line: str) -> bool:
    """Tell a line that is a sentence or several from a teaser, a label or a button."""
    return len(line) >= LEAST_PROSE and bool(SENTENCE.search(line))


def _place(line: str, flat: Sequence[str]) -> int | None:
    """Return the place of the line that is the same as, holds, or is part of this one."""
    for n, known in enumerate(flat):
        shorter, longer = sorted((line, known), key=len)
        if line == known or (len(shorter) >= LEAST_KNOWN and shorter in longer):
            return n
    return None


def without_blanks(words: str) -> str:
    """Return words as they are compared: pages and extractors differ in their blanks."""
    return "".join(words.split())
