from collections.abc import Callable

import pytest

from index import Act, Article, Quote, Span, Speech, Statement
from index.events import accounts_of, cards_of, counted, group_by_event
from index.questions import Counted, wanted_counts

ALL = frozenset(Counted)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("The monitor said 41 people were killed, including 12 children.", [("41 people", "killed"), ("12 children", "killed")]),
        ("29 bodies had been recovered and 60 people were taken to hospital.", [("29 bodies", "bodies found"), ("60 people", "taken to hospital")]),
        ("strikes that left at least 18 people dead", [("at least 18 people", "killed")]),
        ("The blast killed 12 soldiers and wounded dozens of villagers.", [("12 soldiers", "killed"), ("dozens of villagers", "wounded")]),
        ("The number of people killed in the fire has risen to 47.", [("47", "killed")]),
        ("Two people were missing.", [("Two people", "missing")]),
        ("Some 3,400 people were evacuated.", [("Some 3,400 people", "displaced")]),
        ("The bank left its rate at 4.5 per cent.", []),
        ("Two suicide bombers killed at least 30 people.", [("at least 30 people", "killed")]),
        ("In 2015 rebels killed 12 soldiers.", [("12 soldiers", "killed")]),
        ("On March 3 militants killed nobody.", []),
        ("No fewer than 5 people were killed.", [("No fewer than 5 people", "killed")]),
        ("Police said 12 were arrested.", [("12", "detained")]),
    ],
)  # fmt: skip
def test_counted(sentence: str, figures: list[tuple[str, str]]) -> None:
    assert [(c.span.of(sentence), str(c.matter)) for c in counted(sentence)] == figures


def test_part_of_a_figure_is_known_as_part() -> None:
    assert [c.is_part for c in counted("26 people were killed, including 10 civilians.")] == [False, True]


def test_wanted_counts_of_a_question_about_deaths() -> None:
    assert wanted_counts("how many people were killed") == {Counted.KILLED, Counted.BODIES}


def quote_of(article: Article, act: Act) -> Quote:
    whole = Span(0, len(article.text))
    said = Statement((Span(4, 8),), (Span(9, len(article.text)),), act, Speech.INDIRECT, Span(0, 3), Span(0, 3))
    return Quote(article, whole, 1.0, said)


def test_speaker_who_gives_a_figure_vouches_for_it(article: Callable[..., Article]) -> None:
    quote = quote_of(article("KRM said 41 people were killed."), Act.SAYS)
    assert [a.by for a in accounts_of([quote], ALL)] == ["KRM"]


def test_speaker_who_denies_a_part_does_not_vouch_for_the_toll(article: Callable[..., Article]) -> None:
    quote = quote_of(article("Ovo deny a part in strikes that left 23 people dead."), Act.DENIES)
    assert [(a.figure.text, a.by) for a in accounts_of([quote], ALL)] == [("23 people", None)]


def test_figure_that_is_itself_denied_is_nobodys_count(article: Callable[..., Article]) -> None:
    quote = quote_of(article("Ovo deny that 40 civilians were killed."), Act.DENIES)
    assert accounts_of([quote], ALL) == ()


def test_same_words_are_counted_once_in_the_article_that_had_them_first(article: Callable[..., Article]) -> None:
    early = article("Same words.", id="early", published="2023-03-15")
    late = article("Same words.", id="late", published="2023-03-16")
    quotes = [Quote(late, Span(0, 11), 2.0), Quote(early, Span(0, 11), 1.9)]
    [card] = cards_of(quotes, [(late, early)], frozenset())
    assert [(q.article.id, [a.id for a in q.also_in]) for q in card.quotes] == [("early", ["late"])]


def test_same_words_of_other_speakers_or_events_stay_apart(article: Callable[..., Article]) -> None:
    one = quote_of(article("Ann said it was over.", id="1"), Act.SAYS)
    two = quote_of(article("Bob said it was over.", id="2"), Act.SAYS)
    assert [len(c.quotes) for c in cards_of([one, two], [(one.article, two.article)], frozenset())] == [2]
    assert len(cards_of([one, two], [(one.article,), (two.article,)], frozenset())) == 2


WORDS = "market Tessin bomb jets Karsa rescue Dravia concrete rubble harvest"


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2023-03-15", "2023-03-16", True),
        ("2023-03-15", None, True),
        (None, None, True),
    ],
)
def test_same_words_are_one_event_whatever_the_dates(
    article: Callable[..., Article], first: str | None, second: str | None, together: bool
) -> None:
    groups = group_by_event(
        [article(WORDS, id="1", published=first), article(WORDS, id="2", published=second)], str.split, lambda _: 1.0
    )
    assert (len(groups) == 1) is together


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
    cards = cards_of(quotes, [(one,), (two,)], frozenset())
    assert [c.event for c in cards] == ["Two", "One"]
