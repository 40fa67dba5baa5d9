"""Candidates → quotes, short answers, confidence, or a decline.

Sentences of the candidate passages are first scored by BM25 with the title's words added, by how near
their passage is to the question, and by the statement they hold; the best are then read by the reader,
whose score is weighed with those features. Quotes are whole sentences; confidence is a logistic function.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from index.answering.accounts import counted
from index.answering.stuffing import tells
from index.errors import ModelError
from index.query.questions import Asked, Question, wanted_counts
from index.records import Act, Article, BlockKind, Counted, EventCard, Excerpt, Quote, Span, Speech, Statement
from index.text.cues import lemma_of
from index.text.words import WORD, content_words

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza, 2009)."""
TITLE_SHARE = 0.35
"""What a term counts that stands in the title only, beside one in the sentence."""
MODELS = Path(__file__).parents[1] / "models"
FITTED = "fitted.json"
LONGEST_QUOTE = 1500
"""Characters; a longer sentence is no quote that a person could take in."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be quoted, with what is known of its passage and the statements in it."""

    article: Article
    span: Span
    nearness: float
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """How the library counts words: terms of a text, and in how many passages each occurs."""

    terms: Callable[[str], Sequence[str]]
    frequencies: Mapping[str, int]
    passages: int

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, never negative."""
        n = self.frequencies.get(term, 0)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read against a question: the quote, and the features that speak for it."""

    quote: Quote
    features: Mapping[str, float]

    @property
    def states(self) -> bool:
        """Whether the sentence performs the act that the question asks for."""
        return self.features["act"] > 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each feature of a sentence, and each reason for confidence, counts; fitted by `index.training`.

    `expected` weighs what is known of a sentence to what a reader will score it, and `spread` is how far, in standard
    deviations, it then scores from that; both in the size of the other features. Without them all is read.
    """

    weights: Mapping[str, float]
    confidence: Mapping[str, float]
    expected: Mapping[str, float] = field(default_factory=dict)
    spread: float = math.inf

    @classmethod
    def of(cls, folder: Path | None) -> "Fitted":
        """Return what was fitted for the reader in `folder`, for the packaged one if that has none; None for none."""
        if folder is None:
            return _fitted(MODELS / "plain.json")
        own = folder / FITTED
        # What is expected of the packaged reader is not what another scores.
        return _fitted(own) if own.is_file() else replace(_fitted(MODELS / "reader" / FITTED), expected={})


@cache
def _fitted(path: Path) -> Fitted:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Fitted(**{part.name: held[part.name] for part in fields(Fitted) if part.name in held})
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: holds no fitted weights; make them with: python -m index.training") from error


def rank(question: Question, sentences: Sequence[Sentence], words: Words) -> list[Reading]:
    """Return a reading of each sentence, best first; ties by place."""
    # The act is a feature of its own: its verb must not let a denial of anything answer for the topic.
    asked = Counter(words.terms(question.topic or question.search))
    pairs = _pairs(words.terms(question.search))
    wanted = _wanted(question)
    known = frozenset(words.terms(f"{question.search} {question.topic}"))
    read = [
        (s, words.terms(text))
        for s in sentences
        if len(s.span) <= LONGEST_QUOTE
        and tells(
            known, text := s.span.of(s.article.text), words.terms(content_words(text)),
            is_said=bool(s.statements),
        )
    ]  # fmt: skip
    average = sum(len(terms) for _, terms in read) / max(len(read), 1) or 1.0
    titles = {s.article.title: set(words.terms(s.article.title)) for s, _ in read}
    readings = []
    for sentence, terms in read:
        title = titles[sentence.article.title]
        statement, said = _statement_for(question, sentence, words, asked, {*terms, *title})
        paired = len(pairs & _pairs(terms)) / (len(pairs) or 1)
        features = {
            "bias": 1.0,
            "pairs": paired,
            **_matching(asked, terms, title, words, average),
            **_kind(question, sentence, wanted),
            **said,
        }
        readings.append(Reading(Quote(sentence.article, sentence.span, 0.0, statement), features))
    return weighed(readings, PLAIN)


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Return readings best first; ties by place."""
    return sorted(readings, key=lambda r: (-r.quote.score, r.quote.article.id, r.quote.span.start))


def weighed(readings: Iterable[Reading], fitted: Fitted) -> list[Reading]:
    """Return readings with the chance that each answers, 0 to 1, as their score; best first."""
    return in_order(replace(r, quote=replace(r.quote, score=_chance(r, fitted))) for r in readings)


def _chance(reading: Reading, fitted: Fitted) -> float:
    return _logistic(weighed_sum(fitted.weights, reading.features))


