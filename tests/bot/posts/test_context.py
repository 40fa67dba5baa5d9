"""A quote by itself: its context in one message, and its citation to be copied or attached."""

import re
from typing import Any

import pytest

from bot.desk.places import Place
from bot.languages import Languages
from bot.posts.context import context_layout
from bot.rendering.layouts import texts_in
from index import Context, Excerpt, NewsIndex, Quote, Span
from tests.bot.conftest import InlineWorker
from tests.bot.journeys import Newsroom, said

pytestmark = pytest.mark.simcord(settle_timeout=60)

TICKS = "Ann Berg said ```the rain``` was over."


@pytest.fixture
def worker(open_index: Any, article: Any) -> InlineWorker:
    index: NewsIndex = open_index()
    index.add([
        article("The first sentence is about rain in Brey.", id="rain", title="Rain", publisher="Brey Post",
                url="https://post.example/rain", published="2024-03-05"),
        article(TICKS, id="ticks", title="Ticks"),
    ])  # fmt: skip
    return InlineWorker(index)


@pytest.fixture
def room(simcord_env: Any) -> Newsroom:
    return Newsroom(simcord_env)


async def cited(room: Newsroom, question: str) -> Any:
    context = await room.member.select(await room.ask(question), values=["0"])
    return await room.member.click(context.response.message, label="Cite")


async def test_a_quote_is_cited_to_be_copied_and_as_files_for_reference_managers(room: Newsroom) -> None:
    result = await cited(room, "rain in Brey")
    assert result.ephemeral
    text = said(result)
    assert (
        "As a line:\n```\n“The first sentence is about rain in Brey.” — the article · Brey Post · 2024-03-05 · https"
        in text
    )
    assert "> The first sentence is about rain in Brey." in text
    assert [a.filename for a in result.response.message.attachments] == ["quote.bib", "quote.ris"]


async def test_words_that_would_end_the_block_they_stand_in_are_attached(room: Newsroom) -> None:
    result = await cited(room, "ticks rain over Ann Berg")
    assert "attached" in said(result)
    names = [a.filename for a in result.response.message.attachments]
    assert names == ["quote.txt", "quote.md", "quote.bib", "quote.ris"]


async def test_what_was_withdrawn_is_not_cited(room: Newsroom, worker: InlineWorker) -> None:
    context = await room.member.select(await room.ask("rain in Brey"), values=["0"])
    worker.index.remove("default", ["rain"])
    assert "no longer in the library" in said(await room.member.click(context.response.message, label="Cite"))


def test_context_fits_one_message_however_long_its_parts(article: Any) -> None:
    long = " ".join(f"word{n}*" for n in range(150))
    text = f"{long}. {long}! {long}? {long}. {long}."
    made = article(text)
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"word0.*?[.!?](?= |$)", text)]
    found = Context(Quote(made, spans[2], 1.0), Excerpt(made, spans[1]), Excerpt(made, spans[3]))
    place = Place(1, 2, 3, Languages().words("en"), ())
    view = context_layout(found, place)
    assert sum(map(len, texts_in(view))) <= 4000
    assert "**The quote**" in texts_in(view)
