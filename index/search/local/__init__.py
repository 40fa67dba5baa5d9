"""Candidates from files beside the library: FAISS, tantivy and FTS5; what is built here can be thrown away."""

from index.search.local.search import LocalCandidates

__all__ = ["LocalCandidates"]
