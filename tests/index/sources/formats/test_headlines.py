import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from index.sources.formats.headlines import headline_of, is_listing, without_site

URL = "https://www.harborlight.example/well"
WELL = "The well of Orme is closed – for good"


def title(stated: str, shown: str = "", site: str = "Harbor Light") -> str:
    page = f"<html><body><nav><h1>Harbor Light</h1></nav><h1>{shown}</h1><p>Rain.</p></body></html>"
    return headline_of(document_fromstring(page), stated, site, URL)


@pytest.mark.parametrize(
    "beside", [" | Harbor Light", " - HARBOR LIGHT News", " – harborlight.example", "：Harbor Light"]
)
def test_the_sites_name_is_no_part_of_a_title(beside: str) -> None:
    assert title(WELL + beside) == WELL


@pytest.mark.parametrize("beside", [" | World | 3 May 2024", " - Lissa", "  ·  News"])
def test_a_title_ends_where_the_headline_that_is_shown_does(beside: str) -> None:
    assert title(WELL + beside, shown=WELL) == WELL


def test_a_title_is_whole_where_another_headline_is_shown() -> None:
    assert title(WELL, shown="Water") == title(WELL, shown="Nobody will drink here again") == WELL


def test_a_section_above_the_text_does_not_cut_a_title() -> None:
    assert title("Well – what a long day it was in the lower town", shown="Well") == (
        "Well – what a long day it was in the lower town"
    )


def test_a_title_that_is_the_sites_name_alone_stays() -> None:
    assert title("Harbor Light") == "Harbor Light"


@pytest.mark.parametrize("name", ["Directory listing for /", "Index of /news"])
def test_a_listing_is_known_by_its_title(name: str) -> None:
    assert is_listing(name)
    assert not is_listing("Index of prices rises")


@given(st.text(max_size=40), st.text(max_size=12))
def test_what_is_left_is_the_beginning(stated: str, site: str) -> None:
    assert stated.startswith(without_site(stated, site, URL))
