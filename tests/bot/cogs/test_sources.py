"""Journeys through looking up sources."""

import re
from typing import Any

import pytest

from bot.posts.reading import texts_of

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]


async def world(env: Any) -> tuple[Any, Any]:
    guild = env.create_guild("Newsroom")
    channel, alice = guild.create_text_channel("general"), guild.add_member(env.create_user("alice"))
    await env.bot.refresh_names.coro(env.bot)
    return channel, alice


def said(result: Any) -> str:
    """Return what somebody was told, in the answer or beside it."""
    return "\n".join(m.content for m in (result.response, *result.followups) if m is not None)


async def test_autocomplete_offers_titles_from_memory(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    choices = await alice.autocomplete(channel, "source", "article", "bank rate")
    assert [c["value"] for c in choices] == ["lantern-2023-11-bank"]
    everything = await alice.autocomplete(channel, "source", "article", "")
    assert 13 <= len(everything) <= 25
    assert all(len(c["name"]) <= 100 for c in everything)


async def test_source_shows_a_card_and_passages_page_by_page(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "source", article="courier-2023-03-15-tessin")
    text = "\n".join(texts_of(result.response.message))
    assert "Ostrand Courier (invented)" in text
    assert "> TESSIN, Velmora — Dravia has rejected" in text
    assert result.ephemeral


async def test_unknown_source_says_what_to_do(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "source", article="nothing")
    assert "Pick one from the list" in said(result)


async def test_sources_lists_the_articles_on_a_topic(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "sources", topic="flood in Brey")
    assert "\n".join(texts_of(result.response.message)).split("\n")[1].startswith("**Brey evacuates 3,400")
    nothing = await alice.slash(channel, "sources", topic="?")
    assert "No source speaks of" in "\n".join(texts_of(nothing.response.message))


async def test_statements_are_shown_in_the_order_of_time(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "statements", speaker="Dravia", about="strikes")
    text = "\n".join(texts_of(result.response.message))
    assert text.startswith("-# Asked: what did Dravia say about strikes")
    assert text.index("<t:1678881600:D>") < text.index("<t:1712750400:D>")
    assert not result.ephemeral


async def test_more_statements_are_paged(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "statements", speaker="ministry")
    first = result.response.message
    pages = "\n".join(texts_of(first))
    if "Page 1 of" in pages:
        await alice.click(first, label="More")
        turned = next(m for m in channel.history() if m.id == first.id)
        assert "Page 2 of" in "\n".join(texts_of(turned))


async def test_who_said_nothing_is_told_so(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "statements", speaker="Nobody Known", about="cheese", private=True)
    assert "no such statement" in "\n".join(texts_of(result.response.message))
    assert result.ephemeral


async def test_a_source_is_found_by_its_link_or_title(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    for named in ("https://courier.example/2023/03/15/tessin-market", " courier-2023-03-15-tessin"):
        result = await alice.slash(channel, "source", article=named)
        assert "rescuers dig through market" in "\n".join(texts_of(result.response.message))


async def test_an_articles_statements_are_a_click_away_and_back(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    shown = (await alice.slash(channel, "source", article="courier-2023-03-15-tessin")).response.message
    await alice.click(shown, label="Statements in it")
    [now] = [m for m in channel.history(viewer=alice) if m.id == shown.id]
    assert "**Colonel Ilse Marren, spokeswoman" in "\n".join(texts_of(now))
    await alice.click(now, label="Whole article")
    [back] = [m for m in channel.history(viewer=alice) if m.id == shown.id]
    assert "\n".join(texts_of(back)) == "\n".join(texts_of(shown))


async def test_sources_are_limited_by_publisher_and_days(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    early = await alice.slash(channel, "sources", topic="strikes", until="2023")
    assert "Lissa" not in "\n".join(texts_of(early.response.message))
    one = await alice.slash(channel, "sources", topic="strikes", publisher="Dravia Today (invented)")
    assert "Courier" not in "\n".join(texts_of(one.response.message))
    assert "Dravia Today" in "\n".join(texts_of(one.response.message))


async def test_the_menu_of_a_message_finds_sources(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    message = await alice.send(channel, "I heard of a flood in Brey")
    result = await alice.context_menu(channel, "Find sources", message)
    assert result.ephemeral
    assert "Brey evacuates 3,400" in "\n".join(texts_of(result.response.message))
    empty = await alice.send(channel, "", attachments=[("a.txt", b"x")])
    assert "no text to look for" in said(await alice.context_menu(channel, "Find sources", empty))


async def test_speakers_are_offered_while_typing(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    for command in ("statements", "verify"):
        assert "Anton Veld" in [c["value"] for c in await alice.autocomplete(channel, command, "speaker", "veld")]


async def test_a_timeline_tells_day_by_day_what_was_said_with_the_figures_of_each(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "timeline", about="attack on the market in Tessin", private=True)
    text = "\n".join(texts_of(result.response.message))
    assert text.startswith("-# Asked: what was said about attack on the market in Tessin, day by day")
    days = [line for line in text.split("\n") if line.startswith("### ")]
    assert len(days) == len(set(days)) >= 2
    assert all(re.fullmatch(r"### <t:\d+:D>", day) for day in days)
    assert "- killed: **41 people** — Karsa Rights Monitor" in text


async def test_a_timeline_of_nothing_says_so(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "timeline", about="figure skating")
    assert "no such statement" in "\n".join(texts_of(result.response.message))


async def test_a_timeline_that_was_shared_is_made_again_by_day(simcord_env: Any) -> None:
    channel, alice = await world(simcord_env)
    result = await alice.slash(channel, "timeline", about="strikes", speaker="Veld", private=True)
    await alice.click(result.response.message, label="Share")
    shared = "\n".join(texts_of(channel.last_message))
    assert "what Veld said about strikes, day by day" in shared
    assert "### <t:" in shared
