from bot.kept.answers import What
from bot.posts.keeping import kept_of
from bot.rendering.render import pages_of
from index import Span
from tests.bot.posts.pages import PLACE, WORDS, answer, page, quote


def test_of_an_answer_its_places_are_kept_and_no_words() -> None:
    pages = pages_of(answer(), WORDS)
    kept = kept_of(pages, PLACE, What.ANSWER, answer())
    assert [(q.page, q.number, q.reference.article) for q in kept.quotes] == [(0, 0, "a"), (0, 1, "b")]
    # A short answer is kept with the quote that holds it, and one that no quote holds is not.
    assert [(s.quote, s.span) for s in kept.shorts] == [(1, Span(0, 2))]
    assert [(f.quote, f.number, f.counts, f.vouched) for f in kept.figures] == [
        (0, 0, "killed", False), (1, 1, "killed", False),
    ]  # fmt: skip
    assert (kept.guild, kept.channel, kept.asker, kept.language) == (1, 2, 7, "en")


def test_of_an_article_one_place_is_enough() -> None:
    assert len(kept_of([page(quote(), quote(), quote())], PLACE, What.SOURCE, None).quotes) == 1
    assert len(kept_of([page(quote(), quote(), quote())], PLACE, What.SAID_BY, None).quotes) == 3
