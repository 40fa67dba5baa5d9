"""A draft → the quotations that it holds, each claimed of whom the draft names beside it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.records import Article, BlockKind, Span
from index.sources.formats.layout import mark_blocks
from index.text.caveats import sentence_around
from index.text.quotations import DIRECT_WORDS, quotations
from index.verifying.claims import EDGES, LONGEST_CLAIM, speaker_beside, unmarked
from index.verifying.verdicts import Claim, Verification


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft: where it stands, in which line, counted from 1, and what it claims."""

    span: Span
    line: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft, and what came of it."""

    quoted: Quoted
    verification: Verification


def draft_of(message: str) -> Article:
    """Return a message as a draft, without Discord's marks."""
    text = unmarked(message) or " "
    return Article("draft", "", text, mark_blocks(text))


def quoted_in(draft: Article) -> Iterator[Quoted]:
    """Yield the quotations of a draft, in order; a word or two in marks are a phrase borrowed, and none.

    Where a sentence names nobody, whoever spoke before in the same paragraph still speaks.
    """
    for block in draft.blocks:
        speaker = ""
        for marked in quotations(draft.text, block.span) if block.kind is not BlockKind.FURNITURE else ():
            words = marked.of(draft.text).strip(EDGES)
            if len(words.split()) < DIRECT_WORDS:
                continue
            speaker = _speaker(draft, marked) or speaker
            line = draft.text.count("\n", 0, marked.start) + 1
            yield Quoted(marked, line, Claim(words[:LONGEST_CLAIM], speaker))


def _speaker(draft: Article, marked: Span) -> str:
    sentence = sentence_around(draft, marked)
    return speaker_beside(draft.text[sentence.start : marked.start], draft.text[marked.end : sentence.end])
