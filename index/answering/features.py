"""What speaks for a sentence as an answer: its words, its passage, its kind, and the statement that it holds.

Words are weighed by BM25 with those of the title added.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.answering.accounts import counted
from index.answering.fitted import Fitted
from index.inference.rerankers import Mark
from index.query.questions import Asked, Question, wanted_counts
from index.records import Act, Article, BlockKind, Counted, Quote, Span, Speech, Statement
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.cues import lemma_of
from index.text.words import content_words

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza, 2009)."""
AROUND = 300
"""Characters around a sentence in which it may name the time that a question asks for."""
TITLE_SHARE = 0.35
"""What a term counts that stands in the title only, beside one in the sentence."""


class Feature(StrEnum):
    """What speaks for a sentence; the names under which weights are written down."""

    BIAS = "bias"
    """Always 1."""
    PAIRS = "pairs"
    """Share of the question's neighbouring words found."""
    SHARE = "share"
    """Share of the attainable BM25."""
    COVERAGE = "coverage"
    """Weight of the topic's words found, with the title."""
    OWN = "own"
    """The same without the title."""
    NEARNESS = "nearness"
    """Cosine of passage and question."""
    HEADING = "heading"
    """Whether it is a heading."""
    CAPTION = "caption"
    """Whether it is a caption."""
    FITS = "fits"
    """Whether it holds the kind of thing asked for."""
    COUNTS = "counts"
    """Whether it counts what is asked to be counted."""
    TIMELY = "timely"
    """Whether its article is of the time that is asked for, or it names it; 0 where none is."""
    STATED = "stated"
    """Whether it holds a statement."""
    ACT = "act"
    """Whether that does what is asked for."""
    CUE = "cue"
    """Whether by the very verb."""
    DIRECT = "direct"
    """Whether in its own words."""
    NAMED = "named"
    """Whether its speaker is named."""
    SPEAKER = "speaker"
    """1 where it is by whom the question names, -1 where by another."""
    FIRST = "first"
    """What was thought of it before it was reranked."""
    READER = "reader"
    """What the reader scored it."""
    CLOSE = "close"
    """What the closer reader scored it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be quoted, with what is known of its passage and the statements in it."""

    article: Article
    span: Span
    nearness: float
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TermWeights:
    """How the library counts words: terms of a text, and in how many passages each occurs."""

    terms: Callable[[str], Sequence[str]]
    frequencies: Mapping[str, int]
    passages: int

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, never negative."""
        n = self.frequencies.get(term, 0)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))

    def weighed(self, terms: Iterable[str]) -> dict[str, float]:
        """Return terms, each once, with their weights."""
        return {term: self.weight(term) for term in terms}

    def told_in(self, article: Article) -> set[str]:
        """Return the terms of an article and its title."""
        return set(self.terms(f"{article.title} {article.text}"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read against a question: the quote, and the features that speak for it.

    `statements` are all that stand in it; `mark` is what a closer reader marks in it, where one has read it.
    """

    quote: Quote
    features: Mapping[str, float]
    mark: Mark | None = None
    statements: tuple[Statement, ...] = ()

    @property
    def states(self) -> bool:
        """Whether the sentence performs the act that the question asks for."""
        return self.features[Feature.ACT] > 0


def matching(asked: Mapping[str, float], terms: Sequence[str], title: set[str], average: float) -> dict[str, float]:
    """Share of the attainable BM25, weight of the question's words found with the title, and without: each 0 to 1.

    `asked` are the topic's terms, each with its weight.
    """
    counts = Counter(terms)
    mass = sum(asked.values()) or 1.0
    own = sum(weight for t, weight in asked.items() if t in counts)
    return {
        Feature.SHARE: _bm25(asked, counts, title, average) / (mass * (K1 + 1)),
        Feature.COVERAGE: (own + sum(w for t, w in asked.items() if t in title and t not in counts)) / mass,
        Feature.OWN: own / mass,
    }


def pairs_of(terms: Sequence[str]) -> set[tuple[str, str]]:
    """Return the neighbouring terms of a text, small words among them, by which wording is known again."""
    return set(pairwise(terms))


def wanted_by(question: Question) -> frozenset[Counted]:
    """Return what is to be counted, where the question asks how many."""
    return wanted_counts(question.text) if question.kind is Asked.HOW_MANY else frozenset()


def kind_of(question: Question, sentence: Sentence, wanted: frozenset[Counted]) -> dict[str, float]:
    """What kind of text it is, how near its passage is, and whether it holds the kind of thing asked for."""
    text = sentence.span.of(sentence.article.text)
    kind = sentence.article.kind_at(sentence.span)
    pattern = FITTING.get(question.kind)
    return {
        Feature.NEARNESS: sentence.nearness,
        Feature.HEADING: float(kind is BlockKind.HEADING),
        Feature.CAPTION: float(kind is BlockKind.CAPTION),
        Feature.FITS: float(bool(pattern and pattern.search(text))),
        Feature.COUNTS: float(bool(wanted) and any(c.matter in wanted for c in counted(text))),
        Feature.TIMELY: float(is_timely(question, sentence.article, sentence.span)),
    }


