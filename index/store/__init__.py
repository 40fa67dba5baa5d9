"""The library file: the only SQL. SQLite is the truth; whatever is built from it can be thrown away."""

from index.store.changes import PassageWords, State, StatementWords, act_word
from index.store.follows import Followed
from index.store.library import Removed, Store, StoredPassage
from index.store.opening import FILE_NAME
from index.store.packing import Manifest, content_sum
from index.store.said import StoredStatement, by_article
from index.store.upkeep import back_up, problems, restore, sync

__all__ = [
    "FILE_NAME",
    "Followed",
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
