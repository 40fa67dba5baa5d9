import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from index import IndexSettings, NewsIndex
from index import engine as engine_module
from tests.index.sources.web import Web, running_web

Run = Callable[..., Result]
FLOOD = "The river Anse flooded Brey on Sunday. The mayor closed two bridges."


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, embedder) -> Run:
    """Run a command with the small encoder in the place of the model, and without statements."""
    monkeypatch.setattr(engine_module, "agreed_embedder", lambda *_: embedder)
    monkeypatch.setenv("ONRECORD_STATEMENTS", "false")
    monkeypatch.setenv("ONRECORD_LEAST_CONFIDENCE", "0.1")
    return lambda *words: CliRunner().invoke(main, list(words))


@pytest.fixture
def flood() -> Path:
    Path("flood.txt").write_text(FLOOD)
    return Path("flood.txt")


def test_add_then_ask(run: Run, flood: Path) -> None:
    added = run("add", str(flood), "--publisher", "The Post")
    assert added.exit_code == 0
    assert "1 added, 0 replaced, 0 unchanged, 0 skipped" in added.output
    asked = run("ask", "what did the river flood")
    assert "│ The river Anse flooded Brey on Sunday." in asked.output
    assert "The Post · date not stated" in asked.output


def test_ask_as_json_is_one_object(run: Run, flood: Path) -> None:
    run("add", str(flood))
    row = json.loads(run("ask", "river flood", "--json").output)
    quote = row["quotes"][0]
    assert FLOOD[quote["start"] : quote["end"]] == quote["text"]


def test_file_of_questions_is_answered_in_order(run: Run, flood: Path) -> None:
    run("add", str(flood))
    Path("q.jsonl").write_text('{"id": 2, "question": "river"}\n{"id": 1, "question": ""}\n')
    rows = [json.loads(line) for line in run("ask", "--questions", "q.jsonl", "--json").output.splitlines()]
    assert [r["id"] for r in rows] == [2, 1]


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


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ask", "river"], "onrecord add"),
        (["ask", "river", "--library", "lib", "--collection", "nowhere"], "there is no collection 'nowhere'"),
        (["source", "nothing", "--library", "lib"], "no article has this id"),
        (["remove", "nothing", "--library", "lib"], "no article is meant by that"),
        (["ask", "--questions", "none.jsonl", "--library", "lib"], "none.jsonl: No such file"),
        (["bot", "--library", "lib"], "DISCORD_TOKEN is not set"),
    ],
)
def test_error_is_one_line_that_says_what_to_do(run: Run, flood: Path, words: list[str], says: str) -> None:
    run("add", str(flood), "--library", "lib")
    result = run(*words)
    assert result.exit_code == (78 if words[0] == "bot" else 1)
    [line] = [x for x in result.output.splitlines() if x.startswith("onrecord: ")]
    assert says in line


def test_damaged_file_is_one_line(run: Run) -> None:
    Path("lib").mkdir()
    Path("lib/onrecord.sqlite").write_bytes(b"garbage" * 1000)
    result = run("ask", "river", "--library", "lib")
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "restore a backup" in result.output


@pytest.mark.parametrize("words", [["ask", "river \udcff"], ["verify", "river \udcff"], ["sources", "\udcff river"]])
def test_bytes_that_are_no_text_are_asked_about_like_any_word(run: Run, flood: Path, words: list[str]) -> None:
    run("add", str(flood), "--library", "lib")
    result = run(*words, "--library", "lib")
    assert result.exit_code == 0, result.output


