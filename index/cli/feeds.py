"""Commands that follow feeds."""

import time
from functools import partial
from typing import TYPE_CHECKING

import click

from index.cli.options import asked_of, in_collection, in_collections, in_library, opened, patient, settings_for
from index.cli.output import Problems, print_row
from index.errors import LibraryBusyError, SettingsError, SourceError
from index.settings import Place
from index.text.characters import one_line

if TYPE_CHECKING:
    from index.sources import Tried

WATCH_SECONDS = 60


@click.group()
def feed() -> None:
    """Follow feeds: what they bring is added when they are polled."""


@feed.command(name="add")
@click.argument("url")
@in_library
@in_collection
@click.option("--publisher", default="", help="Publisher of articles that name none.")
@click.option("--every", default=30, show_default=True, help="Minutes between two polls.")
@click.option("--untried", is_flag=True, help="Follow it without looking at it first.")
@click.option("--json", "as_json", is_flag=True, help="Print what it is as JSON.")
@patient
def feed_add(
    url: str,
    library: Place | None,
    collection: str,
    publisher: str,
    every: int,
    untried: bool,
    as_json: bool,
    wait: float,
) -> None:
    """Follow the feed at URL, once it was looked at: what is no feed is not followed."""
    from index.following import SHORTEST
    from index.sources import Tried
    from index.store import Followed

    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"{url}: is not an address that can be fetched")
    tried = Tried("", ()) if untried else _tried(url, library, as_json=as_json)
    with opened(library, write=True, wait=wait) as index:
        index.follow(Followed(url, collection, publisher, tried.title, every=max(every * 60, SHORTEST)))
    if as_json:
        print_row({"followed": url, "title": tried.title, "latest": tried.latest})
        return
    click.echo(f"followed{f': {one_line(tried.title)}' if tried.title else ''}; it is polled by: onrecord feed poll")
    for title in tried.latest:
        click.echo(f"- {one_line(title)}")


def _tried(url: str, library: Place | None, *, as_json: bool) -> "Tried":
    """Look at a feed once; what is wrong with it ends the command, as JSON too where that is asked for."""
    from index.sources import fetcher_for, try_feed

    try:
        with fetcher_for(settings_for(library)) as fetcher:
            return try_feed(url, fetcher)
    except SourceError as error:
        if as_json:
            print_row({"skipped": error.where, "why": error.why})
        raise


@feed.command(name="list")
@in_library
@in_collections
def feed_list(library: Place | None, collections: tuple[str, ...]) -> None:
    """List the feeds that are followed, and what came of them."""
    from index.cli.printing import print_feeds

    with opened(library) as index:
        print_feeds(index.followed(asked_of(collections)))


@feed.command(name="remove")
@click.argument("url")
@in_library
@in_collection
@patient
def feed_remove(url: str, library: Place | None, collection: str, wait: float) -> None:
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
def feed_poll(library: Place | None, collections: tuple[str, ...], now: bool, watch: bool, wait: float) -> None:
    """Poll the feeds that are due, and add what is new."""
    from index.cli.writing import Writer
    from index.following import Following
    from index.sources import fetcher_for

    settings = settings_for(library)
    following = Following(
        Writer(settings, wait, partial(click.echo, err=True)), lambda: fetcher_for(settings), Problems().tell
    )

    def poll() -> None:
        for polled in following.poll(asked_of(collections), only_due=not now):
            click.echo(one_line(f"{polled.feed.title or polled.feed.url}: {polled.feed.outcome}"))

    if not watch:
        poll()
    while watch:
        try:
            poll()
        except LibraryBusyError as error:
            click.echo(f"{error}; waiting", err=True)
        time.sleep(WATCH_SECONDS)
