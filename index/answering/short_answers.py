"""The few words of the first quote that answer by themselves, where they are likely to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import dropwhile

from index.answering.fitted import Fitted, logistic, logit, weighed_sum
from index.inference.rerankers import Mark
from index.query.questions import Asked, Question
from index.query.talk import POINTING
from index.records import Excerpt, Quote, Span
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.caveats import caveat_of
from index.text.words import STOPWORDS, WORD

SURE = 0.78
"""Chance from which a short answer may stand in bold: a wrong word in bold costs more trust than five left out gain. Of
newsroom's groups that fitted it .885 of those shown are right, with .75 .847."""
NOBODY = POINTING | frozenset({"i", "we", "you", "who", "me", "us", "my", "our"})
"""Words that name nobody by themselves."""
LONG = 12
"""Words from which a marked answer is as long as any."""
NAME = r"[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){0,4}"
NAMES = re.compile(NAME)
NAMES_AFTER = re.compile(rf"(?:, {NAME}){{0,6}},? and {NAME}")
NAME_BEFORE = re.compile(rf"(?<![\w'’.-])({NAME}),? and $")
FAR_BEFORE = 80
"""Characters before a name in which another stands that is named with it."""
CALENDAR = frozenset({*MONTHS, *WEEKDAYS})
AROUND_WORDS = " \t\n,.;:“”\"'‘’()[]—–-"
"""What a marked answer does not begin or end with."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A few words of a quote, or the name of whoever says it, and what speaks for them, each about 0 to 1."""

    excerpt: Excerpt
    reasons: Mapping[str, float]

    def chance(self, fitted: Fitted) -> float:
        """Return how likely these words answer by themselves."""
        return logistic(weighed_sum(fitted.short, self.reasons)) if fitted.short else 0.0


def short_answer(question: Question, quote: Quote, mark: Mark | None, confidence: float) -> ShortAnswer | None:
    """Return the words that are marked in a quote, or who says it where somebody is asked for; None where neither is.

    A question after yes or no has no few words for an answer. `confidence` is how likely the quote answers.
    """
    if question.kind is Asked.YES_NO:
        return None
    marked = words_of(quote, mark) if mark else None
    named = quote.statement.name if quote.statement else None
    is_name = marked is None and named is not None and question.kind is Asked.WHO_SAID
    span = named if is_name else _with_others(quote.article.text, marked, question)
    if span is None or _says_nothing_new(span.of(quote.article.text), question):
        return None
    reasons = {
        "bias": 1.0,
        "answers": logit(confidence),
        "marked": logit(mark.chance) if mark and not is_name else 0.0,
        "name": float(is_name),
        "turned": float(not is_name and caveat_of(quote.article, span) is not None),
        "long": min(len(WORD.findall(span.of(quote.article.text))), LONG) / LONG,
        **{f"asks {kind}": float(question.kind is kind) for kind in Asked},
    }
    return ShortAnswer(Excerpt(quote.article, span), reasons)


def words_of(quote: Quote, mark: Mark) -> Span | None:
    """Return where the marked words stand, whole ones; None where they name nothing."""
    text = quote.text
    start, end = mark.start, mark.end
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    start += len(text[start:end]) - len(text[start:end].lstrip(AROUND_WORDS))
    end -= len(text[start:end]) - len(text[start:end].rstrip(AROUND_WORDS))
    words = {w.casefold() for w in WORD.findall(text[start:end])}
    return Span(start, end).moved(quote.span.start) if words - NOBODY else None


def _with_others(text: str, span: Span | None, question: Question) -> Span | None:
    """Return a marked name with those that it stands beside: of "Velmora and Holm vetoed it" neither alone did."""
    if span is None or question.kind is not Asked.WHO or not NAMES.fullmatch(span.of(text)):
        return span
    after = NAMES_AFTER.match(text, span.end)
    before = NAME_BEFORE.search(text[max(0, span.start - FAR_BEFORE) : span.start])
    # "On Monday Velmora and Holm": what a sentence or a day begins with is no part of the name.
    kept = list(dropwhile(_begins_no_name, before[1].split(" "))) if before else []
    start = span.start - len(" ".join(kept)) - len(before[0]) + len(before[1]) if before and kept else span.start
    return Span(start, after.end() if after else span.end)


def _begins_no_name(word: str) -> bool:
    return word.casefold() in STOPWORDS or word in CALENDAR


def _says_nothing_new(words: str, question: Question) -> bool:
    """Tell whether the question itself holds all of the words: they are no answer to it."""
    known = {w.casefold() for w in WORD.findall(question.text)}
    return {w.casefold() for w in WORD.findall(words)} <= known
