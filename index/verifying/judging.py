"""Was this said? A claimed wording against the articles: where it stands, whose it is, and what was cut away. Pure.

Words that stand somewhere are not yet what somebody said: what stands just outside them may turn them round
(index/text/caveats.py), somebody may have denied them, or they are told of whoever is named and not by them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from index.records import Act, Article, BlockKind, Quote, Span, Speech
from index.text.caveats import Caveat, caveat_of, left_out
from index.text.chunking import sentences_of
from index.text.folding import fold
from index.text.names import is_by, parts_of
from index.text.quotations import quotations
from index.verifying.claims import EDGES
from index.verifying.comparing import LEAST_STITCHED, Forms, Window, altered, pieces_of
from index.verifying.verdicts import Claim, Verdict, Verification, Wording

MOST_PLACES = 5
FEWEST_WORDS = 5
"""Words of a claim below which it says too little, unless it is a whole quotation or a whole sentence."""
CASED = re.compile(r"\[(\w)\](?=\w)")
"""A first letter in brackets, for one that stands there in the other case."""
OMISSION = re.compile(r"\s*(?:\[\s*\.\.\.\s*\]|\(\s*\.\.\.\s*\)|\.\.\.|\[[^\[\]]{1,60}\])\s*")
"""What stands for words left out, or is put in for some: in a folded text."""
BEHIND_CAVEATS = frozenset({Caveat.DENIED, Caveat.RATED_FALSE})
"""Caveats by which an article says that words are not true, or were not said."""
Bearers = Mapping[tuple[str, str], Collection[str]]


def verify(claim: Claim, windows: Sequence[Window]) -> Verification:
    """Return what comes of a claim, given the parts of articles in which it may stand."""
    typed = fold(claim.text).text.strip()
    folded = CASED.sub(r"\1", typed)
    bearers = _bearers(claim.speaker, windows)
    found = [w for w in _exact(claim, (typed, folded), windows) if not _is_furniture(w)]
    if found:
        return _judged(claim, found, bearers)
    shortened = next(_shortened(folded, windows), None)
    if shortened is not None:
        return _judged(claim, [shortened], bearers, is_shortened=True)
    words = Forms.of(folded.strip(EDGES))
    nearest = max((a for w in windows if (a := altered(words, w))), key=lambda a: a.share, default=None)
    pieces = pieces_of(words, windows)
    covered = sum(words.spoken(piece.start, piece.end) for piece in pieces)
    is_stitched = len(pieces) > 1 and covered >= LEAST_STITCHED * words.spoken()
    if nearest and not (is_stitched and covered > nearest.words):
        return Verification(claim, Verdict.ALTERED, (nearest.wording,))
    if is_stitched:
        return Verification(claim, Verdict.STITCHED, tuple(piece.wording for piece in pieces))
    return Verification(claim, Verdict.NOT_FOUND)


# --- where it stands


def _exact(claim: Claim, texts: Sequence[str], windows: Sequence[Window]) -> list[Wording]:
    """Return every place where the claim stands but for typography, each once, in the order of the windows."""
    found: dict[tuple[str, str, int], Wording] = {}
    for window in windows:
        for text in dict.fromkeys((*texts, *(text.strip(EDGES) for text in texts))):
            for place in _places(text, window.folded.text) if text else ():
                at = window.wording(*place, claim.text)
                found.setdefault((at.quote.article.collection, at.quote.article.id, at.words.end), at)
    return list(found.values())


def _places(text: str, within: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where a text stands in another, as whole words; its first letter may be in the other case."""
    first = rf"[{text[0].lower()}{text[0].upper()}]" if text[0].isascii() and text[0].isalpha() else re.escape(text[0])
    for place in re.compile(rf"(?<!\w){first}{re.escape(text[1:])}(?!\w)").finditer(within, start):
        yield place.span()


def _shortened(folded: str, windows: Sequence[Window]) -> Iterator[Wording]:
    """Yield where the parts of a claim with omissions stand in their order, in one speech."""
    parts = [p for part in OMISSION.split(folded) if (p := part.strip(EDGES + "-;:"))]
    if len(parts) < 2 and not OMISSION.search(folded):
        return
    for window in windows:
        at, places = 0, list[tuple[int, int]]()
        for part in parts:
            place = next(_places(part, window.folded.text, at), None)
            if place is None:
                break
            places.append(place)
            at = place[1]
        if parts and len(places) == len(parts):
            whole = window.wording(places[0][0], places[-1][1], folded)
            kept = [window.folded.raw(*place) for place in places]
            if _is_one_speech(whole.quote.article, kept, window):
                yield replace(whole, caveat=_left_out(whole.quote.article, kept))


def _is_one_speech(article: Article, kept: Sequence[Span], window: Window) -> bool:
    """Tell whether pieces stand in one statement, one quotation or one sentence."""
    whole = kept[0].to(kept[-1])
    if any(s.holds(whole) for s in (*quotations(article.text, _block(article, whole)), *sentences_of(article))):
        return True
    return any(all(any(c.meets(k) for c in s.content) for k in kept) for s in window.statements)


