import asyncio

import pytest

from bot.failures import Failure
from bot.turns import CrowdingError, Owed, Turns


async def served(turns: Turns, asked: list[tuple[int | None, int]]) -> list[tuple[int | None, int]]:
    """Let everybody ask at once while one holds the turn; return who was served in which order."""
    order: list[tuple[int | None, int]] = []

    async def ask(guild: int | None, user: int) -> None:
        async with turns.of(guild, user):
            order.append((guild, user))
            await asyncio.sleep(0)

    async with turns.of(99, 99):
        jobs = [asyncio.create_task(ask(guild, user)) for guild, user in asked]
        await asyncio.sleep(0)
    await asyncio.gather(*jobs)
    return order


async def test_who_asks_much_waits_behind_everybody_elses_first() -> None:
    order = await served(Turns(most_of_user=10), [(1, 7)] * 5 + [(1, 8), (1, 9)])
    assert order.index((1, 8)) == 1
    assert order.index((1, 9)) == 2


async def test_servers_take_turns_however_many_members_ask() -> None:
    order = await served(Turns(), [(1, user) for user in range(10)] + [(2, 50)])
    assert order.index((2, 50)) == 1


async def test_direct_messages_are_each_a_place_of_their_own() -> None:
    order = await served(Turns(), [(1, user) for user in range(5)] + [(None, 50), (None, 51)])
    assert {order[1], order[2]} == {(None, 50), (None, 51)}


async def test_others_wait_at_most_twice_as_long_beside_a_flooder() -> None:
    others = [(1, user) for user in range(50)]
    quiet = await served(Turns(most_of_guild=100, most=100), others)
    flooded = await served(
        Turns(most_of_user=10_000, most_of_guild=20_000, most=20_000, burst=10_000), [(1, 999)] * 2000 + others
    )
    assert max(flooded.index(one) for one in others) <= 2 * max(quiet.index(one) for one in others) + 1


async def test_who_has_asked_much_of_late_rests_and_is_served_all_the_same() -> None:
    turns = Turns(most_of_user=10, burst=2, rest=0.05)
    begun = asyncio.get_running_loop().time()
    order = await served(turns, [(1, 7)] * 4 + [(2, 8)] * 2)
    assert order[-2:] == [(1, 7), (1, 7)]
    assert order.count((1, 7)) == 4
    assert asyncio.get_running_loop().time() - begun >= 0.1


async def test_beyond_a_few_a_user_is_turned_away_and_told_once() -> None:
    turns = Turns(most_of_user=2)
    async with turns.of(1, 7):
        held = [asyncio.create_task(_hold(turns)) for _ in range(2)]
        await asyncio.sleep(0)
        told = []
        for _ in range(3):
            with pytest.raises(CrowdingError) as caught:
                async with turns.of(1, 7):
                    pass
            told.append(caught.value.is_first)
    await asyncio.gather(*held)
    assert told == [True, False, False]
    async with turns.of(1, 7):
        assert turns.waiting == 0


async def test_who_gives_up_waiting_leaves_the_turn_to_the_next() -> None:
    turns = Turns()
    async with turns.of(1, 1):
        gone, stays = asyncio.create_task(_hold(turns, 2)), asyncio.create_task(_hold(turns, 3))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
    await stays
    assert gone.cancelled()
    async with turns.of(1, 4):
        assert turns.waiting == 0


async def test_a_job_that_fails_gives_its_turn_back() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="broken"):
        async with turns.of(1, 1):
            raise ValueError("broken")
    async with turns.of(1, 1):
        pass


async def test_what_is_owed_is_settled_when_all_is_paid() -> None:
    owed = Owed()
    await owed.settled()
    owed.owe(1)
    owed.owe(2)
    settled = asyncio.create_task(owed.settled())
    owed.paid(1)
    await asyncio.sleep(0)
    assert not settled.done()
    owed.paid(2)
    await settled


async def _hold(turns: Turns, user: int = 7) -> None:
    async with turns.of(1, user):
        await asyncio.sleep(0)


async def test_a_server_and_all_together_have_their_measure() -> None:
    turns = Turns(most_of_guild=2, most=3)
    async with turns.of(9, 9):
        held = [asyncio.create_task(_hold_in(turns, guild, user)) for guild, user in ((1, 1), (1, 2), (2, 3))]
        await asyncio.sleep(0)
        for guild in (1, 3):
            with pytest.raises(Failure, match="busy"):
                async with turns.of(guild, 4):
                    pass
    await asyncio.gather(*held)


async def _hold_in(turns: Turns, guild: int, user: int) -> None:
    async with turns.of(guild, user):
        await asyncio.sleep(0)
