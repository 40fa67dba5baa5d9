import time

import pytest

from bot.kept.guilds import AUDIT_SECONDS, KEPT_SECONDS, Did, Gap, Guilds, GuildSettings, Right

CHOSEN = GuildSettings(
    channels=(1, 2), roles=(3,), removers=(4,), followers=(5,), collections=("wires",), language="de", private=True,
    keeps_questions=True,
)  # fmt: skip


async def asked(guilds: Guilds, guild: int) -> list[str]:
    return [gap.question for gap in await guilds.gaps(guild)]


def test_public_collections_are_all_until_chosen() -> None:
    assert GuildSettings().quotes_from(["a", "b"]) == ("a", "b")
    assert GuildSettings(collections=("b", "gone")).quotes_from(["a", "b"]) == ("b",)


async def test_questions_are_kept_only_where_a_server_wants_that(guilds: Guilds) -> None:
    await guilds.missed(1, "who?")
    assert await guilds.gaps(1) == []
    await guilds.choose(1, CHOSEN)
    for question in ("who?", "where?", "who?"):
        await guilds.missed(1, question)
    assert await asked(guilds, 1) == ["who?", "where?"]
    assert await guilds.gaps(2) == []


async def test_one_server_that_keeps_no_questions_any_more_costs_another_none(guilds: Guilds) -> None:
    for guild in (1, 2):
        await guilds.choose(guild, CHOSEN)
        await guilds.missed(guild, f"who of {guild}?")
    await guilds.choose(1, GuildSettings())
    assert (await asked(guilds, 1), await asked(guilds, 2)) == ([], ["who of 2?"])


async def test_questions_are_forgotten_after_thirty_days(guilds: Guilds, monkeypatch: pytest.MonkeyPatch) -> None:
    await guilds.choose(1, CHOSEN)
    await guilds.missed(1, "who?")
    later = time.time() + KEPT_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert await guilds.gaps(1) == []


async def test_a_gap_knows_the_article_that_came_nearest_and_is_found_in_its_server_alone(guilds: Guilds) -> None:
    for guild in (1, 2):
        await guilds.choose(guild, CHOSEN)
        await guilds.missed(guild, "who?", ("wires", f"nearest-{guild}"))
    [gap], [other] = await guilds.gaps(1), await guilds.gaps(2)
    assert (gap.question, gap.nearest) == ("who?", ("wires", "nearest-1"))
    assert await guilds.gap(1, gap.number) == gap
    assert await guilds.gap(1, other.number) is None
    await guilds.missed(1, "where?")
    assert (await guilds.gaps(1))[0] == Gap((await guilds.gaps(1))[0].number, "where?", None)


async def test_a_question_that_is_filled_is_a_gap_of_its_server_no_longer(guilds: Guilds) -> None:
    for guild in (1, 2):
        await guilds.choose(guild, CHOSEN)
        for question in ("who?", "where?", "who?"):
            await guilds.missed(guild, question)
    await guilds.fill(1, "who?")
    assert (await asked(guilds, 1), await asked(guilds, 2)) == (["where?"], ["who?", "where?"])


async def test_changes_come_latest_first_and_lose_a_name_when_asked(guilds: Guilds) -> None:
    await guilds.changed(1, 7, Did.ADDED, "a link", 3)
    await guilds.changed(1, 8, Did.REMOVED, "a title", 1)
    assert [(c.user, c.did, c.what, c.count) for c in await guilds.changes(1)] == [
        (8, Did.REMOVED, "a title", 1), (7, Did.ADDED, "a link", 3),
    ]  # fmt: skip
    await guilds.forget(7)
    assert [c.user for c in await guilds.changes(1)] == [8, 0]
    assert await guilds.changes(2) == []


async def test_a_server_that_was_left_is_forgotten(guilds: Guilds) -> None:
    await guilds.choose(1, CHOSEN)
    await guilds.missed(1, "who?")
    await guilds.changed(1, 7, Did.ADDED)
    await guilds.leave(1)
    assert (guilds.settings(1), await guilds.gaps(1), await guilds.changes(1)) == (GuildSettings(), [], [])


async def test_a_change_of_no_articles_counts_none(guilds: Guilds) -> None:
    await guilds.changed(1, 7, Did.FOLLOWED, "a feed")
    assert [c.count for c in await guilds.changes(1)] == [0]


def test_answers_are_open_and_no_question_is_kept_until_a_server_chooses(guilds: Guilds) -> None:
    chosen = guilds.settings(1)
    assert (chosen.private, chosen.keeps_questions) == (False, False)


def test_each_right_is_given_by_itself() -> None:
    chosen = GuildSettings(roles=(1,), removers=(2,), followers=(3,))
    assert [chosen.with_right(r) for r in (Right.ADD, Right.REMOVE, Right.FOLLOW)] == [(1,), (2,), (3,)]


async def test_changes_are_deleted_after_a_year_and_questions_after_thirty_days(
    guilds: Guilds, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()

    def at(moment: float) -> None:
        monkeypatch.setattr(time, "time", lambda: moment)

    await guilds.choose(1, CHOSEN)
    for days in (20, 40, 400):
        at(now - days * 24 * 3600)
        await guilds.missed(1, f"who {days}?")
        await guilds.changed(1, 5, Did.ADDED, f"{days}")
    at(now)
    await guilds.purge()
    assert [c.what for c in await guilds.changes(1)] == ["40", "20"]
    at(now - AUDIT_SECONDS)
    assert await asked(guilds, 1) == ["who 20?"]
