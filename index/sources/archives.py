"""Archives of documents: zip and WARC, entry by entry, with limits on all of them."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from index.errors import SourceError
from index.sources.documents import MOST_BYTES, SUFFIXES, TOO_LARGE, Arrived, Document

MOST_ENTRIES = 10_000
MOST_INFLATED = 1024 * 1024 * 1024
"""Bytes of all entries of an archive."""
MOST_RATIO = 200
"""Inflated bytes for a packed one; text packs to about a tenth."""


def opened_zip(raw: bytes, where: str) -> zipfile.ZipFile:
    """Open a zip file whose entries keep within the limits by what they say of themselves.

    Raises:
        SourceError: it is damaged, encrypted or too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceError(where, "cannot be read: it is damaged") from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_INFLATED:
        raise SourceError(where, f"holds more than {MOST_ENTRIES:,} entries or {MOST_INFLATED // 1024**3} GB")
    if any(e.flag_bits & 1 for e in entries):
        raise SourceError(where, "is encrypted; add a copy that opens without a password")
    return archive


def entry_bytes(archive: zipfile.ZipFile, entry: str | zipfile.ZipInfo, where: str) -> bytes:
    """Return an entry's bytes, never more than a document may have, whatever the archive says of it.

    Of several entries of one name, the last goes by it; each is itself by its `ZipInfo`.

    Raises:
        SourceError: there is no such entry, it is damaged, or too large.
    """
    name = entry if isinstance(entry, str) else entry.filename
    try:
        info = archive.getinfo(entry) if isinstance(entry, str) else entry
        with archive.open(info) as file:
            raw = file.read(MOST_BYTES + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{where}#{name}", "cannot be read: it is damaged") from error
    if len(raw) > MOST_BYTES or len(raw) > MOST_RATIO * max(info.compress_size, 1024):
        raise SourceError(f"{where}#{name}", f"{TOO_LARGE}, or packed beyond reason")
    return raw


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A document of an archive, laid into a file of its own."""

    where: str
    name: str
    path: Path


def unpacked_zip(document: Document, folder: Path) -> Iterator[Unpacked | SourceError]:
    """Lay each document of a zip file into `folder`, or yield what is wrong with one; other files are passed over.

    Raises:
        SourceError: it is damaged, encrypted or too large.
    """
    with opened_zip(document.raw, document.where) as archive:
        for number, info in enumerate(archive.infolist()):
            inner = info.filename
            where = f"{document.where}#{inner}"
            if info.is_dir() or not inner.lower().removesuffix(".gz").endswith(tuple(SUFFIXES)):
                continue
            if inner.lower().endswith((".zip", ".warc", ".warc.gz")):
                yield SourceError(where, "is an archive inside an archive, which is not opened")
                continue
            try:
                raw = entry_bytes(archive, info, document.where)
            except SourceError as error:
                yield error
                continue
            path = folder / str(number)
            path.write_bytes(raw)
            yield Unpacked(where, f"{document.name}/{posixpath.normpath(inner)}", path)


def documents_in_warc(path: Path) -> Iterator[Arrived | SourceError]:
    """Yield the pages and PDFs that a web archive's responses hold, named by their address.

    Raises:
        SourceError: it is no web archive, or is damaged from some place on.
    """
    with path.open("rb") as file:
        yield from _responses(file, str(path))


def _responses(file: BinaryIO, where: str) -> Iterator[Arrived | SourceError]:
    count = 0
    try:
        for record in ArchiveIterator(file):
            count += 1
            if count > MOST_ENTRIES:
                raise SourceError(where, f"holds more than {MOST_ENTRIES:,} entries; the rest is left out")
            headers = record.http_headers
            if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
                continue
            url, media = record.rec_headers.get_header("WARC-Target-URI"), headers.get_header("Content-Type") or ""
            if media.startswith(("text/html", "application/xhtml", "application/pdf")):
                yield _response(record.content_stream().read(MOST_BYTES + 1), url, media)
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError) as error:
        raise SourceError(where, "is damaged, or not a web archive; what came before is in") from error


def _response(raw: bytes, url: str, media: str) -> Arrived | SourceError:
    if len(raw) > MOST_BYTES:
        return SourceError(url, TOO_LARGE)
    return Arrived(url, "", raw, url, media, urlsplit(url).hostname or "")
