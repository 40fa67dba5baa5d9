"""Markdown → Article: the plain text of its blocks, with headings known for what they are."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import SourceError
from index.records import Article, DateBasis
from index.sources.documents import Document, Filing
from index.sources.formats.dates import as_stated
from index.sources.formats.layout import mark_blocks
from index.sources.formats.plain import assemble

FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.S)


def article_from_markdown(document: Document, filing: Filing) -> Article:
    """Return the article that a Markdown file holds; offsets are into its plain text.

    Raises:
        SourceError: nothing in it could be quoted.
    """
    plain: list[str] = []
    headings: set[str] = set()
    kind = ""
    for token in MarkdownIt("commonmark").parse(FRONT_MATTER.sub("", document.text())):
        if token.type == "inline" and (words := _words(token)):
            if kind == "heading_open":
                headings.add(" ".join(words.split()))
            plain.append(words)
        kind = token.type
    joined = "\n\n".join(plain)
    if not joined:
        raise SourceError(document.where, "holds no text that could be quoted")
    blocks = mark_blocks(joined, headings=frozenset(headings))
    return _labelled(assemble(joined, blocks, document, filing), _front_matter(document.text()))


def _front_matter(text: str) -> dict[str, str]:
    """Return the plain `key: value` lines that a Markdown file may begin with."""
    found = FRONT_MATTER.match(text)
    pairs = (line.partition(":") for line in (found["fields"].split("\n") if found else ()))
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}


def _labelled(article: Article, fields: dict[str, str]) -> Article:
    stated = {key: fields[key] for key in ("title", "publisher", "author", "url", "language") if key in fields}
    published = as_stated(fields.get("published") or fields.get("date") or "")
    article = replace(article, **stated)  # type: ignore[arg-type]
    return replace(article, published=published, published_basis=DateBasis.STATED) if published else article


def _words(inline: Token) -> str:
    parts = [" " if t.type in ("softbreak", "hardbreak") else t.content for t in inline.children or ()]
    return "".join(parts).strip()
