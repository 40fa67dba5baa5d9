import time
from dataclasses import replace

import pytest

from bot.kept.answers import ShownAnswer, ShownQuote, ShownSuggestion, ShownWords, What
from bot.kept.postgres import shown as tables
from bot.kept.shown import KEPT_SECONDS, Judgements, Marked, ShownAnswers
from bot.kept.sqlite import shown as file
from index import Act, Counted, Next, Reference, Span, Speech, Statement

SAID = Statement((Span(5, 9),), (Span(10, 16),), Act.DENIES, Speech.MIXED, Span(0, 4), Span(0, 4), relay=Span(20, 25))
QUOTES = (
    ShownQuote(0, 0, Reference("c", "a", Span(0, 9), "d", SAID)),
    ShownQuote(1, 1, Reference("c", "b", Span(1, 2), "e")),
)
NONE = Judgements(0, ())
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


@pytest.mark.parametrize(("guild", "channel"), [(9, 2), (None, 2), (1, 9)])
async def test_key_copied_elsewhere_finds_nothing(shown: ShownAnswers, guild: int | None, channel: int) -> None:
    assert await shown.find(await shown.keep(ANSWER), guild, channel) is None


async def test_forged_key_finds_nothing(shown: ShownAnswers) -> None:
    await shown.keep(ANSWER)
    assert await shown.find("0" * 16, 1, 2) is None


async def test_old_answers_are_forgotten(shown: ShownAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    key = await shown.keep(ANSWER)
    await shown.posted(key, 99)
    later = time.time() + KEPT_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert await shown.find(key, 1, 2) is None
    await shown.purge()
    assert await shown.found_posted(key) is None


async def test_the_newest_are_kept_where_there_are_too_many(
    shown: ShownAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    keys = []
    for n in range(5):
        monkeypatch.setattr(time, "time", lambda n=n: now + n)
        keys.append(await shown.keep(ANSWER))
    for module in (file, tables):
        monkeypatch.setattr(module, "MOST_KEPT", 2)
    await shown.purge()
    assert [await shown.find(key, 1, 2) is not None for key in keys] == [False, False, False, True, True]


async def test_what_is_held_on_a_server_that_was_left_is_forgotten(shown: ShownAnswers) -> None:
    key, other = await shown.keep(ANSWER), await shown.keep(replace(ANSWER, guild=5))
    for guild in (1, 5):
        await shown.judge(key, guild, 7 + guild, helpful=False, note="wrong")
    await shown.leave(1)
    assert await shown.find(key, 1, 2) is None
    assert await shown.find(other, 5, 2) is not None
    assert (await shown.judgements(1), await shown.judgements(5)) == (
        NONE,
        Judgements(0, (Marked("wrong", None, None),)),
    )


async def test_an_answer_is_shared_once_unless_that_failed(shown: ShownAnswers) -> None:
    key, other = await shown.keep(ANSWER), await shown.keep(ANSWER)
    assert [await shown.share(key), await shown.share(key), await shown.share(other)] == [True, False, True]
    await shown.unshare(key)
    assert [await shown.share(key), await shown.share(key)] == [True, False]


async def test_an_article_that_is_shown_again_to_the_same_person_keeps_its_key(shown: ShownAnswers) -> None:
    article = replace(ANSWER, what=What.SOURCE, quotes=QUOTES[:1], shorts=(), figures=())
    key = await shown.keep(article, private=True)
    assert await shown.keep(article, private=True) == key
    for changed in ({"asker": 8}, {"channel": 9}, {"guild": None}, {"language": "fr"}, {"quotes": QUOTES[1:]}):
        assert await shown.keep(replace(article, **changed), private=True) != key
    assert await shown.keep(ANSWER, private=True) != await shown.keep(ANSWER, private=True)


async def test_what_all_may_see_of_an_article_has_a_key_of_its_own(shown: ShownAnswers) -> None:
    article = replace(ANSWER, what=What.SOURCE, quotes=QUOTES[:1], shorts=(), figures=())
    own = await shown.keep(article, private=True)
    await shown.share(own)
    openly = await shown.keep(article)
    await shown.posted(openly, 99)
    assert openly != own
    await shown.forget(own)
    assert await shown.found_posted(openly) is not None
    assert await shown.keep(article, private=True) not in (own, openly)


async def test_a_posted_answer_is_found_by_what_it_quotes_until_told(shown: ShownAnswers) -> None:
    key, private = await shown.keep(ANSWER), await shown.keep(ANSWER)
    await shown.posted(key, 99)
    assert await shown.quoting() == {("c", "a"): [key], ("c", "b"): [key]}
    assert await shown.found_posted(private) is None
    found = await shown.found_posted(key)
    assert found is not None
    assert (found.message, found.answer) == (99, ANSWER)
    await shown.told(key, [("c", "a")])
    assert await shown.quoting() == {("c", "b"): [key]}


async def test_the_last_word_on_an_answer_counts(shown: ShownAnswers) -> None:
    key = await shown.keep(ANSWER)
    await shown.judge(key, 1, 7, helpful=True)
    await shown.judge(key, 1, 7, helpful=False, note="wrong town")
    await shown.judge(key, 1, 8, helpful=True)
    assert await shown.judgements(1) == Judgements(1, (Marked("wrong town", ANSWER, None),))
    assert await shown.judgements(2) == NONE


async def test_an_answer_marked_wrong_is_known_with_its_message_to_its_server_alone(shown: ShownAnswers) -> None:
    key = await shown.keep(ANSWER)
    await shown.posted(key, 99)
    for guild in (1, 5):
        await shown.judge(key, guild, 7 + guild, helpful=False)
    assert await shown.judgements(1) == Judgements(0, (Marked("", ANSWER, 99),))
    assert await shown.judgements(5) == Judgements(0, (Marked("", None, None),))
    await shown.forget(key)
    assert await shown.judgements(1) == Judgements(0, (Marked("", None, None),))


async def test_what_is_held_on_an_asker_is_forgotten(shown: ShownAnswers) -> None:
    key = await shown.keep(ANSWER)
    await shown.posted(key, 99)
    await shown.judge(key, 1, 7, helpful=True)
    assert await shown.forget_asker(8) == (0, 0)
    assert await shown.forget_asker(7) == (1, 1)
    assert await shown.find(key, 1, 2) is None
    assert await shown.judgements(1) == NONE
    posted = await shown.found_posted(key)
    assert posted is not None
    assert posted.answer.asker == 0


async def test_judgements_are_forgotten_after_thirty_days(shown: ShownAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()

    def at(moment: float) -> None:
        monkeypatch.setattr(time, "time", lambda: moment)

    for user, days in ((7, 31), (8, 29)):
        at(now - days * 24 * 3600)
        await shown.judge("0" * 16, 1, user, helpful=True)
    at(now)
    assert await shown.judgements(1) == Judgements(1, ())
    await shown.purge()
    at(now - KEPT_SECONDS)
    assert await shown.judgements(1) == Judgements(1, ())
