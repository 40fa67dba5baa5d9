"""Journeys through what stands below an answer, for its asker, a member, a moderator, and in a direct message."""

import asyncio
from collections import OrderedDict, deque
from typing import Any

import pytest

from bot.desk.turns import Turn
from bot.kept.guilds import GuildSettings
from bot.kept.shown import ShownAnswers
from bot.kept.sqlite.shown import ShownFile
from index import OnRecordError
from tests.bot.journeys import DENIED, Newsroom, custom_ids, labels, said, shown_text

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

PARIS = "what is the capital of France"


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def test_a_public_answer_has_a_menu_and_buttons_in_words(room: Newsroom) -> None:
    answer = await room.ask()
    assert {"Helpful", "Wrong", "Delete"} <= set(labels(answer))
    assert "Share" not in labels(answer)
    assert labels(answer)[0].startswith("1 · Anton Veld")


async def test_the_menu_shows_a_quote_with_the_sentences_around_it_to_whoever_picked_it(room: Newsroom) -> None:
    answer = await room.ask()
    result = await room.moderator.select(answer, values=["0"])
    text = said(result)
    assert result.ephemeral
    assert "**The quote**\n> Dravia's foreign minister, Anton Veld, denied any part in the strikes." in text
    assert text.index("Before it") < text.index("**The quote**") < text.index("After it")


async def test_from_the_context_leads_a_button_to_the_article_and_its_statements(room: Newsroom) -> None:
    answer = await room.ask()
    context = await room.member.select(answer, values=["0"])
    whole = await room.member.click(context.response.message, label="Whole article")
    assert "Night strikes on Lissa leave at least 18 dead" in said(whole)
    statements = await room.member.click(whole.response.message, label="Statements in it")
    assert "Anton Veld" in said(statements)


async def test_a_mention_is_answered_for_all_where_commands_are_answered_in_private(room: Newsroom) -> None:
    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(private=True))
    answer = await room.ask()
    assert "Delete" in labels(answer)
    assert "Share" not in labels(answer)


async def test_a_private_answer_is_shared_by_its_asker(room: Newsroom) -> None:
    private = await room.member.slash(room.channel, "ask", question=DENIED, private=True)
    assert "Share" in labels(private.response.message)
    assert room.channel.history() == []
    await room.member.click(private.response.message, label="Share")
    [posted] = room.channel.history()
    assert "Anton Veld" in shown_text(posted)
    assert "Shared from a private answer" in shown_text(posted)
    assert "Delete" in labels(posted)


async def test_the_asker_deletes_an_answer_and_a_moderator_may_too(room: Newsroom, shown: ShownAnswers) -> None:
    first, second = await room.ask(), await room.ask("air strikes on Lissa and Tessin")
    key = custom_ids(first)[0].split(":")[1]
    await room.member.click(first, label="Delete")
    await room.moderator.click(second, label="Delete")
    assert not {first.id, second.id} & {m.id for m in room.channel.history()}
    assert await shown.find(key, room.guild.id, room.channel.id) is None


async def test_others_cannot_delete_an_answer(room: Newsroom) -> None:
    answer = await room.ask()
    stranger = room.guild.add_member(room.env.create_user("stranger"))
    result = await stranger.click(answer, label="Delete")
    assert "Only who asked" in said(result)
    assert answer.id in {m.id for m in room.channel.history()}


async def test_helpful_and_wrong_are_counted_once_a_person(room: Newsroom, shown: ShownAnswers) -> None:
    answer = await room.ask()
    assert "Thank you" in said(await room.member.click(answer, label="Helpful"))
    await room.member.click(answer, label="Helpful")
    asked = await room.moderator.click(answer, label="Wrong")
    assert asked.modal is not None
    [field] = [c["component"]["custom_id"] for c in asked.modal["components"]]
    assert "Thank you" in said(await room.moderator.submit_modal(asked, {field: "It was in May."}))
    judged = await shown.judgements(room.guild.id)
    assert (judged.helpful, [m.note for m in judged.wrong]) == (1, ["It was in May."])


async def test_wrong_asks_nothing_in_a_direct_message(simcord_env: Any) -> None:
    visitor = simcord_env.create_user("bob")
    await visitor.send_dm(DENIED)
    assert "Thank you" in said(await visitor.click(visitor.dm_channel.last_message, label="Wrong"))


async def test_a_declined_answer_can_be_marked_and_shared(room: Newsroom) -> None:
    declined = await room.member.slash(room.channel, "ask", question=PARIS, private=True)
    await room.member.click(declined.response.message, label="Share")
    [posted] = room.channel.history()
    assert "do not answer this" in shown_text(posted)
    assert f"Asked: {PARIS}" in shown_text(posted)


