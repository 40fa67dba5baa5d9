"""Pages and answers made for a test."""

from types import SimpleNamespace
from typing import Any

from bot.desk.places import Place
from bot.languages import Languages
from bot.posts.posting import Post
from bot.rendering.render import Page, Shown
from index import Account, Answer, Article, Counted, EventCard, Excerpt, Quote, Reason, Span
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


def ids_of(post: Post) -> list[str]:
    return [str(id_) for i in post.view.walk_children() if (id_ := getattr(i, "custom_id", None))]


def answer() -> Answer:
    one, two = quote("12 people were killed, said Ann.", "a"), quote("15 people were killed, said Bob.", "b")
    cards = tuple(
        EventCard(f"Story {n}", (q.article,), (q,), (Account(Excerpt(q.article, Span(0, 2)), Counted.KILLED, q),))
        for n, q in enumerate((one, two))
    )
    return Answer(
        "how many",
        0.9,
        Reason.ANSWERED,
        cards,
        (Excerpt(two.article, Span(0, 2)), Excerpt(article("Else."), Span(0, 4))),
    )


def bot_that_finds(found: Any) -> Any:
    """Return what stands for the bot where an answer is made again: the worker finds just this."""

    async def in_turn(*_: object, **__: object) -> Any:
        return found

    return SimpleNamespace(languages=Languages(), in_turn=in_turn)
