"""Twenty servers, each with words of its own, over many random operations: none is ever shown another's."""

import asyncio
import json
import random
import re
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import discord
import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.desk.turns import Turns
from bot.kept.guilds import Guilds, GuildSettings
from bot.kept.opening import Kept, opened_kept
from bot.kept.shown import ShownAnswers
from bot.kept.watches import Watches
from index import Act, Article, Followed, IndexSettings, NewsIndex, Place, Span, Speech, Statement
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, custom_ids, labels

GUILDS = 20
STORIES, OPERATIONS, ROUNDS = 3, 50, 67
"""10,050 operations in all; the first round always runs, and a simulated Discord slows down with its history."""
SAID = re.compile(r"(\w+ Speaker) said (.+)")
pytestmark = [pytest.mark.simcord(settle_timeout=60), pytest.mark.timeout(600)]


class SaidReader:
    """Reads "NAME Speaker said …" as a statement."""

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        return [[_statement(m) for m in SAID.finditer(a.text)] for a in articles]


def _statement(found: re.Match[str]) -> Statement:
    who, what = Span(*found.span(1)), Span(*found.span(2))
    return Statement((Span(who.end + 1, who.end + 5),), (what,), Act.SAYS, Speech.INDIRECT, who, who)


@pytest.fixture(params=["folder", pytest.param("database", marks=pytest.mark.scale)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> IndexSettings:
    """Where the library is: in a database policies stand behind each query's own words."""
    if request.param == "folder":
        (tmp_path / "library").mkdir()
    place: Place = tmp_path / "library" if request.param == "folder" else request.getfixturevalue("database")
    return IndexSettings(library=place, least_confidence=0.0, reader="none")


@pytest.fixture
async def kept(settings: IndexSettings) -> AsyncIterator[Kept]:
    async with opened_kept(settings.library) as opened:
        yield opened


@pytest.fixture
def shown(kept: Kept) -> ShownAnswers:
    return kept.shown


@pytest.fixture
def guilds(kept: Kept) -> Guilds:
    return kept.guilds


@pytest.fixture
def watches(kept: Kept) -> Watches:
    return kept.watches


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex], article: Any) -> InlineWorker:
    index = open_index(statement_source=SaidReader())
    index.add([article("The Public Speaker said the bridge is open to all.", id="public", title="The bridge")])
    return InlineWorker(index)


def canary(number: int) -> str:
    return f"canary{number:02d}x"