def is_timely(question: Question, article: Article, span: Span) -> bool:
    """Tell whether a sentence is of the time that a question names, by its article's day or by words around it."""
    return question.period is not None and question.period.is_met(article, span.widened(AROUND).of(article.text))


def _bm25(asked: Mapping[str, float], counts: Counter[str], title: set[str], average: float) -> float:
    length = K1 * (1 - B + B * counts.total() / average)
    total = 0.0
    for term, weight in asked.items():
        frequency = counts[term] + (TITLE_SHARE if term in title else 0.0)
        total += weight * frequency * (K1 + 1) / (frequency + length) if frequency else 0.0
    return total


SILENT: Mapping[str, float] = dict.fromkeys(
    (Feature.STATED, Feature.ACT, Feature.CUE, Feature.DIRECT, Feature.NAMED, Feature.SPEAKER), 0.0
)


def statement_for(
    question: Question, sentence: Sentence, words: TermWeights, asked: Mapping[str, float], around: Set[str]
) -> tuple[Statement | None, Mapping[str, float]]:
    """Return the statement that the sentence answers by, and what speaks for it.

    `asked` are the topic's terms, each with its weight, `around` those of the sentence and its title.

    Its features count as far as sentence, title and statement hold the topic: a denial of something
    else is no answer.
    """
    if not sentence.statements:
        return None, SILENT
    text = sentence.article.text
    if question.act is None and not question.counts_by_somebody:
        return max(sentence.statements, key=lambda s: s.covered(sentence.span)), SILENT
    plain = Fitted.of(None).weights
    scored = [(_saying(question, s, text, words), s) for s in sentence.statements]
    features, statement = max(
        scored,
        key=lambda pair: (sum(plain[n] * v for n, v in pair[0].items()), pair[1].covered(sentence.span)),
    )
    on_topic = _on_topic(asked, around, sentence, words)
    return statement, {name: value * on_topic**2 for name, value in features.items()}


NEAR, NEAREST = 0.25, 0.6
"""Cosines between which a passage that shares no word with the topic comes to speak of it."""


def _on_topic(asked: Mapping[str, float], around: Set[str], sentence: Sentence, words: TermWeights) -> float:
    """Return how far the sentence speaks of the topic, 0 to 1: by words, or by what its passage means."""
    text = sentence.article.text
    said = [s for st in sentence.statements for s in (*st.content, st.name, st.role) if s is not None]
    here = {*around, *(t for span in said for t in words.terms(span.of(text)))}
    by_words = sum(weight for t, weight in asked.items() if t in here) / (sum(asked.values()) or 1.0)
    by_meaning = (sentence.nearness - NEAR) / (NEAREST - NEAR)
    return float(max(by_words, min(by_meaning, 1.0), 0.0))


def _saying(question: Question, statement: Statement, text: str, words: TermWeights) -> dict[str, float]:
    speaks = _speaks(question.speaker, statement, text, words) if question.speaker else 0.0
    if question.act is None:
        # Nobody's saying is asked for, but what one of them told: "how many died, according to the monitor".
        return {**SILENT, Feature.SPEAKER: speaks}
    cues = {lemma_of(w) for c in statement.cue for w in c.of(text).split()}
    return {
        Feature.STATED: 1.0,
        Feature.ACT: float(question.act is statement.act and question.act is not Act.SAYS),
        Feature.CUE: float(question.cue in cues),
        Feature.DIRECT: float(statement.speech is Speech.DIRECT and question.act is not Act.SAYS),
        Feature.NAMED: float(statement.name is not None),
        Feature.SPEAKER: speaks,
    }


def _speaks(speaker: str, statement: Statement, text: str, words: TermWeights) -> float:
    """Return 1 where the statement is by the one asked about, else -1."""
    named = {t for s in (statement.name, statement.source, statement.role) if s for t in words.terms(s.of(text))}
    asked = words.terms(content_words(speaker))
    return 1.0 if asked and asked[-1] in named else -1.0


FITTING = {
    Asked.WHEN: re.compile(
        rf"\b(?:1[0-9]{{3}}|20[0-9]{{2}}|{'|'.join(WEEKDAYS)}|yesterday|today|century"
        rf"|{'|'.join(m for m in MONTHS if m != 'May')}|\d{{1,2}}(?::\d\d)?\s?[ap]\.?m)\b",
        re.I,
    ),
    Asked.HOW_MANY: re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b", re.I
    ),
    Asked.WHO: re.compile(r"(?<=\s)[A-Z][a-z]+"),
    Asked.WHERE: re.compile(r"\b(?:in|at|near|from|to|of)\s+(?:the\s+)?[A-Z]"),
    Asked.WHY: re.compile(
        r"\b(?:because|due to|in order|so that|since|as a result|to (?:avoid|prevent|protect))\b", re.I
    ),
}  # fmt: skip
