"""Invented news in any amount: articles from a vocabulary and sentence patterns written for it, the same each time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from index import Article, DateBasis
from index.sources.formats.layout import mark_blocks

START = "Bar Cor Dal Fen Gor Hal Ist Kel Lor Mar Nor Ost Pel Quen Ras Sil Tor Ul Ver Wes Yar Zem".split()
END = "a and berg by den dor eth ford holm ia ick mouth nis ova ral stad ten und vik wald".split()
FIRST = (
    "Ada Bela Carl Dora Emil Fay Greta Hugo Ines Jon Kaia Leon Mina Nils Olga Piet Rosa Sven Tilda Udo Vera Wim".split()
)
OFFICE = "mayor|governor|police chief|health minister|fire chief|head of the port|school director|union leader".split(
    "|"
)
EVENT = "flood|strike|fire|storm|power cut|landslide|bridge collapse|train crash|outbreak|protest".split("|")
HARM = "injured|evacuated|killed|missing|left without water|treated in hospital".split("|")
PUBLISHERS = [f"{town} {kind} (invented)" for town in ("Barden", "Corvik", "Fenholm", "Yarova") for kind in
              ("Courier", "Post", "Observer", "Tribune", "Wire")]  # fmt: skip
PATTERNS = (
    "{who}, the {office} of {town}, said that the {event} had left {number} people {harm}.",
    "{who} denied that warnings had been ignored before the {event} in {town}.",
    "“We saw the {event} coming for {number} hours,” {who} told reporters in {town}.",
    "The road from {town} to {other} stayed closed for {number} days after the {event}.",
    "According to the {office} of {other}, {number} houses in {town} were damaged.",
    "Residents of {town} spent the night in a school, {number} of them with children.",
    "The {event} was the {number}th in the province of {other} since the dam was built.",
    "{who} promised that {number} million crowns would be paid to families in {town}.",
    "Engineers from {other} had warned of a {event} near {town} in a report of {number} pages.",
)
SENTENCES = 24
PARAGRAPH = 4


def newswire(count: int, seed: int = 5, collection: str = "default") -> Iterator[Article]:
    """Yield `count` articles of some 350 words each, which make some seven passages."""
    chance = random.Random(seed)
    for number in range(count):
        town, event = _town(chance), chance.choice(EVENT)
        told = [_sentence(chance, town, event) for _ in range(SENTENCES)]
        paragraphs = [" ".join(told[n : n + PARAGRAPH]) for n in range(0, SENTENCES, PARAGRAPH)]
        title = f"{event.capitalize()} in {town}: {chance.randint(2, 99)} {chance.choice(HARM)}"
        text = "\n\n".join([title, *paragraphs])
        day = date(2020, 1, 1) + timedelta(days=number % 1800)
        yield Article(
            f"wire-{seed}-{number}", collection, text, mark_blocks(text, title), title, chance.choice(PUBLISHERS),
            url=f"https://wire.example/{seed}/{number}", language="en", published=day.isoformat(),
            published_basis=DateBasis.STATED,
        )  # fmt: skip


def _town(chance: random.Random) -> str:
    return chance.choice(START) + chance.choice(END) + chance.choice(END)


def _sentence(chance: random.Random, town: str, event: str) -> str:
    who = f"{chance.choice(FIRST)} {chance.choice(START)}{chance.choice(END)}"
    return chance.choice(PATTERNS).format(
        who=who, office=chance.choice(OFFICE), town=town, other=_town(chance), event=event,
        number=chance.randint(2, 99), harm=chance.choice(HARM),
    )  # fmt: skip


def questions_about(articles: list[Article], count: int, seed: int = 9) -> list[str]:
    """Return questions that the articles answer."""
    chance = random.Random(seed)
    kinds = ("who denied that warnings had been ignored before the {}", "how many people were {}", "what happened: {}")
    return [chance.choice(kinds).format(chance.choice(articles).title.split(":")[0].lower()) for _ in range(count)]