class Servers:
    """The servers, what is in them, and one random operation after another."""

    def __init__(self, env: Any, index: NewsIndex, article: Any) -> None:
        self.env, self.index, self.article = env, index, article
        self.chance = random.Random(0)
        self.operations, self.shown = 0, 0
        self._seen = 0
        # The simulated clock stands still between operations, so nobody may be made to rest.
        env.bot.desk.turns = Turns(burst=1_000_000)
        self.rooms = [Newsroom(env, f"Room{n}") for n in range(GUILDS)]

    async def fill(self) -> None:
        """Put something of its own into each of the servers."""
        for number, room in enumerate(self.rooms):
            await self._fill(room, self.index, self.article, canary(number))

    async def _fill(self, room: Newsroom, index: NewsIndex, article: Any, word: str) -> None:
        own = f"guild-{room.guild.id}"
        texts = [f"{word} Speaker said the bridge of {word} is closed. It is the {n}th bridge." for n in range(3)]
        index.add([
            article(text, id=f"{word}-{n}", collection=own, title=f"Bridge {word} {n}", publisher=f"{word} Post",
                    url=f"https://{word}.example/{n}", published=f"2024-0{n + 1}-10")
            for n, text in enumerate(texts)
        ])  # fmt: skip
        index.follow(Followed(f"https://{word}.example/feed", own, title=f"{word} feed"))
        await self.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(keeps_questions=True))

    async def step(self, number: int, act: str, chance: random.Random) -> None:
        """Do something in one of the servers; whatever goes out then may hold no other server's words."""
        self.chance = chance
        await getattr(self, act)(self.rooms[number], canary(number))
        sent = self.env.http_requests[self._seen :]
        self._seen += len(sent)
        outgoing = json.dumps([[r.path, r.json] for r in sent], ensure_ascii=False)
        words = set(re.findall(r"canary\d\dx", outgoing))
        assert words <= {canary(number)}, words
        self.operations += 1
        self.shown += bool(words)

    def _word(self, word: str) -> str:
        """Return mostly a word of this server's own, and sometimes of another's, as somebody might guess it."""
        other = canary(self.chance.randrange(GUILDS))
        return self.chance.choice([word, "bridge", other])

    async def mention(self, room: Newsroom, word: str) -> None:
        await room.ask(f"is the bridge closed {word}")

    async def ask(self, room: Newsroom, word: str) -> None:
        limits = self.chance.choice(
            [{}, {"speaker": f"{word} Speaker"}, {"publisher": f"{word} Post"}, {"since": "2024"}]
        )
        private = self.chance.random() < 0.5
        await room.member.slash(room.channel, "ask", question="is the bridge closed", private=private, **limits)

    async def typed(self, room: Newsroom, word: str) -> None:
        command, option = self.chance.choice([
            ("ask", "speaker"), ("ask", "publisher"), ("ask", "since"), ("ask", "collection"), ("source", "article"),
            ("sources", "publisher"), ("statements", "speaker"), ("verify", "speaker"),
            ("library remove", "article"), ("library feeds", "unfollow"), ("watch remove", "watch"), ("watch quotes", "speaker"),
        ])  # fmt: skip
        await room.manager.autocomplete(room.channel, command, option, self.chance.choice(["", "c", word]))

    async def source(self, room: Newsroom, word: str) -> None:
        await room.member.slash(room.channel, "source", article=f"{word}-0")

    async def topic(self, room: Newsroom, word: str) -> None:
        await room.member.slash(room.channel, "sources", topic="the bridge")

    async def statements(self, room: Newsroom, word: str) -> None:
        await room.member.slash(room.channel, "statements", speaker="Speaker", private=self.chance.random() < 0.5)

    async def verify(self, room: Newsroom, word: str) -> None:
        await room.member.slash(room.channel, "verify", text="the bridge of Brey is closed")

    async def library(self, room: Newsroom, word: str) -> None:
        await room.manager.slash(room.channel, self.chance.choice(["library list", "library status", "library feeds"]))

    async def moderation(self, room: Newsroom, word: str) -> None:
        await room.manager.slash(room.channel, self.chance.choice(["settings", "gaps", "audit", "privacy show"]))

    async def click(self, room: Newsroom, word: str) -> None:
        answer = await room.ask("is the bridge closed")
        label = self.chance.choice([name for name in labels(answer) if name in ("More", "Helpful", "Delete")])
        await room.member.click(answer, label=label)

    async def pick(self, room: Newsroom, word: str) -> None:
        answer = await room.ask("is the bridge closed")
        if any(i.startswith("pick:") for i in custom_ids(answer)):
            await room.member.select(answer, values=["0"])

    async def decline(self, room: Newsroom, word: str) -> None:
        await room.ask(f"?! {word}" if self.chance.random() < 0.5 else "?!")

    async def gap(self, room: Newsroom, word: str) -> None:
        """Miss a question, near to an article that may be another server's; list what was missed, and open the last."""
        other = self.chance.randrange(GUILDS)
        nearest = (f"guild-{self.rooms[other].guild.id}", f"{canary(other)}-0")
        await self.env.bot.desk.guilds.missed(room.guild.id, f"who closed the bridge of {word}?", nearest)
        listed = (await room.manager.slash(room.channel, "gaps")).response.message
        options = re.findall(r'"value": "(\d+)"', json.dumps([c.to_dict() for c in listed.components]))
        await room.manager.select(listed, custom_id="gap", values=options[:1])

    async def menu(self, room: Newsroom, word: str) -> None:
        message = await room.member.send(room.channel, "the bridge is closed")
        await room.member.context_menu(room.channel, self.chance.choice(["Find sources", "Check this quote"]), message)

    async def watched(self, room: Newsroom, word: str) -> None:
        """Watch for what all servers speak of, and have something come into this one's library alone."""
        command, options = self.chance.choice(
            [("quotes", {"about": "the bridge"}), ("quotes", {"speaker": "Speaker"}), ("articles", {})]
        )
        await room.manager.slash(room.channel, f"watch {command}", **options)
        await room.member.slash(room.channel, "watch list")
        own, number = f"guild-{room.guild.id}", self.operations
        text = f"{word} Speaker said the bridge of {word} opens. It is day {number}."
        self.index.add([self.article(text, id=f"{word}-came-{number}", collection=own, title=f"Bridge {word}")])
        await self.env.bot.watch.coro(self.env.bot)

    async def wrong_collection(self, room: Newsroom, word: str) -> None:
        other = self.chance.choice(self.rooms)
        await room.member.slash(room.channel, "ask", question="is it closed", collection=f"guild-{other.guild.id}")


