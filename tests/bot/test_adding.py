"""Adding in a process of its own, with the library's own command."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.adding import Adder, Adding, _last_of, _take
from bot.failures import Failure
from index import IndexSettings, NewsIndex
from index.store.opening import locked
from tests.index.sources.web import running_web


@pytest.mark.model
async def test_an_add_tells_what_came_of_each_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": str(n), "text": f"Rain fell on town {n} for three days, said the mayor."} for n in range(3)]
    told: list[int] = []
    settings = IndexSettings(library=tmp_path / "library")
    with running_web() as web:
        monkeypatch.setenv("ONRECORD_FETCH_ALLOW", next(iter(web.allow)))
        web.pages["/rows.jsonl"] = (
            200,
            {"Content-Type": "application/jsonl"},
            "\n".join(map(json.dumps, rows)).encode(),
        )
        sources = [f"{web.root}/rows.jsonl", f"{web.root}/gone", str(tmp_path)]
        found = await Adder(settings).add(sources, "guild-1", lambda so_far: told.append(so_far.added))
    assert (found.added, found.is_done) == (3, True)
    assert [why for _, why in found.skipped] == ["was not found", "is not an address of the network"]
    assert told[-1] == 3
    with NewsIndex.open(settings) as index:
        assert index.count(["guild-1"])["articles"] == 3


async def test_an_add_while_another_process_writes_says_so_without_a_path(tmp_path: Path) -> None:
    lock = locked(tmp_path)
    try:
        with pytest.raises(Failure) as caught:
            await Adder(IndexSettings(library=tmp_path)).add(["x.txt"], "guild-1", lambda _: None)
    finally:
        lock.release()
    assert caught.value.key == "being-changed"


def test_nothing_has_come_of_an_add_before_it_begins() -> None:
    assert not Adding().is_done


@pytest.mark.parametrize("line", [b"5", b'"skipped"', b"[1]", b'{"added": 1}', b"null", b"Feed: 2 added", b""])
def test_a_line_that_is_no_report_says_nothing(line: bytes) -> None:
    so_far = Adding()
    _take(line, so_far)
    assert so_far == Adding()


async def test_a_stream_is_read_to_its_end_and_its_last_kept() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(b"x" * 200_000 + b"the end")
    stream.feed_eof()
    said = await _last_of(stream)
    assert said.endswith("the end")
    assert len(said) == 64 * 1024
