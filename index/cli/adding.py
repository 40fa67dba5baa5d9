"""Commands that bring articles into the library, take them out, or show what would be read."""

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from index.cli.options import DEFAULT_COLLECTION, in_collection, in_library, opened, patient, settings_for
from index.cli.output import Problems, print_row
from index.errors import SettingsError
from index.settings import Place

if TYPE_CHECKING:
    from index.records import AddReport


@click.command()
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
    library: Place | None,
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
    hosts = DISCORD_HOSTS if attachments else None
    day = since.date().isoformat() if since else ""
    bounds = Bounds(most, day, hosts=hosts, disk=not (addresses or attachments))
    settings = settings_for(library)
    with fetcher_for(settings) as fetcher:
        articles = read_articles(sources, collection, publisher, problems.tell, bounds=bounds, fetcher=fetcher)
        if as_json:
            writer = Writer(settings, wait, partial(click.echo, err=True))
            print_row(asdict(writer.add(articles, lambda report: print_row(asdict(report)))))
            return
        with opened(library, write=True, wait=wait) as index, shown_progress(expected_articles(sources)) as progress:
            _tell(index.add(articles, progress), problems.count)


def _tell(result: "AddReport", skipped: int) -> None:
    """Say what came of an add.

    Raises:
        SettingsError: nothing did.
    """
    click.echo(
        f"{result.added} added, {result.replaced} replaced, {result.unchanged} unchanged, {skipped} skipped; "
        f"{result.passages} passages, {result.statements} statements"
    )
    if not result.articles:
        raise SettingsError("nothing was added")


@click.command()
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
            print_row({"path": where, **article_row(article)}) if as_json else print_article(article)
    if not found:
        raise SettingsError("nothing could be read")


@click.command()
@click.argument("articles", nargs=-1)
@in_library
@in_collection
@click.option("--publisher", default="", help="Remove all articles of this publisher.")
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="Remove what was published before this day.")
@patient
def remove(
    articles: tuple[str, ...],
    library: Place | None,
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


@click.command()
@click.argument("article_ids", nargs=-1)
@in_library
@in_collection
def refresh(article_ids: tuple[str, ...], library: Place | None, collection: str) -> None:
    """Fetch articles again from their addresses, all of them unless ids are named; what changed is replaced."""
    from index.following import refresh as refreshed
    from index.sources import fetcher_for

    problems = Problems()
    with opened(library, write=True) as index, fetcher_for(settings_for(library)) as fetcher:
        found, without = refreshed(index, collection, article_ids, fetcher, problems.tell)
    click.echo(
        f"{found.replaced} changed, {found.unchanged} unchanged, {problems.count} skipped, {without} without an address"
    )