async def test_a_verdict_is_shared_as_it_stood(room: Newsroom) -> None:
    claim = "Not one Dravian aircraft left the ground that day"
    private = await room.member.slash(room.channel, "verify", text=claim, private=True)
    await room.member.click(private.response.message, label="Share")
    [posted] = room.channel.history()
    assert "**Altered.**" in shown_text(posted)
    assert "not “day,” but “night,”" in shown_text(posted) or "day" in shown_text(posted)


async def test_a_choice_that_is_none_of_the_answers_says_so(room: Newsroom) -> None:
    answer = await room.ask()
    key = custom_ids(answer)[0].split(":")[1]
    assert await room.env.bot.desk.shown.find(key, None, room.channel.id) is None
    await room.env.bot.desk.shown.forget(key)
    assert "no longer kept" in said(await room.member.select(answer, values=["0"]))
    assert "no longer kept" in said(await room.member.click(answer, label="Helpful"))
    assert "no longer kept" in said(await room.member.click(answer, label="Delete"))


async def test_what_is_shown_keeps_its_language(room: Newsroom) -> None:
    from bot.kept.guilds import GuildSettings

    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(language="de"))
    answer = await room.ask("air strikes on Lissa and Tessin")
    german = room.env.bot.desk.languages.words("de")
    assert shown_text(answer).startswith("-# " + german("asked", question="air strikes on Lissa and Tessin"))
    await room.env.bot.desk.guilds.choose(room.guild.id, GuildSettings(language="fr"))
    await room.member.click(answer, label=german("button-more"))
    assert german("page-of", page=2, pages=2)[:7] in shown_text(room.now(answer))


async def test_no_view_is_kept_in_memory(room: Newsroom) -> None:
    store = room.env.bot._connection._view_store
    before = len(store._views), len(store._synced_message_views)
    answer = await room.ask()
    await room.member.select(answer, values=["0"])
    await room.manager.slash(room.channel, "settings")
    assert (len(store._views), len(store._synced_message_views)) == before


async def test_a_verdicts_differences_go_with_the_article_they_quote(room: Newsroom, worker: Any) -> None:
    from tests.bot.cogs.test_places import Without

    claim = "Not one Dravian aircraft left the ground that day"
    result = await room.member.slash(room.channel, "verify", text=claim)
    [answer] = room.channel.history()
    assert "not “day” but “night”" in shown_text(answer)
    assert result.response is not None
    worker.index = Without(worker.index, "courier-2023-03-15-tessin")
    await room.env.bot.refresh_names.coro(room.env.bot)
    text = shown_text(room.now(answer))
    assert "It was withdrawn" in text
    assert "night" not in text
    assert "**Altered.**" in text


async def test_an_answer_is_shared_once_however_often_its_button_is_clicked(room: Newsroom) -> None:
    private = await room.member.slash(room.channel, "ask", question=DENIED, private=True)
    results = [await room.member.click(private.response.message, label="Share") for _ in range(3)]
    assert len(room.channel.history()) == 1
    assert [said(r) for r in results[1:]] == ["This answer was shared already."] * 2


@pytest.mark.breaks
async def test_a_sharing_that_failed_may_be_tried_again(room: Newsroom, worker: Any) -> None:
    private = await room.member.slash(room.channel, "ask", question=DENIED, private=True)
    worker.fails = OnRecordError("no library")
    await room.member.click(private.response.message, label="Share")
    assert room.channel.history() == []
    worker.fails = None
    await room.member.click(private.response.message, label="Share")
    assert len(room.channel.history()) == 1


async def test_whose_clicks_wait_already_is_told_once_and_nothing_is_looked_up(room: Newsroom, worker: Any) -> None:
    answer = await room.ask()
    turns = room.env.bot.desk.turns
    held = [asyncio.get_running_loop().create_future() for _ in range(3)]
    turns._queues[room.guild.id] = OrderedDict(
        {room.member.id: deque(Turn(room.guild.id, room.member.id, f, False) for f in held)}
    )
    worker.run = None
    told = [said(await room.member.select(answer, values=["0"])) for _ in range(2)]
    assert told[0].startswith("Your last questions are still waiting")
    assert told[1] == ""
    turns._queues.clear()


async def test_a_quote_picked_again_is_kept_once(room: Newsroom, shown: ShownAnswers) -> None:
    answer = await room.ask()
    await room.member.select(answer, values=["0"])
    kept = _count(shown)
    for _ in range(3):
        await room.member.select(answer, values=["0"])
    assert _count(shown) == kept
    await room.moderator.select(answer, values=["0"])
    await room.member.select(answer, values=["1"])
    assert _count(shown) == kept + 2


def _count(shown: ShownAnswers) -> int:
    assert isinstance(shown, ShownFile)
    return int(shown._db.execute("select count(*) from shown").get or 0)
