import pytest

from tests.index.statements.articles import read, told

pytestmark = pytest.mark.model


def test_verb_inside_a_statement_makes_no_second_one() -> None:
    assert len(told("Anna Berg said she had told them that she knew nothing.")) == 1


def test_one_whom_a_speaker_reports_has_a_statement_too_and_the_speaker_is_its_relay() -> None:
    text = "Anton Veld said that Colonel Ilse Marren had denied any part in the attack."
    _, found = read(text)
    assert told(text) == [
        ("Anton Veld", "says", ["that Colonel Ilse Marren had denied any part in the attack"]),
        ("Colonel Ilse Marren", "denies", ["any part in the attack"]),
    ]
    assert [s.relay.of(text) if s.relay else None for s in found] == [None, "Anton Veld"]


def test_one_reported_is_never_taken_for_the_one_who_reports() -> None:
    names = [n for n, _, _ in told("Anna Berg said the mayor had told her that he knew nothing.")]
    assert names == ["Anna Berg", "the mayor"]


def test_what_the_speaker_also_denies_is_no_part_of_what_was_said_before_it() -> None:
    text = "At the hearing on Monday, Bram Onn alleged he was pushed by Marta Quill and denied accusations that he broke it."
    assert told(text) == [
        ("Bram Onn", "accuses", ["he was pushed by Marta Quill"]),
        ("Bram Onn", "denies", ["accusations that he broke it"]),
    ]
