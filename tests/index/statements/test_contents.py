import pytest

from tests.index.statements.articles import read, told

pytestmark = pytest.mark.model


def test_verb_inside_quotation_marks_makes_no_statement_of_its_own() -> None:
    assert [n for n, _, _ in told("“The doctor said I may go,” Anna Berg told reporters.")] == ["Anna Berg"]


def test_quotation_before_another_speakers_cue_is_that_speakers() -> None:
    text = "The governor, Ada Brink, said prices rose. “We are calm,” the banker Emil Sarto said."
    assert [(n, c) for n, _, c in told(text)] == [("Ada Brink", ["prices rose"]), ("Emil Sarto", ["“We are calm,”"])]


def test_relay_is_neither_speaker_nor_content() -> None:
    text = "The planes came from Skarn, the Karsa Rights Monitor said, according to Northern Wire."
    _, [said] = read(text)
    assert said.name is not None
    assert said.relay is not None
    assert (said.name.of(text), said.relay.of(text)) == ("Karsa Rights Monitor", "Northern Wire")
    assert all("Northern Wire" not in c.of(text) for c in said.content)


def test_one_quoted_through_another_is_the_speaker() -> None:
    text = "Northern Wire quoted Anna Berg as saying that three cranes had burned down."
    _, [said] = read(text)
    assert said.name is not None
    assert said.relay is not None
    assert (said.name.of(text), said.relay.of(text)) == ("Anna Berg", "Northern Wire")
