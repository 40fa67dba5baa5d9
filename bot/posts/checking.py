"""Messages of others checked: what they quote is verified, what they claim is answered."""

from dataclasses import replace
from datetime import date

from bot.desk import jobs
from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.kept.answers import What
from bot.languages import Languages
from bot.posts.asking import post_for
from bot.posts.posting import Post, post_of
from bot.rendering.cards import draft_pages, verification_page
from bot.rendering.quoting import SMALL
from bot.rendering.render import Page
from index import NO_LIMITS

SEVERAL = 2
"""Quotations of a message from which each is told of by itself."""
LONGEST_CLAIM = 900
"""Characters of a message that are asked about, where it quotes nothing."""
CLAIMED = "is it true that {}"
"""How the library is asked about a claim; it reads English."""


def asks_if_true(question: str, languages: Languages) -> bool:
    """Tell whether somebody asks of a message no more than whether it is so, in any language that the bot speaks."""
    asked = " ".join("".join(c if c.isalnum() else " " for c in question.casefold()).split())
    ways = (way.strip() for words in languages.all() for way in words("is-this-true").split("|"))
    return not asked or asked in ways


async def verdict_page(desk: Desk, place: Place, text: str, speaker: str = "") -> Page:
    """Return the verdict on a wording.

    Raises:
        Failure: too many wait, or the library cannot be read.
    """
    found = await desk.in_turn(place, jobs.verify, text, place.collections, speaker)
    return verification_page(found, place.words)


async def verdict_pages(desk: Desk, place: Place, words: str, *, quoted_only: bool = False) -> list[Page]:
    """Return the verdicts on what a message quotes, or on the whole of it; with `quoted_only` none on the whole.

    Raises:
        Failure: too many wait, or the library cannot be read.
    """
    checked = await desk.in_turn(place, jobs.verify_message, words, place.collections)
    if len(checked) >= SEVERAL:
        return draft_pages(checked, place.words)
    if quoted_only and not checked:
        return []
    return [await verdict_page(desk, place, words)]


async def post_about(desk: Desk, place: Place, words: str, asked: date) -> Post:
    """Return what the library has on a message of somebody's: verdicts on its quotations, or sides on what it claims.

    Raises:
        Failure: too many wait, or the library cannot be read.
    """
    pages = await verdict_pages(desk, place, words, quoted_only=True)
    if not pages:
        return await post_for(desk, place, CLAIMED.format(words[:LONGEST_CLAIM]), [], NO_LIMITS, asked)
    head = SMALL + place.words("about-above")
    return await post_of(desk, place, What.VERIFIED, [replace(p, heading=f"{head}\n{p.heading}") for p in pages])
