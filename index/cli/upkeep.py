"""Commands that keep the library well, and measure it."""

import json
from pathlib import Path

import click

from index.cli.options import (
    in_library,
    opened,
    settings_for,
)
from index.cli.output import Problems, print_row
from index.errors import LibraryDamagedError, SettingsError
from index.text.characters import one_line


@click.command()
@in_library
def rebuild(library: Path | None) -> None:
    """Cut, embed and read every stored article again, with the model of the settings."""
    from index.cli.progress import shown_progress

    with opened(library, write=True) as index, shown_progress() as progress:
        result = index.rebuild(progress)
    click.echo(f"{result.replaced} articles rebuilt; {result.passages} passages, {result.statements} statements")


@click.command()
@in_library
def check(library: Path | None) -> None:
    """Read every page, article, passage and statement of the library, and tell what of it is damaged."""
    from index.store.sqlite import problems

    folder = settings_for(library).library
    found = 0
    for line in problems(folder):
        click.echo(one_line(line))
        found += 1
    if found:
        raise LibraryDamagedError(f"{folder}: {found} faults; restore a backup, or remove these articles and add again")
    click.echo(f"{folder}: whole")


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
