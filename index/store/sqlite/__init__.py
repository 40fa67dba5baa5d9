"""The library as one SQLite file: the only SQL of articles, passages, statements and feeds."""

from index.store.packing import content_sum
from index.store.sqlite.analyzer import Fts5Analyzer
from index.store.sqlite.changes import State
from index.store.sqlite.library import Store
from index.store.sqlite.opening import FILE_NAME
from index.store.sqlite.upkeep import back_up, problems, restore, sync

__all__ = [
    "FILE_NAME",
    "Fts5Analyzer",
    "State",
    "Store",
    "back_up",
    "content_sum",
    "problems",
    "restore",
    "sync",
]
