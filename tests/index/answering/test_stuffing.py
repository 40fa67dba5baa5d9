import pytest

from index.answering.stuffing import tells

ASKED = {"deni", "strike", "lissa"}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Who denied the strikes on Lissa?", ["deni", "strike", "lissa"]),
        ("About who denied strikes on Lissa.", ["strike", "lissa", "deni"]),
        ("Did Veld deny the strikes on Lissa?", ["veld", "deni", "strike", "lissa"]),
        ("Strikes Lissa news " * 5, ["strike", "lissa", "news"] * 5),
    ],
)
def test_what_asks_back_or_repeats_tells_nothing(text: str, terms: list[str]) -> None:
    assert not tells(ASKED, text, terms, is_said=False)


@pytest.mark.parametrize(
    ("text", "terms", "is_said"),
    [
        ("Veld denied the strikes.", ["veld", "deni", "strike"], True),
        ("The strikes on Lissa were denied.", ["strike", "lissa", "deni"], False),
        ("“Who would strike Lissa?” Veld asked, or did he?", ["strike", "lissa", "veld", "ask"], True),
        ("“Veld?” he said.", ["veld"], True),
    ],
)
def test_what_adds_a_word_or_is_said_by_somebody_may_answer(text: str, terms: list[str], is_said: bool) -> None:
    assert tells(ASKED, text, terms, is_said=is_said)


def test_a_headline_of_the_very_words_may_answer() -> None:
    assert tells(ASKED, "Lissa strikes denied", ["lissa", "strike", "deni"], is_said=False)


@pytest.mark.parametrize(
    ("terms", "is_telling"),
    [(["no"] * 11, True), (["no"] * 12, False), ([f"w{n}" for n in range(12)], True),
     ([f"w{n}" for n in range(5)] * 3, False), ([f"w{n}" for n in range(6)] * 2, True)],
)  # fmt: skip
def test_only_long_sentences_of_few_words_repeat_themselves(terms: list[str], is_telling: bool) -> None:
    assert tells((), "He said no.", terms, is_said=False) is is_telling
