"""Claim → what comes of it: whether it was said, word for word."""
