from lxml.html import document_fromstring

from index.sources.formats.teasers import without_teasers

URL = "https://lantern.example/rain"
PROSE = [
    "Rain fell on the lower town of Brey for three days, and the river rose by two metres.",
    "The mayor said that the dam would hold until the end of the week.",
    "Nobody in the upper town was told of it before the evening.",
]
TEASER = "Fire took the old mill of Tarn while its owners slept."


def kept(card: str, lines: list[str] | None = None) -> list[str]:
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    tree = document_fromstring(f"<html><body><article>{body}{card}</article></body></html>")
    return without_teasers(lines or [*PROSE, TEASER], tree, URL)


def test_a_link_round_a_headline_and_its_words_is_a_teaser() -> None:
    assert kept(f'<a href="/mill"><h3>Mill burnt</h3><p>{TEASER}</p></a>') == PROSE


def test_a_box_whose_headline_leads_elsewhere_is_a_teaser() -> None:
    assert kept(f'<div><h3><a href="/mill">Mill burnt</a></h3><p>{TEASER}</p></div>') == PROSE


def test_an_authors_portrait_is_no_part_of_the_article() -> None:
    assert kept(f'<div class="Author-Bio"><p>{TEASER}</p></div>') == PROSE


def test_a_paragraph_that_is_a_link_is_a_paragraph() -> None:
    assert kept(f'<p><a href="/mill">{TEASER}</a></p>') == [*PROSE, TEASER]


def test_a_link_to_a_place_in_the_page_leads_nowhere_else() -> None:
    assert kept(f'<div><h3><a href="#mill">Mill burnt</a></h3><p>{TEASER}</p></div>') == [*PROSE, TEASER]
    assert kept(f'<div><h3><a href="/rain#mill">Mill burnt</a></h3><p>{TEASER}</p></div>') == [*PROSE, TEASER]


def test_a_long_box_below_a_linked_headline_is_the_article() -> None:
    assert kept(f'<div><h3><a href="/mill">Mill burnt</a></h3><p>{TEASER * 20}</p><p>{TEASER}</p></div>') == [
        *PROSE,
        TEASER,
    ]


def test_words_that_stand_outside_of_a_card_too_stay() -> None:
    assert kept(f'<p>{TEASER}</p><a href="/mill"><h3>Mill burnt</h3><p>{TEASER}</p></a>') == [*PROSE, TEASER]


def test_a_page_of_cards_keeps_them() -> None:
    assert kept(f'<a href="/mill"><h3>Mill burnt</h3><p>{TEASER}</p></a>', [TEASER]) == [TEASER]
