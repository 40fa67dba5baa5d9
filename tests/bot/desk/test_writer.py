"""Adding in a process of its own, with the library's own command."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.desk import writer as adding
from bot.desk.writer import MOST_OF_SERVER, Adding, LibraryWriter, _environment, _last_of, _lines_of, _stand_back, _take
from bot.failures import Failure
from index import Database, IndexSettings, NewsIndex
from index.store.sqlite.opening import locked
from tests.index.sources.web import running_web
from tests.postgres_server import free_port


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
        found = await LibraryWriter(settings).add(sources, "guild-1", lambda so_far: told.append(so_far.added))
    assert (found.added, found.is_done) == (3, True)
    assert [why for _, why in found.skipped] == ["was not found", "is not an address of the network"]
    assert told[-1] == 3
    with NewsIndex.open(settings) as index:
        assert index.count(["guild-1"])["articles"] == 3


async def test_attachments_are_taken_from_discords_own_hosts_only(tmp_path: Path) -> None:
    with running_web() as web:
        web.pages["/a.txt"] = b"Rain fell."
        sources = [f"{web.root}/a.txt", "https://cdn.discordapp.com.evil.example/a.txt"]
        found = await LibraryWriter(IndexSettings(library=tmp_path)).add(
            sources, "guild-1", lambda _: None, attachments=True
        )
        assert web.asked == []
    assert [why for _, why in found.skipped] == ["is a forbidden address: port " + str(web.port),
                                                 "is a forbidden address: not a host of Discord's attachments"]  # fmt: skip


async def test_an_add_while_another_process_writes_says_so_without_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.writer.WAIT", 0.0)
    lock = locked(tmp_path)
    try:
        with pytest.raises(Failure) as caught:
            await LibraryWriter(IndexSettings(library=tmp_path)).remove(["x"], "guild-1")
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


async def test_a_line_too_long_for_any_report_is_passed_over() -> None:
    stream = asyncio.StreamReader(limit=100)
    stream.feed_data(b"x" * 5000 + b'\n{"skipped": "a"}\n')
    stream.feed_eof()
    assert [line async for line in _lines_of(stream)][-1] == b'{"skipped": "a"}\n'


async def test_one_servers_changes_leave_room_for_anothers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    let_go = asyncio.Event()

    async def run(*words: str, **_: object) -> object:
        begun.append(words[words.index("--collection") + 1])
        await let_go.wait()
        raise Failure("change")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", run)
    writer = LibraryWriter(IndexSettings(library=tmp_path))
    crowd = [asyncio.ensure_future(writer.remove(["x"], "guild-1")) for _ in range(MOST_OF_SERVER + 1)]
    await asyncio.sleep(0)
    with pytest.raises(Failure, match="being-changed"):
        await writer.remove(["x"], "guild-1")
    other = asyncio.ensure_future(writer.remove(["x"], "guild-2"))
    await asyncio.sleep(0.1)
    assert begun == ["guild-1", "guild-2"]
    let_go.set()
    await asyncio.gather(*crowd, other, return_exceptions=True)
    assert len(begun) == MOST_OF_SERVER + 2


async def test_a_change_that_was_cut_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[Path] = []

    async def run(*_: str, env: dict[str, str], **__: object) -> object:
        laid.append(Path(env["TMPDIR"]) / "spool")
        laid[0].write_text("half a document")
        raise Failure("change")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", run)
    with pytest.raises(Failure):
        await LibraryWriter(IndexSettings(library=tmp_path)).remove(["x"], "guild-1")
    assert not laid[0].parent.exists()


def test_a_change_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISCORD_TOKEN", "AWS_SECRET_ACCESS_KEY", "PATH", "ONRECORD_CONTACT"):
        monkeypatch.setenv(name, "x")
    kept = _environment()
    assert {"PATH", "ONRECORD_CONTACT"} <= kept.keys()
    assert not {"DISCORD_TOKEN", "AWS_SECRET_ACCESS_KEY"} & kept.keys()


async def test_a_stream_is_read_to_its_end_and_its_last_kept() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(b"x" * 200_000 + b"the end")
    stream.feed_eof()
    said = await _last_of(stream)
    assert said.endswith("the end")
    assert len(said) == 64 * 1024


async def test_a_change_that_fails_without_a_report_says_so(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        await LibraryWriter(IndexSettings(library=tmp_path)).remove(["nothing"], "guild-1")
    assert caught.value.key == "change"


async def test_a_change_stands_back_behind_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: dict[str, object] = {}

    async def run(*_: str, **how: object) -> object:
        begun.update(how)
        raise Failure("change")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", run)
    with pytest.raises(Failure):
        await LibraryWriter(IndexSettings(library=tmp_path)).remove(["x"], "guild-1")
    assert begun["preexec_fn"] is _stand_back
    assert begun["stdin"] == asyncio.subprocess.DEVNULL
    assert "DISCORD_TOKEN" not in begun["env"]  # type: ignore[operator]


def test_nothing_is_counted_before_it_comes() -> None:
    assert (Adding().added, Adding().replaced, Adding().unchanged, Adding().skipped) == (0, 0, 0, [])


async def test_a_change_that_takes_too_long_is_ended_and_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "PATIENCE", 0.05)
    writer = LibraryWriter(IndexSettings(library=tmp_path))
    with pytest.raises(Failure, match="change-slow"):
        await writer.add(["https://lantern.invalid/rain"], "guild-1", lambda _: None)
    assert not writer.is_changing("guild-1")


@pytest.mark.model
async def test_a_library_in_a_database_is_added_to_by_many_and_its_address_is_no_word_of_a_command(
    database: Database, tmp_path: Path
) -> None:
    settings = IndexSettings(library=database)
    writer = LibraryWriter(settings)
    assert database.url not in " ".join(writer._in("guild-1"))
    with running_web() as web:
        for n in (1, 2):
            web.pages[f"/{n}.txt"] = f"Rain fell on town {n} for three days, said the mayor.".encode()
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("ONRECORD_FETCH_ALLOW", next(iter(web.allow)))
            adds = [writer.add([f"{web.root}/{n}.txt"], f"guild-{n}", lambda _: None) for n in (1, 2)]
            assert [found.added for found in await asyncio.gather(*adds)] == [1, 1]
    with NewsIndex.open(settings) as index:
        assert index.count(["guild-1"])["articles"] == index.count(["guild-2"])["articles"] == 1


async def test_a_database_that_cannot_be_reached_is_told_as_that() -> None:
    nowhere = Database(f"postgresql://somebody@127.0.0.1:{free_port()}/news")
    with pytest.raises(Failure) as caught:
        await LibraryWriter(IndexSettings(library=nowhere)).remove(["x"], "guild-1")
    assert caught.value.key == "unreachable"
