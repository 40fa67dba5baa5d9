"""Each kind of document, from its bytes to its articles; in this process, where a failure shows its cause."""

import email.message
import gzip
import json

import pytest

from index import Article, BlockKind, DateBasis, SourceError
from index.sources.documents import Filing, Kind, document_of
from index.sources.formats.registry import Parsed, parse
from index.text.chunking import sentences_of
from tests.index.sources import papers

RAIN = "Rain fell on the lower town of Brey for three days, and the river rose by two metres before dawn on Sunday."
REIK = "The mayor, Tomas Reik, said that the water would not fall before Tuesday, and asked people to stay at home."


def parsed(name: str, raw: bytes, content_type: str = "") -> Parsed:
    return parse(document_of(name, name, raw, content_type=content_type), Filing("default", "Given"))


def only(name: str, raw: bytes) -> Article:
    found = parsed(name, raw)
    assert not found.problems
    [article] = found.articles
    return article


LINES = [
    "The mayor of Brey, Tomas Reik, said on Sunday that the foot-",
    "bridge would stay closed until the water fell below the mark",
    "of 1988, when it was last rebuilt.",
]


class TestPdf:
    def test_lines_are_joined_to_sentences_and_the_page_is_kept(self) -> None:
        article = only(
            "a.pdf", papers.pdf([["Flood in Brey", "", *LINES], ["Page 2", RAIN[:60], RAIN[61:]]], title="Flood")
        )
        assert article.title == "Flood"
        first = next(s for s in sentences_of(article) if "foot-\nbridge" in s.of(article.text))
        assert first.of(article.text).endswith("last rebuilt.")
        assert article.page_of(first) == 1
        last = sentences_of(article)[-1]
        assert article.page_of(last) == 2

    def test_running_heads_are_left_out(self) -> None:
        towns = ["Brey", "Lissa", "Tessin", "Holm", "Marn"]
        pages = [
            ["The Lantern Weekly", *(f"{line} of {town}." for line in ("Rain fell on the town", "So said the mayor")),
             *(f"{line} of {town}." for line in ("Nobody left the houses", "The sun came to the people")), f"Page {n}"]
            for n, town in enumerate(towns, 1)
        ]  # fmt: skip
        article = only("a.pdf", papers.pdf(pages))
        assert "Lantern Weekly" not in article.text
        assert "Page 3" not in article.text
        assert "So said the mayor of Tessin." in article.text

    def test_a_scan_is_refused_with_the_reason(self) -> None:
        [(_, why)] = parsed("a.pdf", papers.pdf([[], [], []])).problems
        assert "is a scan" in why

    def test_a_damaged_file_is_refused(self) -> None:
        [(_, why)] = parsed("a.pdf", b"%PDF-1.4\n" + b"\x00\xff" * 500).problems
        assert "damaged" in why or "scan" in why


def test_word_document_keeps_its_headings_and_author() -> None:
    article = only("a.docx", papers.word("Flood in Brey", [RAIN, REIK]))
    assert (article.title, article.author) == ("Flood in Brey", "Mila Sand")
    assert [b.kind for b in article.blocks] == [BlockKind.HEADING, BlockKind.BODY, BlockKind.BODY]


def test_each_chapter_of_a_book_is_an_article() -> None:
    found = parsed("a.epub", papers.book([("Rain", RAIN * 3), ("Reik", REIK * 3)], publisher="Brey Press"))
    assert [(a.id, a.title, a.publisher) for a in found.articles] == [
        ("a.epub#c0.xhtml", "Rain", "Brey Press"),
        ("a.epub#c1.xhtml", "Reik", "Brey Press"),
    ]


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_mail_gives_subject_sender_and_date(subtype: str) -> None:
    mail = email.message.EmailMessage()
    mail["Subject"], mail["From"] = "Flood in Brey", "Press office <press@brey.example>"
    mail["Date"] = "Sun, 03 Sep 2023 10:00:00 +0200"
    body = f"{RAIN}\n\n{REIK}\n"
    mail.set_content(
        body if subtype == "plain" else f"<html><body><p>{RAIN}</p><p>{REIK}</p></body></html>", subtype=subtype
    )
    article = only("a.eml", mail.as_bytes())
    assert (article.title, article.author) == ("Flood in Brey", "Press office")
    assert (article.published, article.published_basis) == ("2023-09-03T10:00:00+02:00", DateBasis.STATED)
    assert REIK in " ".join(article.text.split())


