"""Markdown → Article: the plain text of its blocks, with headings known for what they are."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import SourceError
from index.records import Article
from index.sources.layout import mark_blocks
from index.sources.text import assemble

FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.S)


def article_from_markdown(text: str, where: str, name: str, collection: str, publisher: str) -> Article:
    """Return the article that a Markdown file holds; offsets are into its plain text.

    Raises:
        SourceError: nothing in it could be quoted.
    """
    plain: list[str] = []
    headings: set[int] = set()
    kind = ""
    for token in MarkdownIt("commonmark").parse(FRONT_MATTER.sub("", text)):
        if token.type == "inline" and (words := _words(token)):
            if kind == "heading_open":
                headings.add(sum(len(part) + 2 for part in plain))
            plain.append(words)
        kind = token.type
    joined = "\n\n".join(plain)
    if not joined:
        raise SourceError(where, "holds no text that could be quoted")
    blocks = mark_blocks(joined, headings=frozenset(headings))
    return assemble(joined, blocks, where, name, collection, publisher)


def _words(inline: Token) -> str:
    parts = [" " if t.type in ("softbreak", "hardbreak") else t.content for t in inline.children or ()]
    return "".join(parts).strip()
