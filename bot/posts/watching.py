"""Watching: what came into a library is looked at for those who watch for it, and told where they want it."""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import discord

from bot.delivery import NOBODY, PASSING, acknowledge, edit_answer, send_once
from bot.desk import jobs
from bot.desk.desk import Desk
from bot.desk.places import Place, is_ones_own
from bot.escaping import label, unescape
from bot.failures import Failure
from bot.kept.answers import What
from bot.kept.guilds import Did, Right
from bot.kept.watches import KeptWatch, Kind, Paused, Waiting, sum_of
from bot.posts.posting import Post, post_of
from bot.posts.rights import allowed
from bot.rendering.render import pages_of
from bot.rendering.watches import changed_pages, described, found_pages
from index import NO_LIMITS, Answer, Arrival, OnRecordError, Quote, Reference, Watch

log = logging.getLogger(__name__)

DAY = 24 * 3600.0
LATE = 2 * 3600.0
"""Seconds without a look after which it is said that something may come late."""
QUOTES_EACH = 2
"""Of an article that is told of as a whole."""
MOST_IN_SERVER, MOST_OF_ONE = 50, 10
"""Watches that a server may have in its channels, and a person for themselves."""
LONGEST_WATCHED = 300
"""Characters of a topic, a speaker or a question."""
NONCE = 1 << 62
"""Apart from the ids of Discord, which answers to messages are known by."""
Found = tuple[Reference | None, tuple[str, ...]]
"""What is found for a watch, or None where its answer is to be asked anew, with the sums that it is known again by."""


async def watch_out(client: discord.Client, desk: Desk) -> None:
    """Look at what came in for every watch, and tell what is due."""
    watches = [w for w in await desk.watches.active() if desk.shards.serve(w.guild)]
    for (guild, mark), group in groupby(sorted(watches, key=_seen_alike), lambda w: (w.guild, w.mark)):
        if guild is None or client.get_guild(guild) is not None:
            await _look(desk, list(group), desk.readable(guild), mark)
    for watch in watches:
        if watch.due <= time.time() and (waiting := await desk.watches.waiting(watch.number)):
            await _tell(client, desk, watch, waiting)


# --- set up


async def place_for(interaction: "discord.Interaction[Any]", desk: Desk) -> Place:
    """Return where a new watch is told, if whoever asks may set one there.

    Raises:
        Failure: they may not, the bot may not answer in this channel, or there are as many as there may be.
    """
    if is_ones_own(interaction):
        raise Failure("watch-no-member")
    is_server = interaction.guild_id is not None
    place = allowed(interaction, Right.FOLLOW) if is_server else desk.place_of(interaction, private=True)
    if not place.is_open:
        raise Failure("elsewhere", channels=desk.open_channels(place.guild))
    most = MOST_OF_ONE if place.guild is None else MOST_IN_SERVER
    if len(await desk.watches.of(place.guild, place.user)) >= most:
        raise Failure("too-many-watches", most=str(most))
    desk.check_turn(place)
    return place


async def set_up(
    interaction: "discord.Interaction[Any]", desk: Desk, place: Place, watch: KeptWatch, told: Sequence[str] = ()
) -> None:
    """Keep a new watch, from now on, and say so; `told` are sums of what it need not be told.

    Raises:
        Failure: its words are too long to be watched for, or the library cannot be read.
    """
    if max(len(watch.topic), len(watch.speaker)) > LONGEST_WATCHED:
        raise Failure("watch-too-long", most=str(LONGEST_WATCHED))
    mark = await desk.in_turn(place, jobs.now)
    now = time.time()
    due = now + DAY if watch.is_daily else 0.0
    kept = replace(watch, language=place.words.code, mark=mark, looked=now, due=due)
    await desk.watches.add(kept, told)
    what = described(kept, place.words)
    if place.guild is not None:
        await desk.guilds.changed(place.guild, place.user, Did.WATCHED, label(unescape(what), 200))
    often = place.words("watch-daily" if watch.is_daily else "watch-at-once")
    await edit_answer(interaction, content=place.words("watch-made", what=what, often=often), allowed_mentions=NOBODY)


async def watch_answer(interaction: "discord.Interaction[Any]", desk: Desk, question: str) -> None:
    """Watch an answer from now on: what it is compared with is the answer of this moment.

    Raises:
        Failure: whoever asks may not, or the library cannot be read.
    """
    place = await place_for(interaction, desk)
    await acknowledge(interaction, ephemeral=True)
    answer = await desk.in_turn(place, jobs.ask, question, place.collections)
    watch = KeptWatch(
        place.guild, place.channel, place.user, Kind.ANSWER, question[:LONGEST_WATCHED], first=first_of(answer)
    )
    await set_up(interaction, desk, place, watch, standing(answer))


# --- looking


def _seen_alike(watch: KeptWatch) -> tuple[int, str]:
    return watch.guild or 0, watch.mark


def wanted(watch: KeptWatch) -> Watch:
    """Return what the library is to be looked through for."""
    return Watch(watch.topic, watch.speaker)


async def _look(desk: Desk, watches: Sequence[KeptWatch], collections: Sequence[str], mark: str) -> None:
    try:
        found = await desk.in_own_turn(jobs.arrivals, [wanted(w) for w in watches], collections, mark)
        gone = await _gone(desk, watches)
        for watch, seen in zip(watches, found.seen, strict=True):
            late = watch.looked if watch.looked and time.time() - watch.looked > LATE else 0.0
            await desk.watches.looked(watch.number, found.mark, await _found(desk, watch, seen, gone), late)
    except OnRecordError as error:
        log.warning("what came in will be looked at again: %s", error)


