"""Commands that keep the library well, and measure it."""

import json
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from index.cli.options import (
    LibraryPlace,
    in_library,
    opened,
    settings_for,
)
from index.cli.output import Problems, print_row
from index.errors import LibraryDamagedError, LibraryError, SettingsError
from index.records import AddReport
from index.settings import Database, Place
from index.text.characters import one_line


@click.command()
@in_library
def rebuild(library: Place | None) -> None:
    """Cut, embed and read every stored article again, with the model of the settings."""
    from index.cli.progress import shown_progress

    with opened(library, write=True) as index, shown_progress() as progress:
        result = index.rebuild(progress)
    click.echo(f"{result.replaced} articles rebuilt; {result.passages} passages, {result.statements} statements")


@click.command()
@in_library
def check(library: Place | None) -> None:
    """Read every page, article, passage and statement of the library, and tell what of it is damaged."""
    from index.backends import problems_of, servers_of

    place, found = settings_for(library).library, 0
    for line in servers_of(place):
        click.echo(one_line(line))
    for line in problems_of(place):
        click.echo(one_line(line))
        found += 1
    if found:
        raise LibraryDamagedError(f"{place}: {found} faults; restore a backup, or remove these articles and add again")
    click.echo(f"{place}: whole")


@click.command()
@in_library
def erase(library: Place | None) -> None:
    """Let nothing of what was removed remain in the library's files; in a database, as the role that owns its tables.

    A server's journal holds it until it has been written over, and backups until they are gone.
    """
    from index.backends import erase as erase_removed

    place = settings_for(library).library
    erase_removed(place, partial(click.echo, err=True))
    journal = "; the server's journal holds it until it has been written over" if isinstance(place, Database) else ""
    click.echo(f"{place}: nothing of what was removed is in its files{journal}")


@click.command()
@click.argument("source", type=LibraryPlace())
@click.argument("target", type=LibraryPlace())
def copy(source: Place, target: Place) -> None:
    """Copy the library SOURCE into TARGET, each a folder or a database, and compare the two.

    What TARGET has already is passed over, so one that was cut off goes on where it was.
    """
    from index.backends import backend_of
    from index.cli.progress import shown_progress
    from index.ingesting.copying import copied, differences

    report, tell = AddReport(), partial(click.echo, err=True)
    held, to = (backend_of(place, write=place == target, tell=tell) for place in (source, target))
    with closing(held), closing(to):
        with shown_progress() as progress:
            for _ in copied(held.library, to.library, report):
                progress(report)
        to.candidates.keep_up()
        unlike = list(differences(held.library, to.library))
    for line in unlike:
        click.echo(one_line(line))
    if unlike:
        raise LibraryError(f"{target}: {len(unlike)} differences; run the same command again")
    click.echo(f"{report.added} copied, {report.unchanged} there already; the two are alike")


@click.command(name="eval")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--questions", "most", type=int, help="Ask about so many of each set's questions, evenly spread.")
@click.option("--articles", type=int, help="Take so many of each set's articles, and the questions on these.")
@click.option(
    "--half",
    type=click.Choice(["learnt", "unlearnt"]),
    help="Ask only about articles that the packaged weights have learnt from, or about those they have not.",
)
@click.option("--floors", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="JSON {set: {figure: least}}; ends with status 1 where a figure is below.")  # fmt: skip
def evaluate(
    folders: tuple[Path, ...], most: int | None, articles: int | None, half: str | None, floors: Path | None
) -> None:
    """Measure on question sets: each FOLDER holds a corpus and its questions, and is read into a new library."""
    import tempfile

    from index.evaluation import sets as evaluation
    from index.evaluation.halves import Half

    wanted = Half(half) if half else None
    least = json.loads(floors.read_text(encoding="utf-8")) if floors else {}
    below = []
    for folder in folders:
        with tempfile.TemporaryDirectory() as library:
            figures = evaluation.evaluate(folder, settings_for(Path(library)), Problems().tell, most, articles, wanted)
        print_row({"set": folder.name, **figures})
        below += [f"{folder.name}: {line}" for line in evaluation.fallen(figures, least.get(folder.name, {}))]
    for line in below:
        click.echo(line, err=True)
    if below:
        raise SettingsError(f"{len(below)} figures have fallen")
