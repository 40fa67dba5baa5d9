"""What commands print beside answers: rows of JSON, and what was skipped."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from index.text.characters import one_line

if TYPE_CHECKING:
    from index.sources import Problem


class Problems:
    """Tells of what could not be read, a line each, and counts them."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.count = 0
        self._as_json = as_json

    def tell(self, problem: "Problem") -> None:
        """Print a line: on standard error, or as JSON."""
        self.count += 1
        if self._as_json:
            print_row({"skipped": problem.where, "why": problem.why})
        else:
            click.echo(one_line(f"skipped {problem.where}: {problem.why}"), err=True)


def print_row(row: dict[str, Any]) -> None:
    """Print a row as JSON, at once."""
    click.echo(json.dumps(row, ensure_ascii=False))
    sys.stdout.flush()
