"""What of an article enters a library: whatever it says, within bounds, and only what its host bears out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, DateBasis
from index.sources.admission import MOST_DESCRIBED, MOST_NAME, MOST_TITLE, MOST_URL, as_listed, borne_out, bounded
from index.sources.documents import Arrived, Filing, Kind, Listed

ANY = st.text(st.characters(exclude_categories=()), max_size=900)
MADE = Article("a", "default", "Rain fell.", ())
HERE = Arrived("here", "a", b"", "https://lantern.example/rain", host="lantern.example")
FILING = Filing("default", "Given")


@given(ANY, ANY, ANY, ANY, ANY, ANY)
def test_whatever_an_article_says_is_within_bounds_and_can_be_stored(
    id_: str, title: str, publisher: str, author: str, url: str, text: str
) -> None:
    held = bounded(replace(MADE, id=id_, title=title, publisher=publisher, author=author, url=url, text=text))
    assert len(held.text) == len(text)
    assert len(held.id) <= 200
    assert (len(held.title) <= MOST_TITLE, len(held.publisher) <= MOST_NAME, len(held.author) <= MOST_NAME) == (
        True,
    ) * 3
    for words in (held.id, held.title, held.publisher, held.author, held.url, held.text):
        words.encode()
        assert "\x00" not in words
    assert len(held.title.splitlines()) <= 1


def test_fields_of_a_megabyte_are_cut_and_an_address_that_long_is_none() -> None:
    long = "x" * 1_000_000
    held = bounded(
        replace(MADE, id=long, title=long, publisher=long, url=f"https://a.example/{long}", self_described=long)
    )
    assert len(held.id) == 16
    assert (held.title[-1], len(held.title), len(held.publisher)) == ("…", MOST_TITLE, MOST_NAME)
    assert (held.url, len(held.self_described)) == ("", MOST_DESCRIBED)
    assert bounded(replace(MADE, url="x" * MOST_URL)).url == "x" * MOST_URL
    assert bounded(replace(MADE, id="i" * 200)).id == "i" * 200


@pytest.mark.parametrize(
    "picture",
    [
        "http://lantern.example/rain.jpg", "https://lantern/rain.jpg", "https://lantern.example:99/rain.jpg",
        "https://who@lantern.example/rain.jpg", "https://lantern.example/a b.jpg", "javascript:alert(1)",
        "data:image/png;base64,AAAA", "https://lantern.example/" + "x" * 1000, "https://127.0.0.1/rain.jpg",
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_fetched_in_the_open_is_none(picture: str) -> None:
    assert bounded(replace(MADE, picture=picture)).picture == ""


def test_a_picture_is_believed_of_a_page_that_its_host_sent() -> None:
    told = bounded(replace(MADE, picture="https://img.lantern.example/rain.jpg?w=600"))
    assert borne_out(told, HERE, Kind.PAGE, FILING).picture == told.picture != ""
    assert borne_out(told, replace(HERE, host=""), Kind.PAGE, FILING).picture == ""
    assert borne_out(told, HERE, Kind.LINES, FILING).picture == ""


def test_what_lies_on_the_operators_disk_is_believed() -> None:
    told = replace(MADE, publisher="Reuters", url="https://reuters.com/a")
    assert borne_out(told, replace(HERE, host=None), Kind.PAGE, FILING) == told


def test_an_address_of_the_same_host_is_believed_and_names_the_article() -> None:
    told = replace(MADE, url="https://lantern.example/rain?utm_source=x")
    held = borne_out(told, HERE, Kind.PAGE, FILING)
    assert (held.url, held.self_described) == ("https://lantern.example/rain", "")
    assert held.id != "a"


def test_an_address_of_another_host_is_what_the_document_says_of_itself() -> None:
    held = borne_out(replace(MADE, url="https://reuters.com/a"), HERE, Kind.PAGE, FILING)
    assert (held.url, held.self_described) == (HERE.url, "https://reuters.com/a")


def test_the_publisher_that_the_operator_gave_is_believed() -> None:
    assert borne_out(replace(MADE, publisher="Given"), replace(HERE, host=""), Kind.PAGE, FILING).publisher == "Given"


@pytest.mark.parametrize(
    ("publisher", "host", "kind", "known", "described"),
    [
        ("Brey Lantern", "lantern.example", Kind.PAGE, "Brey Lantern", ""),
        ("Reuters", "lantern.example", Kind.PAGE, "Given", "Reuters"),
        ("Anybody", "www.reuters.com", Kind.PAGE, "Reuters", ""),
        ("Brey Lantern", "lantern.example", Kind.LINES, "Given", "Brey Lantern"),
        ("Brey Lantern", "lantern.example", Kind.TABLE, "Given", "Brey Lantern"),
        ("Brey Lantern", "", Kind.PAGE, "Given", "Brey Lantern"),
        ("", "lantern.example", Kind.PAGE, "", ""),
    ],
)
def test_a_publisher_is_borne_out_by_its_host(
    publisher: str, host: str, kind: Kind, known: str, described: str
) -> None:
    held = borne_out(replace(MADE, publisher=publisher), replace(HERE, host=host), kind, FILING)
    assert (held.publisher, held.self_described) == (known, described)


def test_rows_are_known_by_what_sent_them() -> None:
    one, other = (borne_out(MADE, replace(HERE, name=n), Kind.LINES, FILING) for n in ("x", "y"))
    assert len({one.id, other.id, "a"}) == 3
    assert borne_out(MADE, replace(HERE, name="b"), Kind.BOOK, FILING).id == "a"


LISTED = Listed("https://lantern.example/rain", "T", "A", "2023-09-03", "L", host="lantern.example")


def test_a_list_fills_in_what_an_article_of_its_own_site_does_not_say() -> None:
    bare = replace(MADE, url="https://lantern.example/rain")
    held = as_listed(bare, replace(HERE, listed=LISTED))
    assert (held.title, held.author, held.publisher, held.published) == ("T", "A", "L", "2023-09-03")
    assert held.published_basis is DateBasis.STATED
    said = replace(
        bare, title="own", author="own", publisher="own", published="2020", published_basis=DateBasis.CAPTION
    )
    assert as_listed(said, replace(HERE, listed=LISTED)) == said
    assert as_listed(bare, HERE) == bare


@pytest.mark.parametrize(
    ("host", "is_believed"),
    [
        ("feeds.brey-lantern.com", True),
        ("brey-lantern.com", True),
        (None, True),
        ("evil.com", False),
        ("127.0.0.1", False),
    ],
)
def test_a_list_speaks_of_its_own_site_only(host: str | None, is_believed: bool) -> None:
    here = replace(HERE, listed=replace(LISTED, host=host))
    held = as_listed(replace(MADE, url="https://www.brey-lantern.com/rain"), here)
    assert (held.published is not None) is is_believed


def test_a_list_of_one_nameless_host_does_not_speak_of_another() -> None:
    here = replace(HERE, listed=replace(LISTED, host="127.0.0.1"))
    assert as_listed(replace(MADE, url="http://127.0.0.2/rain"), here).published is None


def test_a_feed_cannot_lend_a_known_publishers_name() -> None:
    bare = replace(MADE, url="https://lantern.example/rain")
    assert as_listed(bare, replace(HERE, listed=replace(LISTED, publisher="Reuters"))).publisher == ""
