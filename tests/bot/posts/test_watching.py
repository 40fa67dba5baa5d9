"""Telling what was found where Discord fails, and what an answer is compared by; the journeys stand with the commands."""

from collections.abc import Callable
from typing import Any
from unittest.mock import AsyncMock, Mock

import discord
import pytest

from bot.client import NewsBot
from bot.kept.watches import Watches
from bot.posts.watching import first_of, standing
from index import Act, Answer, Article, EventCard, NewsIndex, OnRecordError, Quote, Reason, Span, Speech, Statement
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, shown_text
from tests.index.test_watching import DAM, SaidByPattern

pytestmark = pytest.mark.simcord(settle_timeout=60)
Maker = Callable[..., Article]


@pytest.fixture
def worker(open_index: Callable[..., NewsIndex]) -> InlineWorker:
    return InlineWorker(open_index(statement_source=SaidByPattern()))


@pytest.fixture
async def room(simcord_env: Any, worker: InlineWorker, article: Maker) -> Newsroom:
    made = Newsroom(simcord_env)
    worker.index.add([article("Nothing was said.", id="old", collection=f"guild-{made.guild.id}")])
    await made.manager.slash(made.channel, "watch articles")
    worker.index.add([article(DAM, id="dam", title="Dam", collection=f"guild-{made.guild.id}")])
    return made


def last_in(room: Newsroom) -> str:
    return shown_text(room.channel.last_message)


def refusing(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    raised = discord.HTTPException(Mock(status=status, reason="no"), "no")
    monkeypatch.setattr("bot.posts.watching.send_once", AsyncMock(side_effect=raised))


async def test_what_discord_takes_not_now_is_told_at_the_next_look(
    room: Newsroom, watches: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        refusing(patched, 503)
        await NewsBot.watch.coro(room.env.bot)
    assert len(await watches.waiting(1)) == 1
    assert room.channel.last_message is None
    await NewsBot.watch.coro(room.env.bot)
    assert "> Ines Faro said" in last_in(room)
    assert await watches.waiting(1) == []


async def test_a_changed_answer_that_could_not_be_told_is_told_at_the_next_look(
    room: Newsroom, worker: InlineWorker, article: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await NewsBot.watch.coro(room.env.bot)
    await room.manager.click(await room.ask("what was said about the dam at Brey"), label="Watch")
    text = "Ana Roth said about the dam at Brey what was said before."
    worker.index.add([article(text, id="roth", title="Dam", collection=f"guild-{room.guild.id}")])
    with monkeypatch.context() as patched:
        refusing(patched, 503)
        await NewsBot.watch.coro(room.env.bot)
    await NewsBot.watch.coro(room.env.bot)
    told = [shown_text(m) for m in room.channel.history()]
    assert sum("Another quote comes first than before." in text for text in told) == 1


async def test_a_layout_that_is_refused_is_told_as_text(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []

    async def send(_: object, nonce: int, **parts: Any) -> Any:
        sent.append({"nonce": nonce, **parts})
        if "view" in parts:
            raise discord.HTTPException(Mock(status=400, reason="no"), "no")
        return Mock(id=5)

    monkeypatch.setattr("bot.posts.watching.send_once", send)
    await NewsBot.watch.coro(room.env.bot)
    assert "> Ines Faro said the dam at Brey would hold." in sent[1]["content"]
    assert sent[0]["nonce"] == sent[1]["nonce"]


async def test_a_library_that_cannot_be_read_costs_nothing_but_a_look(
    room: Newsroom, worker: InlineWorker, watches: Watches, caplog: pytest.LogCaptureFixture
) -> None:
    worker.fails = OnRecordError("the disk is gone")
    await NewsBot.watch.coro(room.env.bot)
    assert "the disk is gone" in caplog.text
    worker.fails = None
    await NewsBot.watch.coro(room.env.bot)
    assert "> Ines Faro said" in last_in(room)


async def test_what_was_withdrawn_before_it_was_told_is_not_told(
    room: Newsroom, worker: InlineWorker, watches: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        refusing(patched, 503)
        await NewsBot.watch.coro(room.env.bot)
    worker.index.remove(f"guild-{room.guild.id}", ["dam"])
    await NewsBot.watch.coro(room.env.bot)
    assert room.channel.last_message is None
    assert await watches.waiting(1) == []


def test_an_answer_is_compared_by_its_first_quote_and_by_its_figures(article: Maker) -> None:
    made = article("Ann said it rained.")
    said = Statement((Span(4, 8),), (Span(9, 18),), Act.SAYS, Speech.INDIRECT, Span(0, 3), Span(0, 3))
    quote = Quote(made, Span(0, 19), 1.0, said)
    answered = Answer("q", 0.9, Reason.ANSWERED, cards=(EventCard("Rain", (made,), (quote,)),))
    declined = Answer("q", 0.1, Reason.WEAK)
    assert standing(answered)[0] != standing(declined)[0]
    assert standing(answered)[1] == standing(declined)[1]
    assert first_of(answered) == quote.reference
    assert first_of(declined) is None
