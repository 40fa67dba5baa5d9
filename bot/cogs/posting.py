"""Posting: pages become messages with buttons, kept by place under a key so that they can be made again later."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import discord

from bot import jobs
from bot.cards import said_pages, source_pages
from bot.delivery import PASSING, edit_answer, is_acknowledged, send_once
from bot.escaping import label
from bot.failures import NOBODY, Failure
from bot.places import Place
from bot.render import (
    SMALL,
    Page,
    Shown,
    gate,
    heading_of,
    layout_of,
    numbered,
    question_in,
    text_of,
    texts_in,
)
from bot.shown import ShownAnswer, ShownQuote, ShownWords, What
from index import Account, Answer, Excerpt, Quote

if TYPE_CHECKING:
    from bot.client import NewsBot

log = logging.getLogger(__name__)

OPTION_CHARACTERS = 100
JUDGED = (What.ANSWER, What.DECLINED)
OF_ONE_ARTICLE = (What.SOURCE, What.SAID)
UNKNOWN_QUESTION = "message_reference"
"""Stands in Discord's words where the message replied to is gone."""

Row = list[discord.ui.Item[Any]]


class WithdrawnError(Failure):
    """What an answer quoted is no longer in the library."""


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


def post_of(bot: "NewsBot", place: Place, what: What, pages: Sequence[Page], answer: Answer | None = None) -> Post:
    """Keep where the quotes of these pages stand, and return the first as a message.

    Raises:
        QuoteMismatchError: a quote differs from its article.
    """
    key = bot.shown.keep(_kept(pages, place, what, answer), private=place.private)
    return laid_out(pages, 0, what, key, private=place.private)


def laid_out(pages: Sequence[Page], number: int, what: What, key: str, *, private: bool) -> Post:
    """Return a page as a message with its buttons, once the gate has let it pass.

    Raises:
        QuoteMismatchError: a quote differs from its article.
    """
    page = pages[number]
    before = sum(len(p.quotes) for p in pages[:number])
    menu = _menu(page, before, key, number) if key and what not in OF_ONE_ARTICLE else []
    buttons = _buttons(page, what, key, number, len(pages), private=private) if key else []
    view = layout_of(page, [row for row in (menu, buttons) if row])
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


def _buttons(page: Page, what: What, key: str, number: int, pages: int, *, private: bool) -> Row:
    other = What.SAID if what is What.SOURCE else What.SOURCE
    verbs = [
        ("page-back", "back", number > 0),
        ("page-on", "more", number + 1 < pages),
        (other.value, "whole" if other is What.SOURCE else "said", what in OF_ONE_ARTICLE),
        ("share", "share", private),
        ("helpful", "helpful", what in JUDGED),
        ("wrong", "wrong", what in JUDGED),
        ("delete", "delete", not private),
    ]
    return [
        discord.ui.Button(label=page.words(f"button-{called}"), custom_id=f"{verb}:{key}:{number}")
        for verb, called, is_there in verbs
        if is_there
    ]


# --- keeping, and making again


def _kept(pages: Sequence[Page], place: Place, what: What, answer: Answer | None) -> ShownAnswer:
    items = [(number, s, s.quote) for number, page in enumerate(pages) for s in page.quotes if s.quote is not None]
    if what in OF_ONE_ARTICLE:
        items = items[:1]
    quotes = tuple(ShownQuote(page, s.number, quote.reference) for page, s, quote in items)
    shorts = tuple(
        ShownWords(at, e.span)
        for e in (answer.short_answers if answer else ())
        if (at := _vouching([quote for _, _, quote in items], e)) is not None
    )
    where = {quote.reference: at for at, (_, _, quote) in enumerate(items)}
    figures = tuple(
        ShownWords(where[a.quote.reference], a.figure.span, number, event, a.counts, a.by is not None)
        for number, page in enumerate(pages)
        for event, accounts in page.accounts.items()
        for a in accounts
        if a.quote.reference in where
    )
    language = place.words.code
    return ShownAnswer(what, place.guild, place.channel, place.user, language, quotes, shorts, figures)


def _vouching(quotes: Sequence[Quote], words: Excerpt) -> int | None:
    """Return which quote holds these words or names its speaker by them, so that its digest speaks for them, too."""
    for at, quote in enumerate(quotes):
        said = quote.statement
        named = (said.source, said.name, said.role, said.relay) if said else ()
        if quote.article == words.article and (quote.span.holds(words.span) or words.span in named):
            return at
    return None


