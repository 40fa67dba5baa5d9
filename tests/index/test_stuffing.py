import pytest

from index.questions import Asked
from index.stuffing import tells

ASKED = {"deni", "strike", "lissa"}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Who denied the strikes on Lissa?", ["deni", "strike", "lissa"]),
        ("Lissa strikes denied.", ["lissa", "strike", "deni"]),
        ("Did Veld deny the strikes on Lissa?", ["veld", "deni", "strike", "lissa"]),
        ("Strikes Lissa news " * 5, ["strike", "lissa", "news"] * 5),
    ],
)
def test_what_asks_back_or_repeats_tells_nothing(text: str, terms: list[str]) -> None:
    assert not tells(Asked.WHO_SAID, ASKED, text, terms, is_said=False)


@pytest.mark.parametrize(
    ("kind", "text", "terms", "is_said"),
    [
        (Asked.WHO_SAID, "Veld denied the strikes.", ["veld", "deni", "strike"], True),
        (Asked.YES_NO, "The strikes on Lissa were denied.", ["strike", "lissa", "deni"], False),
        (Asked.WHAT_SAID, "“Who would strike Lissa?” Veld asked, or did he?", ["strike", "lissa", "veld", "ask"], True),
        (Asked.WHO, "“Veld?” he said.", ["veld"], True),
    ],
)
def test_what_adds_a_word_or_is_said_by_somebody_may_answer(
    kind: Asked, text: str, terms: list[str], is_said: bool
) -> None:
    assert tells(kind, ASKED, text, terms, is_said=is_said)
