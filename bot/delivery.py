"""Requests to Discord, tried again where that can do no harm.

discord.py gives some faults up at once (a cut connection, 503) and tries others for longer than an asker waits
(500 for 25 seconds; a server that says nothing for five minutes). Here each try has a deadline of its own, and only
what may be repeated is: an acknowledgement, an edit, a message with a nonce that Discord enforces.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord

log = logging.getLogger(__name__)
Result = TypeVar("Result")

NOBODY = discord.AllowedMentions.none()
"""Whom anything that is sent may ping."""
ACKNOWLEDGE_WITHIN = 2.8
"""Seconds; Discord takes no acknowledgement after three."""
ONE_ACKNOWLEDGEMENT = 0.9
"""Seconds for one try of it; the first may have met a server that says nothing."""
DELIVER_WITHIN = 60.0
"""Seconds in which an answer is tried to be delivered; what was asked a minute ago is still read."""
ONE_TRY = 8.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION = 40060, 10062
TOO_MANY = 429
PASSING = (OSError, aiohttp.ClientError, TimeoutError, discord.DiscordServerError, discord.RateLimited, ValueError)
"""What a request can end in that may end otherwise next time; ValueError is an answer that is no JSON."""
ACKNOWLEDGED, OWES = "acknowledged", "owes"
"""Where an interaction keeps whether Discord knows it as acknowledged, whatever discord.py was told, and whether an
answer is shown as still to come."""


async def delivered(
    send: Callable[[], Awaitable[Result]], *, within: float = DELIVER_WITHIN, one_try: float = ONE_TRY
) -> Result:
    """Do a request that may be repeated until it is done, at most `within` seconds, each try `one_try` at most.

    Raises:
        Exception: what the last try ended in, or at once what no other try would change.
    """
    ends, pause = asyncio.get_running_loop().time() + within, FIRST_PAUSE
    while True:
        left = ends - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(one_try, max(left, 0.0))):
                return await send()
        except (*PASSING, discord.HTTPException) as error:
            pause_now = pause * random.uniform(0.5, 1.0)
            if not _may_pass(error) or asyncio.get_running_loop().time() + pause_now >= ends:
                raise
            log.info("a request to Discord ended in %s; trying again", type(error).__name__)
        await asyncio.sleep(pause_now)
        pause = min(pause * 2, LONGEST_PAUSE)


def _may_pass(error: Exception) -> bool:
    if isinstance(error, discord.HTTPException) and not isinstance(error, discord.DiscordServerError):
        return error.status == TOO_MANY
    return isinstance(error, PASSING)


async def acknowledge(
    interaction: "discord.Interaction[Any]", *, ephemeral: bool = False, thinking: bool = True
) -> None:
    """Tell Discord within its three seconds that an answer will come; where that fails, the answer is posted later.

    A server that took the first try and lost its answer calls the second one double: it is as good.
    """

    async def once() -> object:
        return await interaction.response.defer(ephemeral=ephemeral, thinking=thinking)

    taken = True
    try:
        await delivered(once, within=ACKNOWLEDGE_WITHIN, one_try=ONE_ACKNOWLEDGEMENT)
    except discord.HTTPException as error:
        taken = error.code == ALREADY_ACKNOWLEDGED
        if not taken:
            log.warning("a question could not be acknowledged: %s", error)
    except PASSING as error:
        taken = False
        log.warning("a question could not be acknowledged in time: %s", type(error).__name__)
    interaction.extras[ACKNOWLEDGED], interaction.extras[OWES] = taken, taken and thinking


def owes_answer(interaction: "discord.Interaction[Any]") -> bool:
    """Tell whether Discord shows that an answer is still to come."""
    return bool(interaction.extras.get(OWES))


def is_acknowledged(interaction: "discord.Interaction[Any]") -> bool:
    """Tell whether Discord takes edits and further messages for this interaction."""
    return bool(interaction.extras.get(ACKNOWLEDGED, interaction.response.is_done()))


async def send_once(
    send: Callable[..., Awaitable[discord.Message]],
    nonce: int | None = None,
    **parts: Any,  # noqa: ANN401 - as discord.py takes it
) -> discord.Message:
    """Send a message by `send`, trying again where that may help: with one nonce, Discord shows it once."""
    once = nonce if nonce is not None else secrets.randbits(63)
    return await delivered(lambda: send(nonce=once, **parts))


async def edit_answer(interaction: "discord.Interaction[Any]", **parts: Any) -> discord.Message:  # noqa: ANN401 - as discord.py takes it
    """Put something in place of the answer that is owed, trying again where that may help."""
    return await delivered(lambda: interaction.edit_original_response(**parts))
