"""The command line over the front door: each command of `onrecord` that works on the library."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.cli.options import (
    DEFAULT_COLLECTION,
    OneLineErrors,
    in_collection,
    in_collections,
    in_library,
    limited,
    limits_of,
    patient,
    settings_for,
)
from index.errors import LibraryBusyError, LibraryDamagedError, SettingsError
from index.text.characters import one_line

if TYPE_CHECKING:
    from index.sources import Problem

WATCH_SECONDS = 60


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord")
def main() -> None:
    """Answer questions about the news by quoting it, word for word."""


@contextmanager
def opened(library: Path | None, *, write: bool = False, wait: float = 0.0) -> Iterator[Any]:
    """Open the library for one command."""
    from index.engine import NewsIndex

    with NewsIndex.open(settings_for(library), write=write, wait=wait, tell=partial(click.echo, err=True)) as index:
        yield index


def _asked(collections: Sequence[str]) -> list[str]:
    return list(collections) or [DEFAULT_COLLECTION]


@main.command()
@click.argument("sources", nargs=-1, required=True)
@in_library
@in_collection
@click.option("--publisher", default="", help="Publisher of documents that name none.")
@click.option("--most", default=200, show_default=True, help="Articles taken from one feed or sitemap.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Take nothing older from feeds and sitemaps.")
@click.option("--attachments", is_flag=True, help="Take addresses of Discord's attachments, and no others.")
@click.option("--addresses", is_flag=True, help="Take addresses only, nothing from this machine's disk.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a line for what is skipped, and for how far it is.")
@patient
def add(
    sources: tuple[str, ...],
    library: Path | None,
    collection: str,
    publisher: str,
    most: int,
    since: datetime | None,
    attachments: bool,
    addresses: bool,
    as_json: bool,
    wait: float,
) -> None:
    """Add articles: files, folders of them, or addresses of pages, feeds, sitemaps and PDFs.

    Read are text, Markdown, HTML, PDF, Word, EPUB, mail, JSON lines, CSV, and zip and WARC archives of these.
    """
    from index.cli.progress import shown_progress
    from index.cli.writing import Writer
    from index.sources import DISCORD_HOSTS, Bounds, expected_articles, fetcher_for, read_articles

    problems = Problems(as_json=as_json)
    day = since.date().isoformat() if since else ""
    hosts = DISCORD_HOSTS if attachments else None
    bounds = Bounds(most, day, hosts=hosts, disk=not (addresses or attachments))
    settings = settings_for(library)
    with fetcher_for(settings) as fetcher:
        articles = read_articles(sources, collection, publisher, problems.tell, bounds=bounds, fetcher=fetcher)
        if as_json:
            result = Writer(settings, wait, partial(click.echo, err=True)).add(
                articles, lambda report: _print_row(asdict(report))
            )
            _print_row(asdict(result))
            return
        with opened(library, write=True, wait=wait) as index, shown_progress(expected_articles(sources)) as progress:
            result = index.add(articles, progress)
    click.echo(
        f"{result.added} added, {result.replaced} replaced, {result.unchanged} unchanged, {problems.count} skipped; "
        f"{result.passages} passages, {result.statements} statements"
    )
    if not result.articles:
        raise SettingsError("nothing was added")


class Problems:
    """Tells of what could not be read, a line each, and counts them."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.count = 0
        self._as_json = as_json

    def tell(self, problem: "Problem") -> None:
        """Print a line: on standard error, or as JSON."""
        self.count += 1
        if self._as_json:
            _print_row({"skipped": problem.where, "why": problem.why})
        else:
            click.echo(one_line(f"skipped {problem.where}: {problem.why}"), err=True)