def test_a_bug_is_not_told_as_damage(run: Run, flood: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", str(flood), "--library", "lib")

    def broken(*_: object, **__: object) -> None:
        raise KeyError("coverage")

    monkeypatch.setattr("index.answering.answerer.confidence_of", broken)
    assert isinstance(run("ask", "river", "--library", "lib").exception, KeyError)


def test_misspelt_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LIBARY", "x")
    result = run("ask", "river")
    assert result.exit_code == 1
    assert "did you mean ONRECORD_LIBRARY?" in result.output


def test_question_or_file_is_needed(run: Run) -> None:
    assert run("ask").exit_code == 2


def test_rebuild_remove_sources_and_source(run: Run, flood: Path) -> None:
    run("add", str(flood))
    assert "1 articles rebuilt" in run("rebuild").output
    assert "id flood.txt" in run("sources", "river").output
    assert "two bridges" in run("source", "flood.txt").output
    assert "1 removed" in run("remove", "flood.txt").output
    assert "No article speaks of it." in run("sources", "river").output


def test_plain_progress_comes_by_the_hundred(run: Run) -> None:
    rows = [json.dumps({"id": n, "text": f"Story number {n} tells of rain."}) for n in range(250)]
    Path("many.jsonl").write_text("\n".join(rows))
    lines = [x for x in run("add", "many.jsonl").output.splitlines() if "passages a second" in x]
    assert len(lines) == 2


def test_statements_are_listed_and_limited(real_sample: IndexSettings) -> None:
    runner = CliRunner()
    said = runner.invoke(main, ["statements", "--library", str(real_sample.library), "--speaker", "brink", "--json"])
    rows = [json.loads(line) for line in said.output.splitlines()]
    assert {r["speaker"] for r in rows} == {"Governor Ada Brink"}
    assert set(rows[0]) == {"article_id", "source", "cue", "content", "speaker", "role", "relay", "act", "kind"}
    listed = runner.invoke(
        main, ["statements", "--library", str(real_sample.library), "--article", "lantern-2023-11-bank"]
    )
    assert "Governor Ada Brink" in listed.output


def test_model_that_differs_names_the_cure(run: Run, flood: Path, settings: IndexSettings) -> None:
    from dataclasses import replace

    run("add", str(flood))
    NewsIndex.open(IndexSettings(library=Path("library"))).close()
    embedder = engine_module.agreed_embedder()
    embedder.key = replace(embedder.key, sha256="other")
    result = run("ask", "river")
    assert (result.exit_code, "onrecord rebuild --library library" in result.output) == (1, True)


def test_verify_says_whether_it_was_said_and_marks_what_differs(run: Run, flood: Path) -> None:
    run("add", str(flood))
    assert run("verify", "The mayor closed two bridges").output.startswith("Exact\n")
    altered = run("verify", "The river Anse flooded Holm on Sunday").output
    assert altered.startswith("Altered\n")
    assert "[-Holm-]{+Brey+}" in altered
    row = json.loads(run("verify", "The river Anse flooded Holm on Sunday", "--json").output)
    wording = row["wordings"][0]
    assert FLOOD[wording["start"] : wording["end"]] == wording["text"]
    assert [FLOOD[slice(*d["real"])] for d in wording["differences"]] == ["Brey"]
    assert run("verify", "Nobody has ever spoken of these parrots before").output == "Not found\n"


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


PAGE = f"<html><head><title>Flood</title></head><body><article><h1>Flood</h1><p>{FLOOD * 3}</p></article></body></html>"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with running_web() as running:
        monkeypatch.setenv("ONRECORD_FETCH_ALLOW", next(iter(running.allow)))
        yield running


def test_a_feed_is_followed_polled_listed_and_left(run: Run, web: Web) -> None:
    item = f"<item><title>Flood</title><link>{web.root}/a</link></item>"
    web.pages |= {
        "/feed": f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>".encode(),
        "/a": PAGE.encode(),
    }
    assert run("feed", "list").exit_code == 1
    assert run("feed", "add", f"{web.root}/feed").exit_code == 0
    assert run("feed", "poll").output == "Post: 1 added, 0 replaced\n"
    assert run("feed", "poll").output == ""
    assert run("feed", "poll", "--now").output == "Post: 0 added, 0 replaced\n"
    assert "every 30 min" in run("feed", "list").output
    assert run("feed", "remove", f"{web.root}/feed").exit_code == 0
    assert run("feed", "list").output == "No feed is followed.\n"
    assert "is not followed" in run("feed", "remove", f"{web.root}/feed").output


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
