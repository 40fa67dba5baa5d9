"""How far an add has come: a moving line on a terminal, a plain line per hundred articles otherwise."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from index.engine import AddReport

EVERY = 100


@contextmanager
def shown_progress() -> Iterator[Callable[[AddReport], None]]:
    """Give a function that shows each report it is called with, on standard error."""
    if sys.stderr.isatty():
        columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading articles", total=None)
            begun = time.monotonic()
            yield lambda report: bar.update(task, description=_words(report, begun))
    else:
        yield _Plain().show


class _Plain:
    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._next = EVERY

    def show(self, report: AddReport) -> None:
        """Print a line each time another hundred articles are done."""
        if report.articles >= self._next:
            print(_words(report, self._begun), file=sys.stderr, flush=True)  # noqa: T201
            self._next = report.articles // EVERY * EVERY + EVERY


def _words(report: AddReport, begun: float) -> str:
    rate = report.passages / max(time.monotonic() - begun, 1e-6)
    return f"{report.articles} articles, {report.passages} passages, {rate:.0f} passages a second"
