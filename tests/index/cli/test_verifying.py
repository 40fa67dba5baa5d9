import json
from pathlib import Path

import pytest

from tests.index.cli.commands import FLOOD, Run

DRAFT = """# Flood

Rain fell, “the mayor closed two bridges” and went home. “The river Anse flooded Holm on Sunday.”

A “grey” day.
"""


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


def test_every_quotation_of_a_draft_is_checked_and_the_status_tells_whether_all_are_good(run: Run, flood: Path) -> None:
    run("add", str(flood))
    Path("draft.md").write_text(DRAFT)
    told = run("verify", "--draft", "draft.md")
    assert told.exit_code == 1
    table, details = told.output.split("Line ", 1)
    assert [line.split()[0] for line in table.splitlines() if line[:1].isdigit()] == ["3", "3"]
    assert "[-Holm-]{+Brey+}" in details
    assert told.output.rstrip().endswith("2 quotations, 1 to look at.")
    rows = [json.loads(line) for line in run("verify", "--draft", "draft.md", "--json").output.splitlines()]
    assert [(r["line"], r["verdict"]) for r in rows] == [(3, "exact but for typography"), (3, "altered")]
    Path("good.md").write_text(f"So it was in print. “{FLOOD.split('.')[0]}.”")
    assert run("verify", "--draft", "good.md").exit_code == 0


@pytest.mark.parametrize("words", [[], ["The river flooded", "--draft", "draft.md"]])
def test_a_wording_or_a_draft_is_needed(run: Run, words: list[str]) -> None:
    assert run("verify", *words).exit_code == 2


def test_a_draft_without_quotations_and_one_that_cannot_be_read_are_told(run: Run, flood: Path) -> None:
    run("add", str(flood))
    Path("plain.txt").write_text("The river flooded the town on Sunday. Nobody was hurt, and the bridges were closed.")
    assert run("verify", "--draft", "plain.txt").output == "The draft holds no quotation.\n"
    gone = run("verify", "--draft", "gone.txt")
    assert gone.exit_code == 1
    assert gone.output.count("\n") == 2