ACTS = (
    "mention", "ask", "typed", "source", "topic", "statements", "verify", "library", "moderation", "click", "pick",
    "decline", "menu", "wrong_collection", "watched", "gap",
)  # fmt: skip


def any_operations(servers: Servers, loop: asyncio.AbstractEventLoop) -> type[RuleBasedStateMachine]:
    """Return a machine, run in a thread of its own, whose every step happens in the loop that the bot runs in."""

    class AnyOperations(RuleBasedStateMachine):
        @rule(number=st.integers(0, GUILDS - 1), act=st.sampled_from(ACTS), chance=st.randoms(use_true_random=False))
        def happens(self, number: int, act: str, chance: random.Random) -> None:
            asyncio.run_coroutine_threadsafe(servers.step(number, act, chance), loop).result()

    return AnyOperations


def drawn() -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=STORIES, stateful_step_count=OPERATIONS, deadline=None, database=None,
        phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.mark.promise
@pytest.mark.parametrize("seed", range(ROUNDS))
async def test_no_server_is_shown_anothers_words(
    simcord_env: Any,
    worker: InlineWorker,
    article: Any,
    seed: int,
    caplog: pytest.LogCaptureFixture,
    scale: Callable[[int, int], int],
) -> None:
    if seed >= scale(1, ROUNDS):
        pytest.skip("one of the rounds of the whole run")
    servers = Servers(simcord_env, worker.index, article)
    await servers.fill()
    await simcord_env.bot.refresh_names.coro(simcord_env.bot)
    machine = hypothesis.seed(seed)(any_operations(servers, asyncio.get_running_loop()))
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=drawn())
    assert servers.operations >= STORIES * OPERATIONS
    assert servers.shown > servers.operations / 4
    assert not re.search(r"canary\d\dx", caplog.text)


async def test_a_key_of_one_server_opens_nothing_in_another(
    simcord_env: Any, worker: InlineWorker, article: Any
) -> None:
    servers = Servers(simcord_env, worker.index, article)
    await servers.fill()
    first, second = servers.rooms[:2]
    answer = await first.ask("is the bridge closed")
    [key] = {i.split(":")[1] for i in custom_ids(answer)}
    theirs = await second.ask("is the bridge closed")
    [own] = {i.split(":")[1] for i in custom_ids(theirs)}
    find = simcord_env.bot.desk.shown.find
    assert await find(key, first.guild.id, first.channel.id) is not None
    for guild, channel in ((second.guild.id, second.channel.id), (first.guild.id, second.channel.id), (None, 1)):
        assert await find(key, guild, channel) is None
    assert await find(own, second.guild.id, second.channel.id) is not None
    assert isinstance(answer, discord.Message)
