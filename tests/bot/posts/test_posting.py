"""Pages as messages: the gate before each way out, what is kept of them, and how they are made again."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.desk.places import Place
from bot.kept.places import ShownWords, What
from bot.languages import Languages
from bot.posts.again import WithdrawnError, pages_again
from bot.posts.keeping import kept_of
from bot.posts.posting import Post, laid_out, shared
from bot.posts.reading import texts_of
from bot.posts.sending import _sent, lacking_right
from bot.rendering.render import Page, Shown, numbered, pages_of, texts_in
from index import Account, Answer, Article, Counted, EventCard, Excerpt, Quote, QuoteMismatchError, Span
from index.sources.formats.layout import mark_blocks

WORDS = Languages().words("en")
PLACE = Place(1, 2, 7, WORDS, ("default",))
KEY = "0" * 16


def article(text: str, id_: str = "a") -> Article:
    return Article(id_, "default", text, mark_blocks(text), title=f"Story {id_}")


def quote(text: str = "Nobody was hurt, said the mayor.", id_: str = "a") -> Quote:
    return Quote(article(text, id_), Span(0, len(text)), 1.0)


class Forged(Quote):
    """A quote whose words are not those of its article."""

    @property
    def text(self) -> str:
        return "Everybody was hurt."


def page(*quotes: Quote, **more: Any) -> Page:
    return Page("Asked: who", WORDS, tuple(Shown(0, "Story", q) for q in quotes), **more)


def forged() -> Page:
    true = quote()
    return page(Forged(true.article, true.span, 1.0))


def test_no_layout_with_other_words_than_an_articles_leaves() -> None:
    with pytest.raises(QuoteMismatchError):
        laid_out([forged()], 0, What.ANSWER, KEY, private=False)


def test_no_classic_message_with_other_words_than_an_articles_leaves() -> None:
    post = laid_out([page(quote())], 0, What.ANSWER, KEY, private=False)
    assert "> Nobody was hurt" in post.classic()
    with pytest.raises(QuoteMismatchError):
        Post(forged(), post.view, KEY, private=False).classic()


def ids_of(post: Post) -> list[str]:
    return [str(i.custom_id) for i in post.view.walk_children() if getattr(i, "custom_id", None)]


@pytest.mark.parametrize(
    ("what", "number", "private", "verbs"),
    [
        (What.ANSWER, 0, False, ["pick", "page-on", "helpful", "wrong", "delete"]),
        (What.ANSWER, 1, False, ["pick", "page-back", "page-on", "helpful", "wrong", "delete"]),
        (What.ANSWER, 2, False, ["pick", "page-back", "helpful", "wrong", "delete"]),
        (What.ANSWER, 0, True, ["pick", "page-on", "share", "helpful", "wrong"]),
        (What.DECLINED, 0, False, ["pick", "page-on", "helpful", "wrong", "delete"]),
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


def answer() -> Answer:
    one, two = quote("12 people were killed, said Ann.", "a"), quote("15 people were killed, said Bob.", "b")
    cards = tuple(
        EventCard(f"Story {n}", (q.article,), (q,), (Account(Excerpt(q.article, Span(0, 2)), Counted.KILLED, q),))
        for n, q in enumerate((one, two))
    )
    return Answer("how many", 0.9, "", cards, (Excerpt(two.article, Span(0, 2)), Excerpt(article("Else."), Span(0, 4))))


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


@pytest.mark.parametrize(
    ("granted", "in_thread", "lacks"),
    [
        ({"view_channel": True, "send_messages": True}, False, None),
        ({"view_channel": True}, False, "send_messages"),
        ({"send_messages": True}, False, "view_channel"),
        ({"view_channel": True, "send_messages": True}, True, "send_messages_in_threads"),
        ({"view_channel": True, "send_messages_in_threads": True}, True, None),
    ],
)
def test_the_right_that_is_lacking_is_named(granted: dict[str, bool], in_thread: bool, lacks: str | None) -> None:
    kind = type("Channel", (discord.Thread if in_thread else SimpleNamespace,), {"__init__": lambda _: None})
    channel: Any = kind()
    channel.permissions_for = lambda _: discord.Permissions(**granted)
    message: Any = SimpleNamespace(guild=SimpleNamespace(me=None), channel=channel)
    assert lacking_right(message) == lacks
    assert lacking_right(SimpleNamespace(guild=None, channel=channel)) is None  # type: ignore[arg-type]


def test_a_shared_page_says_that_it_was_private() -> None:
    [shown] = numbered([page(quote())])
    assert shared(shown).footer == "-# " + WORDS("shared-by")
    assert "shared" in texts_in(laid_out([shared(shown)], 0, What.ANSWER, KEY, private=False).view)[-1].casefold()


def test_all_texts_of_a_message_are_read() -> None:
    message: Any = SimpleNamespace(content="above", components=[SimpleNamespace(children=[])])
    assert texts_of(message) == ["above"]


def bot_that_finds(found: Any) -> Any:
    """Return what stands for the bot where an answer is made again: the worker finds just this."""

    async def in_turn(*_: object, **__: object) -> Any:
        return found

    return SimpleNamespace(languages=Languages(), in_turn=in_turn)


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


async def test_classic_text_shows_no_preview_of_links() -> None:
    sent: list[dict[str, Any]] = []

    async def answered(**parts: Any) -> Any:
        sent.append(parts)
        if "view" in parts:
            response: Any = SimpleNamespace(status=400, reason="Bad Request")
            raise discord.HTTPException(response, {"code": 50035, "message": "Invalid Form Body"})
        return SimpleNamespace(id=5)

    message: Any = SimpleNamespace(id=3, guild=None, reply=answered, channel=SimpleNamespace(send=answered))
    await _sent(message, laid_out([page(quote())], 0, What.ANSWER, KEY, private=False))
    assert sent[-1]["suppress_embeds"] is True
