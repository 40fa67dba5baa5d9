"""Every journey's bodies are held to Discord's description of its API when it ends (see conftest); here, that this bites."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.bot.openapi import FILE, faults_of

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="Discord's API description is not beside the project")
NOBODY: dict[str, list[str]] = {"parse": []}


def sent(method: str, path: str, body: Any) -> SimpleNamespace:
    return SimpleNamespace(method=method, path=path, json=body)


def test_a_good_message_has_no_fault() -> None:
    body = {"content": "Hello", "allowed_mentions": NOBODY}
    assert faults_of([sent("POST", "/channels/1/messages", body)]) == (1, [])


@pytest.mark.parametrize(
    "body",
    [
        {"content": "Hello"},
        {"content": "x" * 2001, "allowed_mentions": NOBODY},
        {"content": "Hello", "allowed_mentions": {"parse": [], "replied_user": True}},
        {"components": [{"type": 10, "content": "x" * 2500}] * 2, "allowed_mentions": NOBODY},
        {"components": [{"type": 10, "content": "x"}] * 41, "allowed_mentions": NOBODY},
    ],
)
def test_a_bad_message_is_found(body: dict[str, Any]) -> None:
    assert faults_of([sent("POST", "/channels/1/messages", body)])[1]


def test_too_many_choices_are_found() -> None:
    choices = [{"name": str(n), "value": str(n)} for n in range(26)]
    body = {"type": 8, "data": {"choices": choices}}
    assert faults_of([sent("POST", "/interactions/1/t/callback", body)])[1]


def test_the_commands_themselves_are_valid() -> None:
    body = [{"name": "ask", "type": 1, "description": "Ask"}]
    assert faults_of([sent("PUT", "/applications/1/commands", body)])[1] == []


@pytest.mark.model
@pytest.mark.simcord(settle_timeout=60)
async def test_most_of_what_a_journey_sends_is_checked(simcord_env: Any) -> None:
    guild = simcord_env.create_guild("Newsroom")
    channel, alice = guild.create_text_channel("general"), guild.add_member(simcord_env.create_user("alice"))
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> air strikes on Lissa and Tessin")
    await alice.click(channel.last_message, label="More")
    await alice.slash(channel, "ask", question="what is the capital of France", private=True)
    await alice.autocomplete(channel, "source", "article", "t")
    assert faults_of(simcord_env.http_requests)[0] >= 6
