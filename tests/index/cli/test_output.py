import json

import pytest

from index.cli.output import Problems, print_row
from index.sources import Problem


def test_what_is_skipped_is_one_line_on_standard_error_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    problems = Problems()
    problems.tell(Problem("a.pdf", "is damaged\nand \x1b[31mred"))
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), problems.count) == ("", 1, 1)
    assert err.startswith("skipped a.pdf: is damaged")
    assert "\x1b" not in err


def test_what_is_skipped_is_a_row_where_rows_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    problems = Problems(as_json=True)
    problems.tell(Problem("a.pdf", "is damaged"))
    assert json.loads(capsys.readouterr().out) == {"skipped": "a.pdf", "why": "is damaged"}


def test_a_row_keeps_its_letters(capsys: pytest.CaptureFixture[str]) -> None:
    print_row({"text": "“Ñandú”"})
    assert capsys.readouterr().out == '{"text": "“Ñandú”"}\n'
