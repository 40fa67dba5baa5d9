"""What the bot sends, held to Discord's own description of its API where that is at hand, and to limits it lacks."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
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


@cache
def specification() -> dict[str, Any]:
    return json.loads(FILE.read_text())  # type: ignore[no-any-return]


@cache
def validator(schema: str) -> Draft202012Validator:
    registry = Registry().with_resource("urn:discord", DRAFT202012.create_resource(specification()))
    return Draft202012Validator({"$ref": f"urn:discord{schema}"}, registry=registry)


@cache
def template_of(path: str) -> str | None:
    templates = sorted(specification()["paths"], key=lambda t: t.count("{"))
    return next((t for t in templates if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", t), path)), None)


def schema_for(method: str, path: str, body: Any) -> str | None:
    if path.endswith("/callback"):
        return f"#/components/schemas/{CALLBACKS[body['type']]}"
    template = template_of(path)
    told = specification()["paths"][template].get(method.lower(), {}) if template else {}
    if "application/json" not in told.get("requestBody", {}).get("content", {}):
        return None
    pointer = str(template).replace("~", "~0").replace("/", "~1")
    return f"#/paths/{pointer}/{method.lower()}/requestBody/content/application~1json/schema"


def with_ids_as_text(value: Any) -> Any:
    """discord.py sends ids in references and of attachments as numbers; the description calls them strings."""
    if isinstance(value, dict):
        is_file = "filename" in value
        return {k: str(v) if is_file and k == "id" else with_ids_as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [with_ids_as_text(v) for v in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**53 else value


def texts_under(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["content"]] if value.get("type") == 10 else []
        return own + [text for part in value.values() for text in texts_under(part)]
    return [text for part in value for text in texts_under(part)] if isinstance(value, list) else []


def components_under(value: Any) -> int:
    if isinstance(value, dict):
        return ("type" in value) + sum(
            components_under(v) for k, v in value.items() if k in ("components", "accessory")
        )
    return sum(components_under(part) for part in value) if isinstance(value, list) else 0


def limits_broken(body: dict[str, Any]) -> list[str]:
    """Return what breaks the limits that the description does not hold."""
    message = body.get("data") or body
    broken = []
    if len(message.get("content") or "") > 2000:
        broken.append("content over 2,000")
    if sum(map(len, texts_under(message.get("components") or []))) > 4000:
        broken.append("texts over 4,000")
    if components_under(message.get("components") or []) > 40:
        broken.append("more than 40 components")
    says = message.get("content") or message.get("components")
    if says and "title" not in message and message.get("allowed_mentions", {}).get("parse") != []:
        broken.append("mentions are allowed")
    if message.get("allowed_mentions", {}).get("replied_user"):
        broken.append("the author is pinged")
    return broken


def faults_of(requests: list[Any]) -> tuple[int, list[Any]]:
    """Return how many recorded bodies were held to the description, and what is wrong with any."""
    checked, faults = 0, []
    for request in requests:
        if not isinstance(request.json, dict):
            continue
        if re.search(r"/messages|/callback|/webhooks", request.path):
            faults += [(request.method, request.path, fault) for fault in limits_broken(request.json)]
        schema = schema_for(request.method, request.path, request.json) if FILE.is_file() else None
        if schema:
            errors = [e.message for e in validator(schema).iter_errors(with_ids_as_text(request.json))]
            faults += [(request.method, request.path, error) for error in errors[:3]]
            checked += 1
    return checked, faults
