"""Quotations as spans of text, found before anybody asks who speaks. Pure.

News opens straight and closes curly, writes two apostrophes for a mark, and leaves a mark open at
the end of a paragraph when the speech runs on; each of these is a quotation all the same.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.records import Span

MARKS = re.compile(r"[\"“”«»„‟]|''|``|(?<!\w)‘(?=\w)|(?<=[\w.,!?])’(?!\w)|(?<![\w'])'(?=[A-Z])|(?<=[.,!?])'(?![\w'])")
OPENING = "“«„‘``"
DIRECT_WORDS = 3
AHEAD = 20
"""Marks looked at behind one that may be an apostrophe."""
LEAST = 2
"""Characters between the marks; less is a sign of inches, or nothing."""


def quotations(text: str, within: Span) -> list[Span]:
    """Return the quotations of one paragraph with their marks, in order, none inside another."""
    marks = [Span(m.start() + within.start, m.end() + within.start) for m in MARKS.finditer(within.of(text))]
    return list(_paired(text, marks, within))


def _paired(text: str, marks: list[Span], within: Span) -> Iterator[Span]:
    opened: Span | None = None
    for place, mark in enumerate(marks):
        if opened is None:
            if _can_open(text, mark, within):
                opened = mark
        elif _closes(text, opened, mark) and not _is_possessive(text, mark, marks[place + 1 : place + 1 + AHEAD]):
            if mark.start - opened.end >= LEAST:
                yield opened.to(mark)
            opened = None
    if opened is not None and opened.of(text) not in "‘'" and within.end - opened.end > LEAST:
        yield Span(opened.start, within.end)


def _can_open(text: str, mark: Span, within: Span) -> bool:
    before = text[mark.start - 1] if mark.start > within.start else " "
    after = text[mark.end] if mark.end < within.end else " "
    return mark.of(text) != "”" and not after.isspace() and (not before.isalnum() or mark.of(text) in OPENING)


def _closes(text: str, opened: Span, mark: Span) -> bool:
    """Single marks close single ones only; a double one of any shape closes a double one."""
    is_single = opened.of(text) in ("‘", "'")
    if is_single != (mark.of(text) in ("’", "'")):
        return False
    return mark.of(text) not in ("“", "„", "‘")


def _is_possessive(text: str, mark: Span, later: Sequence[Span]) -> bool:
    """Tell whether a mark that could close is an apostrophe: behind an s, where a surer one closes before any opens.

    In British marks “the miners’ families” stands in a quotation that ends further on.
    """
    if mark.of(text) != "’" or text[mark.start - 1] != "s" or not re.match(r" [a-z]", text[mark.end : mark.end + 2]):
        return False
    before_next = takewhile(lambda m: m.of(text) != "‘", later)
    return any(m.of(text) == "’" and text[m.start - 1] != "s" for m in before_next)


def speech_of(text: str, content: tuple[Span, ...], marked: list[Span]) -> str:
    """Return whether `content` stands in marks wholly (direct), in part (mixed) or not (indirect).

    A word or two in marks is no speech of its own, but a phrase the article has borrowed.
    """
    letters = [i for s in content for i in range(s.start, s.end) if text[i].isalnum()]
    inside = sum(any(q.start <= i < q.end for q in marked) for i in letters)
    if not inside:
        return "indirect"
    words = sum(len(s.of(text).split()) for s in content)
    return "direct" if inside >= 0.95 * len(letters) and words >= DIRECT_WORDS else "mixed"
