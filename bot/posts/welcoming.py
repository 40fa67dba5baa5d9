"""What the bot says of itself: where it arrives, and to whoever greets it or asks what it can do."""

from collections.abc import Set
from itertools import islice
from typing import Any

import discord

from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.escaping import label, name
from bot.kept.shown import NOT_KEPT
from bot.posts.new_source import add_source_button
from bot.posts.posting import LABEL_CHARACTERS, Post, forgotten
from bot.rendering.layouts import layout_of
from bot.rendering.render import Page

EXAMPLES = 3
MOST_PUBLISHERS = 8


def welcome_post(desk: Desk, place: Place, *, may_add: bool = False) -> Post:
    """Return what the bot does, what its library holds here, and examples made of its newest articles to click on.

    With `may_add` there is a button that adds a source.
    """
    page = Page("\n".join([place.words("welcome"), holdings(desk, place)]), place.words)
    buttons: list[discord.ui.Item[Any]] = [
        discord.ui.Button(label=question, custom_id=f"example:{number}")
        for number, question in enumerate(examples(desk, place))
    ]
    if may_add:
        buttons.append(add_source_button(place.words))
    view = layout_of(page, [buttons] if buttons else [])
    forgotten(view)
    return Post(page, view, NOT_KEPT, place.private)


def holdings(desk: Desk, place: Place) -> str:
    """Return how many articles may be quoted in a place, of which months, and by whom."""
    count = desk.names.count(place.collections)
    if not count:
        return place.words("holds-nothing")
    lines = [place.words("holds", count=count)]
    months = desk.names.months(place.collections)
    if months:
        lines.append(place.words("holds-months", first=months[-1], last=months[0]))
    publishers = list(dict.fromkeys(name(p.value) for p in desk.names.publishers(place.collections)))
    if publishers:
        told = ", ".join(publishers[:MOST_PUBLISHERS])
        lines.append(place.words("holds-publishers", names=told, more=max(len(publishers) - MOST_PUBLISHERS, 0)))
    return " ".join(lines)


def examples(desk: Desk, place: Place) -> list[str]:
    """Return questions that a place's library may answer: of whoever says most in it, and of its newest articles."""
    names, words = desk.names, place.words
    publishers = {p.value for p in names.publishers(place.collections)}
    speakers, titles = names.speakers(place.collections), names.titles(place.collections)
    asked = [words("what-said", speaker=s.value) + "?" for s in islice(speakers, 1)]
    asked += [words("example", title=_title(t.name, publishers)) for t in islice(titles, EXAMPLES)]
    return list(dict.fromkeys(label(q[0].upper() + q[1:], LABEL_CHARACTERS) for q in asked))[:EXAMPLES]


def _title(called: str, publishers: Set[str]) -> str:
    """Return the title of an article that is called so, without the publisher behind it."""
    title, _, publisher = called.rpartition(" · ")
    return title if title and publisher in publishers else called
