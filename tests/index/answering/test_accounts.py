from collections.abc import Callable
from dataclasses import replace

import pytest

from index import Act, Article, BlockKind, Quote, Span, Speech, Statement
from index.answering.accounts import accounts_of, asks_for_positions, counted, positions_of
from index.query.questions import read_question, wanted_counts
from index.records import Counted, counts_told

ALL = frozenset(Counted)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("The monitor said 41 people were killed, including 12 children.", [("41 people", "killed"), ("12 children", "killed")]),
        ("29 bodies had been recovered and 60 people were taken to hospital.", [("29 bodies", "bodies found"), ("60 people", "taken to hospital")]),
        ("strikes that left at least 18 people dead", [("at least 18 people", "killed")]),
        ("The blast killed 12 soldiers and wounded dozens of villagers.", [("12 soldiers", "killed"), ("dozens of villagers", "wounded")]),
        ("The number of people killed in the fire has risen to 47.", [("47", "killed")]),
        ("The death toll surpassed 4,000 on Monday.", [("4,000", "killed")]),
        ("Two people were missing.", [("Two people", "missing")]),
        ("Some 3,400 people were evacuated.", [("Some 3,400 people", "displaced")]),
        ("The bank left its rate at 4.5 per cent.", []),
        ("Two suicide bombers killed at least 30 people.", [("at least 30 people", "killed")]),
        ("In 2015 rebels killed 12 soldiers.", [("12 soldiers", "killed")]),
        ("On March 3 militants killed nobody.", []),
        ("No fewer than 5 people were killed.", [("No fewer than 5 people", "killed")]),
        ("Police said 12 were arrested.", [("12", "detained")]),
        ("Deaths from Marsh-19 rose and those who died of Marsh-19 were buried.", []),
        ("At least 12 people died of Marsh-19.", [("At least 12 people", "killed")]),
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


def stated(article: Article, name: str, content: str, act: Act) -> Quote:
    def place(words: str) -> Span:
        return Span(article.text.index(words), article.text.index(words) + len(words))

    said = Statement((Span(0, 1),), (place(content),), act, Speech.INDIRECT, place(name), place(name))
    return Quote(article, Span(0, len(article.text)), 1.0, said)


def test_who_denies_and_who_asserts_stand_side_by_side_once_each(article: Callable[..., Article]) -> None:
    denial = stated(article("Veld denied any strike."), "Veld", "any strike", Act.DENIES)
    charge = stated(
        article("The monitor accused Dravia of a strike."), "The monitor", "Dravia of a strike", Act.ACCUSES
    )
    found = positions_of([denial, charge, denial])
    assert [(a.counts, a.by, a.figure.text) for a in found] == [
        ("asserts", "The monitor", "Dravia of a strike"),
        ("denies", "Veld", "any strike"),
    ]


def test_who_says_nothing_or_goes_unnamed_takes_no_side(article: Callable[..., Article]) -> None:
    denial = stated(article("Veld denied any strike."), "Veld", "any strike", Act.DENIES)
    plain = Quote(article("A strike shook Brey."), Span(0, 20), 1.0)
    made = article("It accused Dravia of a strike.")
    unnamed = stated(made, "It", "Dravia of a strike", Act.ACCUSES)
    assert unnamed.statement is not None
    unnamed = replace(unnamed, statement=replace(unnamed.statement, name=None, source=None))
    assert positions_of([denial, plain, unnamed]) == ()


def test_an_account_of_a_part_says_that_it_is_of_them(article: Callable[..., Article]) -> None:
    made = article("KRM said 26 people were killed, including 10 civilians.")
    accounts = accounts_of([Quote(made, Span(0, len(made.text)), 1.0)], ALL)
    assert [counts_told(a) for a in accounts] == ["killed", "of them killed"]


def test_one_side_alone_is_no_dispute(article: Callable[..., Article]) -> None:
    denial = stated(article("Veld denied any strike."), "Veld", "any strike", Act.DENIES)
    assert positions_of([denial]) == ()


def test_what_could_not_be_verified_is_unclear_whatever_the_cue(article: Callable[..., Article]) -> None:
    denial = stated(article("Veld denied any strike."), "Veld", "any strike", Act.DENIES)
    words = "Wire said the claim could not be independently verified."
    doubt = stated(article(words), "Wire", "the claim could not be independently verified", Act.SAYS)
    assert [a.counts for a in positions_of([denial, doubt])] == ["denies", "unclear"]


def test_words_of_a_position_are_cut_between_words_and_stay_a_slice(article: Callable[..., Article]) -> None:
    long = "that " + "any of its planes flew there " * 8
    made = article(f"Veld denied {long}.")
    charge = stated(article("Wire accused Dravia."), "Wire", "Dravia", Act.ACCUSES)
    found = positions_of([stated(made, "Veld", long, Act.DENIES), charge])
    shown = found[1].figure.text
    assert shown in made.text
    assert made.text[found[1].figure.span.end] == " "
    assert len(shown) <= 110


@pytest.mark.parametrize(
    ("text", "asks"),
    [("who denied the strikes", True), ("did Dravia bomb Lissa", True), ("when was the strike", False)],
)
def test_positions_are_asked_for_where_something_is_disputed(text: str, asks: bool) -> None:
    assert asks_for_positions(read_question(text)) is asks


def test_figure_of_a_headline_that_the_body_gives_is_no_account_of_its_own(article: Callable[..., Article]) -> None:
    title = "Toll rises to 47 killed"
    made = article(f"{title}\n\nThe monitor said 47 people were killed.", title=title)
    start = made.text.index("The monitor")
    quotes = [Quote(made, Span(0, len(title)), 1.0), Quote(made, Span(start, len(made.text)), 1.0)]
    assert [a.figure.text for a in accounts_of(quotes, ALL)] == ["47 people"]
    assert [a.figure.text for a in accounts_of(quotes[:1], ALL)] == ["47"]


def test_a_headlines_figure_is_left_out_only_where_its_body_gives_that_very_figure(
    article: Callable[..., Article],
) -> None:
    made = article("At least 41 people killed in market\n\nThe monitor said that 47 people were killed at the market.")
    heading, body = (Quote(made, b.span, 1.0) for b in made.blocks)
    assert heading.kind is BlockKind.HEADING
    assert [a.figure.text for a in accounts_of([heading, body], ALL)] == ["At least 41 people", "47 people"]
    same = article("At least 41 people killed in market\n\nThe monitor said that 41 people were killed at the market.")
    quotes = [Quote(same, b.span, 1.0) for b in same.blocks]
    assert [a.figure.text for a in accounts_of(quotes, ALL)] == ["41 people"]
    hurt = article("At least 41 people killed in market\n\nThe monitor said that 41 people were wounded at the market.")
    quotes = [Quote(hurt, b.span, 1.0) for b in hurt.blocks]
    assert len(accounts_of(quotes, ALL)) == 2
