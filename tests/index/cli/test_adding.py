import json
from pathlib import Path

from tests.index.cli.commands import FLOOD, PAGE, Run
from tests.index.sources.web import Web


def test_add_then_ask(run: Run, flood: Path) -> None:
    added = run("add", str(flood), "--publisher", "The Post")
    assert added.exit_code == 0
    assert "1 added, 0 replaced, 0 unchanged, 0 skipped" in added.output
    asked = run("ask", "what did the river flood")
    assert "│ The river Anse flooded Brey on Sunday." in asked.output
    assert "The Post · date not stated" in asked.output


def test_bad_documents_are_named_and_the_good_ones_are_in(run: Run, flood: Path) -> None:
    Path("bad.txt").write_bytes(b"\x00\x01")
    result = run("add", "bad.txt", str(flood), "missing.txt")
    assert result.exit_code == 0
    assert "skipped bad.txt: is not text" in result.output
    assert "skipped missing.txt" in result.output
    assert "1 added, 0 replaced, 0 unchanged, 2 skipped" in result.output


def test_nothing_added_ends_with_1(run: Run) -> None:
    Path("empty").mkdir()
    result = run("add", "empty")
    assert result.exit_code == 1
    assert "holds or lists no article" in result.output
    assert "nothing was added" in result.output


def test_adding_again_is_no_error(run: Run, flood: Path) -> None:
    run("add", str(flood))
    again = run("add", str(flood))
    assert (again.exit_code, "1 unchanged" in again.output) == (0, True)


def test_rebuild_remove_sources_and_source(run: Run, flood: Path) -> None:
    run("add", str(flood))
    assert "1 articles rebuilt" in run("rebuild").output
    assert "id flood.txt" in run("sources", "river").output
    assert "two bridges" in run("source", "flood.txt").output
    assert "1 removed" in run("remove", "flood.txt").output
    assert "No article speaks of it." in run("sources", "river").output


def test_refresh_says_what_changed(run: Run, web: Web) -> None:
    web.pages["/a"] = PAGE.encode()
    run("add", f"{web.root}/a")
    assert run("refresh").output == "0 changed, 1 unchanged, 0 skipped, 0 without an address\n"
    web.pages["/a"] = PAGE.replace("two", "three").encode()
    assert run("refresh").output == "1 changed, 0 unchanged, 0 skipped, 0 without an address\n"


def test_remove_by_address_publisher_and_day_says_what_went(run: Run, web: Web) -> None:
    web.pages["/a"] = PAGE.encode()
    rows = [{"id": str(n), "text": FLOOD, "publisher": "Post", "published": f"2023-0{n}-01"} for n in (1, 2, 3)]
    Path("rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run("add", f"{web.root}/a", "rows.jsonl")
    assert run("remove", f"{web.root}/a").output.startswith("1 removed, with ")
    assert run("remove", "--before", "2023-02-01").output.startswith("1 removed")
    assert run("remove", "--publisher", "Post", "--before", "2023-03-01").output.startswith("1 removed")
    assert run("remove", "--publisher", "Post").output.startswith("1 removed")
    assert run("remove").exit_code == 2


def test_extract_prints_what_would_be_read_and_stores_nothing(run: Run, flood: Path) -> None:
    row = json.loads(run("extract", str(flood), "--json").output)
    assert row.keys() >= {"path", "title", "publisher", "author", "published", "published_basis", "language", "text"}
    assert (row["path"], row["text"], row["published"], row["published_basis"]) == (str(flood), FLOOD, None, "unknown")
    assert FLOOD in run("extract", str(flood)).output.replace("\n  ", " ")
    assert not Path("library").exists()
    assert "nothing could be read" in run("extract", "missing.txt").output


def test_add_as_json_tells_what_is_skipped_and_how_far_it_is(run: Run, flood: Path) -> None:
    lines = [json.loads(x) for x in run("add", str(flood), "missing.txt", "--json").output.splitlines()]
    assert {"skipped": "missing.txt", "why": "No such file or directory"} in lines
    assert lines[-1]["added"] == 1


def test_with_addresses_only_nothing_is_read_from_disk(run: Run, flood: Path) -> None:
    assert "is not an address of the network" in run("add", str(flood), "--addresses").output


def test_plain_progress_comes_by_the_hundred(run: Run) -> None:
    rows = [json.dumps({"id": n, "text": f"Story number {n} tells of rain."}) for n in range(250)]
    Path("many.jsonl").write_text("\n".join(rows))
    lines = [x for x in run("add", "many.jsonl").output.splitlines() if "passages a second" in x]
    assert len(lines) == 2
