"""The library file: the only SQL. SQLite is the truth; whatever is built from it can be thrown away."""

from index.store.sqlite.analyzer import Fts5Analyzer
from index.store.sqlite.changes import PassageWords, State, StatementWords, act_word
from index.store.sqlite.feeds import Followed
from index.store.sqlite.library import Removed, Store, StoredPassage
from index.store.sqlite.opening import FILE_NAME
from index.store.sqlite.packing import Manifest, content_sum
from index.store.sqlite.said import StoredStatement, by_article
from index.store.sqlite.upkeep import back_up, problems, restore, sync

__all__ = [
    "FILE_NAME",
    "Followed",
    "Fts5Analyzer",
    "Manifest",
    "PassageWords",
    "Removed",
    "State",
    "StatementWords",
    "Store",
    "StoredPassage",
    "StoredStatement",
    "act_word",
    "back_up",
    "by_article",
    "content_sum",
    "problems",
    "restore",
    "sync",
]
