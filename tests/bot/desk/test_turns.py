import asyncio
from collections.abc import Sequence

import pytest

from bot.desk.turns import CrowdingError, Owed, Turns
from bot.failures import Failure


async def served(turns: Turns, asked: Sequence[tuple[int | None, int]]) -> list[tuple[int | None, int]]:
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


async def take(turns: Turns, seconds: float, user: int = 7) -> None:
    """Have a turn that takes so long."""
    async with turns.of(1, user):
        await asyncio.sleep(seconds)


async def waits(turns: Turns, *, is_counted: bool = True) -> float:
    """Return how long the user of `take` waits for the next turn, in seconds."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    async with asyncio.timeout(5), turns.of(1, 7, is_counted=is_counted):
        return loop.time() - begun


async def test_who_has_asked_much_of_late_rests_in_proportion_and_is_served_all_the_same() -> None:
    turns = Turns(burst=2, rest=5.0)
    for _ in range(2):
        await take(turns, 0.06)
    assert 0.25 < await waits(turns) < 3.0


async def test_short_turns_need_hardly_any_rest() -> None:
    turns = Turns(burst=2, rest=5.0)
    for _ in range(5):
        await take(turns, 0.0)
    assert await waits(turns) < 0.5


async def test_no_rest_is_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.turns.LONGEST_REST", 0.05)
    turns = Turns(burst=1, rest=100.0)
    await take(turns, 0.1)
    assert await waits(turns) < 0.5


async def test_whoever_has_to_rest_longer_does_not_delay_who_rests_less() -> None:
    turns = Turns(burst=1, rest=10.0)
    await take(turns, 0.2, user=8)
    resting = asyncio.create_task(take(turns, 0.0, user=8))
    await take(turns, 0.01)
    assert await waits(turns) < 1.0
    assert not resting.done()
    resting.cancel()


async def test_what_is_not_counted_needs_no_rest_and_causes_none() -> None:
    turns = Turns(burst=1, rest=50.0)
    async with turns.of(1, 7, is_counted=False):
        await asyncio.sleep(0.05)
    assert await waits(turns) < 0.5
    await take(turns, 0.1)
    assert await waits(turns, is_counted=False) < 0.5


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


async def test_whoever_was_served_meanwhile_is_told_again() -> None:
    turns = Turns(most_of_user=1)
    told = []
    for _ in range(2):
        async with turns.of(2, 1):
            held = asyncio.create_task(_hold(turns))
            await asyncio.sleep(0)
            with pytest.raises(CrowdingError) as caught:
                turns.check(1, 7)
            told.append(caught.value.is_first)
        await held
    assert told == [True, True]


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


async def test_who_gives_up_just_when_the_turn_comes_leaves_it_to_the_next() -> None:
    turns = Turns()
    async with turns.of(1, 1):
        gone = asyncio.create_task(_hold(turns, 2))
        await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    async with asyncio.timeout(1), turns.of(1, 3):
        assert turns.waiting == 0


async def test_fifty_wait_at_most() -> None:
    turns = Turns()
    async with turns.of(99, 99):
        held = [asyncio.create_task(_hold_in(turns, user // 10, user)) for user in range(50)]
        await asyncio.sleep(0)
        assert turns.waiting == 50
        assert await refused(turns, 7) == "busy"
    await asyncio.gather(*held)


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


async def refused(turns: Turns, guild: int, user: int = 4) -> str:
    """Return why somebody may not wait, by both ways of asking; nothing where they may."""
    found = []
    for ask in (turns.check, turns._admit):
        try:
            ask(guild, user)
        except Failure as error:
            found.append(error.key)
    assert len(set(found)) <= 1
    return "".join(found[:1])


@pytest.mark.parametrize(
    ("most_of_guild", "most", "full"),
    [(2, 9, {1: "busy", 3: ""}), (9, 3, {1: "busy", 3: "busy"}), (9, 9, {1: "", 3: ""})],
)
async def test_a_server_and_all_together_have_their_measure(
    most_of_guild: int, most: int, full: dict[int, str]
) -> None:
    turns = Turns(most_of_guild=most_of_guild, most=most)
    async with turns.of(9, 9):
        held = [asyncio.create_task(_hold_in(turns, guild, user)) for guild, user in ((1, 1), (1, 2), (2, 3))]
        await asyncio.sleep(0)
        assert turns.waiting == 3
        assert {guild: await refused(turns, guild) for guild in full} == full
    await asyncio.gather(*held)
    assert await refused(turns, 1) == ""


async def test_a_direct_message_is_measured_as_a_place_of_its_own() -> None:
    turns = Turns(most_of_user=1)
    async with turns.of(None, 7):
        held = asyncio.create_task(_hold_in(turns, None, 7))
        await asyncio.sleep(0)
        with pytest.raises(CrowdingError):
            turns.check(None, 7)
        turns.check(None, 8)
        turns.check(1, 7)
    await held


async def test_whoever_asks_now_and_then_is_never_made_to_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.turns.WINDOW", 0.1)
    turns = Turns(burst=2, rest=50.0)
    await take(turns, 0.0)
    await asyncio.sleep(0.11)
    await take(turns, 0.1)
    assert await waits(turns) < 0.5


async def test_whoever_was_served_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.turns.WINDOW", 0.02)
    monkeypatch.setattr("bot.desk.turns.MOST_SERVED", 3)
    turns = Turns()
    for user in range(5):
        async with turns.of(1, user):
            pass
    await asyncio.sleep(0.03)
    async with turns.of(1, 9):
        pass
    assert len(turns._served) <= 2


async def test_as_many_are_served_at_once_as_may_be() -> None:
    turns = Turns(at_once=2)
    async with turns.of(1, 1), turns.of(2, 2):
        third = asyncio.create_task(_hold_in(turns, 3, 3))
        await asyncio.sleep(0)
        assert turns.waiting == 1
    await third


async def test_one_user_is_served_once_at_a_time_and_leaves_the_rest_to_others() -> None:
    turns = Turns(at_once=3)
    async with turns.of(1, 1):
        second = asyncio.create_task(_hold_in(turns, 1, 1))
        await asyncio.sleep(0)
        assert turns.waiting == 1
        async with asyncio.timeout(1), turns.of(1, 2), turns.of(None, 4):
            assert turns.waiting == 1
    await second


async def test_a_server_that_has_a_turn_comes_after_those_that_have_none() -> None:
    turns, order = Turns(at_once=2), []

    async def ask(guild: int, user: int) -> None:
        async with turns.of(guild, user):
            order.append(guild)

    async with turns.of(1, 1):
        async with turns.of(3, 3):
            asked = [asyncio.create_task(ask(1, 2)), asyncio.create_task(ask(2, 1))]
            await asyncio.sleep(0)
        await asyncio.gather(*asked)
    assert order == [2, 1]


async def _hold_in(turns: Turns, guild: int | None, user: int) -> None:
    async with turns.of(guild, user):
        await asyncio.sleep(0)
