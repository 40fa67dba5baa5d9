from tests.index.sources.formats.documents import FEED, SITEMAP, parsed


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
