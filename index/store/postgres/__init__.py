"""The library in a PostgreSQL database: the only SQL of it there."""

from index.store.postgres.checking import described, problems, servers, states
from index.store.postgres.connection import Connection
from index.store.postgres.library import PostgresLibrary, vector_text
from index.store.postgres.migrating import Schema, erase, upgrade
from index.store.postgres.vocabulary import VocabularyTable

__all__ = [
    "Connection",
    "PostgresLibrary",
    "Schema",
    "VocabularyTable",
    "described",
    "erase",
    "problems",
    "servers",
    "states",
    "upgrade",
    "vector_text",
]
