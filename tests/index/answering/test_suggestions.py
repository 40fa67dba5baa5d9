from collections.abc import Callable

import pytest

from index import Act, Article, EventCard, Next, Quote, Span, Speech, Statement
from index.answering.suggestions import question_of, suggestions
from index.query.questions import read_question

Maker = Callable[..., Article]
TEXT = "Ann Berg said it rained. Karel Lind denied it. Twelve people were killed and 30 wounded."
ANN = Statement((Span(9, 13),), (Span(14, 23),), Act.SAYS, Speech.INDIRECT, Span(0, 8), Span(0, 8))
KAREL = Statement((Span(36, 42),), (Span(43, 45),), Act.DENIES, Speech.INDIRECT, Span(25, 35), Span(25, 35))


def card_of(made: Article, *said: Statement) -> EventCard:
    spans = {id(ANN): Span(0, 24), id(KAREL): Span(25, 46)}
    return EventCard("Rain", (made,), tuple(Quote(made, spans[id(s)], 1.0, s) for s in said))


@pytest.fixture
def made(article: Maker) -> Article:
    return article(TEXT)


def asked(question: str, card: EventCard) -> list[str]:
    return [question_of(s) for s in suggestions(read_question(question), [card], [ANN, KAREL])]


def test_of_each_kind_one_comes_before_two_of_any(made: Article) -> None:
    assert asked("did it rain", card_of(made, ANN)) == [
        "what did Ann Berg say",
        "how many were killed",
        "who denied it",
    ]


def test_who_is_asked_about_is_not_suggested(made: Article) -> None:
    assert asked("what did Berg say", card_of(made, ANN)) == [
        "how many were killed", "who denied it", "how many were wounded",
    ]  # fmt: skip


def test_what_was_counted_is_not_asked_again(made: Article) -> None:
    assert "how many" not in " ".join(asked("how many were killed", card_of(made, ANN)))


def test_a_denial_that_is_shown_or_asked_for_is_not_suggested(made: Article) -> None:
    assert "who denied it" not in asked("did it rain", card_of(made, ANN, KAREL))
    assert "who denied it" not in asked("who denied the rain", card_of(made, ANN))


def test_where_nothing_more_is_known_nothing_is_suggested(article: Maker) -> None:
    made = article("It rained in Brey.")
    card = EventCard("Rain", (made,), (Quote(made, Span(0, 18), 1.0),))
    assert suggestions(read_question("did it rain"), [card], []) == ()


def test_each_names_whom_or_what_it_is_about(made: Article) -> None:
    [first, second, third] = suggestions(read_question("did it rain"), [card_of(made, ANN)], [ANN, KAREL])
    assert [(s.kind, s.about) for s in (first, second, third)] == [
        (Next.SAID, "Ann Berg"), (Next.COUNTED, "killed"), (Next.DENIED, ""),
    ]  # fmt: skip


def test_one_speaker_under_two_names_is_suggested_once(article: Maker) -> None:
    made = article("Dr. Ann Berg said it rained. Berg said it snowed.")
    first = Statement((Span(13, 17),), (Span(18, 27),), Act.SAYS, Speech.INDIRECT, Span(4, 12), Span(4, 12))
    second = Statement((Span(34, 38),), (Span(39, 48),), Act.SAYS, Speech.INDIRECT, Span(29, 33), Span(29, 33))
    card = EventCard("Rain", (made,), (Quote(made, Span(0, 28), 1.0, first), Quote(made, Span(29, 49), 1.0, second)))
    assert asked("did it rain", card) == ["what did Ann Berg say", "who denied it"]
