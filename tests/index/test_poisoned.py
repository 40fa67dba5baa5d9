"""Articles stuffed with a question's words, and copies: the true article stays first, independent publishers are shown."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, IndexSettings, NewsIndex, Quote
from index.sources.formats.layout import mark_blocks
from tests.newswire import newswire

pytestmark = [pytest.mark.promise, pytest.mark.model, pytest.mark.timeout(3600)]
DENIAL = "denied that warnings had been ignored before the"
Scale = Callable[[int, int], int]
Promised = Callable[[str], None]


def with_denials(count: int) -> list[tuple[Article, str]]:
    """Return articles in which somebody denies something of a town that no other article names, with the question."""
    found: dict[str, tuple[Article, str]] = {}
    for article in newswire(count * 3):
        sentence = next((s for s in article.text.replace("\n", " ").split(". ") if DENIAL in s), None)
        if sentence is None:
            continue
        event, town = sentence.split(DENIAL)[1].strip(" .").split(" in ")
        found.setdefault(town, (article, f"who {DENIAL} {event} in {town}"))
    return list(found.values())[:count]


def stuffed(question: str, number: int) -> Article:
    """Return an article that says nothing and holds the words of a question many times over."""
    chance = random.Random(number)
    words = question.split()
    kinds = [
        f"{question.capitalize()}? " * 20,
        " ".join(" ".join(chance.sample(words, len(words))) for _ in range(20)) + ".",
        f"{question.capitalize()}? Read the answer on our page. " + f"{' '.join(words)}. " * 8,
        f"All about {question}. " * 6 + "Subscribe to learn who it was.",
    ]
    text = kinds[number % len(kinds)].strip()
    return Article(f"stuffed-{number}", "default", text, mark_blocks(text, question), question, "Spam (invented)",
                   language="en")  # fmt: skip


def shown(index: NewsIndex, question: str) -> list[Quote]:
    answer = index.ask(question, ["default"])
    return [q for card in answer.cards for q in card.quotes] if answer.answered else []


def test_a_stuffed_article_seldom_takes_the_first_place(tmp_path: Path, scale: Scale, promised: Promised) -> None:
    count = scale(24, 200)
    told = with_denials(count)
    with NewsIndex.open(IndexSettings(library=tmp_path), write=True) as index:
        index.add(article for article, _ in told)
        before = [bool(q) and q[0].article == a for a, question in told for q in [shown(index, question)]]
        index.add(stuffed(question, n) for n, (_, question) in enumerate(told))
        answers = [shown(index, question) for _, question in told]
    taken = sum(b and bool(q) and q[0].article.id.startswith("stuffed") for b, q in zip(before, answers, strict=True))
    kept = sum(b and bool(q) and q[0].article == a for b, q, (a, _) in zip(before, answers, told, strict=True))
    seen = sum(any(q.article.id.startswith("stuffed") for q in quotes) for quotes in answers)
    promised(f"{len(told)} questions, the true article first in {sum(before)} before and {kept} after; a stuffed one took its "
             f"place in {taken}, and was among the quotes in {seen}")  # fmt: skip
    assert sum(before) >= 0.9 * len(told)
    assert taken <= 0.05 * len(told)


def test_independent_publishers_come_before_copies_of_one(tmp_path: Path, scale: Scale, promised: Promised) -> None:
    told = with_denials(scale(8, 50))
    with NewsIndex.open(IndexSettings(library=tmp_path), write=True) as index:
        for number, (article, _) in enumerate(told):
            copy = replace(article, id=f"copy-{number}", publisher="Reprint (invented)", url="https://reprint.example/")
            index.add([article, copy, _independent(article, number)])
        kinds = [[q.article.id.split("-")[0] for q in shown(index, question)] for _, question in told]
    doubled = [
        k for k in kinds if {"wire", "copy"} <= set(k) and "other" not in k[: max(k.index("wire"), k.index("copy"))]
    ]
    seen = sum("other" in k for k in kinds)
    promised(f"{len(told)} questions: two copies before an independent publisher in {len(doubled)}; the independent one "
             f"is quoted in {seen}")  # fmt: skip
    assert doubled == []
    assert seen > 0


def _independent(article: Article, number: int) -> Article:
    """Return another publisher's report of the same denial, in words of its own."""
    sentence = next(s for s in article.text.replace("\n", " ").split(". ") if DENIAL in s)
    who, what = sentence.strip(" .").split(f" {DENIAL} ")
    text = f"{article.title}\n\nNobody had overlooked anything, officials insisted on Tuesday.\n\n{who} rejected claims that signs had gone unseen before the {what}."
    return replace(article, id=f"other-{number}", publisher="Lantern (invented)", text=text,
                   blocks=mark_blocks(text, article.title), url="https://lantern.example/")  # fmt: skip
