"""What has come in since a mark, and the words in it that are watched for."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.answering.events import without_copies
from index.on_topic import OnTopic, ReadArticle, Spoken
from index.records import Article, Quote
from index.store import View
from index.text.names import is_by

MOST_ARRIVALS = 100
"""Articles looked at in one look; what came beside them is looked at in the next."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched for: words on a topic, words by a speaker, both, or, where neither is named, any article."""

    topic: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that came in, and the quotes in it that are watched for, in the order of its text.

    An article that speaks of the topic may quote nobody on it; where a speaker is watched, one without quotes is none.
    """

    article: Article
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came in for each watch, in the order that it came, and the mark to ask with next."""

    mark: str
    seen: tuple[tuple[Arrival, ...], ...]


def arrivals_of(
    view: View, on_topic: OnTopic, watches: Sequence[Watch], collections: Sequence[str], mark: str
) -> Arrivals:
    """Return what came into `collections` of a view since a mark, for each watch."""
    numbers, mark = view.since(collections, mark, MOST_ARRIVALS)
    come = on_topic.articles(numbers, collections)
    if not come:
        return Arrivals(mark, ((),) * len(watches))
    spoken = on_topic.spoken_of(dict.fromkeys(w.topic for w in watches if w.topic), come, collections)
    return Arrivals(mark, tuple(_seen(w, come, spoken.get(w.topic)) for w in watches))


def _seen(watch: Watch, come: Sequence[ReadArticle], topic: Spoken | None) -> tuple[Arrival, ...]:
    """Return what came in for a watch; what copies say again is told of the first of them."""
    found = [a for one in come if (a := _arrival(watch, one, topic)) is not None]
    told = {(q.article.key, q.span): q for q in without_copies([q for a in found for q in a.quotes])}
    mine = ([told.get((q.article.key, q.span)) for q in a.quotes] for a in found)
    return tuple(Arrival(a.article, tuple(filter(None, quotes))) for a, quotes in zip(found, mine, strict=True))


def _arrival(watch: Watch, come: ReadArticle, topic: Spoken | None) -> Arrival | None:
    """Return an article as an arrival where what is watched for is in it."""
    if topic is not None and not topic.is_in(come):
        return None
    quotes = tuple(q for q, terms in come.quotes if topic is None or topic.holds(come, q.span, terms))
    if watch.speaker:
        quotes = tuple(q for q in quotes if is_by(watch.speaker, q))
    return Arrival(come.article, quotes) if quotes or not watch.speaker else None
