"""Journeys through asking, with the real discord.py."""

import json
import re
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any
from unittest import mock

import discord
import pytest

from bot.client import NewsBot
from bot.desk import jobs
from bot.desk.desk import Parts
from bot.desk.turns import CrowdingError
from bot.escaping import escape
from bot.kept.guilds import GuildSettings
from bot.kept.shown import ShownAnswers
from bot.posts.reading import texts_of
from bot.settings import BotSettings
from index import NewsIndex

pytestmark = [pytest.mark.model, pytest.mark.simcord(settle_timeout=60)]

DENIED = "who denied the strikes"
PARIS = "what is the capital of France"


def world(env: Any) -> tuple[Any, Any, Any]:
    guild = env.create_guild("Newsroom")
    return guild, guild.create_text_channel("general"), guild.add_member(env.create_user("alice"))


def shown_text(message: discord.Message) -> str:
    return "\n".join(texts_of(message))


def custom_ids(message: discord.Message) -> list[str]:
    return re.findall(r'"custom_id": "([^"]+)"', json.dumps([c.to_dict() for c in message.components]))


async def test_mention_is_answered_with_quotes_by_event(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}?")
    answer = channel.last_message
    text = shown_text(answer)
    assert answer.author.id == simcord_env.bot.user.id
    assert "> “Not one Dravian aircraft left the ground that night,”" in text
    assert "**Anton Veld" in text
    containers = [c for c in answer.components if isinstance(c, discord.Container)]
    assert len(containers) >= 2
    assert "courier.example" in json.dumps([c.to_dict() for c in answer.components])


async def test_direct_message_is_answered(simcord_env: Any) -> None:
    visitor = simcord_env.create_user("bob")
    await visitor.send_dm(DENIED)
    assert "Anton Veld" in shown_text(visitor.dm_channel.last_message)