async def pages_again(
    bot: "NewsBot", place: Place, kept: ShownAnswer, message: discord.Message | None, what: What | None = None
) -> list[Page]:
    """Return an answer's pages, read again from what this place may read now, in the language they were shown in.

    Where a quote is gone stands a note; `message` is where the heading is read from; an article may be shown as
    another kind, `what`, than before.

    Raises:
        WithdrawnError: nothing of it is left.
    """
    place = replace(place, words=bot.languages.words(kept.language))
    if kept.what in OF_ONE_ARTICLE:
        return await _article_again(bot, place, kept, what or kept.what)
    quotes = await bot.in_turn(place, jobs.recall, [q.reference for q in kept.quotes], place.collections)
    texts = texts_of(message) if message else []
    if kept.what in (What.ANSWER, What.SAID_BY):
        question = question_in(texts, bot.languages) or ""
        shorts = [Excerpt(q.article, w.span) for w in kept.shorts if (q := quotes[w.quote]) is not None]
        return _answer_again(kept, quotes, [heading_of(question, s, place.words) for s in (shorts, ())], place)
    heading = _heading_in(texts, with_list=all(quotes))
    return _answer_again(kept, quotes, [heading, heading], place)


def _heading_in(texts: Sequence[str], *, with_list: bool) -> str:
    """Return the lines above the first quote or event of a message of ours; its list may hold words of an article."""
    lines = texts[0].split("\n") if texts else []
    own = list(takewhile(lambda line: not line.startswith(("> ", "### ")), lines))
    return "\n".join(line for line in own if with_list or not line.startswith("- "))


async def _article_again(bot: "NewsBot", place: Place, kept: ShownAnswer, what: What) -> list[Page]:
    reference = kept.quotes[0].reference if kept.quotes else None
    collections = [c for c in place.collections if reference and c == reference.collection]
    if reference is None:
        raise WithdrawnError("withdrawn")
    if what is What.SOURCE:
        found = await bot.in_turn(place, jobs.source, reference.article, collections)
        if found is not None:
            return source_pages(*found, place.words)
    else:
        told = await bot.in_turn(place, jobs.said_in, reference.article, collections)
        if told is not None:
            return said_pages(*told, place.words)
    raise WithdrawnError("withdrawn")


def _answer_again(
    kept: ShownAnswer, quotes: Sequence[Quote | None], headings: Sequence[str], place: Place
) -> list[Page]:
    items: dict[int, list[Shown]] = {}
    events: dict[int, str] = {0: place.words("nearest")} if kept.what is What.DECLINED else {}
    for spot, quote in zip(kept.quotes, quotes, strict=True):
        if quote is not None:
            # An event goes by the headline of its best quote, which is always shown first.
            events.setdefault(spot.number, quote.article.title or quote.article.id)
    for spot, quote in zip(kept.quotes, quotes, strict=True):
        items.setdefault(spot.page, []).append(Shown(spot.number, events.get(spot.number, "…"), quote))
    accounts: dict[int, dict[int, list[Account]]] = {}
    for figure in kept.figures:
        quote = quotes[figure.quote]
        if quote is not None:
            by = quote.speaker if figure.vouched else None
            account = Account(Excerpt(quote.article, figure.span), figure.counts, quote, by)
            accounts.setdefault(figure.page, {}).setdefault(figure.number, []).append(account)
    pages = [
        Page(headings[min(number, 1)], place.words, tuple(shown), accounts.get(number, {}))
        for number, shown in sorted(items.items())
    ]
    return numbered(pages or [Page(headings[0], place.words)])


# --- sending


async def respond(interaction: "discord.Interaction[NewsBot]", post: Post) -> None:
    """Put a post in place of the answer that is owed, as classic text where a layout is refused.

    An interaction that could not be acknowledged takes no answer: then it is posted where it was asked.
    """
    if not is_acknowledged(interaction):
        await _beside(interaction, post)
        return
    try:
        message = await edit_answer(interaction, view=post.view, allowed_mentions=NOBODY)
    except discord.HTTPException as error:
        _raise_unless_refused(error)
        message = await edit_answer(interaction, content=post.classic(), allowed_mentions=NOBODY)
    if not post.private:
        interaction.client.shown.posted(post.key, message.id)


