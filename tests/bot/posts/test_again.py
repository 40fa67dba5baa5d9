from dataclasses import replace

import pytest

from bot.kept.answers import ShownWords, What
from bot.posts.again import WithdrawnError, pages_again
from bot.posts.keeping import kept_of
from bot.rendering.render import pages_of
from index import Span
from tests.bot.posts.pages import PLACE, WORDS, answer, bot_that_finds, page, quote


async def test_short_answers_of_what_was_withdrawn_go_and_the_others_stay() -> None:
    kept = kept_of(pages_of(answer(), WORDS), PLACE, What.ANSWER, answer())
    kept = replace(kept, shorts=(ShownWords(0, Span(0, 2)), *kept.shorts))
    quotes = [q for card in answer().cards for q in card.quotes]
    [whole] = await pages_again(bot_that_finds(quotes), PLACE, kept, None)
    [left] = await pages_again(bot_that_finds([None, quotes[1]]), PLACE, kept, None)
    assert ["**12**" in p.heading for p in (whole, left)] == [True, False]
    assert ["**15**" in p.heading for p in (whole, left)] == [True, True]


@pytest.mark.parametrize("what", [What.SAID, What.SOURCE])
async def test_an_article_that_is_gone_is_not_shown_again(what: What) -> None:
    kept = kept_of([page(quote())], PLACE, what, None)
    with pytest.raises(WithdrawnError):
        await pages_again(bot_that_finds(None), PLACE, kept, None)


async def test_what_an_article_said_is_shown_again() -> None:
    kept = kept_of([page(quote())], PLACE, What.SAID, None)
    found = (quote().article, [quote()])
    [again] = await pages_again(bot_that_finds(found), PLACE, kept, None)
    assert again.true == [quote()]
