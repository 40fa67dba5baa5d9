from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.kept.watches import KeptWatch, Kind, Paused
from bot.languages import Languages
from bot.rendering.render import Page
from bot.rendering.watches import changed_pages, described, found_pages, watches_text
from index import Article, Quote, Span

Maker = Callable[..., Article]
WORDS = Languages().words("en")
WATCH = KeptWatch(1, 10, 100, Kind.QUOTES, "the dam", number=3)


@pytest.mark.parametrize(
    ("watch", "told"),
    [
        (WATCH, "what is said about the dam"),
        (replace(WATCH, topic="", speaker="Faro"), "what Faro says"),
        (replace(WATCH, speaker="Faro"), "what Faro says about the dam"),
        (replace(WATCH, only_new=True), "who is quoted on the dam for the first time"),
        (replace(WATCH, kind=Kind.ARTICLES), "articles on the dam that come in"),
        (replace(WATCH, kind=Kind.ARTICLES, topic=""), "articles that come in"),
        (replace(WATCH, kind=Kind.ANSWER, topic="who denied it"), "another answer to “who denied it”"),
    ],
)
def test_each_kind_is_told_in_words(watch: KeptWatch, told: str) -> None:
    assert described(watch, WORDS) == told


def test_what_somebody_wrote_is_shown_as_it_stands() -> None:
    assert described(replace(WATCH, topic="@everyone **x**"), WORDS) == r"what is said about \@everyone \*\*x\*\*"


def test_the_list_says_where_how_often_and_why_not() -> None:
    lines = watches_text(
        [WATCH, replace(WATCH, is_daily=True), replace(WATCH, paused=Paused.BY_HAND),
         replace(WATCH, paused=Paused.NO_CHANNEL), replace(WATCH, guild=None)],
        WORDS,
    ).split("\n")[1:]  # fmt: skip
    assert [line.split(" · ")[-1] for line in lines] == [
        "at once", "once a day", "paused", "paused, since I cannot write there", "at once",
    ]  # fmt: skip
    assert ["<#10>" in line for line in lines] == [True, True, True, True, False]
    assert watches_text([], WORDS) == WORDS("watch-none")


def test_what_was_found_stands_by_article_below_what_is_watched_for(article: Maker) -> None:
    one, two = article("Rain fell. It stopped.", id="one", title="Rain"), article("Snow fell.", id="two", title="Snow")
    quotes = [Quote(one, Span(0, 10), 1.0), Quote(two, Span(0, 10), 1.0), Quote(one, Span(11, 22), 1.0)]
    [page] = found_pages(WATCH, quotes, 0.0, WORDS)
    assert page.heading == "-# Watch 3: what is said about the dam"
    assert [(s.event, s.quote.text) for s in page.quotes if s.quote] == [
        ("Rain", "Rain fell."), ("Rain", "It stopped."), ("Snow", "Snow fell."),
    ]  # fmt: skip
    [late] = found_pages(WATCH, quotes, 1700000000.0, WORDS)
    assert "<t:1700000000:f>" in late.heading


def test_what_changed_in_an_answer_stands_above_it() -> None:
    [page] = changed_pages(WATCH, [Page("-# Asked: who", WORDS)], ["first", "figures"], 0.0)
    assert page.heading.split("\n")[1:] == [
        "-# Another quote comes first than before.",
        "-# Its figures or positions are others than before.",
        "-# Asked: who",
    ]
