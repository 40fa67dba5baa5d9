import pytest

from index.sources.documents import Document, Kind, Listed
from index.sources.formats.feeds import listed_in_feed
from tests.index.sources.formats.documents import FEED, SITEMAP, parsed

AT = "https://lantern.example/feeds/all.xml"


def listed(items: str, at: str = AT) -> list[Listed]:
    raw = f"<rss version='2.0'><channel><title>The Lantern</title>{items}</channel></rss>".encode()
    return listed_in_feed(Document(at, "all.xml", raw, Kind.FEED, at))


def item(title: str = "Rain", link: str = "/rain", day: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate></item>"


def test_feed_lists_its_entries() -> None:
    [entry] = parsed("feed", FEED).listed
    assert (entry.url, entry.title, entry.publisher) == ("https://lantern.example/rain", "Rain & flood", "The Lantern")
    assert entry.published == "2023-09-03T10:00:00+00:00"


def test_sitemap_lists_its_pages_newest_first() -> None:
    new, old = parsed("sitemap.xml", SITEMAP).listed
    assert (new.url, new.title, new.day, new.publisher) == (
        "https://lantern.example/new",
        "New",
        "2023-09-03",
        "The Lantern",
    )
    assert (old.url, old.day) == ("https://lantern.example/old", "2023-09-01")


def test_external_entities_are_not_resolved() -> None:
    raw = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SITEMAP.split(b"?>", 1)[1].replace(
        b"/old", b"/&x;"
    )
    assert all("root:" not in entry.url for entry in parsed("sitemap.xml", raw).listed)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/reports/rain", "https://lantern.example/reports/rain"),
        ("rain.html", "https://lantern.example/feeds/rain.html"),
        ("https://brey.example/rain", "https://brey.example/rain"),
    ],
)
def test_links_are_relative_to_where_the_feed_lies(link: str, address: str) -> None:
    assert [entry.url for entry in listed(item(link=link))] == [address]


def test_links_are_relative_to_the_nearest_base() -> None:
    raw = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lantern</title>'
        b'<entry xml:base="https://brey.example/deep/"><title>Rain</title><link href="rain.html"/></entry></feed>'
    )
    [entry] = listed_in_feed(Document(AT, "all.xml", raw, Kind.FEED, AT))
    assert entry.url == "https://brey.example/deep/rain.html"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Rain up &lt;3% but floods &gt;5%", "Rain up <3% but floods >5%"),
        ("Rain &amp;amp; flood", "Rain & flood"),
        ("&lt;b&gt;Rain&lt;/b&gt; in Brey", "Rain in Brey"),
    ],
)
def test_titles_are_as_written(given: str, title: str) -> None:
    assert [entry.title for entry in listed(item(given))] == [title]


@pytest.mark.parametrize(
    ("given", "stated"),
    [
        ("Tue, 05 Mar 2024 23:30:00 -0500", "2024-03-05T23:30:00-05:00"),
        ("Wed, 06 Mar 2024 02:10:00 +0530", "2024-03-06T02:10:00+05:30"),
        ("2019/8/23 09:41:10", "2019-08-23"),
        ("gio, 3 ott 2024 08:00:00 +0200", "2024-10-03"),
        ("Thu, Jan 22 2026 06:45:00 PM", "2026-01-22"),
        ("03/04/2024", None),
        ("yesterday", None),
        ("Rain, 2024", None),
    ],
)
def test_the_day_is_the_publishers_own_or_not_stated(given: str, stated: str | None) -> None:
    assert [entry.published for entry in listed(item(day=given))] == [stated]
