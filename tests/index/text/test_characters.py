from hypothesis import given
from hypothesis import strategies as st

from index.text.characters import COMMANDS, encodable, one_line, printable

ANY = st.text(st.characters(exclude_categories=()))


@given(ANY)
def test_what_is_encodable_keeps_its_places_and_can_be_written(text: str) -> None:
    kept = encodable(text)
    assert len(kept) == len(text)
    kept.encode()


@given(ANY)
def test_nothing_printable_is_obeyed_by_a_terminal(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not COMMANDS.search(shown)


@given(ANY)
def test_one_line_is_one_line_of_bounded_length(text: str) -> None:
    line = one_line(text, 50)
    assert len(line.splitlines()) <= 1
    assert len(line) <= 51


def test_a_forged_line_and_an_escape_are_shown_as_what_they_are() -> None:
    assert one_line("a\nskipped b: \x1b[2Jgone\u202e") == "a skipped b: �[2Jgone�"


def test_one_line_holds_four_hundred_characters_unless_said_otherwise() -> None:
    assert one_line("a" * 400) == "a" * 400
    assert one_line("a" * 401) == "a" * 400 + "…"
