"""How the world is written in gateway events and REST answers, as far as a client of version 10 reads it."""

from datetime import UTC, datetime
from typing import Any

from tests.discord_server.world import Interaction, Message, World

ALL_RIGHTS = str((1 << 50) - 1)
TEXT_CHANNEL, PRIVATE_CHANNEL = 0, 1


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def user(id_: int, *, bot: bool = False) -> dict[str, Any]:
    name = "bot" if bot else f"user{id_}"
    return {"id": str(id_), "username": name, "discriminator": "0", "global_name": None, "avatar": None, "bot": bot}


def member(id_: int, *, bot: bool = False) -> dict[str, Any]:
    return {"user": user(id_, bot=bot), "roles": [], "joined_at": _time(0), "deaf": False, "mute": False, "flags": 0}


def channel(world: World, id_: int) -> dict[str, Any]:
    guild = world.guild_of(id_)
    if guild is None:
        owner = next((u for u, c in world.private.items() if c == id_), 0)
        return {"id": str(id_), "type": PRIVATE_CHANNEL, "last_message_id": None, "recipients": [user(owner)]}
    return {
        "id": str(id_), "type": TEXT_CHANNEL, "guild_id": str(guild), "name": f"channel{id_}", "position": 0,
        "permission_overwrites": [], "nsfw": False, "parent_id": None, "topic": None, "last_message_id": None,
        "rate_limit_per_user": 0,
    }  # fmt: skip


def guild(world: World, id_: int) -> dict[str, Any]:
    everyone = {"id": str(id_), "name": "@everyone", "permissions": ALL_RIGHTS, "position": 0, "color": 0,
                "hoist": False, "managed": False, "mentionable": False, "flags": 0}  # fmt: skip
    return {
        "id": str(id_), "name": f"guild{id_}", "owner_id": "1", "roles": [everyone], "emojis": [], "features": [],
        "channels": [channel(world, c) for c in world.guilds[id_]], "members": [member(world.bot, bot=True)],
        "member_count": 2, "threads": [], "stickers": [], "presences": [], "voice_states": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [], "preferred_locale": "en-US", "premium_tier": 0,
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "nsfw_level": 0, "system_channel_flags": 0, "afk_timeout": 60, "large": False, "unavailable": False,
        "joined_at": _time(0),
    }  # fmt: skip


def message(world: World, held: Message) -> dict[str, Any]:
    is_bot = held.author == world.bot
    content = held.body.get("content") or ""
    mentions = [user(world.bot, bot=True)] if f"<@{world.bot}>" in content else []
    found: dict[str, Any] = {
        "id": str(held.id), "channel_id": str(held.channel), "author": user(held.author, bot=is_bot),
        "content": content, "timestamp": _time(held.created), "edited_timestamp": None, "tts": False,
        "mention_everyone": False, "mentions": mentions, "mention_roles": [], "attachments": [], "embeds": [],
        "pinned": False, "type": 19 if held.reply_to else 0, "components": _numbered(held.body.get("components")),
        "flags": int(held.body.get("flags") or 0), "nonce": held.body.get("nonce"),
    }  # fmt: skip
    guild_id = world.guild_of(held.channel)
    if guild_id is not None:
        found["guild_id"] = str(guild_id)
        found["member"] = {k: v for k, v in member(held.author).items() if k != "user"}
    if held.reply_to:
        found["message_reference"] = {"message_id": str(held.reply_to), "channel_id": str(held.channel)}
    return found


def _numbered(components: Any) -> list[dict[str, Any]]:
    """Give components their ids, as Discord does."""
    found = [{**c, "id": n} for n, c in enumerate(components or [], 1)]
    return [{**c, "components": _numbered(c["components"])} if c.get("components") else c for c in found]


def interaction(world: World, held: Interaction, data: dict[str, Any], shown: Message | None) -> dict[str, Any]:
    guild_id = world.guild_of(held.channel)
    found: dict[str, Any] = {
        "id": str(held.id), "application_id": str(world.bot), "type": held.kind, "data": data, "token": held.token,
        "version": 1, "channel_id": str(held.channel), "channel": {**channel(world, held.channel), "permissions": ALL_RIGHTS},
        "locale": "en-US", "entitlements": [], "app_permissions": ALL_RIGHTS, "attachment_size_limit": 10_000_000,
        "authorizing_integration_owners": {"0": str(guild_id or 0)}, "context": 0 if guild_id else 1,
    }  # fmt: skip
    if guild_id is None:
        found["user"] = user(held.user)
    else:
        found["guild_id"], found["guild_locale"] = str(guild_id), "en-US"
        found["guild"] = {"id": str(guild_id), "locale": "en-US", "features": []}
        found["member"] = {**member(held.user), "permissions": ALL_RIGHTS}
    if shown is not None:
        found["message"] = message(world, shown)
    return found


def command_data(world: World, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what an interaction says of a command ("ask", "library list") and its options, as the bot has told."""
    root, _, inner = name.partition(" ")
    registered = next(c for c in world.commands if c["name"] == root)
    told = next(o for o in registered["options"] if o["name"] == inner) if inner else registered
    given = [{"name": k, "type": next(o["type"] for o in told["options"] if o["name"] == k), "value": v}
             for k, v in options.items()]  # fmt: skip
    within = [{"name": inner, "type": 1, "options": given}] if inner else given
    return {"id": registered["id"], "name": root, "type": 1, "options": within}


def ready(world: World, session: str, gateway: str, guilds: list[int], shard: tuple[int, int]) -> dict[str, Any]:
    return {
        "v": 10, "user": user(world.bot, bot=True), "session_id": session, "resume_gateway_url": gateway,
        "guilds": [{"id": str(g), "unavailable": True} for g in guilds], "private_channels": [],
        "application": {"id": str(world.bot), "flags": 0}, "shard": list(shard),
    }  # fmt: skip
