"""Which servers a gateway serves, where several share a bot: Discord deals servers out to shards by their ids."""

import re
from dataclasses import dataclass

from index import SettingsError

WRITTEN = re.compile(r"(\d{1,5})-(\d{1,5})/(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one gateway, from the first to the last, of so many."""

    first: int = 0
    last: int = 0
    count: int = 1

    @classmethod
    def named(cls, text: str) -> "Shards":
        """Return the shards that a text like `0-3/16` names.

        Raises:
            SettingsError: it names none.
        """
        found = WRITTEN.fullmatch(text.strip())
        first, last, count = map(int, found.groups()) if found else (1, 0, 0)
        if not first <= last < count:
            raise SettingsError(f"“{text}” names no shards; write the first, the last and how many there are: 0-3/16")
        return cls(first, last, count)

    @property
    def ids(self) -> list[int]:
        """The numbers of these shards."""
        return list(range(self.first, self.last + 1))

    def serve(self, guild: int | None) -> bool:
        """Tell whether these shards serve a server; direct messages come to the first of all."""
        # https://discord.com/developers/docs/events/gateway#sharding
        return self.first <= (0 if guild is None else (guild >> 22) % self.count) <= self.last


ALL = Shards()
"""What a gateway serves that is the only one."""