def _left_out(article: Article, kept: Sequence[Span]) -> Caveat | None:
    """Return what was left out between pieces and turns their sense: parts of sentences, for a whole one turns none."""
    sentences = sentences_of(article)
    for one, other in pairwise(kept):
        gap = (one.end, other.start)
        whole = [s for s in sentences if gap[0] <= s.start and s.end <= gap[1]]
        parts = _without(gap, whole)
        if any(left_out(article.text[start:end]) for start, end in parts):
            return Caveat.NEGATED
    return None


def _without(gap: tuple[int, int], whole: Sequence[Span]) -> list[tuple[int, int]]:
    """Return what remains of a gap without the whole sentences in it."""
    if not whole:
        return [gap]
    return [(gap[0], whole[0].start), (whole[-1].end, gap[1])]


def _is_furniture(wording: Wording) -> bool:
    """Tell whether words stand wholly in what is no part of the story; a wording may begin there and go on."""
    blocks = wording.quote.article.blocks
    return any(b.kind is BlockKind.FURNITURE and b.span.holds(wording.words) for b in blocks)


# --- what comes of it


def _judged(claim: Claim, found: Sequence[Wording], bearers: Bearers, *, is_shortened: bool = False) -> Verification:
    """Return the verdict on a claim that stands somewhere: the best that one of its places allows."""
    told = [(_verdict(claim, w, bearers, is_shortened=is_shortened), w) for w in map(_with_caveat, found)]
    order = list(Verdict)
    told.sort(key=lambda pair: (order.index(pair[0]), pair[1].claimed != claim.text))
    return Verification(claim, told[0][0], tuple(w for _, w in told[:MOST_PLACES]))


def _with_caveat(wording: Wording) -> Wording:
    """Return a wording with what turns its sense where it is shown alone, and then the denial that it stands in."""
    article, denied = wording.quote.article, is_denied(wording.quote, wording.words)
    caveat = Caveat.DENIED if denied else wording.caveat or caveat_of(article, wording.words)
    said = wording.quote.statement
    shown = said.extent.to(wording.quote.span) if denied and said else wording.quote.span
    return replace(wording, caveat=caveat, quote=replace(wording.quote, span=shown))


def _verdict(claim: Claim, wording: Wording, bearers: Bearers, *, is_shortened: bool) -> Verdict:
    is_anyones = len(bearers.get(wording.quote.article.key, ())) > 1
    by = None if is_anyones else is_by(claim.speaker, wording.quote) if claim.speaker else True
    if by is not True:
        return _of_another(claim.speaker, wording, is_known=by is False)
    if wording.caveat in BEHIND_CAVEATS:
        return Verdict.DENIED
    # What somebody claims is theirs, where it is claimed of them.
    if wording.caveat is not None and not (wording.caveat is Caveat.CLAIMED and claim.speaker):
        return Verdict.CLIPPED
    if is_shortened:
        return Verdict.SHORTENED
    if _says_too_little(wording):
        return Verdict.TOO_SHORT
    return Verdict.EXACT if wording.claimed == claim.text else Verdict.TYPOGRAPHY


def _of_another(speaker: str, wording: Wording, *, is_known: bool) -> Verdict:
    """Return what words are of whoever is claimed, where they are not known to be theirs."""
    article, shown = wording.quote.article, wording.quote.span
    names = parts_of(speaker)
    is_told_of = bool(names) and set(names) <= set(parts_of(shown.of(article.text)))
    is_marked = any(q.meets(wording.words) for q in quotations(article.text, _block(article, wording.words)))
    if is_told_of and (is_known or not is_marked):
        return Verdict.REPORTED
    return Verdict.SOMEBODY_ELSE if is_known else Verdict.NOT_NAMED


def _block(article: Article, words: Span) -> Span:
    return next((b.span for b in article.blocks if b.span.meets(words)), words)


def _bearers(speaker: str, windows: Sequence[Window]) -> Bearers:
    """Return of each article the speakers who bear a surname, where a claim names no more: it tells of none of them."""
    asked = parts_of(speaker)
    if len(asked) != 1:
        return {}
    found: dict[tuple[str, str], set[str]] = {}
    for window in windows:
        names = (parts_of(s.name.of(window.article.text)) for s in window.statements if s.name)
        full = {" ".join(name) for name in names if len(name) > 1 and name[-1] == asked[0]}
        found.setdefault(window.article.key, set()).update(full)
    return found


def _says_too_little(wording: Wording) -> bool:
    if Forms.of(fold(wording.claimed).text).spoken() >= FEWEST_WORDS:
        return False
    article = wording.quote.article
    bare = wording.claimed.strip(EDGES)
    wholes = [*quotations(article.text, _block(article, wording.words)), *sentences_of(article)]
    return not any(
        s.meets(wording.words) and s.of(article.text).strip(EDGES + "!?") == bare.strip("!?") for s in wholes
    )


def is_denied(quote: Quote, words: Span) -> bool:
    """Tell whether words are no more than what a speaker denied, in the article's words: it says the opposite."""
    said = quote.statement
    if said is None or said.act is not Act.DENIES or said.speech is not Speech.INDIRECT:
        return False
    return any(content.holds(words) for content in said.content)
