import pytest

from index.verifying.claims import readings_of, unmarked
from index.verifying.verdicts import Claim


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("“We did not do it at all,” said Ilse Marren", "We did not do it at all", "Ilse Marren"),
        ('Ilse Marren: "We did not do it at all"', "We did not do it at all", "Ilse Marren"),
        ('"We did not do it at all" — Ilse Marren', "We did not do it at all", "Ilse Marren"),
        ("“We did not do it at all”", "We did not do it at all", ""),
    ],
)
def test_a_quotation_with_a_name_beside_it_claims_a_speaker(text: str, said: str, speaker: str) -> None:
    assert readings_of(text)[-1] == Claim(said, speaker)


def test_a_phrase_in_marks_inside_a_sentence_claims_nothing_of_its_own() -> None:
    text = "The train had been negotiating a “sharp, left-hand curve” when it left the rails"
    assert readings_of(text) == [Claim(text)]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (
            "Dorn said selling the old mill was “wrong, foolish and far too late”",
            "wrong, foolish and far too late",
            "Dorn",
        ),
        (
            "Mayor Pell Aster said that 'we will sell the mill in the spring'",
            "we will sell the mill in the spring",
            "Mayor Pell Aster",
        ),
        (
            "Pell Dorn, the miller, told the Courier “the wheel has stopped for good”",
            "the wheel has stopped for good",
            "Pell Dorn",
        ),
        ("According to Ilke Dorn, “the wheel has stopped for good”", "the wheel has stopped for good", "Ilke Dorn"),
        ("**Ilke Dorn**: ||“the wheel has stopped for good”||", "the wheel has stopped for good", "Ilke Dorn"),
        ("> “The wheel has stopped for good,” Dorn said on Monday", "The wheel has stopped for good", "Dorn"),
        (
            "[“The wheel has stopped for good,” said Dorn](https://example.org/a)",
            "The wheel has stopped for good",
            "Dorn",
        ),
        ("Dorn said that the wheel has stopped for good", "the wheel has stopped for good", "Dorn"),
        ("dorn said “the wheel has stopped for good”", "the wheel has stopped for good", "dorn"),
    ],
)
def test_claims_are_read_as_people_write_them(text: str, said: str, speaker: str) -> None:
    assert readings_of(text)[-1] == Claim(said, speaker)


def test_marks_of_emphasis_and_addresses_are_no_words() -> None:
    assert unmarked("> **The *wheel*** ||has|| stopped <https://example.org/x>") == "The wheel has stopped"


def test_marks_that_may_be_the_articles_own_are_claimed_as_typed_first() -> None:
    text = "add the [list()](https://example.org/x) to *all* of the pages"
    assert readings_of(text) == [Claim(text), Claim("add the list() to all of the pages")]
