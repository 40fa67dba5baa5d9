from pathlib import Path

import pytest

from index import Database, IndexSettings, NewsIndex
from index import engine as engine_module
from tests.index.cli.commands import Run
from tests.postgres_server import Databases
from tests.qdrant_server import serving


def test_model_that_differs_names_the_cure(run: Run, flood: Path, settings: IndexSettings) -> None:
    from dataclasses import replace

    run("add", str(flood))
    NewsIndex.open(IndexSettings(library=Path("library"))).close()
    embedder = getattr(engine_module, "agreed_embedder")()  # noqa: B009 - what the fixture has put there
    embedder.key = replace(embedder.key, sha256="other")
    result = run("ask", "river")
    assert (result.exit_code, "onrecord rebuild --library library" in result.output) == (1, True)


def test_a_library_is_checked_copied_and_put_back(run: Run, flood: Path) -> None:
    run("add", str(flood))
    assert run("check").output == "library: whole\n"
    assert run("backup", "copy").output == "copy: onrecord.sqlite\n"
    assert run("backup", "copy").output == "onrecord: copy: is there already; name a folder that is not\n"
    run("remove", "--before", "2030-01-01")
    restored = run("restore", "copy").output
    assert restored.startswith(
        "library: restored; start a bot that runs on it again\nwhat was there lies in library.before-"
    )
    assert "│ The river Anse flooded Brey on Sunday." in run("ask", "what did the river flood").output


def test_damage_is_listed_and_ends_with_one_line(run: Run, flood: Path) -> None:
    run("add", str(flood))
    file = Path("library") / "onrecord.sqlite"
    held = bytearray(file.read_bytes())
    for page in range(4, len(held) // 4096):
        held[page * 4096 + 50] ^= 1
    file.write_bytes(held)
    result = run("check")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("onrecord: library")
    assert "Traceback" not in result.output
    assert run("restore", "library").output.startswith("onrecord: library")


def test_a_library_moves_into_a_database_and_is_asked_there(
    run: Run, flood: Path, database: Database, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", str(flood))
    asked = run("ask", "what did the river flood").output
    assert "1 copied, 0 there already; the two are alike" in run("copy", "library", database.url).output
    assert "0 copied, 1 there already; the two are alike" in run("copy", "library", database.url).output
    monkeypatch.setenv("ONRECORD_LIBRARY", database.url)
    assert run("ask", "what did the river flood").output == asked
    server, whole = run("check").output.splitlines()
    assert server.startswith(f"{database}: PostgreSQL 18") and whole == f"{database}: whole"
    assert run("add", str(flood)).output.splitlines()[-1].startswith("0 added, 0 replaced, 1 unchanged")
    assert "is a database; this is done to a library in a folder alone" in run("backup", "copy").output
    assert "1 removed, with 1 passages" in run("remove", "flood.txt").output
    owner = databases.owned(database).url
    assert run("erase", "--library", owner).output.endswith("holds it until it has been written over\n")
    assert run("upgrade", "--library", owner, "--grant", "reporter").output.endswith("is up to date\n")


def test_a_library_in_a_database_is_asked_by_a_qdrant(
    run: Run, flood: Path, tmp_path: Path, database: Database, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", str(flood))
    asked = run("ask", "what did the river flood").output
    run("copy", "library", database.url)
    monkeypatch.setenv("ONRECORD_LIBRARY", database.url)
    with serving(tmp_path) as (address, shards):
        monkeypatch.setenv("ONRECORD_QDRANT", address)
        assert "nothing was brought there yet" in run("check").output
        assert f"bringing the library to {address}" in run("upgrade", "--library", databases.owned(database).url).output
        assert run("ask", "what did the river flood").output == asked
        assert any(line.endswith("/points/query/batch") for line in shards.seen)
        assert f"{address}: Qdrant 1.20.0, 1 passages, 0 changes behind" in run("check").output
        assert "1 removed, with 1 passages" in run("remove", "flood.txt").output
        assert "0 passages, 0 changes behind" in run("check").output
    down = run("ask", "what did the river flood")
    assert down.exit_code == 69
    assert down.output.startswith(f"onrecord: {address}: cannot be reached (")


def test_a_database_without_a_library_says_what_to_run(run: Run, databases: Databases) -> None:
    result = run("ask", "river", "--library", databases.server.url("postgres"))
    assert result.exit_code == 1
    assert result.output.endswith(
        f"holds no library yet; run: onrecord upgrade --library {databases.server.url('postgres')}\n"
    )