def weighed_sum(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return what features come to, each by its weight."""
    return sum(weight * features[name] for name, weight in weights.items())


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _matching(
    asked: Mapping[str, int], terms: Sequence[str], title: set[str], words: Words, average: float
) -> dict[str, float]:
    """Share of the attainable BM25, weight of the question's words found with the title, and without: each 0 to 1."""
    counts = Counter(terms)
    mass = sum(words.weight(t) for t in asked) or 1.0
    return {
        "share": _bm25(asked, counts, title, words, average) / (mass * (K1 + 1)),
        "coverage": sum(words.weight(t) for t in asked if t in counts or t in title) / mass,
        "own": sum(words.weight(t) for t in asked if t in counts) / mass,
    }


def _pairs(terms: Sequence[str]) -> set[tuple[str, str]]:
    """Return the neighbouring terms of a text, small words among them, by which wording is known again."""
    return set(pairwise(terms))


def _wanted(question: Question) -> frozenset[Counted]:
    """Return what is to be counted, where the question asks how many."""
    return wanted_counts(question.text) if question.kind is Asked.HOW_MANY else frozenset()


def _kind(question: Question, sentence: Sentence, wanted: frozenset[Counted]) -> dict[str, float]:
    """What kind of text it is, how near its passage is, and whether it holds the kind of thing asked for."""
    text = sentence.span.of(sentence.article.text)
    kind = sentence.article.kind_at(sentence.span)
    pattern = FITTING.get(question.kind)
    return {
        "nearness": sentence.nearness,
        "heading": float(kind is BlockKind.HEADING),
        "caption": float(kind is BlockKind.CAPTION),
        "fits": float(bool(pattern and pattern.search(text))),
        "counts": float(bool(wanted) and any(c.matter in wanted for c in counted(text))),
    }


def _bm25(asked: Mapping[str, int], counts: Counter[str], title: set[str], words: Words, average: float) -> float:
    length = K1 * (1 - B + B * sum(counts.values()) / average)
    total = 0.0
    for term in asked:
        frequency = counts[term] + (TITLE_SHARE if term in title else 0.0)
        total += words.weight(term) * frequency * (K1 + 1) / (frequency + length) if frequency else 0.0
    return total


SILENT = dict.fromkeys(("stated", "act", "cue", "direct", "named", "speaker"), 0.0)


def _statement_for(
    question: Question, sentence: Sentence, words: Words, asked: Collection[str], around: Set[str]
) -> tuple[Statement | None, dict[str, float]]:
    """Return the statement that the sentence answers by, and what speaks for it.

    `asked` are the topic's terms, `around` those of the sentence and its title.

    Its features count as far as sentence, title and statement hold the topic: a denial of something
    else is no answer.
    """
    if not sentence.statements:
        return None, SILENT
    text = sentence.article.text
    if question.act is None and not question.counts_by_somebody:
        return max(sentence.statements, key=lambda s: s.covered(sentence.span)), SILENT
    scored = [(_saying(question, s, text, words), s) for s in sentence.statements]
    features, statement = max(
        scored,
        key=lambda pair: (sum(PLAIN.weights[n] * v for n, v in pair[0].items()), pair[1].covered(sentence.span)),
    )
    on_topic = _on_topic(asked, around, sentence, words)
    return statement, {name: value * on_topic**2 for name, value in features.items()}


NEAR, NEAREST = 0.25, 0.6
"""Cosines between which a passage that shares no word with the topic comes to speak of it."""


def _on_topic(asked: Collection[str], around: Set[str], sentence: Sentence, words: Words) -> float:
    """Return how far the sentence speaks of the topic, 0 to 1: by words, or by what its passage means."""
    text = sentence.article.text
    said = [s for st in sentence.statements for s in (*st.content, st.name, st.role) if s is not None]
    here = {*around, *(t for span in said for t in words.terms(span.of(text)))}
    by_words = sum(words.weight(t) for t in asked if t in here) / (sum(words.weight(t) for t in asked) or 1.0)
    by_meaning = (sentence.nearness - NEAR) / (NEAREST - NEAR)
    return float(max(by_words, min(by_meaning, 1.0), 0.0))


def _saying(question: Question, statement: Statement, text: str, words: Words) -> dict[str, float]:
    speaks = _speaks(question.speaker, statement, text, words) if question.speaker else 0.0
    if question.act is None:
        # Nobody's saying is asked for, but what one of them told: "how many died, according to the monitor".
        return {**SILENT, "speaker": speaks}
    cues = {lemma_of(w) for c in statement.cue for w in c.of(text).split()}
    return {
        "stated": 1.0,
        "act": float(question.act is statement.act and question.act is not Act.SAYS),
        "cue": float(question.cue in cues),
        "direct": float(statement.speech is Speech.DIRECT and question.act is not Act.SAYS),
        "named": float(statement.name is not None),
        "speaker": speaks,
    }


def _speaks(speaker: str, statement: Statement, text: str, words: Words) -> float:
    """Return 1 where the statement is by the one asked about, else -1."""
    named = {t for s in (statement.name, statement.source, statement.role) if s for t in words.terms(s.of(text))}
    asked = words.terms(content_words(speaker))
    return 1.0 if asked and asked[-1] in named else -1.0


PLAIN = Fitted.of(None)
"""What ranks sentences before a reader sees them, and alone where there is none."""

FITTING = {
    Asked.WHEN: re.compile(
        r"\b(?:1[0-9]{3}|20[0-9]{2}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|century"
        r"|(?:jan|febr)uary|march|april|june|july|august|(?:sept|nov|dec)ember|october|\d{1,2}(?::\d\d)?\s?[ap]\.?m)\b",
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


# --- confidence


def reasons_for(readings: Sequence[Reading]) -> dict[str, float]:
    """Return what confidence is a function of, each about 0 to 1."""
    best = readings[0]
    other = next((r for r in readings if r.quote.article is not best.quote.article), None)
    return {
        "bias": 1.0,
        "answers": best.quote.score,
        "reader": best.features.get("reader", 0.0),
        "coverage": best.features["coverage"],
        "nearness": max(r.features["nearness"] for r in readings),
        "lead": best.quote.score - other.quote.score if other else 0.0,
        "stated": max(best.features["stated"], best.features["counts"]),
    }


def chance_of(readings: Sequence[Reading], fitted: Fitted) -> float:
    """Return the confidence in the first quote that its reasons give, before any cap for the kind of question."""
    reasons = reasons_for(readings)
    return _logistic(sum(weight * reasons[name] for name, weight in fitted.confidence.items()))


UNSTATED = 0.3
"""Confidence at most, where a question asks who denied, accused or promised and nobody in sight did."""


def confidence_of(question: Question, readings: Sequence[Reading], fitted: Fitted) -> float:
    """Return how likely the first quote answers, between 0 and 1."""
    if not readings:
        return 0.0
    chance = chance_of(readings, fitted)
    wants_act = question.kind is Asked.WHO_SAID and question.act is not Act.SAYS
    return min(chance, UNSTATED) if wants_act and not readings[0].states else chance


# --- what is shown

MOST_QUOTES = 10
LEAST_OF_BEST = 0.1
"""Of the best quote's chance to answer, below which a quote is not shown; a sentence with a figure asked for is an
account, so a tenth of that is enough."""


def choose(question: Question, readings: Sequence[Reading]) -> list[Quote]:
    """Return the quotes to show: where one states the act asked for, only those that do.

    A headline says again what somebody said, so it gives way to the words in the body of its article.
    """
    kept = list(readings)
    if readings[0].states:
        kept = [r for r in readings if r.states]
    if readings[0].features["speaker"] > 0:
        kept = [r for r in kept if r.features["speaker"] > 0]
    wanted = _wanted(question)
    if wanted:
        counting = [r for r in readings if any(c.matter in wanted for c in counted(r.quote.text))]
        kept = [r for r in counting if r.features["speaker"] > 0] or counting or kept
    floor = (LEAST_OF_BEST / 10 if wanted else LEAST_OF_BEST) * kept[0].quote.score
    chosen = [r.quote for r in kept if r.quote.score >= floor]
    if question.act is not None:
        in_body = {(q.article.collection, q.article.id) for q in chosen if q.kind is BlockKind.BODY}
        chosen = [
            q for q in chosen if q.kind is not BlockKind.HEADING or (q.article.collection, q.article.id) not in in_body
        ]
    return chosen[:MOST_QUOTES]


Phrase = Callable[[Asked, str, frozenset[str]], Span | None]
"""Finds the part of a sentence that answers a kind of question, given the words that the question holds."""
TELLING = frozenset({Asked.WHO, Asked.WHERE, Asked.WHEN, Asked.WHY})
"""Kinds whose answer is a part of a sentence; "what" and "how" only where one thing is asked of a story."""
SHORT_OF = 3
"""Quotes of an event of which the first that gives a short answer does."""
SURE = 0.5
"""Chance to answer from which the few words of a quote may stand alone; a story's own aspect needs none."""


def short_answers(question: Question, cards: Sequence[EventCard], phrase: Phrase) -> tuple[Excerpt, ...]:
    """Return the few words of the articles that answer by themselves, the best event's first."""
    found: list[Excerpt | None]
    if question.kind is Asked.HOW_MANY:
        found = [a.figure for c in cards for a in c.accounts]
    elif question.kind is Asked.WHO_SAID:
        found = [
            Excerpt(q.article, q.statement.name)
            for c in cards
            for q in c.quotes
            if q.statement is not None and q.statement.name is not None and question.act in (Act.SAYS, q.statement.act)
        ]
    elif question.kind in TELLING or question.is_aspect:
        known = frozenset() if question.is_aspect else frozenset(w.casefold() for w in WORD.findall(question.search))
        sure = [[q for q in c.quotes[:SHORT_OF] if question.is_aspect or q.score >= SURE] for c in cards]
        found = [next((e for q in own if (e := _phrase_of(question, q, known, phrase))), None) for own in sure]
    else:
        return ()
    first: dict[str, Excerpt] = {}
    for excerpt in filter(None, found):
        first.setdefault(excerpt.text, excerpt)
    return tuple(first.values())


def _phrase_of(question: Question, quote: Quote, known: frozenset[str], phrase: Phrase) -> Excerpt | None:
    place = phrase(question.kind, quote.text, known)
    return Excerpt(quote.article, place.moved(quote.span.start)) if place else None
