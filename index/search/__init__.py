"""Candidates: which passages may answer."""
