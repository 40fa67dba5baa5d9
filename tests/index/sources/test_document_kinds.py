import gzip
import json

import pytest

from index import SourceError
from index.sources.documents import Kind, document_of
from tests.index.sources import papers
from tests.index.sources.formats.documents import FEED, SITEMAP, only


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
