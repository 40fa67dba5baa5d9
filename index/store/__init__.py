"""The library: what it is asked and told; `sqlite` is the one there is, as a file."""

from index.store.protocol import (
    Counts,
    Feeds,
    Followed,
    Library,
    Manifest,
    Removed,
    SaidView,
    StoredPassage,
    StoredStatement,
    View,
    by_article,
)

__all__ = [
    "Counts",
    "Feeds",
    "Followed",
    "Library",
    "Manifest",
    "Removed",
    "SaidView",
    "StoredPassage",
    "StoredStatement",
    "View",
    "by_article",
]
