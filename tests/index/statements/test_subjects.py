import pytest

from tests.index.statements.articles import told

pytestmark = pytest.mark.model


def test_passive_names_the_agent_and_keeps_the_accused_in_the_content() -> None:
    text = "Dravia was accused by Velmora of bombing the town."
    assert told(text) == [("Velmora", "accuses", ["Dravia", "of bombing the town"])]


def test_whom_something_is_done_to_also_says_what_follows_it() -> None:
    text = "Carl Onn alleged that he was pushed by Marta Quill and denied accusations that he had broken her gate."
    assert {name for name, act, _ in told(text) if act == "denies"} <= {"Carl Onn", None}


def test_second_clause_belongs_to_what_was_said() -> None:
    text = "Anna Berg said the port was open, but that no ship had come."
    assert told(text) == [("Anna Berg", "says", ["the port was open, but that no ship had come"])]


def test_who_claimed_a_thing_also_says_what_follows_it() -> None:
    text = (
        "The Harran Ministry of Mines has claimed the long footage of Brodo was “fake,” saying “no house has fallen”."
    )
    assert {name for name, _, _ in told(text)} == {"Harran Ministry of Mines"}


def test_a_name_that_ends_like_an_adverb_speaks() -> None:
    assert told("Ned Brolly came late. Brolly told reporters that the dam was safe.")[0][0] == "Ned Brolly"


@pytest.mark.parametrize(
    "text", ["The park charges an entrance fee of four crowns.", "The army committed crimes against civilians."]
)
def test_a_fee_that_is_charged_and_crimes_that_are_committed_are_no_statements(text: str) -> None:
    assert told(text) == []


def test_who_is_charged_with_something_is_accused() -> None:
    assert told("Prosecutors charged Emil Okafor with burning the mill.")[0][1] == "accuses"


@pytest.mark.parametrize(
    "text",
    [
        "Twenty-eight members can ask the convention to vote on the port.",
        "Anna Berg has yet to confirm that the port is open.",
        "Anna Berg might say that the port is open.",
        "The council should have warned that the port was closed.",
    ],
)
def test_what_nobody_has_said_yet_is_no_statement(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    ["Anna Berg could not say how many ships had come.", "Anna Berg will say on Monday that the port is open."],
)
def test_what_somebody_could_not_say_or_will_say_is_one(text: str) -> None:
    assert [speaker for speaker, *_ in told(text)] == ["Anna Berg"]
