from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from index import Act, Article, Block, BlockKind, DateBasis, Quote, Span, Speech, Statement
from index.answering.events import cards_of, group_by_event
from index.query.questions import read_question

ASKED = read_question("what was it")


def quote_of(article: Article, act: Act) -> Quote:
    whole = Span(0, len(article.text))
    said = Statement((Span(4, 8),), (Span(9, len(article.text)),), act, Speech.INDIRECT, Span(0, 3), Span(0, 3))
    return Quote(article, whole, 1.0, said)


def test_same_words_are_counted_once_in_the_article_that_had_them_first(article: Callable[..., Article]) -> None:
    early = article("Same words.", id="early", published="2023-03-15")
    late = article("Same words.", id="late", published="2023-03-16")
    quotes = [Quote(late, Span(0, 11), 2.0), Quote(early, Span(0, 11), 1.9)]
    [card] = cards_of(ASKED, quotes, quotes, [(late, early)])
    assert [(q.article.id, [a.id for a in q.also_in]) for q in card.quotes] == [("early", ["late"])]


def test_same_words_of_other_speakers_or_events_stay_apart(article: Callable[..., Article]) -> None:
    one = quote_of(article("Ann said it was over.", id="1"), Act.SAYS)
    two = quote_of(article("Bob said it was over.", id="2"), Act.SAYS)
    assert [len(c.quotes) for c in cards_of(ASKED, [one, two], [], [(one.article, two.article)])] == [2]
    assert len(cards_of(ASKED, [one, two], [], [(one.article,), (two.article,)])) == 2


WORDS = "market Tessin bomb jets Karsa rescue Dravia concrete rubble harvest"


@pytest.mark.parametrize(
    ("first", "second"),
    [("2023-03-15", "2023-03-16"), ("2023-03-15", None), (None, None), ("2023-03-15", "2024-03-15")],
)
def test_same_words_are_one_event_whatever_the_dates(
    article: Callable[..., Article], first: str | None, second: str | None
) -> None:
    made = [article(WORDS, id="1", published=first), article(WORDS, id="2", published=second)]
    assert len(group_by_event(made, str.split, lambda _: 1.0)) == 1


def test_other_words_are_another_event_though_of_one_day(article: Callable[..., Article]) -> None:
    made = [article(words, id=words[:4], published="2023-03-15") for words in (WORDS, "ferry Holm storm harbour mouth")]
    assert len(group_by_event(made, str.split, lambda _: 1.0)) == 2


def alike(shared: int, days: int | None, article: Callable[..., Article]) -> int:
    """Return how many events two articles are that share so many of twenty words and lie so many days apart."""
    one = [f"w{n}" for n in range(20)]
    other = one[:shared] + [f"x{n}" for n in range(20 - shared)]
    second = None if days is None else (date(2023, 3, 1) + timedelta(days=days)).isoformat()
    made = [
        article(" ".join(one) + ".", id="1", published="2023-03-01"),
        article(" ".join(other) + ".", id="2", published=second),
    ]
    return len(group_by_event(made, lambda text: text.replace(".", "").split(), lambda _: 1.0))


@pytest.mark.parametrize(
    ("days", "least"), [(0, 0.15), (3, 0.15), (4, 0.30), (14, 0.30), (15, 0.50), (400, 0.50), (None, 0.60)]
)
def test_how_alike_one_event_must_be_grows_with_the_days_between(
    article: Callable[..., Article], days: int | None, least: float
) -> None:
    just = round(least * 20)
    assert [alike(just + more, days, article) for more in (1, -1)] == [1, 2]


def test_a_captions_day_is_too_weak_to_join_by(article: Callable[..., Article]) -> None:
    made = [
        article(WORDS, id="1", published="2023-03-15"),
        article(WORDS.replace("Dravia concrete rubble harvest", "port cranes river ships").replace("market", "Lissa"), id="2",
                published="2023-03-15", published_basis=DateBasis.CAPTION),
    ]  # fmt: skip
    assert len(group_by_event(made, str.split, lambda _: 1.0)) == 2


@pytest.mark.parametrize(("second", "groups"), [("2023-03-16", 1), ("2024-04-10", 2), (None, 2)])
def test_like_words_are_one_event_only_near_in_time(
    article: Callable[..., Article], second: str | None, groups: int
) -> None:
    other = (
        WORDS.replace("rescue", "port")
        .replace("concrete", "cranes")
        .replace("market", "Lissa")
        .replace("rubble", "river")
        .replace("harvest", "ships")
    )
    made = [article(WORDS, id="1", published="2023-03-15"), article(other, id="2", published=second)]
    assert len(group_by_event(made, str.split, lambda _: 1.0)) == groups


def test_cards_come_best_quote_first_and_keep_events_apart(article: Callable[..., Article]) -> None:
    one, two = article("One thing.", id="1", title="One"), article("Two things.", id="2", title="Two")
    quotes = [Quote(one, Span(0, 10), 0.4), Quote(two, Span(0, 11), 0.9)]
    cards = cards_of(ASKED, quotes, quotes, [(one,), (two,)])
    assert [c.event for c in cards] == ["Two", "One"]


def test_copy_with_a_dateline_of_its_own_is_counted_once(article: Callable[..., Article]) -> None:
    words = "The ferry from Brey to Holm turned back on Sunday night because the sea at the harbour mouth was too high."
    one, two = article(words, id="1"), article("BREY - " + words, id="2")
    quotes = [Quote(a, Span(0, len(a.text)), 1.0) for a in (one, two)]
    [card] = cards_of(ASKED, quotes, [], [(one, two)])
    assert [[a.id for a in q.also_in] for q in card.quotes] == [["2"]]


def test_like_words_with_another_figure_are_two_accounts(article: Callable[..., Article]) -> None:
    words = "The monitor said that 41 people were killed when the roof of the covered market fell in on Tuesday night."
    one, two = article(words, id="1"), article(words.replace("41", "47"), id="2")
    quotes = [Quote(a, Span(0, len(a.text)), 1.0) for a in (one, two)]
    [card] = cards_of(ASKED, quotes, [], [(one, two)])
    assert len(card.quotes) == 2


def test_a_question_after_a_figure_is_answered_by_figures_and_not_by_positions(article: Callable[..., Article]) -> None:
    one = quote_of(article("Ann denied that 41 people were killed.", id="1"), Act.DENIES)
    two = quote_of(article("Bob accused them, 47 people were killed.", id="1"), Act.ACCUSES)
    same = [(one.article, two.article)]
    [card] = cards_of(read_question("how many people were killed"), [two], [one, two], same)
    assert {a.counts for a in card.accounts} == {"killed"}
    [card] = cards_of(read_question("who struck the market"), [two], [one, two], same)
    assert {a.counts for a in card.accounts} == {"denies", "asserts"}


def test_a_headline_is_not_quoted_below_itself(article: Callable[..., Article]) -> None:
    text = "Dam holds in Brey\n\nThe dam at Brey held all night."
    blocks = (Block(Span(0, 17), BlockKind.HEADING), Block(Span(19, len(text)), BlockKind.BODY))
    made = replace(article(text, title="Dam holds in Brey"), blocks=blocks)
    title, body = Quote(made, Span(0, 17), 0.5), Quote(made, Span(19, len(text)), 0.9)
    asked = read_question("did the dam hold")
    assert cards_of(asked, [body, title], [], [(made,)])[0].quotes == (body,)
    assert cards_of(asked, [title, body], [], [(made,)])[0].quotes == (title, body)
