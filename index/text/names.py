"""Whose words: names of people compared by their words. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.records import Quote
from index.text.words import STOPWORDS

WORD = re.compile(r"\w+(?:['.,-]\w+)*|[^\w\s]")
OWNER_MARK = re.compile(r"['’]s?$")
TITLES = frozenset(
    """
    mr mrs ms miss dr prof professor sir lord lady dame rev hon president prime minister premier chancellor secretary
    senator sen representative rep governor gov mayor judge justice general gen colonel col major maj captain capt
    lieutenant lt sergeant sgt admiral commander officer king queen prince princess pope bishop father sister brother
    ambassador deputy vice foreign defence defense interior state spokesman spokeswoman spokesperson chief chairman
    chairwoman director head leader councillor sheriff coach harbour master envoy
    """.split()
)
"""Words before a name that are none of it."""
MOST_PARTS = 5
"""Of a person's name without titles."""


def parts_of(name: str) -> list[str]:
    """Return the words of a name, folded, without titles and owner's marks."""
    words = [OWNER_MARK.sub("", w.casefold()).strip(".") for w in WORD.findall(name) if w[0].isalnum()]
    return [w for w in words if w not in TITLES]


def is_by(speaker: str, quote: Quote) -> bool | None:
    """Tell whether a wording is by the one named; None where the article does not name who said it.

    A surname alone may be meant by anybody who bears it; full names must not be at odds in the first one, an initial
    or a name more in the middle being none. What is no person's name is named by most of its words.
    """
    if not quote.speaker:
        return None
    said = [w.casefold() for w in WORD.findall(" ".join(filter(None, (quote.speaker, quote.source, quote.role))))]
    asked, known = parts_of(speaker), parts_of(quote.speaker)
    if not asked:
        asked = [w.casefold() for w in WORD.findall(speaker) if w[0].isalnum()]
        return sum(w in said for w in asked) * 2 > len(asked) if asked else None
    if known and asked[-1] == known[-1]:
        return (
            len(asked) == 1 or len(known) == 1 or _alike(asked[0], known[0]) or bool(set(asked[:-1]) & set(known[:-1]))
        )
    return asked[-1] in said if len(asked) == 1 else sum(w in said for w in asked) * 2 > len(asked)


def parts_of_person(name: str) -> list[str]:
    """Return the words of a name that reads like a person's, as `parts_of` does; none of one that does not."""
    parts = parts_of(name)
    is_named = all(w[0].isupper() for w in WORD.findall(name) if w[0].isalpha())
    return parts if is_named and len(parts) <= MOST_PARTS and not STOPWORDS & set(parts) else []


def are_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether full names, each as its parts, may be of one person, as `is_by` compares them."""
    return one[-1] == other[-1] and (_alike(one[0], other[0]) or bool(set(one[:-1]) & set(other[:-1])))


class _Person(NamedTuple):
    """Somebody by the parts of the first full name found, and all full names of theirs."""

    parts: list[str]
    names: list[str]

    @property
    def called(self) -> str:
        return min(self.names, key=lambda name: (len(parts_of(name)[0]) == 1, len(name)))


def each_person_once(names: Iterable[str]) -> list[str]:
    """Return names, each person's once and in full, the shortest; a surname goes with the only one who bears it.

    Their order is that of each one's first. A surname that several bear stays.
    """
    names = list(names)
    bearers: dict[str, list[_Person]] = {}
    whose: dict[str, _Person] = {}
    for name in names:
        parts = parts_of_person(name)
        if len(parts) > 1:
            persons = bearers.setdefault(parts[-1], [])
            person = next((p for p in persons if are_one(parts, p.parts)), None)
            if person is None:
                persons.append(person := _Person(parts, []))
            person.names.append(name)
            whose[name] = person
    for name in names:
        parts = parts_of_person(name)
        if len(parts) == 1 and len(persons := bearers.get(parts[0], [])) == 1:
            whose[name] = persons[0]
    called = {id(person): person.called for person in whose.values()}
    return list(dict.fromkeys(called[id(whose[name])] if name in whose else name for name in names))


def _alike(one: str, other: str) -> bool:
    """Tell whether two first names may be one: the same, or one of them the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
