"""Quotations made from a library, honest ones and bad ones, and how verifying does on them.

Two errors are counted: bad quotations that are accepted, and honest ones that are doubted. Each kind is something that
happens to quotations: in a desk's hurry, by machine, or on purpose.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.engine import NewsIndex
from index.records import Article, Span, Speech, Statement
from index.text.caveats import caveat_of, left_out
from index.text.names import parts_of

FEWEST, MOST = 8, 40
"""Words of a speech that quotations are made from."""
MOST_TRIED = 200
"""Speeches that are tried for a quotation of a kind; many hold no number, no "not", no second sentence."""
SOFT_HYPHEN = "\u00ad"
FEWEST_SPEECHES, SEED = 40, 5
"""Speeches of a library below which nothing is made of them."""
MARKS = " ,.\"“”'‘’«»"
UNPLAIN = re.compile('["“”…\n]|\\.\\.')
FULL_NAME = 2
"""Words of a name that is told in full."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words that stand in quotation marks and whose speaker is named in full."""

    article: Article
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Misquoted:
    """A claim of a kind: the words, whose they are said to be, and whether that is honest."""

    kind: str
    text: str
    speaker: str
    is_honest: bool


Maker = Callable[[Said, Said, random.Random], tuple[str, str] | None]


def speeches(said: Sequence[tuple[Article, Sequence[Statement]]]) -> list[Said]:
    """Return the speeches of articles that stand in marks and whose speaker is a person named in full."""
    found = []
    for article, statements in said:
        for statement in statements:
            if statement.speech is not Speech.DIRECT or statement.name is None:
                continue
            name = statement.name.of(article.text)
            for content in statement.content:
                words = content.of(article.text).strip(MARKS)
                is_plain = not UNPLAIN.search(words) and FEWEST <= len(words.split()) <= MOST
                is_full = len(name.split()) == len(parts_of(name)) == FULL_NAME and name.istitle()
                if not is_plain or not is_full:
                    continue
                start = article.text.index(words, content.start)
                if caveat_of(article, Span(start, start + len(words))) is None:
                    found.append(Said(article, words, " ".join(name.split())))
    return found


def _changed(pattern: str, into: Mapping[str, str]) -> Maker:
    def made(one: Said, _: Said, chance: random.Random) -> tuple[str, str] | None:
        places = list(re.finditer(rf"\b(?:{pattern})\b", one.words))
        if not places:
            return None
        at = chance.choice(places)
        return one.words[: at.start()] + into[at[0]] + one.words[at.end() :], one.name

    return made


def _number(one: Said, _: Said, chance: random.Random) -> tuple[str, str] | None:
    places = list(re.finditer(r"\b\d+\b", one.words))
    if not places:
        return None
    at = chance.choice(places)
    return f"{one.words[: at.start()]}{int(at[0]) + chance.randint(1, 9)}{one.words[at.end() :]}", one.name


def _word(put: int, take: int) -> Maker:
    def made(one: Said, other: Said, chance: random.Random) -> tuple[str, str]:
        words = one.words.split()
        at = chance.randrange(1, len(words) - 1)
        words[at : at + take] = chance.sample(other.words.split(), put)
        text = " ".join(words)
        return (text, one.name) if text != " ".join(one.words.split()) else ("", "")

    return made


def _negation_cut(one: Said, _: Said, __: random.Random) -> tuple[str, str] | None:
    cut = re.sub(r"\b(?:not|never) |n['’]t\b", "", one.words, count=1)
    return (cut, one.name) if cut != one.words else None


def _after_negation(one: Said, _: Said, __: random.Random) -> tuple[str, str] | None:
    found = re.search(r"\b(?:not|never)\b |n['’]t ", one.words)
    rest = one.words[found.end() :] if found else ""
    return (rest, one.name) if len(rest.split()) >= FEWEST - 2 else None


def _swallowed(one: Said, _: Said, __: random.Random) -> tuple[str, str] | None:
    found = re.search(r"\b(?:not|never)\b ", one.words)
    if not found or len(one.words[: found.start()].split()) < 2 or len(one.words[found.end() :].split()) < 4:
        return None
    return f"{one.words[: found.start()]}… {one.words[found.end() :]}", one.name


def _turned_round(one: Said, _: Said, __: random.Random) -> tuple[str, str]:
    words = one.words.split()
    middle = len(words) // 2
    return f"{' '.join(words[middle:])} … {' '.join(words[:middle])}", one.name


def _condition_cut(one: Said, _: Said, __: random.Random) -> tuple[str, str] | None:
    found = re.search(r",? (?:if|unless) ", one.words)
    return (one.words[: found.start()], one.name) if found and len(one.words[: found.start()].split()) >= 5 else None


def _part(one: Said, _: Said, __: random.Random) -> tuple[str, str] | None:
    """Leave out words in the middle that turn nothing."""
    words = one.words.split()
    first, last = len(words) // 3, 2 * len(words) // 3
    gap = " ".join(words[first:last])
    if left_out(f" {gap} ") or len(words) < 12 or re.search(r"[.!?]", gap):
        return None
    return f"{' '.join(words[:first])} … {' '.join(words[last:])}", one.name


def _bracketed(one: Said, _: Said, __: random.Random) -> tuple[str, str] | None:
    found = re.search(r"\b(?:he|she|it|they|him|her|them)\b", one.words)
    if not found or found.start() == 0:
        return None
    return f"{one.words[: found.start()]}[the firm]{one.words[found.end() :]}", one.name


