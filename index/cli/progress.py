"""How far an add has come: a moving line on a terminal, a plain line per hundred articles otherwise."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from index.records import AddReport

EVERY = 100


@contextmanager
def shown_progress(expected: int | None = None) -> Iterator[Callable[[AddReport], None]]:
    """Give a function that shows each report it is called with, on standard error; `expected` articles in all."""
    begun = time.monotonic()
    if sys.stderr.isatty():
        remaining = (TimeRemainingColumn(),) if expected else ()
        columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), *remaining)
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading articles", total=expected)
            yield lambda report: bar.update(task, completed=report.articles, description=words_of(report, begun))
    else:
        yield _Plain(begun, expected).show


class _Plain:
    def __init__(self, begun: float, expected: int | None) -> None:
        self._begun = begun
        self._expected = expected
        self._next = EVERY

    def show(self, report: AddReport) -> None:
        """Print a line each time another hundred articles are done."""
        if report.articles >= self._next:
            line = words_of(report, self._begun) + time_left(report, self._begun, self._expected)
            print(line, file=sys.stderr, flush=True)  # noqa: T201
            self._next = report.articles // EVERY * EVERY + EVERY


def words_of(report: AddReport, begun: float) -> str:
    """Return how many articles and passages are done, and how fast."""
    rate = report.passages / max(time.monotonic() - begun, 1e-6)
    return f"{report.articles} articles, {report.passages} passages, {rate:.0f} passages a second"


def time_left(report: AddReport, begun: float, expected: int | None) -> str:
    """Return about how long the rest takes, in words; nothing where nobody knows how much there is."""
    if not expected or not report.articles:
        return ""
    left = (time.monotonic() - begun) / report.articles * max(expected - report.articles, 0)
    return f", about {left / 60:.0f} min left" if left >= 90 else f", about {left:.0f} s left"
