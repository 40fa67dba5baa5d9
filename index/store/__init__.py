"""The library: what it is asked and told; `sqlite` is the one there is, as a file."""

from index.store.protocol import (
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
