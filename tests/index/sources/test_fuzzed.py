"""Documents bent at random: each is read, or refused with one line; nothing breaks, hangs, or is stored by half."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import IndexSettings, NewsIndex, Problem, read_articles
from index.store.sqlite import problems as damage
from tests.conftest import NoStatements, WordEmbedder
from tests.index.sources import papers
from tests.index.sources.hostile import PROSE

BATCH = 50
LONGEST = 40.0
"""Seconds for one batch beyond those of its parsers' own clocks."""

FEED = f"<rss version='2.0'><channel><item><title>T</title><description><![CDATA[{PROSE * 9}]]></description></item></channel></rss>"
PAGE = f"<html><head><title>Rain</title><meta name='date' content='2024-01-02'></head><body><article><h1>Rain</h1>{PROSE * 6}</article></body></html>"


def seeds() -> dict[str, bytes]:
    """Return a whole document of each kind, by the end of its name."""
    prose = "Rain fell on the lower town of Brey for three days. The mayor said so."
    return {
        "pdf": papers.pdf([[prose] * 3] * 2),
        "docx": papers.word("Rain", [prose] * 3),
        "epub": papers.book([("rain.xhtml", f"<p>{prose}</p>" * 9)]),
        "html": PAGE.encode(),
        "xml": FEED.encode(),
        "txt": (prose + "\n").encode() * 9,
        "md": f"# Rain\n\n{prose}\n".encode() * 5,
        "csv": b"title,text\nRain," + prose.encode() + b"\n",
        "jsonl": b'{"id": "1", "text": "' + prose.encode() + b'"}\n',
        "eml": b"From: a@b.example\nSubject: Rain\nContent-Type: text/plain\n\n" + prose.encode(),
    }


TOKENS = [b"\x00", b"\xff", b"<", b">", b"&", b'"', b"(", b"{", b"[" * 50, b"<div>" * 300, b"\xef\xbb\xbf", b"\xed\xa0\x80",
          b"%PDF-1.7", b"PK\x03\x04", b"<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", b"9" * 40, b"-1", b"\r\n" * 20, b"endobj"]  # fmt: skip


def bent(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a document after a few of the changes that fuzzers make: flips, cuts, copies, tokens, another's middle."""
    held = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(held) + 1)
        end = min(len(held), at + chance.randint(1, 200))
        kind = chance.randrange(6)
        if kind == 0 and held:
            held[at % len(held)] ^= chance.randint(1, 255)
        elif kind == 1:
            del held[at:end]
        elif kind == 2:
            held[at:at] = held[at:end] * chance.randint(1, 30)
        elif kind == 3:
            held[at:at] = chance.choice(TOKENS)
        elif kind == 4:
            held[at:end] = other[at:end]
        else:
            del held[at:]
    return bytes(held)


def documents(count: int, folder: Path, chance: random.Random) -> Iterator[Path]:
    whole = seeds()
    for number in range(count):
        end = chance.choice(list(whole))
        name = chance.choice([end, end, end, chance.choice(list(whole))])
        path = folder / f"{number}.{name}"
        path.write_bytes(bent(whole[end], whole[chance.choice(list(whole))], chance))
        yield path


@pytest.mark.promise
@pytest.mark.timeout(7200)
def test_no_bent_document_breaks_hangs_or_is_stored_by_half(
    tmp_path: Path, scale: Callable[[int, int], int], promised: Callable[[str], None]
) -> None:
    chance, count, slowest = random.Random(31), scale(100, 10_000), 0.0
    refused: list[Problem] = []
    settings = IndexSettings(library=tmp_path / "library", reader="none")
    with NewsIndex.open(settings, write=True, embedder=WordEmbedder(), statement_source=NoStatements()) as index:
        for batch in range(0, count, BATCH):
            folder = tmp_path / str(batch)
            folder.mkdir()
            paths, begun, before = list(documents(BATCH, folder, chance)), time.monotonic(), len(refused)
            report = index.add(read_articles(paths, "default", "", refused.append))
            slowest = max(slowest, time.monotonic() - begun)
            told = {Path(p.where.split("#")[0]).name for p in refused[before:]}
            assert all("\n" not in p.why for p in refused[before:])
            # Every document is in, or told of; one of several articles may be both.
            assert report.articles + len(told) >= BATCH
            for path in paths:
                path.unlink()
        articles = index.count(["default"])["articles"]
    assert list(damage(tmp_path / "library")) == []
    assert slowest < LONGEST + 30
    promised(f"{count} bent documents: {articles} articles, {len(refused)} refused with a line, slowest {BATCH} took "
             f"{slowest:.0f} s, library whole")  # fmt: skip
