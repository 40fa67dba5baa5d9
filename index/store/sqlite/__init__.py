"""The library as one SQLite file: the only SQL of articles, passages, statements and feeds."""

from index.store.sqlite.analyzer import Fts5Analyzer
from index.store.sqlite.changes import PassageWords, State, StatementWords, act_word
from index.store.sqlite.library import Store
from index.store.sqlite.opening import FILE_NAME
from index.store.sqlite.packing import content_sum
from index.store.sqlite.upkeep import back_up, problems, restore, sync

__all__ = [
    "FILE_NAME",
    "Fts5Analyzer",
    "PassageWords",
    "State",
    "StatementWords",
    "Store",
    "act_word",
    "back_up",
    "content_sum",
    "problems",
    "restore",
    "sync",
]
