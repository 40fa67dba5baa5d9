"""The few words of the quotes that answer by themselves."""

from collections.abc import Callable, Sequence

from index.query.questions import Asked, Question
from index.records import Act, EventCard, Excerpt, Quote, Span
from index.text.words import WORD

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
