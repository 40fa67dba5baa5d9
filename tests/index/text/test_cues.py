import pytest

from index import Act
from index.text.cues import act_of, inflections, lemma_of


@pytest.mark.parametrize(
    ("word", "act"),
    [
        ("Denied", Act.DENIES), ("refutes", Act.DENIES), ("said", Act.SAYS), ("blaming", Act.ACCUSES),
        ("vowed", Act.PROMISES), ("admitted", Act.ADMITS), ("warns", Act.WARNS), ("ran", None),
    ],
)  # fmt: skip
def test_act_of_a_cue_in_any_form(word: str, act: Act | None) -> None:
    assert act_of(word) == act


@pytest.mark.parametrize(("lemma", "forms"), [("deny", {"denies", "denied", "denying"}), ("put", {"puts", "putting"})])
def test_inflections(lemma: str, forms: set[str]) -> None:
    assert forms < inflections(lemma)


def test_lemma_of_an_irregular_form() -> None:
    assert lemma_of("told") == "tell"
