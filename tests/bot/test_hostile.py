"""What is shown of hostile articles: every quote verbatim, and nothing in a message live but what is ours."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.escaping import escape, shown, unescape
from bot.languages import Languages
from bot.rendering.layouts import layout_of, text_of, texts_in
from bot.rendering.quoting import gate, quoted
from bot.rendering.render import pages_of
from index import Article, IndexSettings, NewsIndex, Quote, Span
from index.sources.formats.layout import mark_blocks
from tests.bot.discord_markdown import Element, elements, quotes, unescaped
from tests.conftest import WordEmbedder
from tests.hostile_news import hostile_article
from tests.index.store.test_damaged import MayorReader

WORDS = Languages().words("en-US")
ASKED = ["who denied the strikes", "how many people were killed", "what did Anton Veld say", "who @everyone **b**"]
BATCH = 10
OURS = {"heading", "small", "quote", "list", "bold", "our link", "time"}
OUR_HEADING, OUR_TIME = "### ", re.compile(r"<t:\d+:D>")


def is_ours(element: Element, links: set[str]) -> bool:
    """Tell whether the bot itself writes such an element where it stands."""
    if element.inside or element.kind not in OURS:
        return False
    if element.kind == "our link":
        return any(element.text.startswith(link) for link in links)
    if element.kind == "heading":
        return element.text == OUR_HEADING
    return element.kind != "time" or OUR_TIME.fullmatch(element.text) is not None


def messages(articles: list[Article], folder: Path) -> Iterator[str]:
    """Yield every text that the bot would send of a library of these articles."""
    settings = IndexSettings(library=folder, reader="none", least_confidence=0.0)
    parts = {"embedder": WordEmbedder(), "statement_source": MayorReader()}
    with NewsIndex.open(settings, write=True, **parts) as index:  # type: ignore[arg-type]
        index.add(articles)
        for question in ASKED:
            for page in pages_of(index.ask(question, ["default"]), WORDS):
                texts = texts_in(layout_of(page))
                gate(texts, page.true)
                yield from texts
                yield text_of(page)


@pytest.mark.promise
@pytest.mark.timeout(3600)
def test_hostile_articles_are_quoted_verbatim_and_nothing_of_them_is_live(
    tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    count, seen, quoted_blocks = scale(100, 1000), 0, 0
    links = {"https://news.example/", "https://xn--", "http://[::1]/"}
    for first in range(0, count, BATCH):
        articles = [hostile_article(n) for n in range(first, first + BATCH)]
        slices = [shown(a.text) for a in articles]
        for text in messages(articles, tmp_path / str(first)):
            seen += 1
            foreign = [e for e in elements(text) if not is_ours(e, links) and e.kind != "quote"]
            assert foreign == [], (foreign, text)
            for block in quotes(text):
                quoted_blocks += 1
                assert any(block in whole for whole in slices), block
    assert quoted_blocks > count
    promised(f"{count} hostile articles, {seen} texts: {quoted_blocks} quotes verbatim, 0 elements but ours")


@pytest.mark.promise
def test_every_code_point_is_shown_as_it_stands(scale: Callable[[int, int], int]) -> None:
    step = 4096
    for start in range(0, 0x110000, step):
        text = "a".join(chr(c) for c in range(start, start + step) if not 0xD800 <= c < 0xE000)
        for part in (text[n : n + 1000] for n in range(0, len(text), 1000)):
            assert unescape(escape(part)) == shown(part) == unescaped(escape(part))
            assert [e for line in escape(part).split("\n") for e in elements(f"> {line}") if e.kind != "quote"] == []


@pytest.mark.promise
def test_a_sentence_of_a_million_characters_is_pointed_to(tmp_path: Path) -> None:
    text = "The minister denied the strikes and " + "denied again and " * 60_000 + "that was all."
    whole = Article("a", "default", text, mark_blocks(text), "Strikes")
    assert quoted(Quote(whole, Span(0, len(text)), 1.0).text) is None
    for told in messages([whole], tmp_path):
        assert len(told) < 4000


def test_the_parser_knows_what_discord_would_act_on() -> None:
    live = ["**b**", "> x", "-# s", "1. x", "<@1>", "@everyone", "https://x.example", "[a](https://x.example)", "`c`",
            "||s||", "<t:1>", "</ask:1>", "# h", "> # h", "_i_", "~~s~~"]  # fmt: skip
    assert all(elements(text) for text in live)
    assert not any(elements(escape(text)) for text in live)
    assert elements("[news.example](<https://news.example/a>)") == [
        Element("our link", "https://news.example/a", False)
    ]
