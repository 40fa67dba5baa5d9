"""Candidates from the database that holds the library: pgvector by meaning, pg_textsearch by words."""

from index.search.postgres.search import PostgresCandidates

__all__ = ["PostgresCandidates"]
