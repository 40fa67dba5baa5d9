import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.escaping import escape, label, name, plain, shown, size, unescape
from tests.bot.hostile import ACTIVE, HOSTILE


@given(HOSTILE)
def test_nothing_in_escaped_text_is_live(text: str) -> None:
    assert not ACTIVE.search(escape(text))


@given(HOSTILE)
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape(escape(text)) == shown(text)


@given(HOSTILE, st.integers(1, 200))
def test_name_is_one_line_within_its_measure_and_nothing_in_it_is_live(text: str, most: int) -> None:
    shown_name = name(text, most)
    assert size(shown_name) <= most
    assert "\n" not in shown_name
    assert not ACTIVE.search(shown_name)


def test_plain_text_for_the_terminal_has_no_marks() -> None:
    assert plain("### T\n-# d\n> a\\*b\n— **X** · Y") == "T\nd\n│ a*b\n— X · Y"


def test_a_link_that_is_called_by_its_publisher_keeps_the_name_in_the_terminal() -> None:
    assert plain("[The \\*Post\\*](<https://e.example/a>)") == "The *Post* (https://e.example/a)"
    assert plain("[e.example](<https://e.example/a>)") == "https://e.example/a"


def test_terminal_shows_days_and_links_plainly() -> None:
    assert (
        plain("— X · <t:1712750400:D> · [e.example](<https://e.example/a>)") == "— X · 2024-04-10 · https://e.example/a"
    )


@given(HOSTILE, st.integers(1, 100))
def test_label_is_one_line_within_its_measure(text: str, most: int) -> None:
    assert len(label(text, most)) <= most
    assert "\n" not in label(text, most)


@pytest.mark.parametrize("text", ["a*b " * 100, "word " * 100])
def test_a_name_that_was_cut_says_so_and_uses_its_measure(text: str) -> None:
    shown_name = name(text, 60)
    assert shown_name.endswith("…")
    assert size(shown_name) >= 50


def test_marks_that_turn_the_direction_of_text_reach_no_line_of_ours() -> None:
    assert name("Post\u202eevil\u2066x") == "Postevilx"
    assert label("Post\u202eevil\u200fx", 50) == "Postevilx"
