"""What the worker may be asked: each job is a function of the library, run in the process that holds it.

Collections not made yet, such as a server's own before its first article, are left out of what is asked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.desk.names import MOST_NAMES, Names, names_of
from index import (
    NO_LIMITS,
    Answer,
    Arrivals,
    Article,
    Checked,
    Context,
    Day,
    Followed,
    Limits,
    NewsIndex,
    Passage,
    Quote,
    Reference,
    Sources,
    Title,
    Verification,
    Watch,
    draft_of,
)


class Added(NamedTuple):
    """An article that came into a collection, and how many statements were read in it."""

    article: Article
    statements: int


class Holdings(NamedTuple):
    """How many articles a collection holds, and how the newest of them are called."""

    articles: int
    newest: tuple[Title, ...]


def ask(
    index: NewsIndex,
    question: str,
    collections: Sequence[str],
    history: Sequence[Mapping[str, str]] = (),
    limits: Limits = NO_LIMITS,
    asked: date | None = None,
) -> Answer:
    """Answer a question within limits, as of the day that it was asked."""
    return index.ask(question, _held(index, collections), history, limits, asked)


def names(index: NewsIndex, collection: str) -> Names:
    """Return what autocomplete is fed with."""
    held = _held(index, [collection])
    return names_of(index.titles(held, MOST_NAMES), index.publishers(held), index.speakers(held))


def gone(index: NewsIndex, articles: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those articles, each by its collection and id, that are held no longer."""
    ids = defaultdict[str, list[str]](list)
    for collection, id_ in articles:
        ids[collection].append(id_)
    return [(c, id_) for c, own in ids.items() for id_ in index.lacking(own, c)]


def listed(index: NewsIndex, collection: str, most: int) -> Holdings:
    """Return how many articles a collection holds, and up to `most` of the newest."""
    held = _held(index, [collection])
    return Holdings(index.count(held)["articles"], tuple(index.titles(held, most)))


def added(index: NewsIndex, ids: Sequence[str], collection: str) -> list[Added]:
    """Return those articles of a collection that are held, with how many statements each has."""
    held = _held(index, [collection])
    articles = (index.article(id_, held) for id_ in ids)
    return [Added(a, len(index.said_in(a.id, held))) for a in articles if a is not None]


def source(index: NewsIndex, named: str, collections: Sequence[str]) -> tuple[Article, list[Passage]] | None:
    """Return the article of this id, address or title with its passages; None where none may be read."""
    held = _held(index, collections)
    id_ = index.id_called(named, held)
    return index.source(id_, held) if id_ else None


def said_in(index: NewsIndex, named: str, collections: Sequence[str]) -> tuple[Article, list[Quote]] | None:
    """Return the article of this id, address or title with its statements; None where none may be read."""
    held = _held(index, collections)
    id_ = index.id_called(named, held)
    article = index.article(id_, held) if id_ else None
    return (article, index.said_in(article.id, [article.collection])) if article else None


def called(index: NewsIndex, articles: Sequence[tuple[str, str]], collections: Sequence[str]) -> list[str | None]:
    """Return how articles are called, each by its collection and id; None where it is gone or may not be read."""
    held = _held(index, collections)
    found = (index.article(id_, [c for c in held if c == collection]) for collection, id_ in articles)
    return [a.called if a else None for a in found]


def sources(index: NewsIndex, topic: str, collections: Sequence[str], limits: Limits = NO_LIMITS) -> Sources:
    """Return the articles within limits that speak of a topic; where these are few, those on a part of it, too."""
    return index.sources_in_parts(topic, _held(index, collections), limits=limits)


def said_by(index: NewsIndex, speaker: str, about: str, collections: Sequence[str]) -> list[Quote]:
    """Return what a speaker said on something, oldest first."""
    return index.said_by(speaker, about, _held(index, collections))


def verify(index: NewsIndex, text: str, collections: Sequence[str], speaker: str = "") -> Verification:
    """Tell whether a text was said as it stands."""
    return index.verify(text, _held(index, collections), speaker)


def verify_message(index: NewsIndex, message: str, collections: Sequence[str]) -> list[Checked]:
    """Tell of every quotation of a message whether it was said."""
    return index.verify_draft(draft_of(message), _held(index, collections))


def recall(index: NewsIndex, references: Sequence[Reference], collections: Sequence[str]) -> list[Quote | None]:
    """Return quotes shown before, read again from the library; None where one is gone."""
    return index.recall(references, _held(index, collections))


def now(index: NewsIndex) -> str:
    """Return a mark of this moment, to look from later."""
    return index.now()


def arrivals(index: NewsIndex, watches: Sequence[Watch], collections: Sequence[str], mark: str) -> Arrivals:
    """Return what came in since a mark, for each watch."""
    return index.arrivals(watches, _held(index, collections), mark)


def timeline(index: NewsIndex, about: str, collections: Sequence[str], speaker: str = "") -> tuple[Day, ...]:
    """Return what was said about something, day by day."""
    return index.timeline(about, _held(index, collections), speaker)


def opening(index: NewsIndex, id_: str, collection: str) -> Quote | None:
    """Return the first sentence of an article of a collection; None where it is gone."""
    found = index.source(id_, _held(index, [collection]))
    return Quote(found[0], found[1][0].sentences[0], 0.0) if found and found[1] else None


def voices(index: NewsIndex, topic: str, collections: Sequence[str]) -> list[str]:
    """Return who is quoted in the articles that speak of a topic, as far as they are named."""
    held = _held(index, collections)
    quotes = (q for a in index.sources(topic, held) for q in index.said_in(a.id, [a.collection]))
    return list(dict.fromkeys(q.speaker for q in quotes if q.speaker))


def context(index: NewsIndex, reference: Reference, collections: Sequence[str]) -> Context | None:
    """Return a quote shown before with the sentences around it; None where it is gone."""
    return index.context(reference, _held(index, collections))


def count(index: NewsIndex, collections: Sequence[str]) -> dict[str, int]:
    """Return how many articles, passages and statements there are."""
    return index.count(_held(index, collections))


def followed(index: NewsIndex, collections: Sequence[str]) -> list[Followed]:
    """Return the feeds that are followed, the one that is due first coming first."""
    return index.followed(collections)


def followed_by_all(index: NewsIndex) -> list[Followed]:
    """Return every feed that is followed, the one that is due first coming first."""
    return index.followed(index.collections())


def _held(index: NewsIndex, collections: Sequence[str]) -> list[str]:
    held = index.collections()
    return [name for name in collections if name in held]
