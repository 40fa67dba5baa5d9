"""Whose question is next: as many at once as can be done, servers in turn, and within a server its members in turn.

Somebody who asks much waits behind everybody else's first question, is turned away beyond a few, and after a few in one
minute rests between two, in proportion to what the last one took: whoever comes while a long turn is served waits
for it, so nobody's turns may take more than a small part of the time, whatever they are for.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

from bot.failures import Failure

WINDOW = 60.0
"""Seconds over which somebody's turns are counted."""
LONGEST_REST = 15.0
"""Seconds after which somebody's next turn comes at the latest, however long the last one took."""
MOST_SERVED = 1000
"""Of whom it is remembered how much they asked, before those who asked long ago are forgotten."""


class Turn(NamedTuple):
    """Somebody who waits in a place."""

    place: int
    user: int
    taken: asyncio.Future[None]
    is_counted: bool


class Served(NamedTuple):
    """A turn that somebody had: when it ended, by the loop's time, and how many seconds it took."""

    ended: float
    took: float


Waiting = deque[Turn]


class CrowdingError(Failure):
    """Somebody's own questions wait already; `is_first` where this was not told since the last answer."""

    def __init__(self, *, is_first: bool) -> None:
        super().__init__("crowding")
        self.is_first = self.is_told = is_first


class Owed:
    """What has been asked and not answered yet, by the id of its message or interaction."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._is_settled = asyncio.Event()
        self._is_settled.set()

    def owe(self, id_: int) -> None:
        """Note that an answer is owed."""
        self._ids.add(id_)
        self._is_settled.clear()

    def paid(self, id_: int) -> None:
        """Note that it was given, or its asker told why not."""
        self._ids.discard(id_)
        if not self._ids:
            self._is_settled.set()

    async def settled(self) -> None:
        """Wait until nothing is owed."""
        await self._is_settled.wait()


class Turns:
    """Hands out `at_once` turns, one to a user at a time; a guild goes by its id, a direct message by minus its user's.

    A place has a second turn at the same time only while nobody waits in a place that has none.
    After `burst` turns in a minute, each of somebody's is followed by `rest` times its own length without one.
    """

    def __init__(self, most_of_user: int = 3, most_of_guild: int = 20, most: int = 50,
                 at_once: Callable[[], int] | int = 1, burst: int = 5, rest: float = 15.0) -> None:  # fmt: skip
        self._most = most
        self._most_of_user = most_of_user
        self._most_of_guild = most_of_guild
        self._at_once = at_once if callable(at_once) else lambda: at_once
        self._serving: set[tuple[int, int]] = set()
        self._queues: OrderedDict[int, OrderedDict[int, Waiting]] = OrderedDict()
        self._told: set[tuple[int, int]] = set()
        self._burst, self._rest = burst, rest
        self._served: dict[tuple[int, int], deque[Served]] = {}
        self._waking: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(len(own) for users in self._queues.values() for own in users.values())

    @asynccontextmanager
    async def of(self, guild: int | None, user: int, *, is_counted: bool = True) -> AsyncIterator[None]:
        """Wait for a turn and hold it; one that is not counted needs no rest and causes none.

        Raises:
            CrowdingError: this user has enough questions waiting.
            Failure: this guild has, or all together.
        """
        place = -user if guild is None else guild
        await self._taken(place, user, is_counted=is_counted)
        begun = self._now()
        try:
            yield
        finally:
            self._told.discard((place, user))
            if is_counted:
                self._count(place, user, begun)
            self._give_back(place, user)

    def check(self, guild: int | None, user: int) -> None:
        """See whether a question of this user could wait for a turn now, so that a flood costs as little as can be.

        Raises:
            CrowdingError: this user has enough questions waiting.
            Failure: this guild has, or all together.
        """
        self._admit(-user if guild is None else guild, user)

    def _admit(self, place: int, user: int) -> None:
        users = self._queues.get(place, OrderedDict())
        if sum(map(len, users.values())) >= self._most_of_guild or self.waiting >= self._most:
            raise Failure("busy")
        if len(users.get(user, ())) >= self._most_of_user:
            is_first = (place, user) not in self._told
            self._told.add((place, user))
            raise CrowdingError(is_first=is_first)

    async def _taken(self, place: int, user: int, *, is_counted: bool) -> None:
        self._admit(place, user)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(place, OrderedDict()).setdefault(user, deque()).append(
            Turn(place, user, turn, is_counted)
        )
        self._hand_on()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(place, user)
            raise

    def _give_back(self, place: int, user: int) -> None:
        self._serving.discard((place, user))
        self._hand_on()

    def _hand_on(self) -> None:
        while len(self._serving) < self._at_once() and (turn := self._next()) is not None:
            if not turn.taken.cancelled():
                self._serving.add((turn.place, turn.user))
                turn.taken.set_result(None)

    def _next(self) -> Turn | None:
        """Take the next out of the queues: who was served goes to the end, as member and as server."""
        served = {place for place, _ in self._serving}
        for place, users in sorted(self._queues.items(), key=lambda item: item[0] in served):
            user = next((u for u, own in users.items() if self._may_have(place, u, own[0])), None)
            if user is None:
                continue
            own = users.pop(user)
            turn = own.popleft()
            if own:
                users[user] = own
            self._queues.pop(place)
            if users:
                self._queues[place] = users
            return turn
        return None

    def _may_have(self, place: int, user: int, turn: Turn) -> bool:
        return (place, user) not in self._serving and not (turn.is_counted and self._rests(place, user))

    def _count(self, place: int, user: int, begun: float) -> None:
        """Note a turn that ends now, and forget who has not asked for a while."""
        now = self._now()
        self._served.setdefault((place, user), deque(maxlen=self._burst)).append(Served(now, now - begun))
        if len(self._served) > MOST_SERVED:
            self._served = {who: turns for who, turns in self._served.items() if now - turns[-1].ended <= WINDOW}

    def _rests(self, place: int, user: int) -> bool:
        """Tell whether somebody has asked much of late and has to let others pass; their turn comes by itself."""
        served, now = self._served.get((place, user)), self._now()
        if served is None or len(served) < self._burst or now - served[0].ended > WINDOW:
            return False
        left = served[-1].ended + min(self._rest * served[-1].took, LONGEST_REST) - now
        if left <= 0:
            return False
        self._wake_in(left)
        return True

    def _wake_in(self, seconds: float) -> None:
        """Hand on again after so many seconds, or sooner if that is planned already."""
        loop = asyncio.get_running_loop()
        if self._waking is not None and loop.time() < self._waking.when() <= loop.time() + seconds:
            return
        if self._waking is not None:
            self._waking.cancel()
        self._waking = loop.call_later(seconds, self._hand_on)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
