"""A document as it came: its bytes, where it lies, and what kind it is."""

import gzip
import io
import math
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from charset_normalizer import from_bytes

from index.errors import SourceError
from index.records import digest

MOST_BYTES = 10 * 1024 * 1024
"""Of one document, as it came and inflated."""
TOO_LARGE = f"is larger than {MOST_BYTES // 1024 // 1024} MB"
SNIFFED = 4096
MARK = b"\xef\xbb\xbf"
"""UTF-8's byte order mark."""


class Kind(StrEnum):
    """What a document is, by which reader it is read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    PAGE = "web page"
    PDF = "PDF"
    WORD = "Word document"
    BOOK = "EPUB"
    MAIL = "mail"
    SUBRIP = "SubRip subtitles"
    WEBVTT = "WebVTT subtitles"
    LINES = "JSON lines"
    TABLE = "CSV"
    FEED = "feed"
    SITEMAP = "sitemap"
    WARC = "web archive"
    ZIP = "zip archive"


SUFFIXES: Mapping[str, Kind] = {
    ".txt": Kind.TEXT, ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".html": Kind.PAGE, ".htm": Kind.PAGE,
    ".xhtml": Kind.PAGE, ".pdf": Kind.PDF, ".docx": Kind.WORD, ".epub": Kind.BOOK, ".eml": Kind.MAIL,
    ".jsonl": Kind.LINES, ".ndjson": Kind.LINES, ".csv": Kind.TABLE, ".rss": Kind.FEED, ".atom": Kind.FEED,
    ".srt": Kind.SUBRIP, ".vtt": Kind.WEBVTT, ".xml": Kind.FEED, ".warc": Kind.WARC, ".zip": Kind.ZIP,
}  # fmt: skip
READ_FROM = ", ".join(s for s in SUFFIXES if s not in (".markdown", ".htm", ".xhtml", ".ndjson"))
ZIPPED = ".gz"
TYPES: Mapping[str, Kind] = {
    "text/html": Kind.PAGE, "application/xhtml+xml": Kind.PAGE, "application/pdf": Kind.PDF,
    "application/rss+xml": Kind.FEED, "application/atom+xml": Kind.FEED, "text/markdown": Kind.MARKDOWN,
    "text/plain": Kind.TEXT, "text/csv": Kind.TABLE, "message/rfc822": Kind.MAIL, "application/epub+zip": Kind.BOOK,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
    "application/x-ndjson": Kind.LINES, "application/jsonl": Kind.LINES, "application/warc": Kind.WARC,
    "application/zip": Kind.ZIP, "text/vtt": Kind.WEBVTT, "application/x-subrip": Kind.SUBRIP,
}  # fmt: skip
BEGINNINGS: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"%PDF-"), Kind.PDF),
    (re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT[ \t\r\n]"), Kind.WEBVTT),
    (re.compile(rb"WARC/\d"), Kind.WARC),
    (re.compile(rb"PK\x03\x04.{26,60}mimetypeapplication/epub\+zip", re.S), Kind.BOOK),
    (re.compile(rb"PK\x03\x04.{26,4000}word/", re.S), Kind.WORD),
    (re.compile(rb"PK\x03\x04"), Kind.ZIP),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)[\s>]", re.I), Kind.PAGE),
)  # fmt: skip
ROOTS: Mapping[bytes, Kind] = {
    b"rss": Kind.FEED, b"feed": Kind.FEED, b"rdf:rdf": Kind.FEED, b"urlset": Kind.SITEMAP,
    b"sitemapindex": Kind.SITEMAP,
}  # fmt: skip
"""Kinds by the name of a document's first element."""
BEFORE_ROOT = re.compile(rb"\s*(?:<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>]*>)", re.S | re.I)
INSECURE = re.compile(r"^http:", re.I)
ROOT = re.compile(rb"\s*<([\w:]+)[\s>/]")


