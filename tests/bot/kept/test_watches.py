import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.kept import watches as module
from bot.kept.watches import CLEARED, KeptWatch, Kind, Paused, Watches, sum_of
from index import LibraryError, Reference, Span

HERE = KeptWatch(
    1, 10, 100, Kind.QUOTES, "the dam", "Faro", only_new=True, is_daily=True, mark="7", looked=5.0, due=6.0
)
MINE = KeptWatch(None, 20, 100, Kind.ARTICLES)
PLACE = Reference("default", "a", Span(0, 4), "sum", None, ())


@pytest.fixture
def kept(watches: Watches) -> Watches:
    return watches


def test_a_watch_outlives_a_restart_whole(tmp_path: Path) -> None:
    first = Watches(tmp_path / "w.sqlite")
    number = first.add(replace(HERE, first=PLACE))
    first.close()
    again = Watches(tmp_path / "w.sqlite")
    assert again.of(1, 0) == [replace(HERE, number=number, first=PLACE)]
    again.close()


def test_a_server_sees_its_own_watches_and_a_person_in_private_their_own(kept: Watches) -> None:
    for watch in (HERE, replace(HERE, guild=2), MINE, replace(MINE, user=200)):
        kept.add(watch)
    assert [w.number for w in kept.of(1, 999)] == [1]
    assert [w.number for w in kept.of(2, 100)] == [2]
    assert [w.number for w in kept.of(None, 100)] == [3]
    assert kept.of(None, 999) == kept.of(3, 100) == []


def test_what_was_found_is_told_once_whatever_marks_stand_in_it(kept: Watches) -> None:
    number = kept.add(HERE)
    kept.looked(number, "8", [(PLACE, (sum_of("The dam held."),)), (PLACE, (sum_of("“the dam, held”"),))])
    kept.looked(number, "9", [(PLACE, (sum_of("The dam held"),))])
    assert len(kept.waiting(number)) == 1
    assert kept.of(1, 0)[0].mark == "9"


def test_what_waits_is_kept_until_it_was_told_and_then_known_again(kept: Watches) -> None:
    number = kept.add(HERE)
    kept.looked(number, "8", [(PLACE, ("one",)), (None, ())], late_since=3.0)
    waiting = kept.waiting(number)
    assert [(w.reference, w.since) for w in waiting] == [(PLACE, 3.0), (None, 3.0)]
    kept.told(number, waiting, due=99.0)
    assert kept.waiting(number) == []
    assert kept.of(1, 0)[0].due == 99.0
    assert kept.knows(number, ["one", "two"]) == [True, False]


def test_what_was_known_before_a_watch_is_not_told(kept: Watches) -> None:
    number = kept.add(HERE, told=["voice"])
    kept.looked(number, "8", [(PLACE, ("voice",))])
    assert kept.waiting(number) == []


def test_no_more_waits_than_may(kept: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    number = kept.add(HERE)
    kept.looked(number, "8", [(PLACE, (str(n),)) for n in range(5)])
    assert len(kept.waiting(number)) == 2


def test_a_paused_watch_is_not_looked_after_until_it_goes_on_from_a_mark(kept: Watches) -> None:
    number = kept.add(HERE)
    kept.pause([number], Paused.BY_HAND)
    assert kept.active() == []
    kept.pause([number], None, "50")
    assert [(w.mark, w.paused) for w in kept.active()] == [("50", "")]


def test_how_an_answer_stands_takes_the_place_of_how_it_stood(kept: Watches) -> None:
    number = kept.add(replace(HERE, kind=Kind.ANSWER), told=["first", "figures"])
    kept.answered(number, PLACE, ["other", "figures"])
    assert kept.knows(number, ["first", "other", "figures"]) == [False, True, True]
    assert kept.of(1, 0)[0].first == PLACE


def test_what_is_removed_left_or_forgotten_is_gone_with_all_that_belongs_to_it(kept: Watches) -> None:
    gone, left, mine, other = (kept.add(w) for w in (HERE, replace(HERE, guild=2), MINE, replace(HERE, guild=3)))
    for number in (gone, left, mine, other):
        kept.looked(number, "8", [(PLACE, ("one",))])
    kept.remove(gone)
    kept.leave(2)
    assert kept.forget(100) == 1
    assert [(w.guild, w.user) for w in kept.active()] == [(3, 0)]
    rows = kept._db.execute("select (select count(*) from told), (select count(*) from waiting)").fetchone()
    assert rows == (1, 1)


def test_after_half_a_year_quotes_are_forgotten_and_what_is_compared_is_not(
    kept: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [kept.add(w, ["x"]) for w in (replace(HERE, only_new=False), HERE, replace(HERE, kind=Kind.ANSWER))]
    later = time.time() + module.TOLD_SECONDS + 10
    monkeypatch.setattr(time, "time", lambda: later)
    kept.purge()
    assert [kept.knows(n, ["x"]) for n in numbers] == [[False], [True], [True]]


def test_a_copy_has_no_persons_own_watches_and_no_names(kept: Watches) -> None:
    kept.add(HERE)
    kept.add(MINE)
    kept._db.execute(CLEARED)
    assert [(w.guild, w.user) for w in kept.active()] == [(1, 0)]


def test_a_damaged_file_and_one_of_a_newer_release_are_one_line(tmp_path: Path) -> None:
    damaged = tmp_path / "d.sqlite"
    damaged.write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(LibraryError, match="restore it, or move it away"):
        Watches(damaged)
    newer = Watches(tmp_path / "n.sqlite")
    newer._db.pragma("user_version", module.VERSION + 1)
    newer.close()
    with pytest.raises(LibraryError, match="newer release"):
        Watches(tmp_path / "n.sqlite")
