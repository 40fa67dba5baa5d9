"""Posting: pages become messages with buttons, kept by place under a key so that they can be made again later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.desk.desk import Desk
from bot.desk.places import Place
from bot.escaping import label
from bot.kept.answers import What
from bot.languages import Words
from bot.posts.keeping import OF_ONE_ARTICLE, kept_of
from bot.rendering.layouts import layout_of, text_of, texts_in
from bot.rendering.quoting import SMALL, gate
from bot.rendering.render import Page, is_about_the_last
from index import Answer, Next, Suggestion

MOST_OPTIONS = 25
"""Discord's limit on a menu."""
OPTION_CHARACTERS, LABEL_CHARACTERS = 100, 80
"""Discord's limits on a choice of a menu, and on what a button says."""
JUDGED = (What.ANSWER, What.DECLINED)

Row = list[discord.ui.Item[Any]]


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send: a page of an answer, and the key under which the whole is kept."""

    page: Page
    view: discord.ui.LayoutView
    key: str
    private: bool

    def classic(self) -> str:
        """Return the page as a classic message once the gate has let it pass."""
        text = text_of(self.page)
        gate([text], self.page.true)
        return text


async def post_of(
    desk: Desk,
    place: Place,
    what: What,
    pages: Sequence[Page],
    answer: Answer | None = None,
    below: Sequence[discord.ui.Item[Any]] = (),
) -> Post:
    """Keep where the quotes of these pages stand, and return the first as a message, with more buttons `below`.

    Raises:
        QuoteMismatchError: a quote differs from its article.
    """
    key = await desk.shown.keep(kept_of(pages, place, what, answer), private=place.private)
    return laid_out(pages, 0, what, key, private=place.private, pictures=desk.settings.pictures, below=below)


def laid_out(
    pages: Sequence[Page],
    number: int,
    what: What,
    key: str,
    *,
    private: bool,
    pictures: bool = False,
    below: Sequence[discord.ui.Item[Any]] = (),
) -> Post:
    """Return a page as a message with its buttons, once the gate has let it pass.

    Raises:
        QuoteMismatchError: a quote differs from its article.
    """
    page = pages[number]
    before = sum(len(p.quotes) for p in pages[:number])
    menu = _menu(page, before, key, number) if key and what not in OF_ONE_ARTICLE else []
    choices = _choices(page, key) if key else []
    leads, about = _buttons(page, what, key, number, len(pages), private=private) if key else ([], [])
    rows = (choices, menu, leads, _suggested(page, key) if key else [], about, below)
    view = layout_of(page, [row for row in rows if row], pictures=pictures)
    gate(texts_in(view), page.true)
    forgotten(view)
    return Post(page, view, key, private)


def forgotten(view: discord.ui.LayoutView) -> None:
    """Have discord.py keep no view in memory for as long as it runs: clicks are known by what they carry."""
    view.stop()


def _menu(page: Page, before: int, key: str, number: int) -> Row:
    """Return a menu of the page's quotes; a choice is a quote's place among all of the answer's."""
    options = [
        discord.SelectOption(
            label=label(f"{at + 1} · {s.quote.speaker or s.quote.article.publisher or s.event}", OPTION_CHARACTERS),
            description=label(s.quote.text, OPTION_CHARACTERS),
            value=str(at),
        )
        for at, s in enumerate(page.quotes, before)
        if s.quote is not None
    ]
    if not options:
        return []
    return [discord.ui.Select(placeholder=page.words("pick-quote"), options=options, custom_id=f"pick:{key}:{number}")]


def _choices(page: Page, key: str) -> Row:
    """Return a menu of the articles that a page offers; a choice is an article's place among them."""
    options = [
        discord.SelectOption(
            label=label(a.called, OPTION_CHARACTERS),
            description=label(" · ".join(filter(None, (a.publisher, a.day))), OPTION_CHARACTERS) or None,
            value=str(at),
        )
        for at, a in enumerate(page.choices[:MOST_OPTIONS])
    ]
    if not options:
        return []
    return [discord.ui.Select(placeholder=page.words("pick-article"), options=options, custom_id=f"choose:{key}")]


def _buttons(page: Page, what: What, key: str, number: int, pages: int, *, private: bool) -> tuple[Row, Row]:
    """Return the buttons that lead on from a page, then those that are about the answer itself."""
    other = What.SAID if what is What.SOURCE else What.SOURCE
    leads = [
        ("page-back", "back", number > 0),
        ("page-on", "more", number + 1 < pages),
        (other.value, "whole" if other is What.SOURCE else "said", what in OF_ONE_ARTICLE),
        ("alone", "alone", number == 0 and is_about_the_last(page)),
        ("share", "share", private and what is not What.SOURCES),
    ]
    about = [
        ("watch", "watch", what in JUDGED),
        ("helpful", "helpful", what in JUDGED),
        ("wrong", "wrong", what in JUDGED),
        ("delete", "delete", not private),
    ]

    def row(verbs: Sequence[tuple[str, str, bool]]) -> Row:
        there = ((verb, page.words(f"button-{called}")) for verb, called, is_there in verbs if is_there)
        return [discord.ui.Button(label=label_, custom_id=f"{verb}:{key}:{number}") for verb, label_ in there]

    return row(leads), row(about)


def _suggested(page: Page, key: str) -> Row:
    """Return a button for each question that a page suggests."""
    return [
        discord.ui.Button(label=_asked_in(one, page.words), custom_id=f"next:{key}:{number}")
        for number, one in enumerate(page.suggestions)
        if one is not None
    ]


def _asked_in(suggestion: Suggestion, words: Words) -> str:
    """Return a suggestion in words of ours."""
    if suggestion.kind is Next.SAID:
        return label(words("next-said", speaker=suggestion.about), LABEL_CHARACTERS)
    return words("-".join(filter(None, ("next", suggestion.kind, suggestion.about))))


def shared(page: Page) -> Page:
    """Return the page as it is shown to all after its asker shared it."""
    return replace(page, footer=SMALL + page.words("shared-by"))
