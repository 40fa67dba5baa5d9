from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Act, Article, Quote, Span, Speech, Statement
from index.answering.features import Reading, Sentence, TermWeights
from index.answering.fitted import Fitted
from index.answering.ranking import rank
from index.answering.reranking import (
    AT_A_TIME,
    AT_FIRST,
    BAR,
    CLOSELY_READ,
    READ,
    Rereading,
    is_of_its_language,
    read_closely,
    readable,
    reread,
)
from index.inference.rerankers import PACKAGED_READER, Mark, Read, Scores
from index.query.questions import read_question

FITTED = Fitted.of(PACKAGED_READER)
ALL_BY_CLOSE = replace(FITTED, close={"bias": 0.0, "close": 5.0})
WORDS = TermWeights(str.split, {"strikes": 3}, 100)
Maker = Callable[..., Article]


def first_read(article: Maker, chances: Sequence[float]) -> list[Reading]:
    """Return sentences as ranked before a reader sees them, each with its chance to answer."""
    told = [article(f"Veld denied the strikes {n}.", id=str(n)) for n in range(len(chances))]
    read = rank(
        read_question("who denied the strikes"), [Sentence(a, Span(0, len(a.text)), 0.2, ()) for a in told], WORDS
    )
    return [
        replace(r, quote=replace(r.quote, score=chance))
        for r, chance in zip(read, sorted(chances, reverse=True), strict=True)
    ]


def read_on(readings: Sequence[Reading], score: Callable[[str], float], fitted: Fitted = FITTED) -> list[Reading]:
    rereading = Rereading(readings, fitted)
    done = 0
    while more := rereading.next():
        assert len(more) <= (AT_A_TIME if done else AT_FIRST)
        rereading.take(np.array([score(text) for text in more], dtype=np.float32))
        done += len(more)
    return rereading.readings()


def read_of(readings: Sequence[Reading]) -> list[Reading]:
    return [r for r in readings if "reader" in r.features]


def test_nothing_more_is_read_where_the_first_are_out_of_reach(article: Maker) -> None:
    readings = first_read(article, [0.99] * AT_FIRST + [0.001] * 40)
    assert len(read_of(read_on(readings, lambda _: 4.0))) == AT_FIRST


def test_all_are_read_where_none_stands_out(article: Maker) -> None:
    assert len(read_of(read_on(first_read(article, [0.1] * 50), lambda _: -4.0))) == READ


def test_all_are_read_where_nothing_is_known_of_what_a_reader_scores(article: Maker) -> None:
    readings = first_read(article, [0.99] * AT_FIRST + [0.001] * 40)
    assert len(read_of(read_on(readings, lambda _: 4.0, replace(FITTED, expected={})))) == READ


def test_less_is_read_of_a_library_that_a_reader_knows_its_way_about(article: Maker) -> None:
    readings = first_read(article, [max(0.9 - n / 20, 0.001) for n in range(40)])
    place = {readable(r.quote): n for n, r in enumerate(readings)}
    as_expected = len(read_of(read_on(readings, lambda text: 1.0 - place[text] / 10)))
    by_chance = len(read_of(read_on(readings, lambda text: 4.0 if place[text] % 2 else -4.0)))
    assert as_expected < by_chance


def test_few_sentences_are_all_read_and_none_is_none(article: Maker) -> None:
    assert len(read_of(read_on(first_read(article, [0.5] * 4), lambda _: 0.0))) == 4
    assert read_on([], lambda _: 0.0) == []


def test_who_is_not_read_stands_after_who_is_in_the_order_of_before(article: Maker) -> None:
    readings = first_read(article, [0.99] * AT_FIRST + [0.5 - n / 1000 for n in range(30)])
    found = read_on(readings, lambda _: 4.0)
    scores = [r.quote.score for r in found]
    assert scores == sorted(scores, reverse=True)
    rest = found[len(read_of(found)) :]
    assert rest
    assert [r.quote.article for r in rest] == [r.quote.article for r in readings[-len(rest) :]]