async def _gone(desk: Desk, watches: Sequence[KeptWatch]) -> set[tuple[str, str]]:
    """Return the articles that watched answers began with, and that have left the library."""
    firsts = {_article(w.first) for w in watches if w.kind is Kind.ANSWER and w.first}
    return set(await desk.in_own_turn(jobs.gone, sorted(firsts))) if firsts else set()


def _article(first: Reference) -> tuple[str, str]:
    return first.collection, first.article


async def _found(
    desk: Desk, watch: KeptWatch, seen: Sequence[Arrival], gone: Collection[tuple[str, str]]
) -> list[Found]:
    if watch.kind is Kind.ANSWER:
        is_waiting = bool(await desk.watches.waiting(watch.number))
        is_gone = watch.first is not None and _article(watch.first) in gone
        return [(None, ())] if not is_waiting and (seen or is_gone) else []
    if watch.kind is Kind.QUOTES:
        return [(q.reference, sums) for a in seen for q in a.quotes if (sums := _sums(watch, q))]
    quotes = [a.quotes[:QUOTES_EACH] or await _opening(desk, a) for a in seen]
    return [(q.reference, (sum_of(q.text),)) for of_one in quotes for q in of_one]


def _sums(watch: KeptWatch, quote: Quote) -> tuple[str, ...]:
    """Return what a quote is known again by: its words, or whose they are where each voice is told once."""
    if not watch.only_new:
        return (sum_of(quote.text),)
    return (sum_of(quote.speaker),) if quote.speaker else ()


async def _opening(desk: Desk, arrival: Arrival) -> Sequence[Quote]:
    """Return what an article begins with, where nobody is quoted in it."""
    quote = await desk.in_own_turn(jobs.opening, arrival.article.id, arrival.article.collection)
    return [quote] if quote else []


# --- telling


async def _tell(client: discord.Client, desk: Desk, watch: KeptWatch, waiting: Sequence[Waiting]) -> None:
    """Tell what waits of a watch; where its channel is gone or closed it is paused, and says so in the list."""
    words = desk.languages.words(watch.language)
    place = Place(watch.guild, watch.channel, watch.user, words, desk.readable(watch.guild))
    due = time.time() + DAY if watch.is_daily else 0.0
    try:
        answer = await _asked_again(desk, place, watch) if watch.kind is Kind.ANSWER else None
        post = await _post(desk, place, watch, waiting, answer)
        if post is not None:
            await _sent(client, desk, watch, post, NONCE + waiting[-1].number)
        if answer is not None:
            await desk.watches.answered(watch.number, first_of(answer), standing(answer))
    except (discord.Forbidden, discord.NotFound) as error:
        log.info("watch %d is paused, its channel being out of reach: %s", watch.number, error)
        await desk.watches.pause([watch.number], Paused.NO_CHANNEL)
    except (discord.DiscordException, *PASSING, OnRecordError) as error:
        log.warning("what watch %d found will be told later: %s", watch.number, error)
        return
    await desk.watches.told(watch.number, waiting, due)


async def _sent(client: discord.Client, desk: Desk, watch: KeptWatch, post: Post, nonce: int) -> None:
    channel = client.get_partial_messageable(watch.channel, guild_id=watch.guild)
    try:
        message = await send_once(channel.send, nonce, view=post.view, allowed_mentions=NOBODY)
    except discord.HTTPException as error:
        if error.status != 400:
            raise
        message = await send_once(channel.send, nonce, content=post.classic(), allowed_mentions=NOBODY)
    await desk.shown.posted(post.key, message.id)


async def _asked_again(desk: Desk, place: Place, watch: KeptWatch) -> Answer:
    day = datetime.now(UTC).date()
    return await desk.in_own_turn(jobs.ask, watch.topic, place.collections, (), NO_LIMITS, day)


async def _post(
    desk: Desk, place: Place, watch: KeptWatch, waiting: Sequence[Waiting], answer: Answer | None
) -> Post | None:
    """Return what is to be told, read again from the library; None where nothing is left of it."""
    since = min((w.since for w in waiting if w.since), default=0.0)
    if answer is not None:
        return await _changed(desk, place, watch, answer, since)
    references = [w.reference for w in waiting if w.reference is not None]
    read = await desk.in_own_turn(jobs.recall, references, place.collections)
    quotes = [q for q in read if q is not None]
    if not quotes:
        return None
    return await post_of(desk, place, What.WATCHED, found_pages(watch, quotes, since, place.words))


async def _changed(desk: Desk, place: Place, watch: KeptWatch, answer: Answer, since: float) -> Post | None:
    """Return the answer that is watched, where it is another than before."""
    known = await desk.watches.knows(watch.number, standing(answer))
    if all(known):
        return None
    changes = (
        ["declined"] if not answer.answered else [c for c, is_old in zip(CHANGES, known, strict=True) if not is_old]
    )
    pages = changed_pages(watch, pages_of(answer, place.words), changes, since)
    return await post_of(desk, place, What.WATCHED, pages, answer)


CHANGES = ("first", "figures")
"""What may be another in an answer, in the order of `standing`."""


def standing(answer: Answer) -> tuple[str, ...]:
    """Return the sums that an answer is compared by: of its first quote, and of its figures and positions."""
    first = answer.quotes[0].text if answer.answered else ""
    return sum_of(f"first {first}"), sum_of(f"figures {' '.join(sorted(_told_by(answer)))}")


def _told_by(answer: Answer) -> Iterator[str]:
    return (f"{a.counts} {a.figure.text}" for card in answer.cards for a in card.accounts)


def first_of(answer: Answer) -> Reference | None:
    """Return the place of the quote that an answer begins with."""
    return answer.quotes[0].reference if answer.answered else None