def test_table_with_named_columns() -> None:
    raw = f'headline;date;body\nRain;2023-09-03;"{RAIN}"\nNothing;;\n'.encode()
    found = parsed("a.csv", raw)
    assert [(a.title, a.published, a.text) for a in found.articles] == [("Rain", "2023-09-03", RAIN)]
    assert found.problems == [("a.csv:3", "has no text")]


def test_table_without_a_text_column_says_what_it_lacks() -> None:
    assert parsed("a.csv", b"a,b\n1,2\n").problems == [("a.csv", "has no column called text, body or content")]


@pytest.mark.parametrize("row", [{"text": "It rai\0ned."}, {"text": "It rained.", "title": "R\0in"}])
def test_a_row_with_a_zero_character_is_refused_with_the_reason(row: dict[str, str]) -> None:
    found = parsed("a.jsonl", json.dumps(row).encode())
    assert found.articles == []
    [(_, why)] = found.problems
    assert "zero character (\\u0000)" in why


def test_markdown_front_matter_names_publisher_and_date() -> None:
    article = only("a.md", f"---\ntitle: Flood\npublisher: Brey Press\ndate: 2023-09-03\n---\n\n{RAIN}\n".encode())
    assert (article.title, article.publisher, article.published) == ("Flood", "Brey Press", "2023-09-03")


FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Lantern</title>
<item><title>Rain &amp; flood</title><link>https://lantern.example/rain</link><pubDate>Sun, 03 Sep 2023 10:00:00 GMT</pubDate>
<description>{RAIN}</description></item><item><title>No link</title></item></channel></rss>""".encode()
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://lantern.example/old</loc><lastmod>2023-09-01</lastmod></url>
<url><loc>https://lantern.example/new</loc><news:news><news:publication><news:name>The Lantern</news:name></news:publication>
<news:publication_date>2023-09-03T10:00:00Z</news:publication_date><news:title>New</news:title></news:news></url></urlset>"""


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
    ("name", "raw", "content_type", "kind"),
    [
        ("", b"%PDF-1.7", "text/html", Kind.PDF),
        ("", b"<!DOCTYPE html><p>x", "", Kind.PAGE),
        ("", b"plain words", "text/html; charset=utf-8", Kind.PAGE),
        ("page", b"words", "text/plain", Kind.TEXT),
        ("a.txt", b"<html>", "", Kind.TEXT),
        ("a.xml", SITEMAP, "application/xml", Kind.SITEMAP),
        ("feed.php", FEED, "text/html", Kind.FEED),
        ("a.docx", papers.word("x", ["y"]), "", Kind.WORD),
        ("a.bin", papers.book([("a", "b")]), "", Kind.BOOK),
        ("a.html.gz", gzip.compress(b"<html>"), "", Kind.PAGE),
        ("a.jsonl", json.dumps({"text": "x"}).encode(), "", Kind.LINES),
    ],
)
def test_kind_is_told_from_bytes_type_and_name(name: str, raw: bytes, content_type: str, kind: Kind) -> None:
    assert document_of("here", name, raw, content_type=content_type).kind is kind


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(SourceError, match="larger than 10 MB"):
        document_of("a", "a.txt.gz", gzip.compress(b"a" * 20_000_000))


def test_declared_encodings_are_read_and_what_is_no_text_is_not() -> None:
    words = "Der Bürgermeister sagte, die Straße sei gesperrt. " * 3
    page = f'<html><head><meta charset="iso-8859-1"></head><body><article><p>{words}</p></article></body></html>'
    assert "Bürgermeister" in only("a.html", page.encode("latin-1")).text
    utf16 = document_of("a", "a.txt", words.encode("utf-16"))
    assert utf16.text().startswith("Der Bürgermeister")


def test_half_a_character_in_any_field_becomes_a_replacement_mark() -> None:
    raw = b"From: \xff a@b.example\nSubject: Rain\n\nRain fell on the lower town of Brey for three days.\n"
    article = only("a.eml", raw)
    article.author.encode()
    assert "\ufffd" in article.author
