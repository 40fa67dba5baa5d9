import pytest

from tests.index.statements.articles import told

pytestmark = pytest.mark.model

WALL = "Nobody takes this wall down while I live"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Maria Voss, the potter, walked to the gate and faced the crowd. “{WALL}.”", "Maria Voss"),
        (f"The mayor, Bram Tolland, shook his head. “{WALL}.”", "Bram Tolland"),
        (f"Maria Voss shrugged. “{WALL}.” The crowd cheered.", "Maria Voss"),
    ],
)
def test_a_quotation_behind_what_the_one_person_of_its_paragraph_did_is_theirs(text: str, speaker: str) -> None:
    assert told(text) == [(speaker, "says", [f"“{WALL}.”"])]


@pytest.mark.parametrize(
    "text",
    [
        f"Maria Voss met Bram Tolland at the gate. “{WALL}.”",
        f"Maria Voss was led away. “{WALL}.”",
        f"The crowd cheered at the gate. “{WALL}.”",
        f"Maria Voss walked to the gate. It was raining. “{WALL}.”",
        "Maria Voss walked into the hall. “The Wall” hung above the door.",
        f"“{WALL}.” Maria Voss walked away.",
    ],
)
def test_where_another_may_be_meant_or_nobody_acts_nobody_is_named(text: str) -> None:
    assert told(text) == []


def test_a_verb_of_saying_decides_where_there_is_one() -> None:
    [(speaker, *_)] = told(f"Maria Voss walked to the gate. “{WALL},” her neighbour said.")
    assert speaker != "Maria Voss"
