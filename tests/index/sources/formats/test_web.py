"""A page as an article: what it says of itself."""

import pytest

from index import Article
from index.sources.documents import Document, Filing, Kind
from index.sources.formats.web import article_from_page

PROSE = (
    "Rain fell on the lower town of Brey for three days, and the river rose by two metres.",
    "The mayor said that the dam would hold until the end of the week.",
    "Nobody in the upper town was told of it before the evening.",
)
URL = "https://lantern.example/2024/rain"


def read(head: str) -> Article:
    body = "".join(f"<p>{line}</p>" for line in PROSE)
    page = f"<html><head><title>Rain</title>{head}</head><body><article><h1>Rain</h1>{body}</article></body></html>"
    return article_from_page(Document("rain", "rain", page.encode(), Kind.PAGE, URL), Filing("default", ""))


@pytest.mark.parametrize(
    ("named", "picture"),
    [
        ("https://img.example/rain.jpg", "https://img.example/rain.jpg"),
        ("/rain.jpg", "https://lantern.example/rain.jpg"),
        ("//img.example/rain.jpg", "https://img.example/rain.jpg"),
        ("http://[", ""),
    ],
)
def test_the_picture_that_a_page_names_is_kept_by_its_whole_address(named: str, picture: str) -> None:
    assert read(f'<meta property="og:image" content="{named}">').picture == picture


def test_a_page_that_names_no_picture_has_none() -> None:
    assert read("").picture == ""
