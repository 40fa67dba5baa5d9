"""Documents made for the tests: PDFs, EPUBs, Word files and web archives, of the least that is valid."""

import io
import zipfile
from collections.abc import Sequence

import docx
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def pdf(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF with a line of text for each string of a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = b"".join(b"(" + _escaped(line) + b") Tj T* " for line in lines)
        content = b"BT /F1 11 Tf 14 TL 50 780 Td " + shown + b"ET"
        kids.append(len(objects) + 1)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                       b"/Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects) + 2))  # fmt: skip
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    info = b""
    if title:
        objects.append(b"<< /Title (" + _escaped(title) + b") >>")
        info = b" /Info %d 0 R" % len(objects)
    return _assembled(objects, info)


def columns(left: Sequence[str], right: Sequence[str]) -> bytes:
    """A PDF of one page with two columns, drawn row by row."""
    rows = zip(left, right, strict=True)
    shown = b"".join(
        b"1 0 0 1 %d %d Tm (" % (x, 780 - 14 * row) + _escaped(words) + b") Tj "
        for row, pair in enumerate(rows)
        for x, words in zip((50, 320), pair, strict=True)
    )
    content = b"BT /F1 11 Tf " + shown + b"ET"
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        ],
        b"",
    )  # fmt: skip


def _escaped(line: str) -> bytes:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")


def _assembled(objects: Sequence[bytes], info: bytes) -> bytes:
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, info, start))
    return out.getvalue()


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    """A Word document with a heading and paragraphs."""
    made = docx.Document()
    made.core_properties.author = "Mila Sand"
    made.add_heading(title, level=1)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def book(chapters: Sequence[tuple[str, str]], publisher: str = "") -> bytes:
    """An EPUB with a chapter for each title and text."""
    out = io.BytesIO()
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="in/book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "in/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:publisher>{publisher}</dc:publisher></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for n, (title, text) in enumerate(chapters):
            archive.writestr(
                f"in/c{n}.xhtml",
                f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>",
            )
    return out.getvalue()


def warc(pages: Sequence[tuple[str, str]], *, kind: str = "response", status: str = "200 OK") -> bytes:
    """A gzipped web archive with a record of a kind for each address and page."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, page in pages:
        headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, kind, payload=io.BytesIO(page.encode()), http_headers=headers)
        writer.write_record(record)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()
