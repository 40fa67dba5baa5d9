from types import SimpleNamespace
from typing import Any

import discord

from bot.posts.reading import attachments_in, links_in, texts_of, words_in


def test_all_texts_of_a_message_are_read() -> None:
    message: Any = SimpleNamespace(content="above", components=[SimpleNamespace(children=[])])
    assert texts_of(message) == ["above"]


def message_of(content: str, *forwarded: str, embeds: tuple[discord.Embed, ...] = ()) -> Any:
    snapshots = [SimpleNamespace(content=text, embeds=[], attachments=["f"]) for text in forwarded]
    return SimpleNamespace(content=content, message_snapshots=snapshots, embeds=list(embeds), attachments=["a"])


EMBED = discord.Embed(title="Brey", description="The dam holds.", url="https://wire.example/dam").add_field(
    name="Said", value="by Ida"
)


def test_a_message_shows_its_own_words_and_those_it_forwards() -> None:
    assert words_in(message_of("look", "The dam holds.")) == "look\n\nThe dam holds."


def test_an_embed_counts_where_the_message_says_nothing_itself() -> None:
    assert words_in(message_of("https://wire.example/dam", embeds=(EMBED,))) == "Brey\n\nThe dam holds.\n\nSaid\nby Ida"
    assert words_in(message_of("is it so? https://wire.example/dam", embeds=(EMBED,))).startswith("is it so?")
    assert words_in(message_of("")) == ""


def test_addresses_are_found_wherever_a_message_shows_them_each_once() -> None:
    told = message_of("<https://wire.example/dam>", "and https://lantern.example/x", embeds=(EMBED,))
    assert links_in(told) == ["https://wire.example/dam", "https://lantern.example/x"]
    assert list(map(str, attachments_in(told))) == ["a", "f"]
