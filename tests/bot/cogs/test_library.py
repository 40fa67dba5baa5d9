"""Journeys through a server's own library: who may change it, and what came of each source."""

from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.desk.turns import Turns
from bot.kept.guilds import Guilds, GuildSettings
from bot.posts.reading import texts_of
from index import NewsIndex
from tests.bot.conftest import InlineWorker, InlineWriter
from tests.bot.journeys import RAIN
from tests.index.sources.web import Page, Web

pytestmark = pytest.mark.simcord(settle_timeout=60)


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index())


@pytest.fixture
def feed(web: Web) -> str:
    items = "".join(f"<item><title>Flood {n}</title><link>{web.root}/{n}</link></item>" for n in range(5))
    web.pages["/feed"] = f"<rss version='2.0'><channel><title>The Post</title>{items}</channel></rss>".encode()
    return f"{web.root}/feed"


def place(env: Any) -> tuple[Any, Any, Any, Any]:
    guild = env.create_guild("Newsroom")
    channel = guild.create_text_channel("general")
    role = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
    editor = guild.add_member(env.create_user("editor"), roles=[role])
    return guild, channel, editor, guild.add_member(env.create_user("reader"))


async def test_an_editor_adds_a_link_and_is_told_what_came_of_it(
    simcord_env: Any, writer: InlineWriter, rain: str
) -> None:
    guild, channel, editor, _ = place(simcord_env)
    result = await editor.slash(channel, "library add", link=rain)
    assert result.ephemeral
    assert result.response.content.startswith("1 added, 0 replaced, 0 unchanged, 0 skipped.\n- **Rain in Brey**")
    assert writer.asked == [([rain], f"guild-{guild.id}", False)]
    listed = await editor.slash(channel, "library list")
    assert listed.response.content.splitlines() == [
        "One article:",
        "- Rain in Brey · publisher not stated",
    ]


async def test_what_could_not_be_read_is_named_without_keys(simcord_env: Any, web: Web) -> None:
    _, channel, editor, _ = place(simcord_env)
    result = await editor.slash(channel, "library add", link=f"{web.root}/gone?token=secret")
    assert result.response.content.splitlines()[1].endswith("was not found")
    assert "secret" not in result.response.content
    assert (
        "forbidden address"
        in (await editor.slash(channel, "library add", link="http://169.254.169.254/")).response.content
    )


@pytest.mark.parametrize(
    "link", ["/etc/passwd", "file:///etc/passwd", ".env", "--help", "C:\\secret.txt", "https://a.b c"]
)
async def test_nothing_on_the_bots_own_disk_can_be_named(simcord_env: Any, writer: InlineWriter, link: str) -> None:
    _, channel, editor, _ = place(simcord_env)
    result = await editor.slash(channel, "library add", link=link)
    assert "is not a link" in result.response.content
    assert writer.asked == []


async def test_an_attachment_is_taken_from_discords_own_hosts_only(simcord_env: Any, writer: InlineWriter) -> None:
    _, channel, editor, _ = place(simcord_env)
    await editor.slash(channel, "library add", attachment=("rain.txt", RAIN.encode()))
    [(_, _, are_attachments)] = writer.asked
    assert are_attachments


async def test_nothing_given_says_what_to_give(simcord_env: Any) -> None:
    _, channel, editor, _ = place(simcord_env)
    result = await editor.slash(channel, "library add")
    assert result.response.content == "Give me a link or an attachment to add."


async def test_the_links_and_attachments_of_a_message_are_added(simcord_env: Any, writer: InlineWriter) -> None:
    guild, channel, editor, reader = place(simcord_env)
    message = await reader.send(
        channel,
        "look: https://lantern.invalid/rain and <https://lantern.invalid/flood>",
        attachments=[("a.txt", RAIN.encode())],
    )
    result = await editor.context_menu(channel, "Add to library", message)
    assert [(len(sources), at, own) for sources, own, at in writer.asked] == [
        (2, False, f"guild-{guild.id}"),
        (1, True, f"guild-{guild.id}"),
    ]
    assert "3 skipped" in result.response.content or "2 skipped" in result.response.content


@pytest.mark.parametrize(
    ("text", "files", "asked"),
    [("see https://lantern.invalid/rain", [], [False]), ("see this", [("a.txt", RAIN.encode())], [True]),
     ("nothing here", [], [])],
)  # fmt: skip
async def test_a_message_may_hold_links_or_attachments_or_neither(
    simcord_env: Any, writer: InlineWriter, text: str, files: list[tuple[str, bytes]], asked: list[bool]
) -> None:
    _, channel, editor, reader = place(simcord_env)
    message = await reader.send(channel, text, attachments=files)
    result = await editor.context_menu(channel, "Add to library", message)
    assert [at for _, _, at in writer.asked] == asked
    assert ("skipped" in result.response.content) == bool(asked)