def _halves(one: Said, other: Said, _: random.Random) -> tuple[str, str]:
    first, second = one.words.split(), other.words.split()
    return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]]), one.name


WILL = {"will": "would", "is": "was", "are": "were", "have": "had", "has": "had", "can": "could"}
BAD: Mapping[str, Maker] = {
    "a word changed": _word(1, 1),
    "a word left out": _word(0, 1),
    "a word put in": _word(1, 0),
    "two words changed": _word(2, 2),
    "the negation cut": _negation_cut,
    "begun after the negation": _after_negation,
    "the negation swallowed by an ellipsis": _swallowed,
    "the condition cut": _condition_cut,
    "a number changed": _number,
    "the tense changed": _changed("|".join(WILL), WILL),
    "I for we": _changed("I|we|We", {"I": "we", "we": "I", "We": "I"}),
    "turned round": _turned_round,
    "another speaker": lambda one, other, _: (one.words, other.name),
    "another first name": lambda one, other, _: (one.words, f"{other.name.split()[0]} {one.name.split()[-1]}"),
    "two speeches joined": lambda one, other, _: (f"{one.words} {other.words}", one.name),
    "two speeches joined by an ellipsis": lambda one, other, _: (f"{one.words} … {other.words}", one.name),
    "half of one and half of another": _halves,
}
HONEST: Mapping[str, Maker] = {
    "as it stands": lambda one, _, __: (one.words, one.name),
    "without a speaker": lambda one, _, __: (one.words, ""),
    "by surname": lambda one, _, __: (one.words, one.name.split()[-1]),
    "with a title": lambda one, _, __: (one.words, f"Mr. {one.name}"),
    "with a name in the middle": lambda one, _, __: (one.words, f"{one.name.split()[0]} J. {one.name.split()[-1]}"),
    "straight marks": lambda one, _, __: (one.words.translate(str.maketrans("‘’“”–—", "''\"\"--")), one.name),
    "a small first letter": lambda one, _, __: (one.words[0].lower() + one.words[1:], one.name),
    "a first letter in brackets": lambda one, _, __: (f"[{one.words[0].swapcase()}]{one.words[1:]}", one.name),
    "broken over lines": lambda one, _, __: (one.words.replace(" ", "\n", 3), one.name),
    "soft hyphens": lambda one, _, __: (re.sub(r"(\w{4})(\w{3})", rf"\1{SOFT_HYPHEN}\2", one.words), one.name),
    "an ellipsis that turns nothing": _part,
    "an ellipsis in brackets": lambda one, other, c: _in_brackets(_part(one, other, c)),
    "words in brackets for one": _bracketed,
    "in a sentence": lambda one, _, __: (f"{one.name} said that “{one.words[0].lower()}{one.words[1:]}”", ""),
    "told, in bold": lambda one, _, __: (f"**{one.name}** told reporters: “{one.words}”", ""),
    "in front of the speaker": lambda one, _, __: (f"> “{one.words},” said {one.name}.", ""),
}


def _in_brackets(made: tuple[str, str] | None) -> tuple[str, str] | None:
    return (made[0].replace("…", "[...]"), made[1]) if made else None


def quotations_of(said: Sequence[Said], each: int, seed: int) -> Iterator[Misquoted]:
    """Yield quotations made from speeches, `each` of every kind where the speeches allow so many."""
    chance = random.Random(seed)
    for makers, is_honest in ((BAD, False), (HONEST, True)):
        for kind, make in makers.items():
            done = 0
            for _ in range(MOST_TRIED * each):
                one, other = chance.sample(said, 2)
                if parts_of(one.name)[-1] == parts_of(other.name)[-1] or one.name.split()[0] == other.name.split()[0]:
                    continue
                made = make(one, other, chance)
                if made and made[0]:
                    yield Misquoted(kind, *made, is_honest)
                    done += 1
                if done == each:
                    break


def errors_of(index: NewsIndex, quoted: Sequence[Misquoted], collections: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return by kind how many quotations there are, and the share of them on which verifying errs."""
    tried, wrong = Counter[str](), Counter[str]()
    for one in quoted:
        tried[one.kind] += 1
        wrong[one.kind] += index.verify(one.text, collections, one.speaker).is_good is not one.is_honest
    return {kind: {"tried": tried[kind], "wrong": round(wrong[kind] / tried[kind], 4)} for kind in tried}


def misquoting_figures(
    index: NewsIndex, said: Sequence[tuple[Article, Sequence[Statement]]], each: int
) -> dict[str, float]:
    """Return the shares of bad quotations that are refused, and of honest ones that are not doubted, over all kinds."""
    found = speeches(said)
    if len(found) < FEWEST_SPEECHES:
        return {}
    made = list(quotations_of(found, each, SEED))
    errors = errors_of(index, made, [found[0].article.collection])
    return {
        name: round(1 - _share(errors, kinds), 4)
        for name, kinds in (("verify bad refused", BAD), ("verify honest accepted", HONEST))
    }


def _share(errors: Mapping[str, Mapping[str, float]], kinds: Mapping[str, Maker]) -> float:
    told = [errors[kind] for kind in kinds if kind in errors]
    return sum(of["wrong"] * of["tried"] for of in told) / max(sum(of["tried"] for of in told), 1)
