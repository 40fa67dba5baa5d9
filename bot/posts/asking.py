"""Questions put to the library in turn, and their answers as posts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import discord

from bot.delivery import acknowledge
from bot.desk import jobs
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.kept.answers import What
from bot.languages import Languages
from bot.posts.posting import Post, post_of
from bot.posts.sending import respond
from bot.posts.welcoming import welcome_post
from bot.rendering.quoting import first_quoted
from bot.rendering.render import pages_of, question_in
from index import NO_LIMITS, Limits, Reason

Talk = Sequence[Mapping[str, str]]


async def post_for(desk: Desk, place: Place, question: str, talk: Talk, limits: Limits, asked: date) -> Post:
    """Return the answer to a question asked on a day, after the talk before it; a decline is kept as a gap.

    Raises:
        Failure: too many wait, or the library cannot be read.
    """
    # Whoever greets or asks what there is to ask has asked nothing: no gap, and no answer to count.
    return await post_if_asked(desk, place, question, talk, limits, asked) or welcome_post(desk, place)


async def post_if_asked(
    desk: Desk, place: Place, question: str, talk: Talk, limits: Limits, asked: date
) -> Post | None:
    """Return the answer to a question as `post_for` does; None where nothing was asked, as by a greeting.

    Raises:
        Failure: too many wait, or the library cannot be read.
    """
    answer = await desk.in_turn(place, jobs.ask, question, place.collections, talk, limits, asked)
    if answer.reason is Reason.EMPTY:
        return None
    desk.metrics.answered(declined=not answer.answered)
    if not answer.answered and not answer.choices and place.guild is not None:
        nearest = answer.nearest[0].article.key if answer.nearest else None
        await desk.guilds.missed(place.guild, question, nearest)
    what = What.ANSWER if answer.answered else What.DECLINED
    return await post_of(desk, place, what, pages_of(answer, place.words), answer)


def turn_in(texts: Sequence[str], languages: Languages) -> Talk:
    """Return the question that an answer of ours repeats, and the quote that it begins with; nothing of others'."""
    question = question_in(texts, languages)
    if not question:
        return []
    return [{"speaker": "user", "text": question}, {"speaker": "agent", "text": first_quoted(texts)}]


async def answer_alone(interaction: "discord.Interaction[Any]", question: str, asked: date) -> None:
    """Answer a question asked by a click, without any talk before it, to whoever clicked alone.

    Raises:
        Failure: too many wait, or the library cannot be read.
    """
    desk = desk_of(interaction)
    place = desk.place_of(interaction, private=True)
    desk.check_turn(place)
    await acknowledge(interaction, ephemeral=True)
    await respond(interaction, await post_for(desk, place, question, [], NO_LIMITS, asked))
