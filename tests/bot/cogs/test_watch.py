"""Journeys through watching: set, told once, listed, paused, removed; for a channel and for a person alone."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.client import NewsBot
from bot.kept.guilds import Guilds, GuildSettings
from bot.kept.watches import Watches
from bot.posts import watching
from index import Article, NewsIndex
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, labels, said, shown_text
from tests.index.test_watching import DAM, TRAIN, SaidByPattern

pytestmark = pytest.mark.simcord(settle_timeout=60)

Maker = Callable[..., Article]


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index(statement_source=SaidByPattern()))


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


class Library:
    """A server's own collection, into which articles come."""

    def __init__(self, room: Newsroom, index: NewsIndex, article: Maker) -> None:
        self.own = f"guild-{room.guild.id}"
        self._room, self._index, self._article = room, index, article

    async def comes(self, text: str, id_: str, **fields: Any) -> str:
        """Add an article, look for all watches, and return what stands last in the channel."""
        own = {"collection": self.own, "publisher": "Brey Post", "title": f"On {id_}", **fields}
        self._index.add([self._article(text, id=id_, **own)])
        return await self.looked_at()

    async def looked_at(self) -> str:
        await self._room.env.bot.desk.read_names([self.own])
        await NewsBot.watch.coro(self._room.env.bot)
        last = self._room.channel.last_message
        return shown_text(last) if last else ""


@pytest.fixture
def library(room: Newsroom, worker: InlineWorker, article: Maker) -> Library:
    worker.index.add([article("Nothing was said on that day.", id="old", collection=f"guild-{room.guild.id}")])
    return Library(room, worker.index, article)


async def test_a_channel_is_told_what_is_said_on_a_topic_once(room: Newsroom, library: Library) -> None:
    set_up = await room.manager.slash(room.channel, "watch quotes", about="the dam at Brey")
    assert set_up.ephemeral
    assert "what is said about the dam at Brey (at once)" in said(set_up)
    told = await library.comes(DAM, "dam")
    assert told.startswith("-# Watch 1: what is said about the dam at Brey\n### On dam")
    assert "> Ines Faro said the dam at Brey would hold." in told
    before = len(room.channel.history())
    await library.comes(DAM + " Nobody left.", "dam")
    await library.comes(DAM, "copy", title="A copy")
    await library.comes(TRAIN, "train")
    assert len(room.channel.history()) == before


async def test_what_was_there_before_is_not_told(room: Newsroom, library: Library) -> None:
    await library.comes(DAM, "dam")
    await room.manager.slash(room.channel, "watch quotes", speaker="Ines Faro")
    assert await library.looked_at() == ""
    assert "> Ines Faro said the gates were open." in await library.comes(
        "Ines Faro said the gates were open.", "gates"
    )


async def test_new_voices_are_told_once_each_and_known_ones_not_at_all(room: Newsroom, library: Library) -> None:
    await library.comes(DAM, "dam")
    made = await room.manager.slash(room.channel, "watch quotes", about="the dam at Brey", voices="new")
    assert "who is quoted on the dam at Brey for the first time" in said(made)
    assert await library.comes("Ines Faro said the dam at Brey was old.", "again") == ""
    assert "> Tomas Reik said the dam at Brey leaked." in await library.comes(
        "Tomas Reik said the dam at Brey leaked.", "leak"
    )
    before = len(room.channel.history())
    await library.comes("Tomas Reik said the dam at Brey was mended.", "mended")
    assert len(room.channel.history()) == before


async def test_articles_are_told_with_their_quotes_or_how_they_begin(room: Newsroom, library: Library) -> None:
    await room.manager.slash(room.channel, "watch articles")
    assert "> Ines Faro said the dam at Brey would hold." in await library.comes(DAM, "dam")
    plain = await library.comes("The river rose by two metres. The bridge was closed.", "river")
    assert "### On river" in plain
    assert "> The river rose by two metres." in plain


async def test_an_answer_that_would_be_another_is_told_with_what_changed(room: Newsroom, library: Library) -> None:
    await library.comes(DAM, "dam")
    answer = await room.ask("what was said about the dam at Brey")
    made = await room.manager.click(answer, label="Watch")
    assert "another answer to “what was said about the dam at Brey”" in said(made)
    assert await library.comes(TRAIN, "train") == shown_text(answer)
    told = await library.comes("Ana Roth said about the dam at Brey what was said before.", "roth")
    assert "Another quote comes first than before." in told
    assert "Ana Roth" in told
    before = len(room.channel.history())
    await library.looked_at()
    assert len(room.channel.history()) == before


async def test_an_answer_whose_source_is_withdrawn_is_told(
    room: Newsroom, library: Library, worker: InlineWorker
) -> None:
    await library.comes(DAM, "dam")
    await room.manager.click(await room.ask("what was said about the dam at Brey"), label="Watch")
    worker.index.remove(library.own, ["dam"])
    told = await library.looked_at()
    assert "Another quote comes first than before." in told
    assert "Ines Faro" not in told
    worker.index.remove(library.own, ["old"])
    assert "My sources do not answer it any more." in await library.looked_at()


