import time
from dataclasses import replace

import pytest

from bot.kept.postgres import watches as tables
from bot.kept.sqlite import watches as file
from bot.kept.watches import TOLD_SECONDS, KeptWatch, Kind, Paused, Watches, sum_of
from index import Reference, Span

HERE = KeptWatch(
    1, 10, 100, Kind.QUOTES, "the dam", "Faro", only_new=True, is_daily=True, mark="7", looked=5.0, due=6.0
)
MINE = KeptWatch(None, 20, 100, Kind.ARTICLES)
PLACE = Reference("default", "a", Span(0, 4), "sum", None, ())


@pytest.fixture
def kept(watches: Watches) -> Watches:
    return watches


async def test_a_server_sees_its_own_watches_and_a_person_in_private_their_own(kept: Watches) -> None:
    for watch in (HERE, replace(HERE, guild=2), MINE, replace(MINE, user=200)):
        await kept.add(watch)
    assert [w.number for w in await kept.of(1, 999)] == [1]
    assert [w.number for w in await kept.of(2, 100)] == [2]
    assert [w.number for w in await kept.of(None, 100)] == [3]
    assert await kept.of(None, 999) == await kept.of(3, 100) == []


async def test_what_was_found_is_told_once_whatever_marks_stand_in_it(kept: Watches) -> None:
    number = await kept.add(HERE)
    await kept.looked(number, "8", [(PLACE, (sum_of("The dam held."),)), (PLACE, (sum_of("“the dam, held”"),))])
    await kept.looked(number, "9", [(PLACE, (sum_of("The dam held"),))])
    assert len(await kept.waiting(number)) == 1
    assert (await kept.of(1, 0))[0].mark == "9"


async def test_what_waits_is_kept_until_it_was_told_and_then_known_again(kept: Watches) -> None:
    number = await kept.add(HERE)
    await kept.looked(number, "8", [(PLACE, ("one",)), (None, ())], late_since=3.0)
    waiting = await kept.waiting(number)
    assert [(w.reference, w.since) for w in waiting] == [(PLACE, 3.0), (None, 3.0)]
    await kept.told(number, waiting, due=99.0)
    assert await kept.waiting(number) == []
    assert (await kept.of(1, 0))[0].due == 99.0
    assert await kept.knows(number, ["one", "two"]) == [True, False]


async def test_what_was_known_before_a_watch_is_not_told(kept: Watches) -> None:
    number = await kept.add(HERE, told=["voice"])
    await kept.looked(number, "8", [(PLACE, ("voice",))])
    assert await kept.waiting(number) == []


async def test_no_more_waits_than_may(kept: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (file, tables):
        monkeypatch.setattr(module, "MOST_WAITING", 2)
    number = await kept.add(HERE)
    await kept.looked(number, "8", [(PLACE, (str(n),)) for n in range(5)])
    assert len(await kept.waiting(number)) == 2


async def test_a_paused_watch_is_not_looked_after_until_it_goes_on_from_a_mark(kept: Watches) -> None:
    number = await kept.add(HERE)
    await kept.pause([number], Paused.BY_HAND)
    assert await kept.active() == []
    await kept.pause([number], None, "50")
    assert [(w.mark, w.paused) for w in await kept.active()] == [("50", "")]


async def test_how_an_answer_stands_takes_the_place_of_how_it_stood(kept: Watches) -> None:
    number = await kept.add(replace(HERE, kind=Kind.ANSWER), told=["first", "figures"])
    await kept.answered(number, PLACE, ["other", "figures"])
    assert await kept.knows(number, ["first", "other", "figures"]) == [False, True, True]
    assert (await kept.of(1, 0))[0].first == PLACE


async def test_after_half_a_year_quotes_are_forgotten_and_what_is_compared_is_not(
    kept: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [await kept.add(w, ["x"]) for w in (replace(HERE, only_new=False), HERE, replace(HERE, kind=Kind.ANSWER))]
    later = time.time() + TOLD_SECONDS + 10
    monkeypatch.setattr(time, "time", lambda: later)
    await kept.purge()
    assert [await kept.knows(n, ["x"]) for n in numbers] == [[False], [True], [True]]


async def test_what_is_removed_left_or_forgotten_is_gone_with_all_that_belongs_to_it(kept: Watches) -> None:
    made = (HERE, replace(HERE, guild=2), MINE, replace(HERE, guild=3))
    gone, left, mine, other = [await kept.add(watch) for watch in made]
    for number in (gone, left, mine, other):
        await kept.looked(number, "8", [(PLACE, ("one",))])
    await kept.remove(gone)
    await kept.leave(2)
    assert await kept.forget(100) == 1
    assert [(w.guild, w.user) for w in await kept.active()] == [(3, 0)]
    assert [len(await kept.waiting(n)) for n in (gone, left, mine, other)] == [0, 0, 0, 1]
    assert [(await kept.knows(n, ["one"]))[0] for n in (gone, left, mine, other)] == [False, False, False, True]