@dataclass(frozen=True, slots=True)
class Filing:
    """Under which collection articles go, and which publisher is theirs where they name none."""

    collection: str = "default"
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article that a feed or sitemap lists: where it is, and what the list says of it.

    `page` is the article's own text as a feed carries it, in HTML; `host` is that of the list, None on disk.
    """

    url: str
    title: str = ""
    author: str = ""
    published: str | None = None
    publisher: str = ""
    page: str = ""
    host: str | None = None

    @property
    def day(self) -> str:
        """When it was published, to the day; empty where the list does not say."""
        return (self.published or "")[:10]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Bytes as they came, before anybody has looked at them; `where` is how they are called to people.

    `name` is what their article is known by. `host` is the host that sent them, "" where nobody can tell whose they
    are, as of an attachment, and None where they lay on the operator's own disk, who answers for what they say.
    `listed` is what a feed or sitemap said of them, where one led to them; `depth` how many lists did, and `deadline`
    until when, by the monotonic clock, what they list in turn is fetched.
    """

    where: str
    name: str
    raw: bytes
    url: str = ""
    content_type: str = ""
    host: str | None = None
    listed: Listed | None = None
    depth: int = 0
    deadline: float = math.inf


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a document; `where` is how it is called to people, `name` what its article is known by."""

    where: str
    name: str
    raw: bytes
    kind: Kind
    url: str = ""
    charset: str = ""

    def text(self) -> str:
        """Return the document's text with line ends unified, which fixes its offsets for good.

        Raises:
            SourceError: the bytes are not text in any encoding that can be told.
        """
        return decoded(self.raw, self.where, self.charset)


def known_by(url: str) -> str:
    """Return what the article at an address is known by: neither http for https nor a last slash makes another."""
    return digest(INSECURE.sub("https:", url).rstrip("/"))


def document_of(where: str, name: str, raw: bytes, *, url: str = "", content_type: str = "") -> Document:
    """Return a document with its kind told from its first bytes, its type and its name, inflated if it is gzipped.

    Raises:
        SourceError: it is empty, too large, or of no kind that is read.
    """
    if not raw.strip():
        raise SourceError(where, "is empty")
    if raw[:2] == b"\x1f\x8b":
        raw, name = inflated(raw, where), name.removesuffix(ZIPPED)
    media, _, rest = content_type.partition(";")
    kind = _kind_of(raw, media.strip().lower(), name.lower())
    if kind is None:
        raise SourceError(where, f"is not a kind of document that is read ({READ_FROM})")
    charset = re.search(r"charset=[\"']?([\w.:-]+)", rest, re.I)
    return Document(where, name, raw, kind, url, charset.group(1) if charset else "")


def _kind_of(raw: bytes, media: str, name: str) -> Kind | None:
    suffix = next((s for s in SUFFIXES if name.endswith(s)), "")
    head = raw[:SNIFFED]
    begun = next((kind for form, kind in BEGINNINGS if form.match(head)), ROOTS.get(_root_of(head)))
    if begun is Kind.ZIP and SUFFIXES.get(suffix) in (Kind.WORD, Kind.BOOK):
        return SUFFIXES[suffix]
    # A page may be called anything; what only begins like one may be text that speaks of pages.
    if begun is not None and not (begun is Kind.PAGE and suffix and SUFFIXES[suffix] is not Kind.FEED):
        return begun
    by_name = SUFFIXES.get(suffix)
    return by_name if by_name not in (None, Kind.FEED) else TYPES.get(media, Kind.PAGE if media else by_name)


def _root_of(head: bytes) -> bytes:
    """Return the name of the first element, in small letters, past declarations and comments; b"" where there is none.

    One step after the other, each tried once: what a page puts before its first element costs time as it is long.
    """
    at = len(MARK) if head.startswith(MARK) else 0
    while skipped := BEFORE_ROOT.match(head, at):
        at = skipped.end()
    found = ROOT.match(head, at)
    return found[1].lower() if found else b""


def inflated(raw: bytes, where: str, most: int = MOST_BYTES) -> bytes:
    """Return what gzipped bytes hold.

    Raises:
        SourceError: it is more than `most` bytes, or not gzipped.
    """
    try:
        with gzip.open(io.BytesIO(raw)) as file:
            held = file.read(most + 1)
    except (OSError, EOFError, zlib.error):
        raise SourceError(where, "cannot be read: it is not whole") from None
    if len(held) > most:
        raise SourceError(where, f"is larger than {most // 1024 // 1024} MB")
    return held


DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I)
LOST = "�"
MOST_LOST = 0.01
"""Share of characters that no encoding explains, from which bytes are not text that could be quoted."""

STRAY_SHARE = 0.1
"""Bytes beside characters of UTF-8 beyond ASCII, up to which what holds both is UTF-8 with strays in it."""


def decoded(raw: bytes, where: str, charset: str = "") -> str:
    """Return bytes as text: by their byte order mark, as declared, as UTF-8, or as they look.

    Raises:
        SourceError: the bytes are not text in any encoding that can be told.
    """
    if not raw.strip():
        raise SourceError(where, "is empty")
    text = next((t for t in _readings(raw, charset) if t is not None), "")
    if not text.strip() or "\x00" in text or text.count(LOST) > MOST_LOST * len(text):
        raise SourceError(where, "is not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _readings(raw: bytes, charset: str) -> Iterable[str | None]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield _as(raw, "utf-16")
    yield _as(raw, "utf-8-sig")
    declared = DECLARED.search(raw[:SNIFFED])
    names = [charset, declared.group(1).decode("ascii") if declared else ""]
    yield _with_strays(raw, is_declared=any(name.lower() in ("utf-8", "utf8") for name in names))
    for name in names:
        # Pages that declare Latin-1 mean its Windows form, as browsers read them.
        yield _as(raw, {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252"}.get(name.lower(), name))
    yield str(from_bytes(raw).best() or "")


def _with_strays(raw: bytes, *, is_declared: bool) -> str | None:
    """Return bytes as UTF-8 with a mark for each that is not, as browsers do, where they say so or clearly are."""
    text = raw.decode("utf-8-sig", "replace")
    strays, others = text.count(LOST), sum(not c.isascii() for c in text)
    return (
        text if (is_declared and strays <= MOST_LOST * len(text)) or strays <= STRAY_SHARE * (others - strays) else None
    )


def _as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):
        return None