@main.command()
@click.argument("pages", nargs=-1, required=True)
@click.option("--publisher", default="", help="Publisher of documents that name none.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def extract(pages: tuple[str, ...], publisher: str, as_json: bool) -> None:
    """Show what would be read out of PAGES, without storing it."""
    from index.cli.printing import print_article
    from index.json_rows import article_row
    from index.sources import Filing, fetcher_for, read_placed

    problems, found = Problems(), False
    with fetcher_for(settings_for(None)) as fetcher:
        filing = Filing(DEFAULT_COLLECTION, publisher)
        for where, article in read_placed(pages, filing, problems.tell, fetcher=fetcher):
            found = True
            _print_row({"path": where, **article_row(article)}) if as_json else print_article(article)
    if not found:
        raise SettingsError("nothing could be read")


@main.command()
@click.argument("question", required=False)
@in_library
@in_collections
@limited
@click.option("--questions", type=click.Path(path_type=Path), help="File of questions, JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def ask(
    question: str | None,
    library: Path | None,
    collections: tuple[str, ...],
    questions: Path | None,
    as_json: bool,
    **limits: str,
) -> None:
    """Answer QUESTION with quotes from the library."""
    from index.cli.printing import print_answer
    from index.json_rows import answer_row

    if (question is None) == (questions is None):
        raise click.UsageError("give a question, or --questions FILE")
    with opened(library) as index:
        if questions is None:
            answer = index.ask(question, _asked(collections), limits=limits_of(**limits))
            _print_row(answer_row(answer)) if as_json else print_answer(answer)
            return
        # It reads articles, too, so it is slow to import.
        from index.evaluation.sets import answer_questions, read_questions

        for row in answer_questions(index, read_questions(questions), _asked(collections)):
            _print_row(row)


@main.command()
@click.argument("text")
@in_library
@in_collections
@click.option("--by", "speaker", default="", help="Who is claimed to have said it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(text: str, library: Path | None, collections: tuple[str, ...], speaker: str, as_json: bool) -> None:
    """Tell whether TEXT was said: word for word, altered, stitched, by somebody else, or not found."""
    from index.cli.printing import print_verification
    from index.json_rows import verification_row

    with opened(library) as index:
        found = index.verify(text, _asked(collections), speaker)
    _print_row(verification_row(found)) if as_json else print_verification(found)


@main.command()
@in_library
@in_collections
@click.option("--article", "article_id", help="Only the article with this id.")
@click.option("--speaker", help="Only speakers whose name holds these words.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def statements(
    library: Path | None,
    collections: tuple[str, ...],
    article_id: str | None,
    speaker: str | None,
    as_json: bool,
) -> None:
    """List who said what."""
    from index.cli.printing import print_statement
    from index.json_rows import statement_row

    with opened(library) as index:
        for article, said in index.statements(_asked(collections)):
            if article_id not in (None, article.id):
                continue
            for statement in said:
                row = statement_row(article, statement)
                if speaker and speaker.casefold() not in (row["speaker"] or "").casefold():
                    continue
                _print_row(row) if as_json else print_statement(article, row)


@main.command()
@click.argument("topic")
@in_library
@in_collections
@limited
def sources(topic: str, library: Path | None, collections: tuple[str, ...], **limits: str) -> None:
    """List the articles that speak of TOPIC."""
    from index.cli.printing import print_sources

    with opened(library) as index:
        print_sources(index.sources(topic, _asked(collections), limits=limits_of(**limits)))


@main.command()
@click.argument("article_id")
@in_library
@in_collections
def source(article_id: str, library: Path | None, collections: tuple[str, ...]) -> None:
    """Show the article with the id ARTICLE_ID and its passages."""
    from index.cli.printing import print_source
    from index.errors import SourceError

    with opened(library) as index:
        found = index.source(article_id, _asked(collections))
        if found is None:
            raise SourceError(article_id, "no article has this id; find one with: onrecord sources TOPIC")
        article, passages = found
        print_source(article, passages, index.copies(article_id, _asked(collections)))


@main.command()
@click.argument("articles", nargs=-1)
@in_library
@in_collection
@click.option("--publisher", default="", help="Remove all articles of this publisher.")
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="Remove what was published before this day.")
@patient
def remove(
    articles: tuple[str, ...],
    library: Path | None,
    collection: str,
    publisher: str,
    before: datetime | None,
    wait: float,
) -> None:
    """Remove articles by their ids or addresses, by publisher or by date, with all that belongs to them."""
    day = before.date().isoformat() if before else ""
    if not (articles or publisher or day):
        raise click.UsageError("name articles by id or address, or give --publisher or --before")
    with opened(library, write=True, wait=wait) as index:
        ids = [i for a in articles for i in (index.ids_where(collection, url=a) if "://" in a else [a])]
        ids += index.ids_where(collection, publisher=publisher, before=day)
        gone = index.remove(collection, list(dict.fromkeys(ids)))
    click.echo(
        f"{gone.articles} removed, with {gone.passages} passages, {gone.statements} statements, "
        f"{gone.revisions} earlier revisions and {gone.copies} ties to copies"
    )
    if not gone.articles:
        raise SettingsError("no article is meant by that; find one with: onrecord sources TOPIC")


@main.command()
@click.argument("article_ids", nargs=-1)
@in_library
@in_collection
def refresh(article_ids: tuple[str, ...], library: Path | None, collection: str) -> None:
    """Fetch articles again from their addresses, all of them unless ids are named; what changed is replaced."""
    from index.following import refresh as refreshed
    from index.sources import fetcher_for

    problems = Problems()
    with opened(library, write=True) as index, fetcher_for(settings_for(library)) as fetcher:
        found, without = refreshed(index, collection, article_ids, fetcher, problems.tell)
    click.echo(
        f"{found.replaced} changed, {found.unchanged} unchanged, {problems.count} skipped, {without} without an address"
    )


@main.group()
def feed() -> None:
    """Follow feeds: what they bring is added when they are polled."""


@feed.command(name="add")
@click.argument("url")
@in_library
@in_collection
@click.option("--publisher", default="", help="Publisher of articles that name none.")
@click.option("--every", default=30, show_default=True, help="Minutes between two polls.")
@patient
def feed_add(url: str, library: Path | None, collection: str, publisher: str, every: int, wait: float) -> None:
    """Follow the feed at URL."""
    from index.following import SHORTEST
    from index.store import Followed

    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"{url}: is not an address that can be fetched")
    with opened(library, write=True, wait=wait) as index:
        index.follow(Followed(url, collection, publisher, every=max(every * 60, SHORTEST)))
    click.echo("followed; it is polled by: onrecord feed poll")


