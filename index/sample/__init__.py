"""A dozen invented news articles, so that the first question has something to answer."""

from collections.abc import Iterator
from pathlib import Path

from index.records import Article
from index.sources import Problem, read_articles

PUBLISHER = "Straits Mirror (invented)"
"""Of the page that names none."""


def sample_articles(collection: str) -> Iterator[Article]:
    """Yield the sample's articles; every publisher, place and person in them is invented."""
    return read_articles([Path(__file__).parent], collection, PUBLISHER, _refuse)


def _refuse(problem: Problem) -> None:
    raise RuntimeError(f"the sample cannot be read: {problem.where}: {problem.why}")
