"""Article → sentences → passages. Pure; the only importer of the sentence splitter.

Sentences come from syntok, which keeps offsets; what it is known to cut wrongly in news (agency
datelines, ranks and titles before a name, closing quotation marks) is joined again here. Passages
pack whole sentences, because what is quoted is a sentence.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from syntok import segmenter

from index.records import Article, Block, BlockKind, Passage, Span
from index.text.datelines import is_dateline

VERSION = "1"
"""Part of a library's model key: passages cut by other rules are not mixed."""
FEWEST_SENTENCES, MOST_SENTENCES = 2, 5
PASSAGE_PIECES = 96
"""Word pieces a passage aims at: MiniLM finds short passages better than ones near its limit."""
LONGEST_SENTENCE = 20_000
"""Characters handed to the splitter at once; it is not made for more in one paragraph."""

RANK = re.compile(
    r"(?:^|[\s(“\"])(?:Lt|Gen|Brig|Maj|Col|Capt|Cmdr|Adm|Sgt|Gov|Sen|Rep|Pres|Prof|Rev|Hon|Dr|Mr|Mrs|Ms|St)\.$"
)
OVERRIDES = ("LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI")
SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+(?=[^a-z])")
WORD = re.compile(r"\w")
KEPT, KEPT_TEXT = 256, 50_000
"""Articles whose sentences are remembered, and characters of the longest of them: each is cut for its passages, and
again for its statements."""


def is_showable(words: str) -> bool:
    """Tell whether every character can be shown as it stands.

    Controls, unassigned and private characters, lone halves and bidirectional overrides cannot: a
    sentence that holds one is kept, and never quoted.
    """
    return words.replace("\n", " ").isprintable() or all(_is_plain(c) for c in words)


def sentences_of(article: Article) -> list[Span]:
    """Return every quotable sentence, in order, each inside one block that is not furniture."""
    return [s for run, _ in _known_runs(article) for s in run]


def sentences_from(article: Article, place: int) -> Iterator[Span]:
    """Yield the quotable sentences that end after a place, in order; what lies before it is not cut into any."""
    for block in article.blocks:
        if block.span.end > place and block.kind is not BlockKind.FURNITURE:
            yield from (s for s in _quotable(article.text, block) if s.end > place)


def passages_of(article: Article, count_pieces: Callable[[str], int]) -> list[Passage]:
    """Pack an article's sentences into passages; captions never share one with the body."""
    return [
        passage
        for run, kind in _known_runs(article)
        for passage in _pack(run, kind, [count_pieces(s.of(article.text)) for s in run])
    ]


def _known_runs(article: Article) -> Sequence[tuple[list[Span], BlockKind]]:
    return _kept_runs(article) if len(article.text) <= KEPT_TEXT else list(_runs(article))


@lru_cache(maxsize=KEPT)
def _kept_runs(article: Article) -> Sequence[tuple[list[Span], BlockKind]]:
    return list(_runs(article))


def _is_plain(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return unicodedata.bidirectional(character) not in OVERRIDES
    return category not in ("Cc", "Cs", "Co", "Cn") or character in "\t\n\r"


def _sentences(text: str, block: Block) -> Iterator[Span]:
    if block.kind is BlockKind.HEADING:
        yield block.span
        return
    pieces = [s for part in _parts(text, block.span) for s in _split(text, part)]
    yield from _join(text, pieces)


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Cut what is too long for the splitter, at the end of a sentence wherever there is one."""
    start = span.start
    while span.end - start > LONGEST_SENTENCE:
        ends = [m.end() for m in SENTENCE_END.finditer(text, start, start + LONGEST_SENTENCE)]
        end = ends[-1] if ends else start + LONGEST_SENTENCE
        yield Span(start, end)
        start = end
    if start < span.end:
        yield Span(start, span.end)


def _split(text: str, part: Span) -> Iterator[Span]:
    for paragraph in segmenter.analyze(part.of(text)):
        for tokens in paragraph:
            start = part.start + tokens[0].offset
            end = part.start + tokens[-1].offset + len(tokens[-1].value)
            if start < end:
                yield Span(start, end)


def _join(text: str, pieces: list[Span]) -> Iterator[Span]:
    """Join what the splitter cut inside a name, a dateline, or before a closing mark."""
    held: Span | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif _belongs(text, held, piece):
            held = held.to(piece)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _belongs(text: str, held: Span, piece: Span) -> bool:
    before, after = held.of(text), piece.of(text)
    if not any(c.isalnum() for c in after):
        return True
    return bool(RANK.search(before) and after[:1].isupper()) or is_dateline(before)


def _runs(article: Article) -> Iterator[tuple[list[Span], BlockKind]]:
    """Yield stretches of sentences that may share a passage: unbroken by furniture or captions."""
    run: list[Span] = []
    for block in article.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.CAPTION) and run:
            yield run, BlockKind.BODY
            run = []
        found = [] if block.kind is BlockKind.FURNITURE else _quotable(article.text, block)
        if block.kind is BlockKind.CAPTION and found:
            yield found, BlockKind.CAPTION
        else:
            run.extend(found)
    if run:
        yield run, BlockKind.BODY


def _quotable(text: str, block: Block) -> list[Span]:
    return [s for s in _sentences(text, block) if WORD.search(s.of(text)) and is_showable(s.of(text))]


def _pack(run: list[Span], kind: BlockKind, pieces: list[int]) -> Iterator[Passage]:
    held: list[Span] = []
    weight = 0
    for place, (span, count) in enumerate(zip(run, pieces, strict=True)):
        is_full = weight + count > PASSAGE_PIECES and len(held) >= FEWEST_SENTENCES
        is_last_alone = place == len(run) - 1 and len(held) < MOST_SENTENCES
        fits_as_last = is_last_alone and weight + count <= 2 * PASSAGE_PIECES
        if len(held) == MOST_SENTENCES or (is_full and not fits_as_last):
            yield Passage(held[0].to(held[-1]), tuple(held), kind)
            held, weight = [], 0
        held.append(span)
        weight += count
    if held:
        yield Passage(held[0].to(held[-1]), tuple(held), kind)
