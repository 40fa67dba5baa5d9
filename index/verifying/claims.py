"""Was this said? A claimed wording against the articles: where it stands, or how it differs. Pure.

The claim is compared folded (index/text/folding.py), word by word. Whoever is quoted in another order, with
words changed or from several places, is told so with the real wording beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple, Self

from index.records import Act, Article, BlockKind, Quote, Span, Speech, Statement
from index.text.cues import lemma_of
from index.text.folding import Folded, fold
from index.text.names import is_by
from index.text.quotations import quotations
from index.text.words import content_words

LONGEST_CLAIM = 2000
"""Characters; a longer text is an article to compare, not a quotation."""
LEAST_ALIKE = 0.62
"""Share of the words of claim and wording that stand in both in one order, from which a claim is that wording altered:
a quarter of a claim of eight words may be changed."""
LEAST_PIECE = 4
"""Words in a row that make a piece of a stitched claim; fewer are everybody's words."""
LEAST_STITCHED = 0.85
"""Share of a claim's words that its pieces hold."""
LONGEST_CREDIT = 12
"""Words beside a quotation that may say whose it is."""
MOST_GLUE = 2
"""Words of a claim's own between two pieces."""
SLACK = 3
"""Words that may have been left out of a claim, by which its original may begin earlier or end later."""
MOST_PLACES = 5
MARGIN = 40
"""Characters beyond twice a claim's own around a passage in which the claim may stand."""
WORD = re.compile(r"\w+(?:['.,-]\w+)*|[^\w\s]")
EDGES = " \t\r\n\"'“”„«»‘’,.…"


