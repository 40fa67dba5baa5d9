"""Every body the bot sends is valid by Discord's own description of its API, where that is at hand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FILE = Path(__file__).resolve().parents[3] / "shared" / "discord" / "openapi.json"
CALLBACKS = {
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}
pytestmark = [
    pytest.mark.model,
    pytest.mark.simcord(settle_timeout=60),
    pytest.mark.skipif(not FILE.is_file(), reason="Discord's API description is not beside the project"),
]


def schema_for(spec: dict[str, Any], method: str, path: str, body: Any) -> str | None:
    if path.endswith("/callback"):
        return f"#/components/schemas/{CALLBACKS[body['type']]}"
    for template in sorted(spec["paths"], key=lambda t: t.count("{")):
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
            content = spec["paths"][template].get(method.lower(), {}).get("requestBody", {}).get("content", {})
            if "application/json" in content:
                pointer = template.replace("~", "~0").replace("/", "~1")
                return f"#/paths/{pointer}/{method.lower()}/requestBody/content/application~1json/schema"
    return None


def with_ids_as_text(value: Any) -> Any:
    """discord.py sends ids in references as numbers; the description calls them strings."""
    if isinstance(value, dict):
        return {k: with_ids_as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [with_ids_as_text(v) for v in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**53 else value


async def test_bodies_are_valid(simcord_env: Any) -> None:
    guild = simcord_env.create_guild("Newsroom")
    channel, alice = guild.create_text_channel("general"), guild.add_member(simcord_env.create_user("alice"))
    await simcord_env.bot.refresh_titles.coro(simcord_env.bot)
    await alice.send(channel, f"<@{simcord_env.bot.user.id}> how many people were killed")
    await alice.click(channel.last_message, label="More")
    await alice.slash(channel, "ask", question="what is the capital of France", private=True)
    await alice.slash(channel, "sources", topic="flood")
    await alice.slash(channel, "source", article="courier-2023-03-15-tessin")
    await alice.autocomplete(channel, "source", "article", "t")
    spec = json.loads(FILE.read_text())
    registry = Registry().with_resource("urn:discord", Resource(contents=spec, specification=DRAFT202012))
    checked = 0
    for request in simcord_env.http_requests:
        schema = schema_for(spec, request.method, request.path, request.json) if request.json is not None else None
        if schema:
            validator = Draft202012Validator({"$ref": f"urn:discord{schema}"}, registry=registry)
            errors = [e.message for e in validator.iter_errors(with_ids_as_text(request.json))]
            assert not errors, (request.method, request.path, errors[:3])
            checked += 1
    assert checked >= 10