@given(
    chances=st.lists(st.floats(0.001, 0.999), max_size=40), scores=st.lists(st.floats(-4, 4), min_size=40, max_size=40)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_sentence_is_kept_and_each_read_one_has_its_own_score(
    article: Maker, chances: list[float], scores: list[float]
) -> None:
    readings = first_read(article, chances)
    by_text = {readable(r.quote): score for r, score in zip(readings, scores, strict=False)}
    found = read_on(readings, by_text.__getitem__)
    assert sorted(readable(r.quote) for r in found) == sorted(by_text)
    assert len(read_of(found)) >= min(AT_FIRST, len(readings))
    assert all(abs(r.features["reader"] * 5 - by_text[readable(r.quote)]) < 1e-5 for r in read_of(found))


def test_a_reader_is_given_the_sentence_as_it_is_then_what_is_known_of_it(article: Maker) -> None:
    text = "Rain fell for a week. “The dam is safe,” Veld said."
    made = article(text, title="Governor rejects report", published="2026-03-01T10:00:00")
    start = text.index("“")
    statement = Statement(
        (Span(0, 1),), (Span(start, len(text)),), Act.SAYS, Speech.DIRECT, None, Span(len(text) - 10, len(text) - 6)
    )
    read = readable(Quote(made, Span(start, len(text)), 0.5, statement))
    assert read == (
        "“The dam is safe,” Veld said. | Governor rejects report | 2026-03-01 | Veld | Rain fell for a week."
    )


def test_what_is_not_known_of_a_sentence_is_left_empty_and_a_headline_is_not_said_twice(article: Maker) -> None:
    made = article("Dam is safe", title="Dam is safe")
    assert readable(Quote(made, Span(0, 11), 0.5)) == "Dam is safe |  |  |  | "


@given(before=st.text(max_size=400), own=st.text(min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_reader_is_given_the_quote_first_and_no_half_words_before_it(article: Maker, before: str, own: str) -> None:
    made = article(f"{before} {own}")
    start = len(made.text) - len(own)
    read = readable(Quote(made, Span(start, len(made.text)), 0.5))
    assert read.startswith(own)
    given_before = read.rpartition(BAR)[2].split() if BAR not in before else []
    assert given_before == made.text[:start].split()[len(made.text[:start].split()) - len(given_before) :]


class Close:
    """A closer reader that knows which sentence answers by what, and keeps what it was given."""

    def __init__(self, right: str) -> None:
        self.right = right
        self.given: list[str] = []

    def read(self, question: str, texts: Sequence[str], lengths: Sequence[int]) -> list[Read]:
        self.given += texts
        return [
            Read(9.0, Mark(0, n, 0.9)) if self.right in t else Read(-9.0, None)
            for t, n in zip(texts, lengths, strict=True)
        ]

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        raise AssertionError


class Indifferent:
    """A reader to which all is one, with a closer one beside it."""

    def __init__(self, closer: Close) -> None:
        self.closer = closer

    def pieces(self, text: str) -> int:
        return len(text.split())

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        return np.zeros(len(sentences), dtype=np.float32)

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        return None


def test_the_best_are_read_again_by_a_closer_reader_and_no_others(article: Maker) -> None:
    readings = first_read(article, [0.9 - n / 100 for n in range(20)])
    last = readings[CLOSELY_READ - 1].quote.text
    closer = Close(last)
    again = read_closely("who denied the strikes", readings, closer, ALL_BY_CLOSE)
    assert again[0].quote.text == last
    assert again[0].mark == Mark(0, len(last), 0.9)
    assert {r.mark for r in again[1:]} == {None}
    assert closer.given == [readable(r.quote) for r in readings[:CLOSELY_READ]]
    assert [r.quote.text for r in again[CLOSELY_READ:]] == [r.quote.text for r in readings[CLOSELY_READ:]]
    scores = [r.quote.score for r in again]
    assert scores == sorted(scores, reverse=True)


def test_a_reader_with_a_closer_one_beside_it_has_the_best_read_again(article: Maker) -> None:
    readings = first_read(article, [0.9 - n / 100 for n in range(20)])
    closer = Close(readings[1].quote.text)
    assert reread("who denied it", readings, Indifferent(closer), FITTED)[0].quote.text == closer.right
    closer.given.clear()
    reread("who denied it", readings, Indifferent(closer), replace(FITTED, close={}))
    assert closer.given == []


class Cutting:
    """A reader that cuts words into so many pieces."""

    closer = None

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces

    def pieces(self, text: str) -> int:
        return self._pieces * len(text.split())

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        raise AssertionError

    def mark(self, question: str, text: str, length: int) -> Mark | None:
        raise AssertionError


@pytest.mark.parametrize(
    ("question", "pieces", "is_its"),
    [
        ("marlow bridge toll", 1, True),
        ("who is Zygmunt Wojciechowski", 3, True),
        ("wie viele Menschen starben", 3, False),
        ("сколько человек погибло", 6, False),
    ],
)
def test_a_language_is_known_by_its_small_words_or_by_how_words_fall_to_pieces(
    question: str, pieces: int, is_its: bool
) -> None:
    assert is_of_its_language(question, Cutting(pieces)) is is_its
