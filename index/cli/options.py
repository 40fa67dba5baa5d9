"""What the commands share: options, the settings they make, and errors in one line."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.errors import OnRecordError, SettingsError
from index.settings import IndexSettings, Place, load_settings, place_of
from index.text.characters import one_line

if TYPE_CHECKING:
    from index.query.limits import Limits
    from index.query.periods import Period

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_COLLECTION = "default"
MOST_OF_ERROR = 1000
"""Characters of an error that are shown; a name in it may be anybody's."""


class OneLineErrors(click.Group):
    """A group whose own errors are one line on standard error and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run the command, turning our errors into one line; what it writes is its owner's alone."""
        os.umask(0o077)
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            click.echo(f"onrecord: {one_line(str(error), MOST_OF_ERROR)}", err=True)
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)


class LibraryPlace(click.ParamType):  # type: ignore[type-arg]
    """Where a library is: a folder, or the address of a database."""

    name = "place"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return the place that a word of the command line names."""
        del param, ctx
        return place_of(value) if isinstance(value, str) else value


def in_library(command: Command) -> Command:
    """Add the option that says where the library is."""
    option = click.option("--library", type=LibraryPlace(), help="Folder of the library, or postgresql://… for one.")
    return option(command)


def in_collections(command: Command) -> Command:
    """Add the option that names the collections to read."""
    return click.option("--collection", "collections", multiple=True, help="Collection to read; may be repeated.")(
        command
    )


def in_collection(command: Command) -> Command:
    """Add the option that names the one collection that is written to."""
    return click.option("--collection", default=DEFAULT_COLLECTION, show_default=True, help="Collection.")(command)


def patient(command: Command) -> Command:
    """Add the option that says how long another writer may be waited for."""
    return click.option("--wait", default=0.0, help="Seconds to wait for another process that is writing.")(command)


def limited(command: Command) -> Command:
    """Add the options that limit what may answer."""
    for name, words in (
        ("--until", "Only articles of this day or before: 2024-04-10, 2024-04, “last week”."),
        ("--since", "Only articles of this day or after."),
        ("--speaker", "Only what this speaker said."),
        ("--publisher", "Only articles of this publisher."),
    ):
        command = click.option(name, default="", help=words)(command)
    return command


def limits_of(publisher: str, speaker: str, since: str, until: str) -> "Limits":
    """Return the limits that options set.

    Raises:
        SettingsError: a day is not one that can be read.
    """
    from index.query.limits import Limits, days_named

    def days(text: str) -> "Period | None":
        found = days_named(text, datetime.now(UTC).date()) if text else None
        if text and found is None:
            raise SettingsError(f"“{text}” is no day that I can read; write one like 2024-04-10 or 2024-04")
        return found

    first, last = days(since), days(until)
    return Limits(publisher, speaker, first.first if first else None, last.last if last else None)


def settings_for(library: Place | None, **more: object) -> IndexSettings:
    """Build the settings, with the library of the command line before that of the environment."""
    return load_settings(IndexSettings, library=library, **more)


@contextmanager
def opened(library: Place | None, *, write: bool = False, wait: float = 0.0) -> Iterator[Any]:
    """Open the library for one command."""
    from index.engine import NewsIndex

    with NewsIndex.open(settings_for(library), write=write, wait=wait, tell=partial(click.echo, err=True)) as index:
        yield index


def asked_of(collections: Sequence[str]) -> list[str]:
    """Return the collections named, or the one that is read where none is."""
    return list(collections) or [DEFAULT_COLLECTION]
