import pytest

from tests.index.statements.articles import told

pytestmark = pytest.mark.model


def test_passive_names_the_agent_and_keeps_the_accused_in_the_content() -> None:
    text = "Dravia was accused by Velmora of bombing the town."
    assert told(text) == [("Velmora", "accuses", ["Dravia", "of bombing the town"])]


def test_second_clause_belongs_to_what_was_said() -> None:
    text = "Anna Berg said the port was open, but that no ship had come."
    assert told(text) == [("Anna Berg", "says", ["the port was open, but that no ship had come"])]
