from pathlib import Path

import pytest

from tests.index.cli.commands import Run


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