async def test_the_right_is_checked_in_code_where_a_server_opened_the_command(
    simcord_env: Any, writer: InlineWriter, rain: str
) -> None:
    guild, channel, _, reader = place(simcord_env)
    [command] = [c for c in await simcord_env.bot.tree.fetch_commands() if c.name == "library"]
    guild.set_command_permissions(command.id, {reader: True})
    result = await reader.slash(channel, "library add", link=rain)
    assert "may manage this server" in result.response.content
    assert writer.asked == []


async def test_an_article_is_removed_from_the_servers_own_library_only(
    simcord_env: Any, worker: InlineWorker, rain: str
) -> None:
    _, channel, editor, _ = place(simcord_env)
    await editor.slash(channel, "library add", link=rain)
    [choice] = await editor.autocomplete(channel, "library remove", "article", "rain")
    asked = await editor.slash(channel, "library remove", article=choice["value"])
    assert "Remove **Rain in Brey**, with all 0 statements in it?" in told(asked)
    assert len(worker.index.titles([f"guild-{channel.guild.id}"])) == 1
    assert "Removed: one article" in told(await editor.click(asked.response.message, label="Remove"))
    assert worker.index.titles([f"guild-{channel.guild.id}"]) == []
    again = await editor.slash(channel, "library remove", article=choice["value"])
    assert "no such article" in again.response.content


async def test_one_servers_articles_are_not_anothers(simcord_env: Any, rain: str) -> None:
    _, channel, editor, _ = place(simcord_env)
    await editor.slash(channel, "library add", link=rain)
    _, elsewhere, stranger, _ = place(simcord_env)
    listed = await stranger.slash(elsewhere, "library list")
    assert listed.response.content.startswith("This server’s library is empty.")
    assert await stranger.autocomplete(elsewhere, "library remove", "article", "") == []


async def test_members_see_what_is_in_the_library_and_change_nothing(
    simcord_env: Any, writer: InlineWriter, rain: str
) -> None:
    _, channel, editor, reader = place(simcord_env)
    await editor.slash(channel, "library add", link=rain)
    assert "Rain in Brey" in (await reader.slash(channel, "library list")).response.content
    assert "One article with" in (await reader.slash(channel, "library status")).response.content
    for command in ({"article": "x"}, {"link": rain}, {"follow": rain}):
        name = {"article": "remove", "link": "add", "follow": "feeds"}[next(iter(command))]
        result = await reader.slash(channel, f"library {name}", **command)
        assert "may manage this server" in told(result)
    message = await reader.send(channel, f"look: {rain}")
    assert "may manage this server" in told(await reader.context_menu(channel, "Add to library", message))
    assert len(writer.asked) == 1
    assert await reader.autocomplete(channel, "library remove", "article", "") == []
    assert await reader.autocomplete(channel, "library feeds", "unfollow", "") == []


@pytest.mark.parametrize("right", ["roles", "removers", "followers"])
async def test_a_role_may_do_what_it_was_named_for_and_nothing_else(
    simcord_env: Any, guilds: Guilds, rain: str, feed: str, right: str
) -> None:
    guild, channel, editor, reader = place(simcord_env)
    role = guild.create_role("named")
    named = guild.add_member(simcord_env.create_user("named"), roles=[role])
    await guilds.choose(guild.id, GuildSettings(**{right: (role.id,)}))  # type: ignore[arg-type]
    await editor.slash(channel, "library add", link=rain)
    [article] = [c["value"] for c in await editor.autocomplete(channel, "library remove", "article", "rain")]
    tries = {
        "roles": ("library add", {"link": rain}), "followers": ("library feeds", {"follow": feed}),
        "removers": ("library remove", {"article": article}),
    }  # fmt: skip
    for needed, (command, options) in tries.items():
        assert "may manage this server" in told(await reader.slash(channel, command, **options))
        refused = "may manage this server" in told(await named.slash(channel, command, **options))
        assert refused is (needed != right), command
    offered = await named.autocomplete(channel, "library feeds", "unfollow", "")
    assert bool(offered) is (right == "followers")


