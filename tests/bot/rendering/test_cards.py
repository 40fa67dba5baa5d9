from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.languages import Languages
from bot.rendering.cards import (
    MOST_DIFFERENCES,
    MOST_PASSAGES,
    card_line,
    feeds_text,
    said_pages,
    source_pages,
    sources_page,
    statement_pages,
    titles_text,
    verification_page,
)
from bot.rendering.layouts import layout_of, texts_in
from index import (
    Act,
    Article,
    Block,
    BlockKind,
    Caveat,
    Claim,
    Difference,
    Followed,
    Passage,
    Quote,
    Sources,
    Span,
    Speech,
    Statement,
    Title,
    Verdict,
    Verification,
    Wording,
)  # fmt: skip

Maker = Callable[..., Article]
WORDS = Languages().words("en")
TEXT = "Veld denied it all on Monday."
SAID = Statement((Span(5, 11),), (Span(12, 18),), Act.DENIES, Speech.INDIRECT, Span(0, 4), Span(0, 4))


def quote(article: Maker, **more: str) -> Quote:
    return Quote(article(TEXT, **more), Span(0, len(TEXT)), 1.0, SAID)


def test_a_card_has_title_publisher_day_and_a_link_with_its_host(article: Maker) -> None:
    made = article(TEXT, title="Rain *now*", publisher="The Post", url="https://post.example/a", published="2024-03-05")
    line = card_line(made, WORDS)
    assert line.startswith("**Rain \\*now\\***\n")
    assert f"The Post · {WORDS.dated(made)} · [post.example](<https://post.example/a>)" in line


def test_what_is_not_known_of_an_article_is_said(article: Maker) -> None:
    line = card_line(article(TEXT), WORDS)
    assert WORDS("untitled") in line
    assert WORDS("credit-no_publisher") in line
    assert "no date on the page" in line


def wording(quote: Quote, piece: str, differences: tuple[Difference, ...] = ()) -> Wording:
    return Wording(quote, quote.span, piece, differences)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_words(article: Maker, verdict: Verdict) -> None:
    found = Verification(Claim("Veld denied it", "Veld"), verdict, (wording(quote(article), "veld denied it"),))
    page = verification_page(found, WORDS)
    assert page.heading.startswith(WORDS("verdict-" + verdict.name.lower().replace("_", "-"), caveat=""))
    assert "Veld denied it — Veld" in page.heading


@pytest.mark.parametrize("caveat", list(Caveat))
def test_what_turns_the_sense_of_words_is_told(article: Maker, caveat: Caveat) -> None:
    clipped = replace(wording(quote(article), "veld denied it"), caveat=caveat)
    heading = verification_page(Verification(Claim("x"), Verdict.CLIPPED, (clipped,)), WORDS).heading
    assert WORDS("caveat-" + caveat.name.lower().replace("_", "-")) in heading


def test_differences_are_told_up_to_a_measure(article: Maker) -> None:
    differences = tuple(Difference(f"word{n}", 0) for n in range(MOST_DIFFERENCES + 3))
    altered = wording(quote(article), "x", differences)
    heading = verification_page(Verification(Claim("x"), Verdict.ALTERED, (altered,)), WORDS).heading
    assert [n for n in range(MOST_DIFFERENCES + 3) if f"word{n}" in heading] == list(range(MOST_DIFFERENCES))


def test_of_a_whole_book_no_more_is_laid_out_than_is_read(article: Maker) -> None:
    text = "Rain fell. " * (MOST_PASSAGES + 5)
    passages = [
        Passage(Span(n * 11, n * 11 + 10), (Span(n * 11, n * 11 + 10),)) for n in range(MOST_PASSAGES + 5)
    ]  # fmt: skip
    pages = source_pages(article(text), passages, WORDS)
    assert sum(len(p.quotes) for p in pages) == MOST_PASSAGES
    assert WORDS("more-in-sources") in pages[-1].footer
    assert WORDS("more-in-sources") not in source_pages(article(text), passages[:3], WORDS)[-1].footer


def test_where_nobody_says_anything_that_is_said(article: Maker) -> None:
    assert WORDS("said-in-none") in said_pages(article(TEXT), [], WORDS)[0].heading
    assert WORDS("said-nothing") in statement_pages("Veld", "", [], WORDS)[0].heading
    [page] = statement_pages("Veld", "rain", [quote(article)], WORDS)
    assert [s.quote for s in page.quotes] == [quote(article)]


def test_lists_of_articles_fit_one_message(article: Maker) -> None:
    many = [article(TEXT, id=str(n), title=f"Story {n} " + "x" * 150) for n in range(60)]
    assert sources_page("rain", Sources(many, many), WORDS).size() <= 2000
    assert sources_page("rain", Sources([], []), WORDS).heading == WORDS("sources-none", topic="rain")
    titles = [Title(str(n), f"Story {n}", "", None) for n in range(3)]
    assert titles_text("Head", titles, WORDS).splitlines()[1] == f"- Story 0 · {WORDS('credit-no_publisher')}"


def test_a_feed_is_listed_with_what_came_of_it_and_when(article: Maker) -> None:
    looked = Followed("https://a.example/feed", "default", title="The Post", outcome="2 added", looked=1700000000.5)
    told = feeds_text([looked, Followed("https://b.example/feed?key=x", "default")], WORDS).split("\n")
    assert told[1:] == [
        "- The Post: 2 added · <t:1700000000:R>", "- https\\:\\/\\/b.example\\/feed: not looked at yet",
    ]  # fmt: skip


def test_an_articles_own_pages_tell_its_title_and_publisher_once_and_what_each_part_is(article: Maker) -> None:
    made = article(f"{TEXT}\nA bridge", title="Veld denies", publisher="The Post", url="https://post.example/a")
    parts = [Passage(Span(0, 29), (Span(0, 29),)), Passage(Span(30, 38), (Span(30, 38),))]
    made = replace(made, blocks=(Block(Span(0, 29), BlockKind.BODY), Block(Span(30, 38), BlockKind.CAPTION)))
    [page] = source_pages(made, parts, WORDS)
    text = "\n".join(texts_in(layout_of(page)))
    assert (text.count("Veld denies"), text.count("The Post")) == (1, 1)
    assert [line.partition(" · ")[0] for line in text.split("\n") if line.startswith("-# —")] == [
        "-# — **passage**", "-# — **from a caption**",
    ]  # fmt: skip
    assert text.count("[at its source](<https://post.example/a#:~:text=") == 2
    [page] = said_pages(made, [Quote(made, Span(0, 29), 1.0, SAID)], WORDS)
    assert "-# — **Veld** · reported, not a direct quote · [at its source]" in "\n".join(texts_in(layout_of(page)))


def test_a_passage_that_begins_with_a_heading_is_a_passage(article: Maker) -> None:
    made = article(f"A bridge\n{TEXT}", title="Bridge")
    made = replace(made, blocks=(Block(Span(0, 8), BlockKind.HEADING), Block(Span(9, 38), BlockKind.BODY)))
    whole, head = Span(0, 38), Span(0, 8)
    for span, told in ((whole, "passage"), (head, "from a heading")):
        [page] = source_pages(made, [Passage(span, (span,))], WORDS)
        assert f"-# — **{told}**" in texts_in(layout_of(page))[-1]
