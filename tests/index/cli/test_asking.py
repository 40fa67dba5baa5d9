import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from index import IndexSettings
from tests.index.cli.commands import FLOOD, Run


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


def test_time_counts_from_the_day_that_is_given_with_a_question_or_with_all(run: Run, flood: Path) -> None:
    run("add", str(flood))
    asked = "Which river flooded last week?"
    rows = [{"id": 1, "question": asked, "asked": "2030-01-01"}, {"id": 2, "question": asked}]
    Path("q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    alone = run("ask", asked, "--as-of", "2030-01-01").output
    assert "Nothing here is known to be from the time asked for: last week" in alone
    told = [
        json.loads(line) for line in run("ask", "--questions", "q.jsonl", "--as-of", "2029-01-01").output.splitlines()
    ]
    assert [row["untimely"] for row in told] == ["last week", "last week"]


@pytest.mark.parametrize("words", [["ask", "river \udcff"], ["verify", "river \udcff"], ["sources", "\udcff river"]])
def test_bytes_that_are_no_text_are_asked_about_like_any_word(run: Run, flood: Path, words: list[str]) -> None:
    run("add", str(flood), "--library", "lib")
    result = run(*words, "--library", "lib")
    assert result.exit_code == 0, result.output


def test_question_or_file_is_needed(run: Run) -> None:
    assert run("ask").exit_code == 2


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


def test_a_timeline_tells_day_by_day_what_was_said_with_figures(real_sample: IndexSettings) -> None:
    runner, library = CliRunner(), str(real_sample.library)
    about = "attack on the market in Tessin"
    rows = [
        json.loads(line)
        for line in runner.invoke(main, ["timeline", about, "--library", library, "--json"]).output.splitlines()
    ]
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    assert {"41 people", "29 bodies"} <= {f["text"] for f in rows[0]["figures"]}
    told = runner.invoke(main, ["timeline", about, "--library", library, "--speaker", "Veld"]).output
    assert "2024-04-10" in told
    assert "Anton Veld" in told
    nothing = runner.invoke(main, ["timeline", "figure skating", "--library", library]).output
    assert nothing == "nothing here was said about that\n"