async def test_feeds_are_followed_listed_and_followed_no_longer(
    simcord_env: Any, worker: InlineWorker, feed: str
) -> None:
    guild, channel, editor, reader = place(simcord_env)
    assert "No feed is followed" in told(await editor.slash(channel, "library feeds"))
    followed = await editor.slash(channel, "library feeds", follow=feed)
    head, *titles = told(followed).splitlines()
    assert "The Post" in head and titles == ["- Flood 0", "- Flood 1", "- Flood 2"]
    assert [f.collection for f in worker.index.followed([f"guild-{guild.id}"])] == [f"guild-{guild.id}"]
    assert "not looked at yet" in told(await editor.slash(channel, "library feeds"))
    [choice] = await editor.autocomplete(channel, "library feeds", "unfollow", "post")
    [told_of] = [c for c in await simcord_env.bot.tree.fetch_commands() if c.name == "library"]
    guild.set_command_permissions(told_of.id, {reader: True})
    assert await reader.autocomplete(channel, "library feeds", "unfollow", "post") == []
    assert "No longer followed" in told(await editor.slash(channel, "library feeds", unfollow=choice["value"]))
    assert "does not follow" in told(await editor.slash(channel, "library feeds", unfollow=choice["value"]))
    assert "is not a link" in told(await editor.slash(channel, "library feeds", follow="/etc/passwd"))


@pytest.mark.parametrize("page", [(404, {}, b""), b"<html><p>No feed.</p></html>"])
async def test_what_is_no_feed_is_not_followed(simcord_env: Any, worker: InlineWorker, web: Web, page: Page) -> None:
    guild, channel, editor, _ = place(simcord_env)
    web.pages["/feed"] = page
    assert "I do not follow it" in told(await editor.slash(channel, "library feeds", follow=f"{web.root}/feed"))
    assert worker.index.followed([f"guild-{guild.id}"]) == []


async def test_an_add_that_outlives_its_interaction_ends_with_a_direct_message(
    simcord_env: Any, writer: InlineWriter, rain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild = simcord_env.create_guild("Newsroom")
    channel, user = guild.create_text_channel("general"), simcord_env.create_user("editor")
    role = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
    editor = guild.add_member(user, roles=[role])
    simcord_env.inject_error(
        "PATCH", "/webhooks/*/messages/@original", status=401, code=50027, message="Invalid Webhook Token"
    )
    await editor.slash(channel, "library add", link=rain)
    assert user.dm_channel.last_message.content.split("\n")[:2] == [
        "Your job in Newsroom has ended:",
        "1 added, 0 replaced, 0 unchanged, 0 skipped.",
    ]


@pytest.mark.parametrize(
    ("command", "options"), [("remove", {"article": "x"}), ("list", {}), ("status", {}), ("feeds", {})]
)
async def test_who_cannot_be_served_is_told_at_once(simcord_env: Any, command: str, options: dict[str, str]) -> None:
    _, channel, editor, _ = place(simcord_env)
    simcord_env.bot.desk.turns = Turns(most=0)
    result = await editor.slash(channel, f"library {command}", **options)
    assert "Too many questions are waiting" in told(result)
    answered = [r.json["type"] for r in simcord_env.http_requests if r.path.endswith("/callback")]
    assert answered == [discord.InteractionResponseType.channel_message.value]


async def test_of_what_a_message_brought_no_more_is_kept_than_is_told(simcord_env: Any, guilds: Guilds) -> None:
    guild, channel, editor, _ = place(simcord_env)
    links = " ".join(f"https://a.invalid/{'x' * 60}{n}" for n in range(5))
    message = await editor.send(channel, links)
    await editor.context_menu(channel, "Add to library", message)
    [change] = await guilds.changes(guild.id)
    assert 150 < len(change.what) <= 200
    assert change.what.endswith("…")


async def test_status_names_the_public_collections_that_are_quoted(simcord_env: Any) -> None:
    _, channel, _, reader = place(simcord_env)
    assert "default" in told(await reader.slash(channel, "library status"))


async def test_removing_an_article_withdraws_it_from_answers(simcord_env: Any, rain: str) -> None:
    _, channel, editor, reader = place(simcord_env)
    await editor.slash(channel, "library add", link=rain)
    await reader.send(channel, f"<@{simcord_env.bot.user.id}> rain in Brey")
    answer = channel.last_message
    assert "> Rain fell" in "\n".join(texts_of(answer))
    [choice] = await editor.autocomplete(channel, "library remove", "article", "rain")
    asked = await editor.slash(channel, "library remove", article=choice["value"])
    await editor.click(asked.response.message, label="Remove")
    [now] = [m for m in channel.history() if m.id == answer.id]
    assert "It was withdrawn" in "\n".join(texts_of(now))
    assert "Rain fell" not in "\n".join(texts_of(now))


def told(result: Any) -> str:
    return "\n".join(m.content for m in (result.response, *result.followups) if m is not None)
