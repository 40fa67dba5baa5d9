import time
from pathlib import Path

import apsw
import pytest

from bot.kept import guilds as module
from bot.kept.guilds import CLEARED, Did, Guilds, GuildSettings, Right
from index import LibraryError

CHOSEN = GuildSettings(
    channels=(1, 2), roles=(3,), removers=(4,), followers=(5,), collections=("wires",), language="de", private=True,
    keeps_questions=True,
)  # fmt: skip


def test_choices_outlive_a_restart_and_are_one_servers_own(tmp_path: Path) -> None:
    first = Guilds(tmp_path / "g.sqlite")
    first.choose(1, CHOSEN)
    first.close()
    again = Guilds(tmp_path / "g.sqlite")
    assert again.settings(1) == CHOSEN
    assert again.settings(2) == again.settings(None) == GuildSettings()


def test_public_collections_are_all_until_chosen() -> None:
    assert GuildSettings().quotes_from(["a", "b"]) == ("a", "b")
    assert GuildSettings(collections=("b", "gone")).quotes_from(["a", "b"]) == ("b",)


def test_questions_are_kept_only_where_a_server_wants_that(guilds: Guilds) -> None:
    guilds.missed(1, "who?")
    assert guilds.gaps(1) == []
    guilds.choose(1, CHOSEN)
    for question in ("who?", "where?", "who?"):
        guilds.missed(1, question)
    assert guilds.gaps(1) == ["who?", "where?"]
    assert guilds.gaps(2) == []


def test_questions_kept_are_deleted_from_the_file_when_no_longer_wanted(tmp_path: Path) -> None:
    kept = Guilds(tmp_path / "g.sqlite")
    kept.choose(1, CHOSEN)
    kept.missed(1, "the-very-question")
    kept.choose(1, GuildSettings())
    kept.close()
    assert b"the-very-question" not in (tmp_path / "g.sqlite").read_bytes()


def test_one_server_that_keeps_no_questions_any_more_costs_another_none(guilds: Guilds) -> None:
    for guild in (1, 2):
        guilds.choose(guild, CHOSEN)
        guilds.missed(guild, f"who of {guild}?")
    guilds.choose(1, GuildSettings())
    assert (guilds.gaps(1), guilds.gaps(2)) == ([], ["who of 2?"])


def test_questions_are_forgotten_after_thirty_days(guilds: Guilds, monkeypatch: pytest.MonkeyPatch) -> None:
    guilds.choose(1, CHOSEN)
    guilds.missed(1, "who?")
    monkeypatch.setattr(module, "KEPT_SECONDS", -1)
    assert guilds.gaps(1) == []


def test_changes_come_latest_first_and_lose_a_name_when_asked(guilds: Guilds) -> None:
    guilds.changed(1, 7, Did.ADDED, "a link", 3)
    guilds.changed(1, 8, Did.REMOVED, "a title", 1)
    assert [(c.user, c.did, c.what, c.count) for c in guilds.changes(1)] == [
        (8, Did.REMOVED, "a title", 1), (7, Did.ADDED, "a link", 3),
    ]  # fmt: skip
    guilds.forget(7)
    assert [c.user for c in guilds.changes(1)] == [8, 0]
    assert guilds.changes(2) == []


def test_damaged_file_is_one_line_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "g.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError, match="restore it, or move it away"):
        Guilds(tmp_path / "g.sqlite")


def test_file_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    newer = apsw.Connection(str(tmp_path / "g.sqlite"))
    newer.pragma("user_version", 99)
    newer.close()
    with pytest.raises(LibraryError, match="newer release"):
        Guilds(tmp_path / "g.sqlite")


def test_a_server_that_was_left_is_forgotten(guilds: Guilds) -> None:
    guilds.choose(1, CHOSEN)
    guilds.missed(1, "who?")
    guilds.changed(1, 7, Did.ADDED)
    guilds.leave(1)
    assert (guilds.settings(1), guilds.gaps(1), guilds.changes(1)) == (GuildSettings(), [], [])


def test_a_copy_holds_no_question_and_nobody_who_changed_anything(tmp_path: Path) -> None:
    kept = Guilds(tmp_path / "g.sqlite")
    kept.choose(1, CHOSEN)
    kept.missed(1, "the-very-question")
    kept.changed(1, 424242, Did.ADDED, "a.pdf", 1)
    kept._db.execute(CLEARED)
    assert kept.gaps(1) == []
    assert [(c.user, c.what) for c in kept.changes(1)] == [(0, "a.pdf")]
    assert kept.settings(1) == CHOSEN


def test_a_change_of_no_articles_counts_none(guilds: Guilds) -> None:
    guilds.changed(1, 7, Did.FOLLOWED, "a feed")
    assert [c.count for c in guilds.changes(1)] == [0]


def test_answers_are_open_and_no_question_is_kept_until_a_server_chooses(guilds: Guilds) -> None:
    chosen = guilds.settings(1)
    assert (chosen.private, chosen.keeps_questions) == (False, False)


def test_each_right_is_given_by_itself() -> None:
    chosen = GuildSettings(roles=(1,), removers=(2,), followers=(3,))
    assert [chosen.with_right(r) for r in (Right.ADD, Right.REMOVE, Right.FOLLOW)] == [(1,), (2,), (3,)]


def test_choices_of_an_earlier_and_of_a_later_release_are_read(guilds: Guilds) -> None:
    row = '{"channels": [1], "roles": [2], "collections": null, "language": "de", "unheard_of": [5]}'
    guilds._db.execute("insert into guild values(7, ?)", (row,))
    assert guilds.settings(7) == GuildSettings(channels=(1,), roles=(2,), language="de")


def test_changes_are_forgotten_after_a_year_and_questions_after_thirty_days(
    guilds: Guilds, monkeypatch: pytest.MonkeyPatch
) -> None:
    guilds.choose(1, CHOSEN)
    now = time.time()
    for days in (20, 40, 400):
        monkeypatch.setattr(time, "time", lambda d=days: now - d * 24 * 3600)
        guilds.missed(1, f"who {days}?")
        guilds.changed(1, 5, Did.ADDED, f"{days}")
    monkeypatch.undo()
    guilds.purge()
    left = guilds._db.execute("select question from gap").fetchall()
    assert left == [("who 20?",)]
    assert [c.what for c in guilds.changes(1)] == ["40", "20"]
