"""Documents that take parsers down: sixty kinds, each by a name, made when asked for."""

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.index.sources import papers

PROSE = "<p>Rain fell on the lower town of Brey for three days, and the river rose by two metres before dawn.</p>"
MANY = 100_000


def _page(inner: str) -> bytes:
    return f"<html><head><title>t</title></head><body><article>{inner}</article></body></html>".encode()


def _nested(tag: str, depth: int) -> bytes:
    return _page(f"<{tag}>" * depth + PROSE * 20 + f"</{tag}>" * depth)


def _zip_of(size: int, count: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for n in range(count):
            archive.writestr(f"{n}.txt", b"0" * size)
    return out.getvalue()


def _docx_with(document: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(papers.word("t", ["x"]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def _pdf_of(objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + objects + b"\ntrailer << /Root 1 0 R /Size 9 >>\nstartxref\n9\n%%EOF"


def _pdf_stream(data: bytes, filters: bytes) -> bytes:
    head = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj "
    return _pdf_of(
        head + page + b"4 0 obj<</Length %d/Filter %s>>stream\n" % (len(data), filters) + data + b"\nendstream endobj"
    )


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)

HTML: Mapping[str, Callable[[], bytes]] = {
    "300 nested divs": lambda: _nested("div", 300),
    "5,000 nested divs": lambda: _nested("div", 5_000),
    "100,000 nested divs": lambda: _nested("div", MANY),
    "100,000 nested spans": lambda: _nested("span", MANY),
    "20,000 nested tables": lambda: _page("<table><tr><td>" * 20_000 + PROSE),
    "20,000 nested lists": lambda: _page("<ul><li>" * 20_000 + PROSE),
    "100,000 nested bolds": lambda: _page("<b>" * MANY + PROSE),
    "50,000 nested quotes": lambda: _page("<blockquote>" * 50_000 + PROSE),
    "100,000 attributes": lambda: _page("<p " + " ".join(f"a{n}=1" for n in range(MANY)) + ">" + PROSE),
    "50,000 attributes without values": lambda: _page("<p " + " ".join(f"a{n}" for n in range(50_000)) + ">" + PROSE),
    "5,000 attributes on each of 20 tags": lambda: _page(("<p " + " ".join(f"a{n}=1" for n in range(5_000)) + ">x</p>") * 20),
    "an attribute of 9 MB": lambda: _page(f'<p data-x="{"x" * 9_000_000}">{PROSE}'),
    "9 MB of paragraphs": lambda: _page(PROSE * 85_000),
    "one paragraph of 9 MB": lambda: _page("<p>" + "rain " * 1_800_000 + "</p>"),
    "a word of 5 MB": lambda: _page("<p>" + "a" * 5_000_000 + "</p>"),
    "a million commas": lambda: _page("<p>" + "a, " * 1_000_000 + "</p>"),
    "300,000 links": lambda: _page("<a href='x'>y</a>" * 300_000),
    "100,000 images": lambda: _page("<img src=x>" * MANY + PROSE * 9),
    "100,000 open comments": lambda: _page("<!--" * MANY + PROSE),
    "100,000 open scripts": lambda: _page("<script>" * MANY),
    "100,000 open tags": lambda: b"<" * MANY,
    "500,000 entities": lambda: _page("<p>" + "&amp;" * 500_000 + "</p>"),
    "character references out of range": lambda: _page("<p>" + "&#x110000;&#0;&#xD800;" * 10_000 + PROSE * 9),
    "a million line breaks": lambda: _page("<br>" * 1_000_000),
    "JSON-LD nested 100,000 deep": lambda: _page('<script type="application/ld+json">' + "[" * MANY + "</script>" + PROSE * 9),
    "5 MB of JSON-LD": lambda: _page('<script type="application/ld+json">' + json.dumps([{"datePublished": "x"}] * 200_000)
                                    + "</script>" + PROSE * 9),
    "100,000 metas of dates": lambda: _page('<meta property="article:published_time" content="2023-99-99">' * MANY + PROSE * 9),
    "100,000 times": lambda: _page("<time datetime='2023-01-01'>1 January 2023</time>" * MANY),
    "dates without end": lambda: _page("<p>" + "1 January 2023 " * 200_000 + "</p>"),
    "nothing but zero bytes": lambda: b"<html>" + b"\x00" * 1_000_000,
    "bytes of no encoding": lambda: b"<html><p>" + bytes(range(128, 256)) * 20_000,
    "UTF-16 without its mark": lambda: "<html><body><p>rain</p>".encode("utf-16-le") * 1_000,
    "an unknown encoding": lambda: b'<html><head><meta charset="rot13">' + PROSE.encode() * 30,
    "frames in frames": lambda: _page("<iframe>" * 50_000),
    "nested forms": lambda: _page("<form>" * 50_000 + PROSE),
    "SVG nested 50,000 deep": lambda: _page("<svg>" + "<g>" * 50_000 + "</svg>" + PROSE * 9),
    "bidi and zero-width without end": lambda: _page("<p>" + "\u202e\u200b\u2066x" * 200_000 + "</p>"),
    "marks stacked on a letter": lambda: _page("<p>a" + "\u0301" * 1_000_000 + "</p>"),
}  # fmt: skip
OTHERS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "PDF whose pages are their own parent": ("a.pdf", lambda: _pdf_of(
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 9/Kids[2 0 R]/Parent 2 0 R>>endobj")),
    "PDF of a million pages by its word": ("a.pdf", lambda: _pdf_of(
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1000000/Kids[3 0 R]>>endobj")),
    "PDF of 3,000 pages": ("a.pdf", lambda: papers.pdf([["rain"]] * 3_000)),
    "PDF stream of 1 GB in 1 MB": ("a.pdf", lambda: _pdf_stream(zlib.compress(b"0" * 1_000_000_000, 9), b"/FlateDecode")),
    "PDF stream packed many times": ("a.pdf", lambda: _pdf_stream(b"x" * 9_000, b"[" + b"/ASCIIHexDecode" * 500 + b"]")),
    "PDF stream of run lengths": ("a.pdf", lambda: _pdf_stream(b"\x81A" * 3_000_000, b"/RunLengthDecode")),
    "PDF stream of LZW": ("a.pdf", lambda: _pdf_stream(b"\x80\x0b\x60\x50" * 200_000, b"/LZWDecode")),
    "PDF nested arrays": ("a.pdf", lambda: _pdf_of(b"1 0 obj" + b"[" * 200_000 + b"endobj")),
    "PDF nested dictionaries": ("a.pdf", lambda: _pdf_of(b"1 0 obj" + b"<</a" * 100_000 + b"endobj")),
    "PDF of 2 MB of text on a page": ("a.pdf", lambda: papers.pdf([["rain fell on the town"] * 60_000])),
    "PDF cut in the middle": ("a.pdf", lambda: papers.pdf([["rain fell"] * 40] * 9)[:2_000]),
    "PDF of noise": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes((n * 7919) % 256 for n in range(500_000))),
    "zip bomb named docx": ("a.docx", lambda: _docx_with(b"<w>" + b"0" * 200_000_000)),
    "Word XML of a billion laughs": ("a.docx", lambda: _docx_with(BILLION + b"<l>&j;</l>")),
    "Word XML nested 100,000 deep": ("a.docx", lambda: _docx_with(b"<w>" * MANY)),
    "EPUB of nothing": ("a.epub", lambda: papers.zipped({"mimetype": b"application/epub+zip"})),
    "EPUB with chapters outside of it": ("a.epub", lambda: papers.book([("../../etc/passwd", "x" * 300)])),
    "feed of a billion laughs": ("a.xml", lambda: BILLION + b"<rss version='2.0'><channel><title>&j;</title></channel></rss>"),
    "feed nested 100,000 deep": ("a.xml", lambda: b"<rss version='2.0'><channel>" + b"<item>" * MANY),
    "feed of 100,000 entries": ("a.xml", lambda: b"<rss version='2.0'><channel>" + b"<item><link>http://h.example/</link></item>"
                                * MANY + b"</channel></rss>"),
    "sitemap of 200,000 places": ("a.xml", lambda: b"<urlset>" + b"<url><loc>http://h.example/</loc></url>" * 200_000 + b"</urlset>"),
    "mail of 50,000 nested parts": ("a.eml", lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(50_000))),
    "mail of 200,000 headers": ("a.eml", lambda: b"X-A: b\n" * 200_000 + b"\nrain")  ,
    "Markdown nested 50,000 deep": ("a.md", lambda: b"> " * 50_000 + b"rain"),
    "Markdown of open links": ("a.md", lambda: b"[a](" * 100_000),
    "Markdown of stars": ("a.md", lambda: b"*a_" * 200_000),
    "table of one cell of 9 MB": ("a.csv", lambda: b"text\n\"" + b"rain " * 1_800_000 + b'"\n'),
    "table of 100,000 columns": ("a.csv", lambda: b",".join(b"c%d" % n for n in range(MANY)) + b"\n" + b"x," * MANY),
    "JSON nested 100,000 deep": ("a.jsonl", lambda: b"[" * MANY + b"\n"),
    "JSON line of 20 MB": ("a.jsonl", lambda: b'{"text": "' + b"a " * 10_000_000 + b'"}'),
    "gzip in gzip": ("a.txt.gz", lambda: gzip.compress(gzip.compress(b"0" * 50_000_000))),
    "zip of 1 GB in 1 MB": ("a.zip", lambda: _zip_of(100_000_000, 10)),
    "zip of 20,000 entries": ("a.zip", lambda: _zip_of(1, 20_000)),
    "zip in zip": ("a.zip", lambda: papers.zipped({"b.zip": _zip_of(10)})),
    "zip with a way out": ("a.zip", lambda: papers.zipped({"../../../etc/cron.d/a.txt": b"rain fell"})),
    "web archive cut in the middle": ("a.warc", lambda: papers.warc([("http://h.example/", PROSE * 99)])[:200]),
}  # fmt: skip


def all_kinds() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Every kind by its name: the name of its file, and what makes its bytes."""
    return {**{name: ("a.html", made) for name, made in HTML.items()}, **OTHERS}
