"""A claim against a part of an article, word by word: the nearest wording, and the pieces that stand there. Pure.

Both are compared folded (index/text/folding.py); every place found leads back to the article's own characters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple, Self

from index.records import Article, Quote, Span, Statement
from index.text.caveats import sentence_around
from index.text.folding import Folded, fold
from index.verifying.verdicts import Claim, Difference, Wording

LEAST_ALIKE = 0.62
"""Share of the words of claim and wording that stand in both in one order, from which a claim is that wording altered:
a quarter of a claim of eight words may be changed."""
LEAST_PIECE = 4
"""Words in a row that make a piece of a stitched claim; fewer are everybody's words."""
LEAST_STITCHED = 0.85
"""Share of a claim's words that its pieces hold."""
MOST_GLUE = 2
"""Words of a claim's own between two pieces."""
SLACK = 3
"""Words that may have been left out of a claim, by which its original may begin earlier or end later."""
MARGIN = 40
"""Characters beyond twice a claim's own around a passage in which the claim may stand."""
WORD = re.compile(r"\w+(?:['.,-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an article in which the claim may stand, folded, and the statements of that article."""

    article: Article
    folded: Folded
    statements: tuple[Statement, ...]

    @classmethod
    def of(cls, article: Article, within: Span, statements: Sequence[Statement]) -> Self:
        """Fold a part of an article."""
        return cls(article, fold(article.text, within), tuple(statements))

    def wording(self, start: int, end: int, piece: str, differences: Sequence[Difference] = ()) -> Wording:
        """Return folded[start:end] in its whole sentence, with the statement that most of it belongs to."""
        span = self.folded.raw(start, end).trimmed(self.article.text)
        said = max(self.statements, key=lambda s: s.covered(span), default=None)
        shown = sentence_around(self.article, span)
        quote = Quote(self.article, shown, 1.0, said if said and said.covered(span) else None)
        return Wording(quote, span, piece, tuple(differences))


@dataclass(frozen=True, slots=True)
class Forms:
    """The words and signs of a folded text, and where each stands in it."""

    forms: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Cut a folded text into words and signs."""
        found = list(WORD.finditer(text))
        return cls(tuple(m[0] for m in found), tuple(m.span() for m in found))

    def spoken(self, start: int = 0, end: int | None = None) -> int:
        """Return how many of them are words, not signs."""
        return sum(form[0].isalnum() for form in self.forms[start:end])


def margin(claim: Claim) -> int:
    """Return how many characters around a passage a claim found by it may reach."""
    return 2 * len(claim.text) + MARGIN


@dataclass(frozen=True, slots=True)
class Likeness:
    """The wording of a window that is nearest to a claim: the share of words in common, how many, and the wording."""

    share: float
    words: int
    wording: Wording


def altered(claimed: Forms, window: Window) -> Likeness | None:
    """Return the nearest wording of a window, where it is near enough to be the claim's original.

    The longest run of words in common says where to look; the words around it are compared one by one.
    """
    real = Forms.of(window.folded.text)
    run = SequenceMatcher(None, real.forms, claimed.forms, autojunk=False).find_longest_match()
    if not claimed.spoken(run.b, run.b + run.size):
        return None
    first = max(0, run.a - run.b - SLACK)
    last = min(len(real.forms), run.a + len(claimed.forms) - run.b + SLACK)
    steps = _steps(claimed, real, first, last)
    first, last = first + _surplus(steps[0]), last - _surplus(steps[-1])
    steps = _steps(claimed, real, first, last)
    shared = sum(claimed.spoken(s.a, s.a_end) for s in steps if s.equal)
    share = shared / max(claimed.spoken(), real.spoken(first, last), 1)
    if share < LEAST_ALIKE:
        return None
    differences = [_difference(claimed, real, step, window) for step in steps if not step.equal]
    start, end = real.places[first][0], real.places[last - 1][1]
    return Likeness(share, shared, window.wording(start, end, " ".join(claimed.forms), differences))


class Step(NamedTuple):
    """Words a:a_end of the claim against words b:b_end of the window."""

    equal: bool
    a: int
    a_end: int
    b: int
    b_end: int


def _steps(claimed: Forms, real: Forms, first: int, last: int) -> list[Step]:
    codes = SequenceMatcher(None, claimed.forms, real.forms[first:last], autojunk=False).get_opcodes()
    return [Step(tag == "equal", a, a_end, b + first, b_end + first) for tag, a, a_end, b, b_end in codes]


def _surplus(step: Step) -> int:
    """Return how many words at an end of the window have no counterpart in the claim."""
    return 0 if step.equal else max(0, (step.b_end - step.b) - (step.a_end - step.a))


def _difference(claimed: Forms, real: Forms, step: Step, window: Window) -> Difference:
    words = " ".join(claimed.forms[step.a : step.a_end])
    if step.b < step.b_end:
        place = window.folded.raw(real.places[step.b][0], real.places[step.b_end - 1][1])
        return Difference(words, place.start, place)
    return Difference(words, window.folded.ends[real.places[step.b - 1][1] - 1] if step.b else window.folded.starts[0])


class Piece(NamedTuple):
    """Words start:end of a claim that stand somewhere in a row."""

    start: int
    end: int
    wording: Wording


def pieces_of(claimed: Forms, windows: Sequence[Window]) -> list[Piece]:
    """Return the pieces that a claim is made of, from left to right, each the longest that begins there."""
    runs = [piece for window in windows for piece in _runs(claimed, window)]
    pieces: list[Piece] = []
    at = 0
    while here := [r for r in runs if r.start <= at + MOST_GLUE and r.end - max(r.start, at) >= LEAST_PIECE]:
        best = max(here, key=lambda r: (r.end, -r.start))
        pieces.append(best)
        at = best.end
    return pieces


def _runs(claimed: Forms, window: Window) -> Iterator[Piece]:
    real = Forms.of(window.folded.text)
    for run in SequenceMatcher(None, real.forms, claimed.forms, autojunk=False).get_matching_blocks():
        if claimed.spoken(run.b, run.b + run.size) >= LEAST_PIECE:
            start, end = real.places[run.a][0], real.places[run.a + run.size - 1][1]
            piece = " ".join(claimed.forms[run.b : run.b + run.size])
            yield Piece(run.b, run.b + run.size, window.wording(start, end, piece))
