"""One quote by itself: with the sentences around it, and as it is cited elsewhere."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.delivery import NOBODY, edit_answer
from bot.desk import jobs
from bot.desk.desk import Desk, desk_of
from bot.desk.places import Place
from bot.escaping import size
from bot.failures import Failure
from bot.kept.answers import ShownAnswer, ShownQuote, What
from bot.languages import Words
from bot.posts.again import WithdrawnError
from bot.posts.items import picked
from bot.posts.posting import forgotten
from bot.rendering.citations import cited
from bot.rendering.layouts import TEXT_CHARACTERS
from bot.rendering.quoting import SMALL, attribution, gate, quoted
from bot.rendering.render import PAGE_CHARACTERS
from index import Context, Excerpt

LEADS = {"source": "whole", "said": "said", "cite": "cite"}
"""The buttons below a quote: what each does, and how it is called."""
FILE_NAME = "quote"
SHOWN = ("txt", "md")
"""Forms that are shown to be copied; the others are files, as reference managers take them."""
FENCE = "```"


async def show_context(interaction: "discord.Interaction[Any]", place: Place, kept: ShownAnswer) -> None:
    """Show one of an answer's quotes with the sentences around it, and what leads on from it.

    Raises:
        Failure: the choice is none of the answer's quotes, or its article is gone.
    """
    chosen = "".join(picked(interaction))
    if not chosen.isdigit() or int(chosen) >= len(kept.quotes):
        raise Failure("gone")
    desk = desk_of(interaction)
    found = await desk.in_turn(place, jobs.context, kept.quotes[int(chosen)].reference, place.collections)
    if found is None:
        raise WithdrawnError("withdrawn")
    view = context_layout(found, place)
    key = await desk.shown.keep(_kept_article(found, place), private=True)
    leads: list[discord.ui.Button[Any]] = [
        discord.ui.Button(label=place.words(f"button-{called}"), custom_id=f"{verb}:{key}:0")
        for verb, called in LEADS.items()
    ]
    view.add_item(discord.ui.ActionRow(*leads))
    forgotten(view)
    await edit_answer(interaction, view=view, allowed_mentions=NOBODY)


async def show_citation(interaction: "discord.Interaction[Any]", desk: Desk, place: Place, kept: ShownAnswer) -> None:
    """Show a quote as it is cited elsewhere: to be copied, and as files for reference managers.

    Raises:
        Failure: its article is gone.
        QuoteMismatchError: its words stand in a citation otherwise than in its article.
    """
    [quote] = await desk.in_turn(place, jobs.recall, [kept.quotes[0].reference], place.collections)
    if quote is None:
        raise WithdrawnError("withdrawn")
    forms = cited(quote, place.words)
    content = _fenced(forms, place.words)
    files = [
        discord.File(io.BytesIO(text.encode("utf-8", "surrogatepass")), f"{FILE_NAME}.{end}")
        for end, text in forms.items()
        if not content or end not in SHOWN
    ]
    await edit_answer(
        interaction, content=content or place.words("cited-files"), attachments=files, allowed_mentions=NOBODY
    )


def _fenced(forms: Mapping[str, str], words: Words) -> str:
    """Return the forms that are shown, each in a block of its own; "" where they would not stand there as they are."""
    told = [f"{words(f'cited-{end}')}\n{FENCE}\n{forms[end]}\n{FENCE}" for end in SHOWN]
    content = "\n".join(told)
    has_fence = any(FENCE in forms[end] for end in SHOWN)
    return "" if has_fence or size(content) > TEXT_CHARACTERS else content


def context_layout(found: Context, place: Place) -> discord.ui.LayoutView:
    """Return a quote between the sentences around it, each part told apart in words; the gate has let it pass.

    Raises:
        QuoteMismatchError: a part differs from its article.
    """
    words = place.words
    texts = [
        SMALL + words("context-heading"), words("context-quote"), quoted(found.quote.text) or words("too-long"),
        attribution(found.quote, words),
    ]  # fmt: skip
    before, after = _around("before", found.before, words), _around("after", found.after, words)
    if _fits(texts, before):
        texts[1:1] = before
    if _fits(texts, after):
        texts += after
    gate(texts, [part for part in (found.before, found.quote, found.after) if part is not None])
    view = discord.ui.LayoutView(timeout=None)
    for text in texts:
        view.add_item(discord.ui.TextDisplay(text))
    return view


def _around(where: str, part: Excerpt | None, words: Words) -> list[str]:
    return [words(f"context-{where}"), quoted(part.text) or words("too-long")] if part else []


def _fits(texts: Sequence[str], more: Sequence[str]) -> bool:
    return sum(map(size, (*texts, *more))) <= PAGE_CHARACTERS


def _kept_article(found: Context, place: Place) -> ShownAnswer:
    quotes = (ShownQuote(0, 0, found.quote.reference),)
    return ShownAnswer(What.SOURCE, place.guild, place.channel, place.user, place.words.code, quotes)
