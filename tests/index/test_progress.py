import pytest

from index import AddReport
from index.progress import shown_progress


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
