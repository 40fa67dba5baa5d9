"""Documents → articles: text, Markdown, saved pages and JSON lines."""

from index.sources.files import Problem, read_articles

__all__ = ["Problem", "read_articles"]
