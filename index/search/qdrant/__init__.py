"""Candidates in Qdrant, for more passages than a database finds in time; the truth stays in PostgreSQL."""

from index.search.qdrant.following import QdrantCandidates, state

__all__ = ["QdrantCandidates", "state"]
