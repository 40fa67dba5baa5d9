"""The `onrecord` command: the newsroom's own commands, and those that need Discord."""

import asyncio
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from bot.settings import BotSettings
from index import (
    Database,
    IndexSettings,
    LibraryDamagedError,
    LibraryNewerError,
    ModelError,
    Place,
    SettingsError,
    in_library,
    load_settings,
    main,
    one_line,
    settings_for,
)

__all__ = ["main"]

FOR_GOOD = (SettingsError, ModelError, LibraryDamagedError, LibraryNewerError)
"""What ends a bot that would end so again."""
MOST_OF_LINE = 2000
"""Characters of a line of the log."""
MISCONFIGURED = 78
"""EX_CONFIG of sysexits.h; the systemd unit does not start the bot again after it."""


@main.command()
@in_library
@click.option("--check", is_flag=True, help="Only tell what is missing, and the link to invite the bot by.")
@click.option("--shards", default="", help="Serve these shards of several gateways only: 0-3/16.")
def bot(library: Place | None, check: bool, shards: str) -> None:
    """Run the Discord bot; DISCORD_TOKEN must be set in the environment or in .env.

    It ends with status 78 where no other try would end otherwise, such as with a token that Discord refuses.
    """
    if check:
        _check(settings_for(library), load_settings(BotSettings))
        return
    try:
        _run(library, shards)
    except FOR_GOOD as error:
        error.exit_status = MISCONFIGURED
        raise


def _run(library: Place | None, shards: str) -> None:
    index_settings, settings = settings_for(library), load_settings(BotSettings)
    _log(settings)
    from bot.desk.shards import ALL, Shards
    from bot.supervising import run

    named = Shards.named(shards) if shards else ALL
    if named != ALL and not isinstance(index_settings.library, Database):
        raise SettingsError("several gateways share no folder; name a database by ONRECORD_LIBRARY, postgresql://…")
    asyncio.run(run(index_settings, settings, named))


def _check(index_settings: IndexSettings, settings: BotSettings) -> None:
    from bot.preflight import check, raise_unless_well

    logging.basicConfig(level=logging.ERROR)
    findings = asyncio.run(check(index_settings, settings))
    for finding in findings:
        click.echo(f"{'ok     ' if finding.is_well else 'MISSING'} {finding.words}")
    raise_unless_well(findings)


class OneLine(logging.Formatter):
    """Writes each message on a line of its own, whatever is in it: no name of somebody's begins another."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line of a record; a traceback comes after it."""
        record.message = one_line(record.message, MOST_OF_LINE)
        return super().formatMessage(record)


def _log(settings: BotSettings) -> None:
    """Write the log to standard error, as text or as a JSON object a line; no line holds a question's text."""
    from pythonjsonlogger.json import JsonFormatter

    fields = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(fields) if settings.log_format == "json" else OneLine(fields))
    logging.basicConfig(level=settings.log_level, handlers=[handler])
    # What discord.py tells at DEBUG is every message and token that passes.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLevelName(settings.log_level)))


@main.command()
@in_library
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Questions at once.")
def answer(library: Place | None, processes: int) -> None:
    """Answer the questions of bots on other machines, which wait at ONRECORD_BOT_QUEUE, until told to stop."""
    from bot.supervising import check_elsewhere

    index_settings, settings = settings_for(library), load_settings(BotSettings)
    check_elsewhere(index_settings, settings)
    _log(settings)
    from bot.remote.serving import serve

    asyncio.run(serve(index_settings, settings.queue, settings.waiting, settings.patience, processes))


@main.command()
@in_library
@click.option("--processes", type=click.IntRange(1, 16), default=1, show_default=True, help="Changes at once.")
def ingest(library: Place | None, processes: int) -> None:
    """Add and remove for bots on other machines: fetch, cut, embed and read what waits, until told to stop."""
    from bot.supervising import shared_database

    index_settings, settings = settings_for(library), load_settings(BotSettings)
    database = shared_database(index_settings)
    _log(settings)
    from bot.remote.ingesting import ingest as work

    asyncio.run(work(index_settings, database, processes))


@main.command()
@click.argument("to", type=click.Path(path_type=Path))
@in_library
def backup(to: Path, library: Place | None) -> None:
    """Copy the library into the new folder TO, whatever is being added to it meanwhile.

    Servers' choices are copied too; no question, and not who changed what.
    """
    from bot.kept.beside import BESIDE
    from index import back_up

    click.echo(f"{to}: {', '.join(back_up(settings_for(library).folder, to, BESIDE))}")


@main.command(name="restore")
@click.argument("copy", type=click.Path(exists=True, file_okay=False, path_type=Path))
@in_library
def put_back(copy: Path, library: Place | None) -> None:
    """Put the COPY that `backup` made in the library's place, once it is found whole; the old one is kept beside it."""
    from bot.kept.beside import BESIDE
    from index import restore

    folder = settings_for(library).folder
    before = restore(copy, folder, BESIDE)
    click.echo(f"{folder}: restored; start a bot that runs on it again")
    if before:
        click.echo(f"what was there lies in {before}")


@main.command()
@in_library
@click.option("--grant", "roles", multiple=True, help="Role that may then add, ask and remove; may be repeated.")
def upgrade(library: Place | None, roles: tuple[str, ...]) -> None:
    """Bring the library's tables to this release's version; in a database, as the role that owns them."""
    from bot.kept.postgres import MIGRATIONS
    from index import upgraded

    place = settings_for(library).library
    steps = upgraded(place, roles, partial(click.echo, err=True), {"bot": MIGRATIONS})
    click.echo(f"{place}: {f'{steps} steps taken' if steps else 'is up to date'}")


@main.command()
@click.argument("question", required=False)
@in_library
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default="any free one",
    help="Port of the page, on this machine only.",
)
@click.option("--server", is_flag=True, help="Chat in a server that you manage, with /library and /settings.")
def playground(question: str | None, library: Place | None, port: int, server: bool) -> None:
    """Chat with the bot in a local page, without a token; with QUESTION, ask once and print the answer."""
    from bot.playground import ask_once, run_page

    if question is not None and not question.strip():
        raise click.UsageError("ask something, or leave QUESTION out for the page")
    logging.basicConfig(level=logging.ERROR)
    settings = load_settings(BotSettings)
    with _library_or_sample(library) as index_settings:
        if question is None:
            run_page(index_settings, settings, port, in_server=server)
        else:
            click.echo(ask_once(index_settings, settings, question))


@contextmanager
def _library_or_sample(library: Place | None) -> Iterator[IndexSettings]:
    """Use the library named here or in the settings, or make one of the sample that is thrown away afterwards."""
    named = settings_for(library)
    if "library" in named.model_fields_set:
        yield named
        return
    from index import NewsIndex, sample_articles

    with tempfile.TemporaryDirectory(prefix="onrecord-sample-") as folder:
        settings = settings_for(Path(folder))
        with NewsIndex.open(settings, write=True) as index:
            index.add(sample_articles("default"))
        yield settings


if __name__ == "__main__":
    main()
