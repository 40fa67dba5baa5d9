import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from index.text.datelines import after_agency, after_dateline, is_dateline


def rest(text: str) -> str:
    return after_agency(text, Span(0, len(text))).of(text)


@pytest.mark.parametrize(
    "mark", ["(CNN)", "(CNN) ", "(CNN Business) — ", "LISSA, Orme (AP) — ", "LISSA (Reuters) - ", "Port Lissa (AFP) – "]
)
def test_an_agencys_mark_is_no_word_of_the_report(mark: str) -> None:
    assert rest(f"{mark}The ferry sank.") == "The ferry sank."


@pytest.mark.parametrize(
    "text",
    [
        "The alliance (NATO) said so.",
        "Fishers' Union (FU) — the oldest — struck.",
        "(Laughter) We will see.",
        "The ferry (CNN) sank.",
        "LISSA — The ferry sank.",
        "(AP)",
    ],
)
def test_whom_a_sentence_is_about_stays(text: str) -> None:
    assert rest(text) == text


def test_a_place_in_capitals_is_left_out_for_the_parser_alone() -> None:
    text = "LISSA — The ferry sank."
    assert after_dateline(text, Span(0, len(text))).of(text) == "The ferry sank."


def test_a_dateline_alone_is_known() -> None:
    assert is_dateline("LISSA, Orme (AP) —") and not is_dateline("The ferry sank.")


@given(st.text(alphabet="(APCN) —-Lé\n“", min_size=1, max_size=40))
def test_what_is_left_is_the_end_of_what_was_given(text: str) -> None:
    assert text.endswith(rest(text)) and rest(text)
