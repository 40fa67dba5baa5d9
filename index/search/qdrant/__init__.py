"""Candidates in Qdrant, for more passages than a database finds in time; the truth stays in PostgreSQL."""

from index.search.qdrant.following import QdrantCandidates, begin_again_if_short, state

__all__ = ["QdrantCandidates", "begin_again_if_short", "state"]
