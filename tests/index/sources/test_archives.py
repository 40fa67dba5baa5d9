"""Archives: what is unpacked, and the limits on all of it."""

import io
import zipfile
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import archives
from index.sources.archives import documents_in_warc, opened_zip, unpacked_zip
from index.sources.documents import Document, Kind
from tests.index.sources import papers


def unpack(tmp_path: Path, files: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    entries = list(unpacked_zip(Document("z", "z.zip", papers.zipped(files), Kind.ZIP), tmp_path))
    kept = {e.name: e.path.read_bytes() for e in entries if not isinstance(e, SourceError)}
    return kept, {e.where: e.why for e in entries if isinstance(e, SourceError)}


def test_documents_are_laid_into_files_of_their_own_and_others_passed_over(tmp_path: Path) -> None:
    kept, refused = unpack(tmp_path, {"a.txt": b"Rain.", "d/b.html.gz": b"x", "c.exe": b"MZ", "../../d.md": b"# Sun"})
    assert kept == {"z.zip/a.txt": b"Rain.", "z.zip/d/b.html.gz": b"x", "z.zip/../../d.md": b"# Sun"}
    assert refused == {}
    assert all(p.parent == tmp_path for p in tmp_path.rglob("*"))


def test_an_archive_inside_is_named_and_not_opened(tmp_path: Path) -> None:
    kept, refused = unpack(tmp_path, {"a.zip": b"PK", "b.warc.gz": b"x", "c.txt": b"Rain."})
    assert list(kept) == ["z.zip/c.txt"]
    assert set(refused) == {"z#a.zip", "z#b.warc.gz"}


def test_a_name_as_long_as_a_name_can_be_costs_its_document_alone(tmp_path: Path) -> None:
    long = "n" * 60_000 + ".txt"
    kept, refused = unpack(tmp_path, {long: b"Rain.", "b.txt": b"Sun."})
    assert refused == {}
    assert kept["z.zip/b.txt"] == b"Sun."


@pytest.mark.parametrize(
    ("size", "is_kept"), [(archives.MOST_RATIO * 1024, True), (archives.MOST_RATIO * 1024 + 1, False)]
)
def test_what_is_packed_beyond_reason_is_refused(tmp_path: Path, size: int, is_kept: bool) -> None:
    kept, refused = unpack(tmp_path, {"a.txt": b"0" * size, "b.txt": b"Sun."})
    assert ("z.zip/a.txt" in kept) is is_kept
    assert [why for why in refused.values() if "packed beyond reason" in why] == [*refused.values()]
    assert "z.zip/b.txt" in kept


def test_more_entries_or_bytes_than_may_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = papers.zipped({f"{n}.txt": b"0" * 100 for n in range(4)})
    opened_zip(raw, "z").close()
    for name, most in (("MOST_ENTRIES", 3), ("MOST_INFLATED", 399)):
        with monkeypatch.context() as narrow:
            narrow.setattr(archives, name, most)
            with pytest.raises(SourceError, match="holds more than"):
                opened_zip(raw, "z")
        with monkeypatch.context() as wide:
            wide.setattr(archives, name, most + 1)
            opened_zip(raw, "z").close()


def test_what_is_encrypted_or_broken_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"Rain.")
    raw = bytearray(out.getvalue())
    with pytest.raises(SourceError, match="damaged"):
        opened_zip(bytes(raw[:-10]), "z")
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match="encrypted"):
        opened_zip(bytes(raw), "z")


def test_pages_of_a_web_archive_come_from_the_hosts_that_it_names(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(papers.warc([("http://h.example/", "<p>Rain.</p>"), ("http://i.example/x", "<p>Sun.</p>")]))
    found = [d for d in documents_in_warc(path) if not isinstance(d, SourceError)]
    assert [(d.url, d.host) for d in found] == [("http://h.example/", "h.example"), ("http://i.example/x", "i.example")]


def test_a_web_archive_of_too_many_pages_is_read_as_far_as_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(papers.warc([(f"http://h.example/{n}", "<p>Rain.</p>") for n in range(3)]))
    monkeypatch.setattr(archives, "MOST_ENTRIES", 2)
    read = documents_in_warc(path)
    assert [next(read), next(read)]
    with pytest.raises(SourceError, match="the rest is left out"):
        next(read)


def test_other_marks_of_a_zip_entry_than_encryption_are_none() -> None:
    raw = bytearray(papers.zipped({"a.txt": b"Rain."}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 6
    with opened_zip(bytes(raw), "z") as opened:
        assert opened.namelist() == ["a.txt"]


def test_only_good_answers_of_a_web_archive_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    pages = [("http://h.example/a", "<p>Rain.</p>")]
    path.write_bytes(
        papers.warc(pages, kind="request") + papers.warc(pages, status="404 Not Found") + papers.warc(pages)
    )
    assert len(list(documents_in_warc(path))) == 1


def test_a_damaged_entry_is_named_and_costs_itself_alone(tmp_path: Path) -> None:
    raw = bytearray(papers.zipped({"a.txt": b"Rain fell on Brey. " * 40, "b.txt": b"Sun."}))
    at = raw.index(b"a.txt") + len("a.txt")
    raw[at : at + 8] = bytes(8)
    entries = list(unpacked_zip(Document("z", "z.zip", bytes(raw), Kind.ZIP), tmp_path))
    assert [str(e) for e in entries if isinstance(e, SourceError)] == ["z#a.txt: cannot be read: it is damaged"]
    assert [e.name for e in entries if not isinstance(e, SourceError)] == ["z.zip/b.txt"]


def test_entries_of_one_name_are_each_themselves(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for text in ("", "", "Rain. " * 5_000):
            made.writestr("a.txt", text)
    entries = list(unpacked_zip(Document("z", "z.zip", packed.getvalue(), Kind.ZIP), tmp_path))
    assert [e.path.stat().st_size for e in entries if not isinstance(e, SourceError)] == [0, 0, 30_000]


def test_an_archive_that_unfolds_beyond_measure_says_the_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 1)
    with pytest.raises(SourceError, match="more than 1 entries or 1 GB"):
        opened_zip(papers.zipped({"a.txt": b"Rain.", "b.txt": b"Sun."}), "z")