async def test_slash_command_is_acknowledged_and_answered(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    result = await alice.slash(channel, "ask", question=DENIED)
    kinds = [r.json["type"] for r in simcord_env.http_requests if r.path.endswith("/callback")]
    assert kinds == [5]
    assert not result.ephemeral
    assert "Anton Veld" in shown_text(result.response.message)


async def test_private_answer_is_seen_by_the_asker_only(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    assert (await alice.slash(channel, "ask", question=DENIED, private=True)).ephemeral


async def test_talk_not_addressed_to_the_bot_is_left_alone(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, DENIED)
    assert len(channel.history()) == 1


async def test_other_bots_are_not_answered(simcord_env: Any) -> None:
    guild, channel, _ = world(simcord_env)
    robot = guild.add_member(simcord_env.create_user("robot", bot=True))
    await robot.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert len(channel.history()) == 1


async def test_reply_to_an_answer_carries_its_question_on(simcord_env: Any, worker: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> who denied the strikes on Tessin")
    await alice.send(channel, "and how many died?", reply_to=channel.last_message)
    asked, answered = worker.asked[-1][2]
    assert asked == {"speaker": "user", "text": "who denied the strikes on Tessin"}
    assert answered["speaker"] == "agent"
    assert "Tessin" in answered["text"]
    assert "killed: **41 people**" in shown_text(channel.last_message)


async def test_what_is_written_to_the_bots_role_and_hidden_from_it_is_answered_with_how_to_ask(
    simcord_env: Any,
) -> None:
    _, channel, alice = world(simcord_env)
    said = await alice.send(channel, "x")
    message = await simcord_env.bot.get_channel(channel.id).fetch_message(said.id)
    me = message.guild.me
    message.content, message.role_mentions = "", [SimpleNamespace(id=5, name=me.name, is_bot_managed=lambda: True)]
    with mock.patch.object(type(me), "roles", new=message.role_mentions):
        simcord_env.bot.dispatch("message", message)
        await simcord_env.settle()
    assert f"not my role: {me.mention}" in channel.last_message.content


async def test_what_the_library_cannot_answer_is_declined(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {PARIS}")
    assert "do not answer this" in shown_text(channel.last_message)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("?!", "by quoting it"), ("thank you!", "by quoting it"), ("why " * 400, "too long for a question"),
        ("誰が攻撃を否定しましたか", "in the language of your question"),
    ],
)  # fmt: skip
async def test_odd_question_gets_a_polite_decline_that_says_why(simcord_env: Any, question: str, why: str) -> None:
    visitor = simcord_env.create_user("bob")
    await visitor.send_dm(question)
    assert why in shown_text(visitor.dm_channel.last_message)


async def test_mention_without_a_question_says_what_to_do(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}>")
    assert "Mention me with a question" in shown_text(channel.last_message)


async def test_layout_refused_is_sent_as_classic_text(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    simcord_env.inject_error("POST", "/channels/*/messages", status=400, code=50035, message="Invalid Form Body")
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert "> Dravia's foreign minister, Anton Veld, denied any part in the strikes." in channel.last_message.content


async def test_whoever_asks_where_posting_is_refused_is_told_in_private(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    path = f"/channels/{channel.id}/messages"
    simcord_env.inject_error("POST", path, status=403, code=50013, message="Missing Permissions", times=None)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert len(channel.history()) == 1
    told = alice.user.dm_channel.last_message.content
    assert f"<#{channel.id}>" in told
    assert simcord_env.bot.desk.languages.words("en")("right-send_messages") in told


async def test_layout_refused_in_an_interaction_is_sent_as_classic_text(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    path = "/webhooks/*/messages/@original"
    simcord_env.inject_error("PATCH", path, status=400, code=50035, message="Invalid Form Body")
    result = await alice.slash(channel, "ask", question=DENIED)
    assert "> Dravia's foreign minister, Anton Veld, denied any part in the strikes." in result.response.message.content


async def test_more_quotes_are_paged_and_the_button_outlives_a_restart(simcord_env: Any, parts: Parts) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> air strikes on Lissa and Tessin")
    first = channel.last_message
    assert "Page 1 of" in shown_text(first)
    restarted = NewsBot(BotSettings(), parts)
    await simcord_env.bot.close()
    await simcord_env.restart_bot(restarted)
    assert (await alice.click(first, label="More")).acknowledged
    turned = next(m for m in channel.history() if m.id == first.id)
    assert "Page 2 of" in shown_text(turned)
    assert "Asked: air strikes on Lissa and Tessin" in shown_text(turned)
    await alice.click(turned, label="Back")
    back = next(m for m in channel.history() if m.id == first.id)
    assert shown_text(back) == shown_text(first)
    await restarted.close()


async def test_turning_pages_shows_every_quote_once(simcord_env: Any, worker: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.slash(channel, "source", article="courier-2023-03-15-tessin")
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> air strikes on Lissa and Tessin")
    message = channel.last_message
    seen = re.findall(r"(?m)^> .*$", shown_text(message))
    while "More" in json.dumps([c.to_dict() for c in message.components]):
        await alice.click(message, label="More")
        message = next(m for m in channel.history() if m.id == message.id)
        seen += re.findall(r"(?m)^> .*$", shown_text(message))
    answer = worker.index.ask("air strikes on Lissa and Tessin", ["default"])
    assert len(seen) == len(set(seen)) == len(answer.quotes)


async def test_button_copied_to_another_place_shows_nothing(simcord_env: Any, shown: ShownAnswers) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> air strikes on Lissa and Tessin")
    key = custom_ids(channel.last_message)[0].split(":")[1]
    assert await shown.find(key, 12345, channel.id) is None


async def test_withdrawn_sources_are_told_and_not_shown(simcord_env: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> air strikes on Lissa and Tessin")
    message = channel.last_message
    monkeypatch.setattr(jobs, "_held", lambda *_: [])
    result = await alice.click(message, label="More")
    assert "no longer in the library" in result.followups[0].content


async def test_guild_is_asked_its_own_and_the_public_collections_only(simcord_env: Any, worker: Any) -> None:
    guild, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert worker.asked[-1][1] == (f"guild-{guild.id}", "default")


async def test_failure_is_told_in_words_and_the_next_question_works(simcord_env: Any, worker: Any) -> None:
    from bot.desk.worker_process import SlowError

    _, channel, alice = world(simcord_env)
    worker.fails = SlowError()
    result = await alice.slash(channel, "ask", question=DENIED)
    assert any("took too long" in c for c in [f.content for f in result.followups] + [result.response.content])
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert "took too long" in channel.last_message.content
    worker.fails = None
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert "Anton Veld" in shown_text(channel.last_message)


async def test_every_message_pings_nobody(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> air strikes on Lissa and Tessin")
    await alice.click(channel.last_message, label="More")
    await alice.slash(channel, "ask", question=f"{DENIED} @everyone")
    bodies = [r.json for r in simcord_env.http_requests if r.json and ("components" in r.json or "content" in r.json)]
    assert bodies
    for body in bodies:
        assert body["allowed_mentions"]["parse"] == []
        assert not body["allowed_mentions"].get("replied_user")


async def test_quote_that_differs_from_its_article_is_never_sent(
    simcord_env: Any, sample_index: NewsIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = lambda text: escape(text).replace("denied", "admitted")  # noqa: E731
    monkeypatch.setattr("bot.rendering.quoting.escape", changing)
    _, channel, alice = world(simcord_env)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert channel.last_message.content == "An answer differed from its sources, so it was not sent."


async def test_same_message_delivered_twice_is_answered_once(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    sent = await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    simcord_env.bot.dispatch("message", sent)
    await simcord_env.settle()
    assert len(channel.history()) == 2


async def test_limits_are_kept_to_and_offered_while_typing(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    await simcord_env.bot.refresh_names.coro(simcord_env.bot)
    speaker, *_ = await alice.autocomplete(channel, "ask", "speaker", "anton")
    [publisher] = await alice.autocomplete(channel, "ask", "publisher", "dravia today")
    months = await alice.autocomplete(channel, "ask", "since", "2024-04")
    assert (speaker["value"], publisher["value"]) == ("Anton Veld", "Dravia Today (invented)")
    assert {"2024-04"} <= {c["value"] for c in months}
    by_speaker = await alice.slash(channel, "ask", question=DENIED, speaker=speaker["value"])
    assert "Ilse Marren" not in shown_text(by_speaker.response.message)
    later = await alice.slash(channel, "ask", question=DENIED, since="2024")
    assert "Anton Veld" in shown_text(later.response.message)
    assert "Tessin as rescuers dig" not in shown_text(later.response.message)
    published = await alice.slash(channel, "ask", question=DENIED, publisher=publisher["value"])
    assert "Ostrand Courier" not in shown_text(published.response.message)


async def test_collections_are_offered_by_name_and_no_other_is_read(simcord_env: Any, worker: Any) -> None:
    guild, channel, alice = world(simcord_env)
    offered = await alice.autocomplete(channel, "ask", "collection", "")
    assert [(c["name"], c["value"]) for c in offered] == [
        ("this server’s own", f"guild-{guild.id}"), ("default", "default"),
    ]  # fmt: skip
    await alice.slash(channel, "ask", question=DENIED, collection="default")
    assert worker.asked[-1][1] == ("default",)
    foreign = await alice.slash(channel, "ask", question=DENIED, collection="guild-1")
    assert "no collection of that name" in "".join(m.content for m in (foreign.response, *foreign.followups) if m)
    assert len(worker.asked) == 1


async def test_a_day_that_cannot_be_read_says_how_to_write_one(simcord_env: Any) -> None:
    _, channel, alice = world(simcord_env)
    result = await alice.slash(channel, "ask", question=DENIED, since="soon")
    told = "".join(m.content for m in (result.response, *result.followups) if m)
    assert "“soon” is no day that I can read" in told


@pytest.mark.breaks
async def test_no_line_of_the_log_holds_a_question(
    simcord_env: Any, worker: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.desk.worker_process import DiedError

    _, channel, alice = world(simcord_env)
    question = "very-private-question who denied the strikes"
    with caplog.at_level("INFO"):
        await alice.send(channel, f"<@{simcord_env.bot.user.id}> {question}")
        await alice.slash(channel, "ask", question=question, since="soon")
        for error in (DiedError(), ValueError("broken")):
            worker.fails = error
            await alice.send(channel, f"<@{simcord_env.bot.user.id}> {question}")
            await alice.slash(channel, "ask", question=question)
    assert caplog.records
    assert "very-private-question" not in caplog.text


async def test_a_message_that_discord_hides_is_answered_with_how_to_check_it(simcord_env: Any) -> None:
    guild, channel, alice = world(simcord_env)
    above = await guild.add_member(simcord_env.create_user("bob")).send(channel, "“We did not do it,” said Veld.")
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> is this true?", reply_to=above)
    assert "Apps › Check this quote" in channel.last_message.content


async def test_a_question_that_is_left_is_marked_and_the_first_is_told_why(
    simcord_env: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, channel, alice = world(simcord_env)

    def crowded(*, is_first: bool) -> Any:
        raise CrowdingError(is_first=is_first)

    for is_first, marks in ((True, []), (False, ["⏳"])):
        monkeypatch.setattr(simcord_env.bot.desk, "in_turn", partial(_raising, partial(crowded, is_first=is_first)))
        asked = await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
        await simcord_env.settle()
        now = next(m for m in channel.history() if m.id == asked.id)
        assert [str(r.emoji) for r in now.reactions] == marks


async def _raising(raises: Callable[[], Any], *_: object) -> Any:
    raises()


async def test_where_the_bot_may_not_answer_and_may_not_write_in_private_the_question_is_marked(
    simcord_env: Any,
) -> None:
    guild, channel, alice = world(simcord_env)
    await simcord_env.bot.desk.guilds.choose(guild.id, GuildSettings(channels=(guild.create_text_channel("open").id,)))
    asked = await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    assert "I answer in" in alice.user.dm_channel.last_message.content
    path = f"/channels/{alice.user.dm_channel.id}/messages"
    simcord_env.inject_error("POST", path, status=403, code=50007, message="Cannot send messages", times=None)
    again = await alice.send(channel, f"<@{simcord_env.bot.user.id}> {DENIED}")
    await simcord_env.settle()
    marks = {m.id: [str(r.emoji) for r in m.reactions] for m in channel.history()}
    assert (marks[asked.id], marks[again.id]) == ([], ["🔒"])
