"""Documents → articles: text, Markdown, saved pages and JSON lines."""

from index.sources.files import Problem, read_articles
from index.sources.jsonl import opened

__all__ = ["Problem", "opened", "read_articles"]
