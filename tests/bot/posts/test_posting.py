"""Pages as messages: the gate before each way out, what is kept of them, and how they are made again."""

from dataclasses import replace

import discord
import pytest

from bot.kept.answers import What
from bot.posts.posting import Post, laid_out, shared
from bot.rendering.layouts import texts_in
from bot.rendering.render import Page, Shown, numbered
from index import Next, QuoteMismatchError, Suggestion
from tests.bot.posts.pages import KEY, WORDS, forged, ids_of, page, quote


def test_no_layout_with_other_words_than_an_articles_leaves() -> None:
    with pytest.raises(QuoteMismatchError):
        laid_out([forged()], 0, What.ANSWER, KEY, private=False)


def test_no_classic_message_with_other_words_than_an_articles_leaves() -> None:
    post = laid_out([page(quote())], 0, What.ANSWER, KEY, private=False)
    assert "> Nobody was hurt" in post.classic()
    with pytest.raises(QuoteMismatchError):
        Post(forged(), post.view, KEY, private=False).classic()


@pytest.mark.parametrize(
    ("what", "number", "private", "verbs"),
    [
        (What.ANSWER, 0, False, ["pick", "page-on", "watch", "helpful", "wrong", "delete"]),
        (What.ANSWER, 1, False, ["pick", "page-back", "page-on", "watch", "helpful", "wrong", "delete"]),
        (What.ANSWER, 2, False, ["pick", "page-back", "watch", "helpful", "wrong", "delete"]),
        (What.ANSWER, 0, True, ["pick", "page-on", "share", "watch", "helpful", "wrong"]),
        (What.DECLINED, 0, False, ["pick", "page-on", "watch", "helpful", "wrong", "delete"]),
        (What.VERIFIED, 0, False, ["pick", "page-on", "delete"]),
        (What.SOURCE, 0, True, ["page-on", "said", "share"]),
        (What.SAID, 0, True, ["page-on", "source", "share"]),
        (What.SAID_BY, 0, False, ["pick", "page-on", "delete"]),
    ],
)
def test_each_kind_of_message_has_its_own_buttons(what: What, number: int, private: bool, verbs: list[str]) -> None:
    pages = [page(quote()) for _ in range(3)]
    post = laid_out(pages, number, what, KEY, private=private)
    assert [i.split(":")[0] for i in ids_of(post)] == verbs
    assert all(i.endswith(f":{KEY}:{number}") for i in ids_of(post))


def test_what_is_not_kept_has_no_buttons() -> None:
    assert ids_of(laid_out([page(quote())], 0, What.ANSWER, "", private=False)) == []


def test_the_menu_counts_through_all_pages_and_passes_over_what_was_withdrawn() -> None:
    pages = [page(quote(), quote(id_="b")), page(quote(id_="c"))]
    withdrawn = replace(pages[1], quotes=(Shown(0, "Story", None), *pages[1].quotes))
    post = laid_out([pages[0], withdrawn], 1, What.ANSWER, KEY, private=False)
    [menu] = [i for i in post.view.walk_children() if isinstance(i, discord.ui.Select)]
    assert [(o.value, o.label.split(" ")[0]) for o in menu.options] == [("3", "4")]


def test_a_shared_page_says_that_it_was_private() -> None:
    [shown] = numbered([page(quote())])
    assert shared(shown).footer == "-# " + WORDS("shared-by")
    assert "shared" in texts_in(laid_out([shared(shown)], 0, What.ANSWER, KEY, private=False).view)[-1].casefold()


def pictured(*ids: str, called: str = "") -> Page:
    """A page of several events, each of an article with a picture."""
    quotes = [quote(id_=id_) for id_ in ids]
    shown = [
        Shown(
            n, called or q.article.called, replace(q, article=replace(q.article, picture=f"https://a.example/{n}.jpg"))
        )
        for n, q in enumerate(quotes)
    ]
    return Page("Asked: who", WORDS, tuple(shown))


def kinds_in(post: Post) -> list[str]:
    return [type(item).__name__ for item in post.view.walk_children()]


def test_an_articles_picture_stands_beside_its_event_with_words_for_who_does_not_see_it() -> None:
    post = laid_out([pictured("a")], 0, What.ANSWER, KEY, private=False, pictures=True)
    [shown] = [item for item in post.view.walk_children() if isinstance(item, discord.ui.Thumbnail)]
    assert (shown.media.url, shown.description) == ("https://a.example/0.jpg", "Story a")


def test_what_is_called_by_no_article_has_no_picture() -> None:
    nearest = pictured("a", called=WORDS("nearest"))
    assert "Thumbnail" not in kinds_in(laid_out([nearest], 0, What.DECLINED, KEY, private=False, pictures=True))


def test_pictures_are_left_out_where_the_operator_wants_none() -> None:
    assert "Thumbnail" not in kinds_in(laid_out([pictured("a")], 0, What.ANSWER, KEY, private=False))


def test_no_message_has_more_parts_than_discord_takes() -> None:
    suggestions = (Suggestion(Next.SAID, "Veld"),) * 3
    full = replace(pictured(*"abcde"), footer="Page 2", suggestions=suggestions)
    post = laid_out([full, full, full], 1, What.ANSWER, KEY, private=False, pictures=True)
    kinds = kinds_in(post)
    assert len(kinds) <= 40
    assert 1 <= kinds.count("Thumbnail") < 5


def test_quotes_of_one_event_stand_apart() -> None:
    assert kinds_in(laid_out([page(quote(), quote())], 0, What.ANSWER, KEY, private=False)).count("Separator") == 1