class Verdict(StrEnum):
    """What a claimed wording comes to."""

    EXACT = "exact"
    TYPOGRAPHY = "exact but for typography"
    DENIED = "the words of what somebody denied"
    NOT_NAMED = "these words stand there, but whose they are is not named"
    SOMEBODY_ELSE = "said by somebody else"
    ALTERED = "altered"
    STITCHED = "stitched from several places"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Claim:
    """A wording that somebody is said to have used: `speaker` is empty where nobody is named."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the claim that stand differently at a place of the article: either side may be empty."""

    claimed: str
    at: int
    real: Span | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """Where the claim, or a piece of it, really stands; `piece` are the claim's own words for it."""

    quote: Quote
    piece: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of a claim: the verdict, and the real wordings, best first."""

    claim: Claim
    verdict: Verdict
    wordings: tuple[Wording, ...] = ()


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

    def quote(self, start: int, end: int) -> Quote:
        """Return folded[start:end] as the article has it, with the statement that most of it belongs to."""
        span = self.folded.raw(start, end).trimmed(self.article.text)
        said = max(self.statements, key=lambda s: s.covered(span), default=None)
        return Quote(self.article, span, 1.0, said if said and said.covered(span) else None)


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


def readings_of(text: str) -> list[Claim]:
    """Return what may be claimed by a text: all of it; or what it quotes, by whom it names beside the marks."""
    text = text.strip()
    claims = [Claim(text)]
    if not text:
        return claims
    marked = max(quotations(text, Span(0, len(text))), key=len, default=None)
    if marked is None:
        return claims
    said = Claim(marked.of(text).strip(EDGES))
    outside = f"{text[: marked.start]} {text[marked.end :]}"
    words = re.findall(r"[\w.'’-]*\w", outside)
    names_speaker = (
        any(map(lemma_of, words))
        or re.search(r"[:–—-]\s*$", text[: marked.start])
        or re.match(r"\W*[–—(~-]", text[marked.end :])
    )
    if not words:
        claims.append(said)
    elif names_speaker and len(words) <= LONGEST_CREDIT and len(said.text.split()) >= LEAST_PIECE:
        claims.append(replace(said, speaker=content_words(" ".join(w for w in words if lemma_of(w) is None))))
    return claims


def margin(claim: Claim) -> int:
    """Return how many characters around a passage a claim found by it may reach."""
    return 2 * len(claim.text) + MARGIN


def best_of(verifications: Sequence[Verification]) -> Verification:
    """Return the verification that says the most; of equal ones the last, which names a speaker."""
    order = list(Verdict)
    return min(reversed(verifications), key=lambda v: order.index(v.verdict))


def verify(claim: Claim, windows: Sequence[Window]) -> Verification:
    """Return what comes of a claim, given the parts of articles in which it may stand."""
    found = _exact(claim, windows)
    if found:
        return _found(claim, found)
    words = Forms.of(fold(claim.text.strip(EDGES)).text)
    altered = max((a for w in windows if (a := _altered(words, w))), key=lambda a: a.share, default=None)
    pieces = _pieces(words, windows)
    covered = sum(words.spoken(piece.start, piece.end) for piece in pieces)
    is_stitched = len(pieces) > 1 and covered >= LEAST_STITCHED * words.spoken()
    if altered and not (is_stitched and covered > altered.words):
        return Verification(claim, Verdict.ALTERED, (altered.wording,))
    if is_stitched:
        return Verification(claim, Verdict.STITCHED, tuple(piece.wording for piece in pieces))
    return Verification(claim, Verdict.NOT_FOUND)


# --- word for word


def _exact(claim: Claim, windows: Sequence[Window]) -> list[Wording]:
    """Return every place where the claim stands but for typography, each once, in the order of the windows."""
    wanted = fold(claim.text).text.strip()
    bare = wanted.strip(EDGES)
    found: dict[tuple[str, str, int], Wording] = {}
    for window in windows:
        for text in (wanted, bare) if bare else ():
            for place in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", window.folded.text) if text else ():
                at = window.quote(*place.span())
                found.setdefault((at.article.collection, at.article.id, at.span.end), Wording(at, claim.text))
    return [w for w in found.values() if not _is_furniture(w.quote)]


def _is_furniture(quote: Quote) -> bool:
    """Tell whether words stand wholly in what is no part of the story; a wording may begin there and go on."""
    inside = [b for b in quote.article.blocks if b.kind is BlockKind.FURNITURE and b.span.holds(quote.span)]
    return bool(inside)


def _found(claim: Claim, found: Sequence[Wording]) -> Verification:
    """Return the verdict on a claim that stands somewhere, by the speaker claimed where one is."""
    by = {id(w): is_by(claim.speaker, w.quote) if claim.speaker else True for w in found}
    best = sorted(found, key=lambda w: (by[id(w)] is not True, is_denied(w.quote), w.quote.text != claim.text))
    if by[id(best[0])] is not True:
        verdict = Verdict.SOMEBODY_ELSE if False in by.values() else Verdict.NOT_NAMED
    elif is_denied(best[0].quote):
        verdict, best = Verdict.DENIED, [_with_denial(w) if is_denied(w.quote) else w for w in best]
    else:
        verdict = Verdict.EXACT if best[0].quote.text == claim.text else Verdict.TYPOGRAPHY
    return Verification(claim, verdict, tuple(best[:MOST_PLACES]))


def _with_denial(wording: Wording) -> Wording:
    """Return a wording with the denial that it stands in, so that nobody reads it without."""
    assert wording.quote.statement is not None
    return replace(wording, quote=replace(wording.quote, span=wording.quote.statement.extent))


def is_denied(quote: Quote) -> bool:
    """Tell whether a wording is no more than what a speaker denied, in the article's words: it says the opposite."""
    said = quote.statement
    if said is None or said.act is not Act.DENIES or said.speech is not Speech.INDIRECT:
        return False
    return any(content.holds(quote.span) for content in said.content)


# --- altered


@dataclass(frozen=True, slots=True)
class Likeness:
    """The wording of a window that is nearest to a claim: the share of words in common, how many, and the wording."""

    share: float
    words: int
    wording: Wording


def _altered(claimed: Forms, window: Window) -> Likeness | None:
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
    return Likeness(share, shared, Wording(window.quote(start, end), " ".join(claimed.forms), tuple(differences)))


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


# --- stitched


class Piece(NamedTuple):
    """Words start:end of a claim that stand somewhere in a row."""

    start: int
    end: int
    wording: Wording


def _pieces(claimed: Forms, windows: Sequence[Window]) -> list[Piece]:
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
            yield Piece(run.b, run.b + run.size, Wording(window.quote(start, end), piece))
