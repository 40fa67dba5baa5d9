"""Whole libraries of hostile articles: whatever a page, row, feed or document says of itself, asking still answers."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Article, IndexSettings, Limits, NewsIndex, Statement
from index.publication import publication
from index.sources.documents import Arrived, Filing
from index.sources.formats.registry import read
from index.store.sqlite import problems
from tests.conftest import WordEmbedder
from tests.index.store.test_damaged import MayorReader

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
DATE = st.one_of(
    ANYTHING,
    st.from_regex(r"\A[0-9]{0,5}-[0-9]{0,3}-?[0-9]{0,3}([T ][0-9:.+Z-]{0,16})?\Z"),
    st.sampled_from(
        ["0000-00-00T00:00:00", "2024-13-45T10:00", "Sun, 03 Sep 2023 10:00:00 GMT", "2024-02-30", "9999-12-31"]
    ),
)
PROSE = st.sampled_from(
    [
        "The mayor of town 3 spoke of 12 streets.\n",
        "Dravia denied the strikes on Brey.\n",
        "23 people were killed in town 3.\n",
        "Who denied the strikes?\n",
        "(Reuters) — The bridge was closed on Monday, 3 March 2023.\n",
        "“We saw it,” said Emil.\n",
    ]
)
TEXT = st.builds("".join, st.lists(st.one_of(PROSE, ANYTHING), min_size=1, max_size=8))
ROW = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "id": ANYTHING, "title": ANYTHING, "publisher": ANYTHING, "author": ANYTHING, "url": ANYTHING,
        "language": ANYTHING, "published": DATE,
    },
)  # fmt: skip


class Mayors(MayorReader):
    """Reads what mayors say of articles that end with a line."""

    def read(self, articles: list[Article]) -> list[list[Statement]]:
        return [list(self._said(a.text)) if a.text.endswith("\n") else [] for a in articles]


QUESTIONS = (
    "who denied the strikes", "how many people were killed in town 3 in March 2023", "what did the mayor say last week",
    "when was the bridge closed", "who spoke of streets in town 3 since 2020",
)  # fmt: skip


def as_page(row: dict[str, str]) -> bytes:
    told = {
        key: json.dumps(row.get(key, ""))[1:-1].replace("<", "&lt;").replace("\\", "") for key in ("title", "published")
    }
    paragraphs = "".join(f"<p>{line}</p>" for line in row["text"].split("\n")) * 3
    return (
        f'<html><head><title>{told["title"]}</title><meta property="article:published_time" content="{told["published"]}">'
        f'<script type="application/ld+json">{json.dumps({"datePublished": row.get("published", "")})}</script></head>'
        f'<body><article>{paragraphs}<time datetime="{told["published"]}">x</time></article></body></html>'
    ).encode("utf-8", "replace")


def as_feed(row: dict[str, str]) -> bytes:
    item = f"<item><link>https://a.example/1</link><title>T</title><pubDate>{row.get('published', '')}</pubDate></item>"
    return f"<rss version='2.0'><channel>{item}</channel></rss>".encode("utf-8", "replace")


def articles_of(rows: list[dict[str, str]], folder: Path) -> Iterator[Article]:
    """Yield what rows hold, as rows and as pages; a feed's entries are read for their days."""
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    arrived = [Arrived("rows", "rows.jsonl", lines, host="a.example", url="https://a.example/rows.jsonl")]
    arrived += [Arrived(f"{n}", f"{n}.html", as_page(row), host=None) for n, row in enumerate(rows)]
    from index.sources.admission import borne_out, bounded

    for one in arrived:
        parsed = read(one, Filing("default"), folder)
        yield from (bounded(borne_out(a, one, parsed.kind, Filing("default"))) for a in parsed.articles)
    for row in rows:
        listed = read(Arrived("feed", "feed.xml", as_feed(row)), Filing("default"), folder).listed
        assert all(x.published is None or publication(x.published) == x.published for x in listed)


def everything(index: NewsIndex, question: str) -> Iterator[str]:
    """Yield what is shown of a library that is asked in every way."""
    answer = index.ask(question, ["default"])
    quotes = [*answer.quotes, *answer.nearest]
    limited = index.ask(question, ["default"], limits=Limits(since=date(2020, 1, 1), until=date(2024, 1, 1)))
    quotes += [*limited.quotes, *limited.nearest, *index.said_by("mayor", "", ["default"])]
    quotes += [w.quote for w in index.verify("The mayor of town 3 spoke of 12 streets.", ["default"]).wordings]
    for quote in quotes:
        assert quote.text == quote.article.text[quote.span.start : quote.span.end]
        yield quote.credit_line
    yield from (a.dated for a in index.sources(question, ["default"]))
    yield from (f"{t.title} {t.published}" for t in index.titles(["default"]))
    index.recall([q.reference for q in quotes], ["default"])


@pytest.mark.promise
@pytest.mark.timeout(7200)
def test_no_hostile_article_stops_an_answer(scale: Callable[[int, int], int], promised: Callable[[str], None]) -> None:
    asked = articles = 0

    @settings(max_examples=scale(12, 400), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ROW, min_size=1, max_size=6))
    def ask_all(rows: list[dict[str, str]]) -> None:
        nonlocal asked, articles
        with TemporaryDirectory() as folder:
            chosen = IndexSettings(library=Path(folder) / "library", reader="none", least_confidence=0.0)
            parts = {"embedder": WordEmbedder(), "statement_source": Mayors()}
            with NewsIndex.open(chosen, write=True, **parts) as index:  # type: ignore[arg-type]
                articles += index.add(articles_of(rows, Path(folder) / "spool")).articles
                if index.collections():
                    for question in QUESTIONS:
                        asked += 1
                        assert all(isinstance(line, str) for line in everything(index, question))
            assert list(problems(chosen.folder)) == [] or not articles

    ask_all()
    promised(f"{articles} hostile articles in libraries of their own, {asked} questions asked in every way: 0 errors")
    assert asked >= scale(40, 1500)
