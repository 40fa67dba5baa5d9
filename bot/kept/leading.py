"""What gateways agree on: who of them looks at feeds, and that Discord is greeted by one at a time."""

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol


class Leading(Protocol):
    """How the gateways of one bot agree."""

    async def leads(self) -> bool:
        """Tell whether this gateway does what only one of them does; once it does, it goes on for as long as it is."""

    async def serves(self, guilds: Collection[int]) -> None:
        """Note which servers this gateway is in now."""

    async def leaves(self, guild: int) -> None:
        """Note that the bot is in a server no longer."""

    async def served(self) -> Collection[int]:
        """Return the servers that any gateway was in of late."""

    def identifying(self, bucket: int) -> AbstractAsyncContextManager[None]:
        """Hold the right to identify to Discord in one of its buckets, which one connection has at a time."""


class Alone:
    """There is one gateway, and it agrees with itself."""

    def __init__(self) -> None:
        self._served: set[int] = set()

    async def leads(self) -> bool:
        """Tell that it does."""
        return True

    async def serves(self, guilds: Collection[int]) -> None:
        """Note which servers there are now."""
        self._served = set(guilds)

    async def leaves(self, guild: int) -> None:
        """Note that there is one less."""
        self._served.discard(guild)

    async def served(self) -> Collection[int]:
        """Return those that were noted."""
        return self._served

    def identifying(self, bucket: int) -> AbstractAsyncContextManager[None]:
        """Hold nothing."""
        del bucket
        return nullcontext()
