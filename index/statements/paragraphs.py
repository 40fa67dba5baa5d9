"""A parsed paragraph: spaCy's document, where it begins in its article, and its quotations."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from index.records import Act, Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
"""How the parser calls a grammatical subject."""
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nobody", "none", "nothing", "neither"})

CLAUSES = frozenset({"ccomp", "xcomp"})
"""How the parser calls a clause that is the object of a verb."""
TO_LISTENER = frozenset({"tell", "inform", "remind", "brief"})
"""Cues whose plain object is who was told."""


@dataclass(slots=True)
class Draft:
    """A statement in the making.

    `subject` is the phrase its name is resolved from; `source` the article's own word for the speaker
    where that is another ("who"). Content is in places of the article, and may still be awaited;
    `verbatim` where it is somebody's own words without marks, as in a transcript;
    `further` are the quotations of later paragraphs among its content.
    """

    cue: Words
    subject: Words
    content: list[Span]
    act: Act
    relay: Words | None = None
    source: Words | None = None
    verbatim: bool = False
    further: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A parsed block: its document, where it begins in the article, its quotations, and whether a recording has it."""

    doc: Doc
    start: int
    marked: list[Span]
    is_turn: bool = False

    def span(self, words: Words | Token) -> Span:
        """Return where `words` stand in the article."""
        if isinstance(words, Token):
            return Span(self.start + words.idx, self.start + words.idx + len(words))
        return Span(self.start + words.start_char, self.start + words.end_char)

    @property
    def extent(self) -> Span:
        """Return where the whole paragraph stands in the article."""
        last = self.doc[-1]
        return Span(self.start, self.start + last.idx + len(last.text_with_ws))

    def is_quoted(self, token: Token) -> bool:
        """Tell whether `token` stands inside quotation marks."""
        here = self.span(token)
        return any(q.holds(here) for q in self.marked)

    def begins_sentence(self, quotation: Span) -> bool:
        """Tell whether a sentence begins with this quotation, so that it is speech and not a word in marks."""
        return any(abs(self.span(s).start - quotation.start) <= 1 for s in self.doc.sents)


def plain(text: str) -> str:
    """Return `text` with the blanks and marks the parser knows, character for character."""
    return text.translate(PLAIN).replace("''", '" ').replace("``", '" ')


PLAIN = {
    0x0A: " ",
    0xA0: " ",
    0x2009: " ",
    0x202F: " ",
    0x2019: "'",
    0x2018: "'",
    0x201C: '"',
    0x201D: '"',
    0x2015: "—",
}
