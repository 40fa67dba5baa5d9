import json
import re
import time
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from bot.kept import shown as module
from bot.kept.answers import ShownAnswer, ShownQuote, ShownSuggestion, ShownWords, What
from bot.kept.shown import NOT_KEPT, ShownAnswers
from index import Act, Counted, LibraryError, Next, Reference, Span, Speech, Statement

SAID = Statement((Span(5, 9),), (Span(10, 16),), Act.DENIES, Speech.MIXED, Span(0, 4), Span(0, 4), relay=Span(20, 25))
QUOTES = (
    ShownQuote(0, 0, Reference("c", "a", Span(0, 9), "d", SAID)),
    ShownQuote(1, 1, Reference("c", "b", Span(1, 2), "e")),
)
ANSWER = ShownAnswer(
    What.ANSWER,
    1,
    2,
    7,
    "de",
    QUOTES,
    (ShownWords(0, Span(3, 5)),),
    (ShownWords(1, Span(1, 2), 1, 1, Counted.KILLED, vouched=True),),
    (ShownSuggestion(Next.SAID, 1), ShownSuggestion(Next.COUNTED, counts=Counted.KILLED), ShownSuggestion(Next.DENIED)),
)


def test_answer_is_found_again_after_a_restart(tmp_path: Path) -> None:
    first = ShownAnswers(tmp_path / "s.sqlite")
    key = first.keep(ANSWER)
    first.close()
    assert ShownAnswers(tmp_path / "s.sqlite").find(key, 1, 2) == ANSWER


@pytest.mark.parametrize(("guild", "channel"), [(9, 2), (None, 2), (1, 9)])
def test_key_copied_elsewhere_finds_nothing(shown: ShownAnswers, guild: int | None, channel: int) -> None:
    assert shown.find(shown.keep(ANSWER), guild, channel) is None


def test_forged_key_finds_nothing(shown: ShownAnswers) -> None:
    shown.keep(ANSWER)
    assert shown.find("0" * 16, 1, 2) is None


