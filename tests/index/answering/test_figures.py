"""Figures that a reader marks, set side by side."""

from collections.abc import Callable

import pytest

from index import Article, EventCard, Quote, Span
from index.answering.figures import has_none, with_figures
from index.inference.rerankers import Mark
from index.query.questions import read_question
from index.records import Counted

Maker = Callable[..., Article]
ASKED = read_question("how much will the second wall cost")


def card_of(*articles: Article) -> EventCard:
    return EventCard("Walls", articles, tuple(Quote(a, Span(0, len(a.text)), 0.9) for a in articles))


def marker(words: str, chance: float = 0.9) -> Callable[[Quote], Mark | None]:
    """A reader that marks the first of these words that a quote holds."""

    def mark(quote: Quote) -> Mark | None:
        found = next((w for w in words.split("|") if w in quote.text), None)
        return Mark(at := quote.text.index(found), at + len(found), chance) if found else None

    return mark


@pytest.fixture
def walls(article: Maker) -> EventCard:
    return card_of(
        article("The board now says the wall will cost $3 million.", id="late", published="2024-05-02"),
        article("The wall will cost $2 million, the mayor said.", id="early", published="2024-03-01"),
    )


def test_figures_stand_side_by_side_the_earlier_first(walls: EventCard) -> None:
    [card] = with_figures(ASKED, [walls], marker("$2 million|$3 million"))
    assert [(a.figure.text, a.counts, a.quote.article.id) for a in card.accounts] == [
        ("$2 million", Counted.FIGURE, "early"), ("$3 million", Counted.FIGURE, "late")
    ]  # fmt: skip


def test_one_figure_alone_is_set_beside_nothing(walls: EventCard) -> None:
    assert with_figures(ASKED, [walls], marker("$2 million"))[0].accounts == ()


def test_what_is_marked_unsurely_or_is_no_figure_is_left_out(walls: EventCard) -> None:
    assert with_figures(ASKED, [walls], marker("$2 million|$3 million", 0.4))[0].accounts == ()
    assert with_figures(ASKED, [walls], marker("the mayor|The board"))[0].accounts == ()


def test_who_is_asked_for_is_no_figure(walls: EventCard) -> None:
    asked = read_question("who says the wall will cost more")
    assert with_figures(asked, [walls], marker("$2 million|$3 million"))[0].accounts == ()
    assert not has_none(asked, [walls], marker(""))


def test_it_is_known_where_nothing_counts_what_is_asked(walls: EventCard, article: Maker) -> None:
    assert has_none(ASKED, [card_of(article("Nobody knows yet what the wall will cost."))], marker(""))
    assert not has_none(ASKED, [walls], marker("$2 million", 0.3))


def test_the_dead_are_counted_by_what_is_known_to_count_them(article: Maker) -> None:
    asked = read_question("how many otters died at the zoo")
    zoo = card_of(article("Five otters left their pool at the zoo."))
    assert has_none(asked, [zoo], marker("Five", 0.3))
