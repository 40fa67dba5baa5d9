"""Journeys through checking a quote."""

from typing import Any

import discord
import pytest

from bot.posts.reading import texts_of

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

SAID = "“Not one Dravian aircraft left the ground that night,”"


def place(env: Any) -> tuple[Any, Any]:
    guild = env.create_guild("Newsroom")
    return guild.create_text_channel("general"), guild.add_member(env.create_user("alice"))


def shown(result: Any) -> str:
    return "\n".join(texts_of(result.response.message))


async def test_exact_words_are_shown_with_who_said_them(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    result = await alice.slash(channel, "verify", text="Not one Dravian aircraft left the ground that night")
    text = shown(result)
    assert text.startswith("**Exact.**")
    assert "Colonel Ilse Marren" in text
    assert not result.ephemeral


async def test_altered_words_are_told_with_the_difference(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    result = await alice.slash(
        channel, "verify", text="Not one Dravian helicopter left the ground that night", private=True
    )
    text = shown(result)
    assert text.startswith("**Altered.**")
    assert "- not “helicopter” but “aircraft”" in text
    assert result.ephemeral


async def test_words_of_somebody_else_are_told_so(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    claim = {"text": "Not one Dravian aircraft left the ground that night", "speaker": "Tomas Reik"}
    text = shown(await alice.slash(channel, "verify", **claim))
    assert text.startswith("**Said by somebody else.**")
    assert "-# Checked: Not one Dravian aircraft left the ground that night — Tomas Reik" in text


async def test_what_nobody_said_is_not_found(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    text = shown(await alice.slash(channel, "verify", text="The moon landing was paid for by the fishermen of Brey"))
    assert text.startswith("**Not found.**")
    assert ">" not in text


async def test_the_menu_of_a_message_checks_its_words_in_private(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    message = await alice.send(channel, f"{SAID} — Ilse Marren @everyone")
    result = await alice.context_menu(channel, "Check this quote", message)
    assert result.ephemeral
    assert "Not one Dravian aircraft" in shown(result)
    empty = await alice.send(channel, attachments=[("a.txt", b"x")])
    assert "no text to check" in (await alice.context_menu(channel, "Check this quote", empty)).response.content


async def test_every_quotation_of_a_message_is_checked_where_it_holds_several(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    words = f"Ilse Marren said: {SAID} He heard that “Dravian aircraft left the ground that night”."
    result = await alice.context_menu(channel, "Check this quote", await alice.send(channel, words))
    text = shown(result)
    assert text.startswith("**2 quotations checked, 1 to look at.**")
    assert "- **Exact" in text
    assert "- **Clipped.** Dravian aircraft left the ground that night" in text
    assert "> “Not one Dravian aircraft left the ground that night,”" in text
    assert result.ephemeral


async def test_the_words_of_a_forwarded_message_are_checked(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    source = await alice.send(channel, f"{SAID} — Ilse Marren")
    forwarded = await alice.forward(source, channel)
    result = await alice.context_menu(channel, "Check this quote", forwarded)
    assert shown(result).startswith("**Exact")


async def test_the_words_in_a_news_bots_embed_are_checked(simcord_env: Any) -> None:
    channel, alice = place(simcord_env)
    guild = simcord_env.create_guild("Wire")
    channel = guild.create_text_channel("wire")
    alice = guild.add_member(simcord_env.create_user("bob"))
    hook = guild.create_webhook(channel, "Newswire")
    embed = discord.Embed(title="Dravia", description=f"{SAID} Colonel Ilse Marren said")
    await hook.send(embeds=[embed])
    result = await alice.context_menu(channel, "Check this quote", channel.last_message)
    assert shown(result).startswith("**Exact")


@pytest.mark.parametrize("mark", ["-# ", "### ", "> -# "])
async def test_small_print_and_headings_are_no_wording(simcord_env: Any, mark: str) -> None:
    channel, alice = place(simcord_env)
    message = await alice.send(channel, f"{mark}Not one Dravian aircraft left the ground that night")
    assert shown(await alice.context_menu(channel, "Check this quote", message)).startswith("**Exact")