def test_old_answers_are_forgotten(shown: ShownAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    key = shown.keep(ANSWER)
    shown.posted(key, 99)
    monkeypatch.setattr(module, "KEPT_SECONDS", -1)
    assert shown.find(key, 1, 2) is None
    shown.purge()
    assert shown.found_posted(key) is None


def test_the_newest_are_kept_where_there_are_too_many(shown: ShownAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    keys = []
    for n in range(5):
        monkeypatch.setattr(time, "time", lambda n=n: now + n)
        keys.append(shown.keep(ANSWER))
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    shown.purge()
    assert [shown.find(key, 1, 2) is not None for key in keys] == [False, False, False, True, True]


def test_judgements_are_forgotten_after_thirty_days(shown: ShownAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for user, days in ((7, 31), (8, 29)):
        monkeypatch.setattr(time, "time", lambda d=days: now - d * 24 * 3600)
        shown.judge("0" * 16, 1, user, helpful=True)
    monkeypatch.setattr(time, "time", lambda: now)
    assert shown.judgements(1) == (1, 0, [])
    shown.purge()
    assert shown._db.execute("select user from judgement").fetchall() == [(8,)]


def test_what_is_held_on_a_server_that_was_left_is_forgotten(shown: ShownAnswers) -> None:
    key, other = shown.keep(ANSWER), shown.keep(replace(ANSWER, guild=5))
    for guild in (1, 5):
        shown.judge(key, guild, 7 + guild, helpful=False, note="wrong")
    shown.leave(1)
    assert shown.find(key, 1, 2) is None
    assert shown.find(other, 5, 2) is not None
    assert (shown.judgements(1), shown.judgements(5)) == ((0, 0, []), (0, 1, ["wrong"]))


def test_an_answer_is_shared_once_unless_that_failed(shown: ShownAnswers) -> None:
    key, other = shown.keep(ANSWER), shown.keep(ANSWER)
    assert [shown.share(key), shown.share(key), shown.share(other)] == [True, False, True]
    shown.unshare(key)
    assert [shown.share(key), shown.share(key)] == [True, False]


def test_an_article_that_is_shown_again_to_the_same_person_keeps_its_key(shown: ShownAnswers) -> None:
    article = replace(ANSWER, what=What.SOURCE, quotes=QUOTES[:1], shorts=(), figures=())
    key = shown.keep(article, private=True)
    assert shown.keep(article, private=True) == key
    for changed in ({"asker": 8}, {"channel": 9}, {"guild": None}, {"language": "fr"}, {"quotes": QUOTES[1:]}):
        assert shown.keep(replace(article, **changed), private=True) != key
    assert shown.keep(ANSWER, private=True) != shown.keep(ANSWER, private=True)


def test_what_all_may_see_of_an_article_has_a_key_of_its_own(shown: ShownAnswers) -> None:
    article = replace(ANSWER, what=What.SOURCE, quotes=QUOTES[:1], shorts=(), figures=())
    own = shown.keep(article, private=True)
    shown.share(own)
    openly = shown.keep(article)
    shown.posted(openly, 99)
    assert openly != own
    shown.forget(own)
    assert shown.found_posted(openly) is not None
    assert shown.keep(article, private=True) not in (own, openly)


def test_only_places_are_kept_of_an_answer(tmp_path: Path) -> None:
    kept = ShownAnswers(tmp_path / "s.sqlite")
    kept.keep(ANSWER)
    [row] = kept._db.execute("select * from shown").fetchall()
    words = set(re.findall(r"[A-Za-z]{2,}", json.dumps(row[1:])))
    assert words <= set("answer de quotes shorts figures collection article span digest also_in also in said act denies "
                        "suggestions counted denied choices speech mixed cue content source name relay killed true false null".split())  # fmt: skip


def test_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").write_bytes(b"garbage" * 1000)
    kept = ShownAnswers(tmp_path / "s.sqlite")
    assert kept.find(kept.keep(ANSWER), 1, 2) == ANSWER


def test_folder_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="check the folder"):
        ShownAnswers(tmp_path / "nowhere" / "s.sqlite")


def test_a_posted_answer_is_found_by_what_it_quotes_until_told(shown: ShownAnswers) -> None:
    key, private = shown.keep(ANSWER), shown.keep(ANSWER)
    shown.posted(key, 99)
    assert shown.quoting() == {("c", "a"): [key], ("c", "b"): [key]}
    assert shown.found_posted(private) is None
    found = shown.found_posted(key)
    assert found is not None
    assert (found.message, found.answer) == (99, ANSWER)
    shown.told(key, [("c", "a")])
    assert shown.quoting() == {("c", "b"): [key]}


def test_the_last_word_on_an_answer_counts(shown: ShownAnswers) -> None:
    key = shown.keep(ANSWER)
    shown.judge(key, 1, 7, helpful=True)
    shown.judge(key, 1, 7, helpful=False, note="wrong town")
    shown.judge(key, 1, 8, helpful=True)
    assert shown.judgements(1) == (1, 1, ["wrong town"])
    assert shown.judgements(2) == (0, 0, [])


def test_what_is_held_on_an_asker_is_forgotten(shown: ShownAnswers) -> None:
    key = shown.keep(ANSWER)
    shown.posted(key, 99)
    shown.judge(key, 1, 7, helpful=True)
    assert shown.forget_asker(8) == (0, 0)
    assert shown.forget_asker(7) == (1, 1)
    assert shown.find(key, 1, 2) is None
    assert shown.judgements(1) == (0, 0, [])
    posted = shown.found_posted(key)
    assert posted is not None
    assert posted.answer.asker == 0


def test_a_file_of_an_earlier_release_is_made_anew(tmp_path: Path) -> None:
    old = apsw.Connection(str(tmp_path / "s.sqlite"))
    old.execute("create table shown(key text primary key, guild integer)")
    old.close()
    kept = ShownAnswers(tmp_path / "s.sqlite")
    assert kept.find(kept.keep(ANSWER), 1, 2) == ANSWER


def test_an_answer_that_a_full_disk_does_not_take_is_shown_without_a_key(shown: ShownAnswers) -> None:
    key = shown.keep(ANSWER)
    shown._db.pragma("max_page_count", shown._db.pragma("page_count"))
    many = replace(ANSWER, quotes=QUOTES * 4000)
    assert shown.keep(many) == NOT_KEPT
    shown.posted(NOT_KEPT, 5)
    assert shown.find(key, 1, 2) == ANSWER
    shown._db.pragma("max_page_count", 1_000_000)
    assert shown.find(shown.keep(many), 1, 2) == many


def test_what_was_forgotten_is_gone_from_the_bytes_of_the_file(tmp_path: Path) -> None:
    kept = ShownAnswers(tmp_path / "s.sqlite")
    only_here = replace(QUOTES[0], reference=replace(QUOTES[0].reference, article="only-here-once"))
    kept.keep(replace(ANSWER, quotes=(only_here,)))
    assert b"only-here-once" in (tmp_path / "s.sqlite").read_bytes()
    kept.leave(1)
    kept.close()
    assert b"only-here-once" not in (tmp_path / "s.sqlite").read_bytes()
