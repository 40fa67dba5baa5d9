"""The processes that foreign documents are parsed in: what they may use up, and what they can reach."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import parsing
from index.sources.documents import Arrived, Filing
from index.sources.formats.registry import Parsed
from index.sources.parsing import ParserLimits, Parsers


class Job:
    """What a parser that was taken over does, made where it runs: no file of the tests can be opened there."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, (
            f"lambda arrived, filing, folder: __import__('index.sources.formats.registry').sources.formats.registry.{self.source}",
        )


ENDLESS = Job("Parsed(problems=[n for n in iter(int, 1)])")
ASLEEP = Job("Parsed(problems=[__import__('time').sleep(60)])")
HUNGRY = Job("Parsed(problems=[('held', str(len(bytearray(300 * 1024 * 1024))))])")
ENVIRONMENT = Job("Parsed(problems=[('environment', repr(dict(__import__('os').environ)))])")
READS = "Parsed(problems=[('seen', open({path!r}, errors='replace').read())])"
WRITES = "Parsed(problems=[('wrote', str(open({path!r}, 'w').write('x')))])"


def run(monkeypatch: pytest.MonkeyPatch, job: object, limits: ParserLimits | None = None) -> Parsed:
    monkeypatch.setattr(parsing, "read", job)
    with Parsers(limits) as parsers:
        return parsers.parsed(parsers.begin(Arrived("a", "a.txt", b"Rain."), Filing()), "a")


@pytest.mark.parametrize("path", [".env", "/proc/self/environ", f"/proc/{os.getpid()}/environ", "/etc/passwd"])
def test_a_parser_that_was_taken_over_reads_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    pytest.importorskip("landlock")
    (tmp_path / ".env").write_text("DISCORD_TOKEN=ours")
    with pytest.raises(SourceError, match="broke its parser"):
        run(monkeypatch, Job(READS.format(path=str(tmp_path / path))))
    assert run(monkeypatch, Job(READS.format(path=parsing.__file__))).problems


def test_a_parser_that_was_taken_over_writes_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("landlock")
    with pytest.raises(SourceError, match="broke its parser"):
        run(monkeypatch, Job(WRITES.format(path=str(tmp_path / "a"))))
    assert not (tmp_path / "a").exists()


def test_a_parser_sees_no_variable_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "ours")
    assert run(monkeypatch, ENVIRONMENT).problems == [("environment", "{}")]


@pytest.mark.parametrize(
    ("job", "limits", "why"),
    [
        (ENDLESS, ParserLimits(processor=1), "timed out: reading it took more than 1 s"),
        (ASLEEP, ParserLimits(clock=1.0), "timed out: reading it took more than 1 s"),
        (HUNGRY, ParserLimits(memory=200 * 1024 * 1024), "is too large: reading it takes too much memory"),
    ],
)
def test_a_parser_that_uses_too_much_costs_its_document_alone(
    monkeypatch: pytest.MonkeyPatch, job: object, limits: ParserLimits, why: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError, match=why):
        run(monkeypatch, job, limits=limits)
    assert time.monotonic() - begun < 20.0


def test_a_parser_within_its_limits_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, HUNGRY).problems == [("held", str(300 * 1024 * 1024))]


def test_closing_stops_what_is_being_parsed_and_begins_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "read", ASLEEP)
    begun = time.monotonic()
    with Parsers(workers=1) as parsers:
        waiting = [parsers.begin(Arrived("a", "a.txt", b"Rain."), Filing()) for _ in range(3)]
        time.sleep(1.0)
    assert time.monotonic() - begun < 10.0
    assert all(future.done() for future in waiting)


def test_no_process_is_begun_that_has_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that begins while all ends would find what it needs gone, and say so on the terminal."""
    monkeypatch.setattr(parsing, "read", ASLEEP)
    before = multiprocessing.active_children()
    with Parsers() as parsers:
        parsers.begin(Arrived("a", "a.txt", b"Rain."), Filing())
        time.sleep(1.0)
        assert len(set(multiprocessing.active_children()) - set(before)) == 1
