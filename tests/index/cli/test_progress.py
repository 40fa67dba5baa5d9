import time

import pytest

from index import AddReport
from index.cli.progress import shown_progress, time_left


def test_plain_line_comes_once_for_each_hundred(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as show:
        for articles in (40, 99, 130, 180, 320, 330):
            show(AddReport(added=articles, passages=articles * 3))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == ["130 articles", "320 articles"]


def test_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with shown_progress() as show:
        show(AddReport(added=3, passages=9))
    assert "articles" not in capsys.readouterr().out


def test_time_left_is_told_where_it_is_known_how_much_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(expected=400) as show:
        show(AddReport(added=100, passages=300))
    assert capsys.readouterr().err.rstrip().endswith("about 0 s left")
    assert time_left(AddReport(added=100), time.monotonic() - 60, 400) == ", about 3 min left"
    assert time_left(AddReport(), 0.0, 400) == time_left(AddReport(added=1), 0.0, None) == ""
