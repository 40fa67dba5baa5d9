"""What gateways agree on: who of them looks at feeds, and that Discord is greeted by one at a time."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol


class Leading(Protocol):
    """How the gateways of one bot agree."""

    async def leads(self) -> bool:
        """Tell whether this gateway does what only one of them does; once it does, it goes on for as long as it is."""

    def identifying(self, bucket: int) -> AbstractAsyncContextManager[None]:
        """Hold the right to identify to Discord in one of its buckets, which one connection has at a time."""


class Alone:
    """There is one gateway, and it agrees with itself."""

    async def leads(self) -> bool:
        """Tell that it does."""
        return True

    def identifying(self, bucket: int) -> AbstractAsyncContextManager[None]:
        """Hold nothing."""
        del bucket
        return nullcontext()
