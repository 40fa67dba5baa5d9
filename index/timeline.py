"""What was said on a topic, day by day, with the figures given on each: nothing is averaged, undated comes last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.answering.accounts import accounts_of
from index.answering.events import without_copies
from index.answering.suggestions import COUNTS
from index.on_topic import ReadArticle, Spoken
from index.records import Account, BlockKind, Counted, Quote
from index.text.chunking import sentences_of
from index.text.names import is_by

MOST_ARTICLES = 60
"""The nearest to a topic, whose days are shown."""
MOST_OF_A_DAY = 3
"""Quotes that are shown of one day; each speaker comes once before any comes twice."""
GIVEN = frozenset(Counted) - {Counted.FIGURE}
"""Counts whose figures are told of a day."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was said on one day by the articles of that day: `day` as in `Article.day`, None where it is not stated.

    `quotes` are a few of `there_are`, those that give figures first; `figures` are the accounts in them.
    """

    day: str | None
    quotes: tuple[Quote, ...]
    figures: tuple[Account, ...]
    there_are: int


def days_of(articles: Sequence[ReadArticle], topic: Spoken, speaker: str) -> tuple[Day, ...]:
    """Return what articles say on a topic, by a speaker where one is named, day by day; the undated last."""
    quotes = without_copies([q for one in articles for q in _said(one, topic, speaker)])
    ordered = sorted(quotes, key=lambda q: (q.article.day is None, q.article.day or "", q.article.id, q.span.start))
    return tuple(_day(day, list(of_day)) for day, of_day in groupby(ordered, lambda q: q.article.day))


def _said(article: ReadArticle, topic: Spoken, speaker: str) -> Iterator[Quote]:
    """Yield what is said on a topic in an article's body and, where no speaker is named, the figures that it gives."""
    said = [q for q, t in article.quotes if q.kind is not BlockKind.HEADING and topic.holds(article, q.span, t)]
    yield from (q for q in said if not speaker or is_by(speaker, q))
    if speaker:
        return
    for span in sentences_of(article.article):
        is_told = any(span.meets(q.span) for q in said)
        if not is_told and COUNTS.search(span.of(article.article.text)):
            quote = Quote(article.article, span, 0.0)
            is_body = quote.kind is BlockKind.BODY
            if is_body and topic.holds(article, span, article.terms_of(span)) and accounts_of([quote], GIVEN):
                yield quote


def _day(day: str | None, quotes: Sequence[Quote]) -> Day:
    giving = {(a.quote.article.key, a.quote.span) for a in accounts_of(quotes, GIVEN)}
    ranked = sorted(_by_turns(quotes), key=lambda q: (q.article.key, q.span) not in giving)
    shown = sorted(ranked[:MOST_OF_A_DAY], key=lambda q: (q.article.id, q.span.start))
    return Day(day, tuple(shown), accounts_of(shown, GIVEN), len(quotes))


def _by_turns(quotes: Sequence[Quote]) -> list[Quote]:
    """Return quotes with each speaker's first before any speaker's second."""
    seen: dict[str, int] = {}
    turns = []
    for quote in quotes:
        who = quote.speaker or ""
        seen[who] = seen.get(who, 0) + 1
        turns.append((seen[who], quote))
    return [quote for _, quote in sorted(turns, key=lambda t: t[0])]