async def _beside(interaction: "discord.Interaction[NewsBot]", post: Post) -> None:
    """Post an answer in the channel, or to its asker alone where nobody else was to see it."""
    if post.private or interaction.channel is None:
        await in_private(interaction.user, post.classic())
        return
    message = await send_once(interaction.channel.send, interaction.id, view=post.view, allowed_mentions=NOBODY)  # type: ignore[union-attr]
    interaction.client.shown.posted(post.key, message.id)


async def reply(bot: "NewsBot", message: discord.Message, post: Post) -> discord.Message | None:
    """Post below a question, and return the message; None where the question is gone or a right is missing."""
    if message.id in bot.deleted or was_left(bot, message):
        return None
    try:
        sent = await _sent(message, post)
    except discord.Forbidden:
        await tell_lacking(bot, message, "send_messages")
        return None
    except discord.NotFound:
        return None
    except discord.HTTPException as error:
        if error.status == 400 and UNKNOWN_QUESTION in error.text:
            return None
        raise
    bot.shown.posted(post.key, sent.id)
    return sent


async def _sent(message: discord.Message, post: Post) -> discord.Message:
    try:
        return await _answered(message, view=post.view)
    except discord.HTTPException as error:
        if UNKNOWN_QUESTION in error.text:
            raise
        _raise_unless_refused(error)
        return await _answered(message, content=post.classic(), suppress_embeds=True)


async def _answered(message: discord.Message, **parts: Any) -> discord.Message:  # noqa: ANN401 - as discord.py takes it
    """Reply, or just send where a reply would need the right to read what came before."""
    if message.guild and not message.channel.permissions_for(message.guild.me).read_message_history:
        return await send_once(message.channel.send, message.id, allowed_mentions=NOBODY, **parts)
    return await send_once(message.reply, message.id, mention_author=False, allowed_mentions=NOBODY, **parts)


def was_left(bot: "NewsBot", message: discord.Message) -> bool:
    """Tell whether the bot is no longer in the server where this message stands."""
    return message.guild is not None and bot.get_guild(message.guild.id) is None


def lacking_right(message: discord.Message) -> str | None:
    """Return which right the bot lacks to answer where this message stands, by discord.py's name for it."""
    if message.guild is None or isinstance(message.channel, discord.DMChannel):
        return None
    rights = message.channel.permissions_for(message.guild.me)
    in_thread = isinstance(message.channel, discord.Thread)
    needed = ("view_channel", "send_messages_in_threads" if in_thread else "send_messages")
    return next((right for right in needed if not getattr(rights, right)), None)


async def tell_lacking(bot: "NewsBot", message: discord.Message, right: str) -> None:
    """Tell the asker privately which right is missing where."""
    words = bot.place_of(message).words
    channel = getattr(message.channel, "mention", "")
    await in_private(message.author, words("fail-right", channel=channel, right=words(f"right-{right}")))
    log.warning("no right %s in channel %d", right, message.channel.id)


async def in_private(user: discord.User | discord.Member, text: str) -> bool:
    """Send somebody a direct message; tell whether that was possible."""
    try:
        await send_once(user.send, content=text, allowed_mentions=NOBODY)
    except (discord.DiscordException, *PASSING) as error:
        log.warning("a direct message was not possible: %s", error)
        return False
    return True


def _raise_unless_refused(error: discord.HTTPException) -> None:
    """Let a refused layout be sent as text; raise whatever else went wrong."""
    if error.status != 400:
        raise error
    log.info("a layout was refused (%s); sent as text", error.code)


# --- reading messages of ours


def texts_of(message: discord.Message) -> list[str]:
    """Return all text of a message, whether a layout or not."""
    found = [message.content] if message.content else []
    return [*found, *(text for component in message.components for text in _texts_under(component))]


def _texts_under(component: object) -> Iterator[str]:
    if isinstance(component, discord.components.TextDisplay):
        yield component.content
    for child in getattr(component, "children", ()):
        yield from _texts_under(child)


def shared(page: Page) -> Page:
    """Return the page as it is shown to all after its asker shared it."""
    return replace(page, footer=SMALL + page.words("shared-by"))
