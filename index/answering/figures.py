"""Figures that the reader marks in an event's quotes, set side by side: of whatever kind is asked for.

Nothing is averaged, and no winner is chosen; whose they are and of which day stands with each.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.answering.accounts import counter
from index.answering.features import FITTING, wanted_by
from index.answering.short_answers import words_of
from index.inference.rerankers import Mark
from index.query.questions import Asked, Question
from index.records import Account, Counted, EventCard, Excerpt, Quote, Span

MARKED_IN = 5
"""Quotes of an event in which a figure is looked for; each costs one reading."""
LEAST_MARKED = 0.5
"""Chance from which a marked figure is set beside others. Of newsroom's questions after a figure, in sentences that
answer, .92 of those marked so are the right words; of those marked less .75."""
LEAST_FOUND = 0.2
"""Chance below which nothing in sight is a figure of what is asked."""
Marker = Callable[[Quote], Mark | None]


def with_figures(question: Question, cards: Sequence[EventCard], mark: Marker) -> tuple[EventCard, ...]:
    """Return cards with the figures that are asked for side by side, where no other account is there."""
    if question.kind is not Asked.HOW_MANY:
        return tuple(cards)
    return tuple(card if card.accounts else replace(card, accounts=_figures_of(card.quotes, mark)) for card in cards)


def has_none(question: Question, cards: Sequence[EventCard], mark: Marker) -> bool:
    """Tell whether a figure is asked for and none in sight is known to be one of that."""
    if question.kind is not Asked.HOW_MANY or any(card.accounts for card in cards):
        return False
    # The dead and the hurt are known by patterns too: what these pass over must be marked the more surely.
    least = LEAST_MARKED if wanted_by(question) else LEAST_FOUND
    return not any(_figure_in(q, mark, least) for card in cards for q in card.quotes[:MARKED_IN])


def _figures_of(quotes: Sequence[Quote], mark: Marker) -> tuple[Account, ...]:
    """Return the figures of an event's quotes, the earliest first; none where they are one."""
    found = [(q, span) for q in quotes[:MARKED_IN] if (span := _figure_in(q, mark, LEAST_MARKED))]
    accounts = [Account(Excerpt(q.article, span), Counted.FIGURE, q, counter(q, span)) for q, span in found]
    different = {a.figure.text.casefold(): a for a in reversed(accounts)}
    return tuple(sorted(different.values(), key=lambda a: a.quote.article.day or "9")) if len(different) > 1 else ()


def _figure_in(quote: Quote, mark: Marker, least: float) -> Span | None:
    marked = mark(quote)
    span = words_of(quote, marked) if marked and marked.chance >= least else None
    return span if span and FITTING[Asked.HOW_MANY].search(span.of(quote.article.text)) else None