@feed.command(name="list")
@in_library
@in_collections
def feed_list(library: Path | None, collections: tuple[str, ...]) -> None:
    """List the feeds that are followed, and what came of them."""
    from index.cli.printing import print_feeds

    with opened(library) as index:
        print_feeds(index.followed(_asked(collections)))


@feed.command(name="remove")
@click.argument("url")
@in_library
@in_collection
@patient
def feed_remove(url: str, library: Path | None, collection: str, wait: float) -> None:
    """Follow the feed at URL no longer; its articles stay."""
    with opened(library, write=True, wait=wait) as index:
        if not index.unfollow(url, collection):
            raise SettingsError(f"{url}: is not followed; see: onrecord feed list")
    click.echo("no longer followed")


@feed.command(name="poll")
@in_library
@in_collections
@click.option("--now", is_flag=True, help="Poll feeds that are not due yet, too.")
@click.option("--watch", is_flag=True, help="Go on until stopped.")
@patient
def feed_poll(library: Path | None, collections: tuple[str, ...], now: bool, watch: bool, wait: float) -> None:
    """Poll the feeds that are due, and add what is new."""
    from index.cli.writing import Writer
    from index.following import Following
    from index.sources import fetcher_for

    settings = settings_for(library)
    following = Following(
        Writer(settings, wait, partial(click.echo, err=True)), lambda: fetcher_for(settings), Problems().tell
    )

    def poll() -> None:
        for polled in following.poll(_asked(collections), only_due=not now):
            click.echo(one_line(f"{polled.feed.title or polled.feed.url}: {polled.feed.outcome}"))

    if not watch:
        poll()
    while watch:
        try:
            poll()
        except LibraryBusyError as error:
            click.echo(f"{error}; waiting", err=True)
        time.sleep(WATCH_SECONDS)


@main.command()
@in_library
def rebuild(library: Path | None) -> None:
    """Cut, embed and read every stored article again, with the model of the settings."""
    from index.cli.progress import shown_progress

    with opened(library, write=True) as index, shown_progress() as progress:
        result = index.rebuild(progress)
    click.echo(f"{result.replaced} articles rebuilt; {result.passages} passages, {result.statements} statements")


@main.command()
@in_library
def check(library: Path | None) -> None:
    """Read every page, article, passage and statement of the library, and tell what of it is damaged."""
    from index.store import problems

    folder = settings_for(library).library
    found = 0
    for line in problems(folder):
        click.echo(one_line(line))
        found += 1
    if found:
        raise LibraryDamagedError(f"{folder}: {found} faults; restore a backup, or remove these articles and add again")
    click.echo(f"{folder}: whole")


@main.command(name="eval")
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
        _print_row({"set": folder.name, **figures})
        below += [f"{folder.name}: {line}" for line in evaluation.fallen(figures, least.get(folder.name, {}))]
    for line in below:
        click.echo(line, err=True)
    if below:
        raise SettingsError(f"{len(below)} figures have fallen")


def _print_row(row: dict[str, Any]) -> None:
    click.echo(json.dumps(row, ensure_ascii=False))
    sys.stdout.flush()
