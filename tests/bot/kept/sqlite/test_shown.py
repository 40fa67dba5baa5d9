import json
import re
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from bot.kept.shown import NOT_KEPT
from bot.kept.sqlite.shown import ShownFile
from index import LibraryError
from tests.bot.kept.test_shown import ANSWER, QUOTES


async def test_only_places_are_kept_of_an_answer(tmp_path: Path) -> None:
    kept = ShownFile(tmp_path / "s.sqlite")
    await kept.keep(ANSWER)
    [row] = kept._db.execute("select * from shown").fetchall()
    words = set(re.findall(r"[A-Za-z]{2,}", json.dumps(row[1:])))
    assert words <= set("answer de quotes shorts figures collection article span digest also_in also in said act denies "
                        "suggestions counted denied choices speech mixed cue content source name relay killed true false null".split())  # fmt: skip


async def test_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").write_bytes(b"garbage" * 1000)
    kept = ShownFile(tmp_path / "s.sqlite")
    assert await kept.find(await kept.keep(ANSWER), 1, 2) == ANSWER


def test_folder_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="check the folder"):
        ShownFile(tmp_path / "nowhere" / "s.sqlite")


async def test_a_file_of_an_earlier_release_is_made_anew(tmp_path: Path) -> None:
    old = apsw.Connection(str(tmp_path / "s.sqlite"))
    old.execute("create table shown(key text primary key, guild integer)")
    old.close()
    kept = ShownFile(tmp_path / "s.sqlite")
    assert await kept.find(await kept.keep(ANSWER), 1, 2) == ANSWER


async def test_an_answer_that_a_full_disk_does_not_take_is_shown_without_a_key(shown: ShownFile) -> None:
    key = await shown.keep(ANSWER)
    shown._db.pragma("max_page_count", shown._db.pragma("page_count"))
    many = replace(ANSWER, quotes=QUOTES * 4000)
    assert await shown.keep(many) == NOT_KEPT
    await shown.posted(NOT_KEPT, 5)
    assert await shown.find(key, 1, 2) == ANSWER
    shown._db.pragma("max_page_count", 1_000_000)
    assert await shown.find(await shown.keep(many), 1, 2) == many


async def test_what_was_forgotten_is_gone_from_the_bytes_of_the_file(tmp_path: Path) -> None:
    kept = ShownFile(tmp_path / "s.sqlite")
    only_here = replace(QUOTES[0], reference=replace(QUOTES[0].reference, article="only-here-once"))
    await kept.keep(replace(ANSWER, quotes=(only_here,)))
    assert b"only-here-once" in (tmp_path / "s.sqlite").read_bytes()
    await kept.leave(1)
    kept.close()
    assert b"only-here-once" not in (tmp_path / "s.sqlite").read_bytes()