async def test_a_daily_watch_gathers_and_tells_once_a_day(
    room: Newsroom, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.manager.slash(room.channel, "watch quotes", speaker="Faro", when="daily")
    assert await library.comes(DAM, "dam") == ""
    assert await library.comes("Ines Faro said the gates were open.", "gates") == ""
    monkeypatch.setattr(watching, "DAY", 0.0)
    later = time.time() + 25 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    told = await library.looked_at()
    assert told.count("> Ines Faro said") == 2
    assert "I could not look since" not in told


async def test_what_comes_late_says_so(room: Newsroom, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.manager.slash(room.channel, "watch articles")
    later = time.time() + 3 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert "I could not look since <t:" in await library.comes(DAM, "dam")


async def test_watches_are_listed_paused_and_removed(room: Newsroom, library: Library, guilds: Guilds) -> None:
    assert "Nothing is watched for here" in said(await room.member.slash(room.channel, "watch list"))
    await room.manager.slash(room.channel, "watch articles", about="the dam")
    listed = said(await room.member.slash(room.channel, "watch list"))
    assert listed.splitlines()[1:] == [f"- Watch 1: articles on the dam that come in · <#{room.channel.id}> · at once"]
    assert "Paused" in said(await room.manager.slash(room.channel, "watch pause", watch="1"))
    assert await library.comes(DAM, "dam") == ""
    assert "from now on" in said(await room.manager.slash(room.channel, "watch pause", watch="1"))
    assert await library.looked_at() == ""
    assert "Not watched for any more" in said(await room.manager.slash(room.channel, "watch remove", watch="1"))
    assert await library.comes(DAM + " More.", "dam") == ""
    assert [c.did for c in await guilds.changes(room.guild.id)] == ["unwatched", "watched"]


async def test_who_may_not_follow_sets_no_watch_and_changes_none(room: Newsroom, library: Library) -> None:
    for command in ("watch articles", "watch quotes"):
        refused = await room.member.slash(room.channel, command, **({"about": "dam"} if "quotes" in command else {}))
        assert "Only members who may manage this server" in said(refused)
    await room.manager.slash(room.channel, "watch articles")
    assert "Only members" in said(await room.member.slash(room.channel, "watch remove", watch="1"))
    assert "Only members" in said(await room.member.click(await room.ask("what is known of rain"), label="Watch"))


async def test_what_says_nothing_to_watch_for_or_too_much_is_refused(room: Newsroom, library: Library) -> None:
    assert "Say on what" in said(await room.manager.slash(room.channel, "watch quotes"))
    both = {"about": "dam", "speaker": "Faro", "voices": "new"}
    assert "Say on what" in said(await room.manager.slash(room.channel, "watch quotes", **both))
    assert "too long" in said(await room.manager.slash(room.channel, "watch quotes", about="dam " * 100))
    assert "no such watch" in said(await room.manager.slash(room.channel, "watch remove", watch="7"))


async def test_there_are_no_more_watches_than_a_server_may_have(
    room: Newsroom, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_IN_SERVER", 1)
    await room.manager.slash(room.channel, "watch articles")
    assert "1 watches here already" in said(await room.manager.slash(room.channel, "watch articles"))


async def test_another_server_neither_sees_nor_changes_a_watch(room: Newsroom, library: Library) -> None:
    await room.manager.slash(room.channel, "watch articles", about="canary")
    other = Newsroom(room.env, "Other")
    assert "canary" not in said(await other.manager.slash(other.channel, "watch list"))
    assert "no such watch" in said(await other.manager.slash(other.channel, "watch remove", watch="1"))
    await other.manager.slash(other.channel, "watch articles")
    await library.comes(DAM, "dam")
    assert other.channel.last_message is None


async def test_a_channel_that_is_out_of_reach_pauses_its_watch_and_the_list_says_why(
    room: Newsroom, library: Library, watches: Watches
) -> None:
    await room.manager.slash(room.channel, "watch articles")
    await room.env.bot.get_channel(room.channel.id).delete()
    await room.env.settle()
    await library.comes(DAM, "dam")
    assert [w.paused for w in await watches.of(room.guild.id, 0)] == ["no channel"]


async def test_in_a_direct_message_a_person_watches_for_themselves(
    room: Newsroom, worker: InlineWorker, article: Maker, watches: Watches
) -> None:
    worker.index.add([article("Nothing was said.", id="old")])
    await room.env.bot.desk.read_names(["default"])
    await room.user.send_dm("hi")
    dm = room.user.dm_channel
    assert "this channel" in said(await room.user.slash("watch quotes", speaker="Ines Faro"))
    worker.index.add([article(DAM, id="dam")])
    await NewsBot.watch.coro(room.env.bot)
    assert "> Ines Faro said the dam at Brey would hold." in shown_text(dm.last_message)
    assert "one watch of yours" in said(await room.user.slash("privacy delete"))
    assert await watches.active() == []


async def test_a_server_that_the_bot_left_is_watched_for_no_more(
    room: Newsroom, library: Library, watches: Watches
) -> None:
    await room.manager.slash(room.channel, "watch articles")
    await room.env.bot.on_guild_remove(room.env.bot.get_guild(room.guild.id))
    assert await watches.active() == []


async def test_where_the_bot_may_not_answer_no_watch_is_set(room: Newsroom, library: Library, guilds: Guilds) -> None:
    other = room.guild.create_text_channel("other")
    await guilds.choose(room.guild.id, GuildSettings(channels=(other.id,)))
    assert "I answer in" in said(await room.manager.slash(room.channel, "watch articles"))


async def test_below_a_watch_stand_the_menu_and_delete_but_no_judgement(room: Newsroom, library: Library) -> None:
    await room.manager.slash(room.channel, "watch articles")
    await library.comes(DAM, "dam")
    assert "Delete" in labels(room.channel.last_message)
    assert "Helpful" not in labels(room.channel.last_message)
    context = await room.member.select(room.channel.last_message, values=["0"])
    assert "**The quote**\n> Ines Faro said" in said(context)
