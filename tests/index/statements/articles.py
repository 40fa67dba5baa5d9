"""Articles of a line or two, and the statements read in them by the real parser."""

from typing import Any

from hypothesis import strategies as st

from index import Article, Statement
from index.inference.taggers import GraphTagger
from index.sources.formats.layout import mark_blocks
from index.statements import StatementReader

READER = StatementReader(GraphTagger())


def read(text: str, **fields: Any) -> tuple[Article, list[Statement]]:
    article = Article("a", "default", text, mark_blocks(text), **fields)
    return article, READER.read([article])[0]


def told(text: str) -> list[tuple[str | None, str, list[str]]]:
    _article, found = read(text)
    return [(s.name.of(text) if s.name else None, s.act.value, [c.of(text) for c in s.content]) for s in found]


PARTS = st.sampled_from(
    ["“No,” ", "he said. ", "Ann Roe ", "denied it. ", "\u00a0", "\n\n", "👩‍👩‍👧 ", "according to Ovo, ", "שלום "]
)
