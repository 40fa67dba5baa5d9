from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.escaping import escape, unescape
from bot.languages import Languages
from bot.rendering.layouts import layout_of, texts_in
from bot.rendering.quoting import attribution, gate, quoted
from bot.rendering.render import (
    Shown,
    paged,
)
from index import Article, Quote, QuoteMismatchError, Span
from index.sources.formats.layout import mark_blocks
from tests.bot.hostile import HOSTILE

LANGUAGES = Languages()
WORDS = LANGUAGES.words("en-US")
Maker = Callable[..., Article]


def quote_of(text: str, **fields: Any) -> Quote:
    made = Article("a", "default", text, mark_blocks(text), **fields)
    return Quote(made, Span(0, len(text)), 1.0)


@given(HOSTILE.filter(bool))
def test_every_quote_on_a_page_passes_the_gate_and_stands_behind_bars(text: str) -> None:
    quote = quote_of(text)
    [page] = paged("", WORDS, [Shown(0, "Event", quote)])
    view = layout_of(page)
    gate(texts_in(view), [quote])
    block = quoted(quote.text)
    assert block is not None
    assert all(line.startswith("> ") for line in block.split("\n"))


@given(HOSTILE.filter(lambda t: len(t) > 3), st.integers(0, 10_000), st.sampled_from("xZ9é"))
def test_gate_refuses_any_changed_character(text: str, place: int, other: str) -> None:
    quote = quote_of(text)
    block = quoted(quote.text) or ""
    body = unescape("\n".join(line[2:] for line in block.split("\n")))
    place %= max(len(body), 1)
    if not body or body[place] == other:
        return
    changed = "> " + "\n> ".join(escape(body[:place] + other + body[place + 1 :]).split("\n"))
    if changed == block:
        return
    with pytest.raises(QuoteMismatchError):
        gate([changed], [quote])


def test_gate_refuses_a_quote_of_no_article() -> None:
    with pytest.raises(QuoteMismatchError):
        gate(["> Never said."], [])


def test_gate_passes_lines_of_ours() -> None:
    lines = ["### Title", "-# 2023-03-15", "- killed: **41** — KRM"]
    gate(lines, [])
    assert not any(line.startswith("> ") for line in lines)


def test_attribution_links_to_the_words_and_keeps_names_apart(article: Maker) -> None:
    made = article("Goats ate flowers.", url="https://e.example/goats", publisher="The *Post*", published="2024-04-10")
    line = attribution(Quote(made, Span(0, 18), 0.1), WORDS)
    assert line == (
        "-# — **the article** · [The \\*Post\\*](<https://e.example/goats#:~:text=Goats%20ate%20flowers.>) · "
        "<t:1712750400:D>"
    )


def test_where_no_publisher_is_known_the_link_is_called_by_its_host(article: Maker) -> None:
    made = article("Goats ate flowers.", url="https://e.example/goats")
    line = attribution(Quote(made, Span(0, 18), 0.1), WORDS)
    assert "publisher not stated" in line
    assert line.endswith("[e.example](<https://e.example/goats#:~:text=Goats%20ate%20flowers.>)")
