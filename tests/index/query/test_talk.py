"""How a question leans on what was said before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.talk import Leaning, asked_before, leaning_of, named_in_answer


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        ("and in Lissa?", Leaning.MUST),
        ("how many were hurt there?", Leaning.MUST),
        ("what about the mayor", Leaning.MUST),
        ("why was the well in Tarn closed?", Leaning.MAY),
        ("how did the governor react?", Leaning.MAY),
        ("who says that the ferry to Ostvik loses money every year?", Leaning.MAY),
        ("which council voted to close the harbour school in Brey?", Leaning.STANDS),
    ],
)
def test_a_question_leans_by_what_it_lacks(text: str, leaning: Leaning) -> None:
    assert leaning_of(text) is leaning


def test_names_of_the_last_answer_are_known_but_for_its_first_word() -> None:
    talk = [
        {"speaker": "agent", "text": "Earlier words of Ida Holm"},
        {"speaker": "user", "text": "who resigned"},
        {"speaker": "agent", "text": "Yesterday the head of The Lantern, Carl Onn, resigned"},
    ]
    assert named_in_answer(talk) == "Lantern Carl Onn"


def test_a_talk_without_an_answer_names_nobody() -> None:
    assert named_in_answer([{"text": "who is Ida Holm"}]) == ""


def test_only_what_was_asked_is_a_question() -> None:
    assert asked_before([{"text": "one"}, {"speaker": "agent", "text": "two"}, {"speaker": "user"}]) == ["one", ""]


@given(st.text(max_size=200))
def test_any_text_leans_somehow(text: str) -> None:
    assert leaning_of(text) in Leaning
