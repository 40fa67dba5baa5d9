"""What is kept of a shown answer: places in the library, never words; and how that is written down."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index import Act, Counted, Next, Reference, Span, Speech, Stance, Statement

OF_THEM = "of them "
"""Began what a figure counts, in releases that wrote down so that it is a part of another."""


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """Where a shown quote stands, on which page, with the number of its event."""

    page: int
    number: int
    reference: Reference


@dataclass(frozen=True, slots=True)
class ShownWords:
    """A few words of the article that the quote with the number `quote` stands in: a short answer, a figure.

    A figure also has its page, its event's number, what it counts, and whether the quote's speaker vouches for it.
    """

    quote: int
    span: Span
    page: int = 0
    number: int = 0
    counts: Counted | Stance | None = None
    vouched: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """A suggestion below an answer: its kind, and the quote whose speaker it asks about, or what it has counted."""

    kind: Next
    quote: int | None = None
    counts: Counted | None = None


class What(StrEnum):
    """What kind of message was shown, which decides how it is made again."""

    ANSWER = "answer"
    DECLINED = "declined"
    VERIFIED = "verified"
    SOURCE = "source"
    SAID = "said"
    SAID_BY = "said by"
    SOURCES = "sources"
    ADDED = "added"
    REMOVAL = "removal"
    WATCHED = "watched"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """Where an answer was shown, to whom, in which language, and what it quoted; `asker` is 0 once forgotten."""

    what: What
    guild: int | None
    channel: int
    asker: int
    language: str
    quotes: tuple[ShownQuote, ...]
    shorts: tuple[ShownWords, ...] = ()
    figures: tuple[ShownWords, ...] = ()
    suggestions: tuple[ShownSuggestion, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    """Articles offered to choose from: (collection, id)."""


@dataclass(frozen=True, slots=True)
class Posted:
    """An answer that stands in a channel as a message, under its key."""

    key: str
    message: int
    answer: ShownAnswer


def unpacked_answer(row: Sequence[Any]) -> ShownAnswer:
    """Return the answer that a row of `COLUMNS` holds."""
    what, guild, channel, asker, language, packed = row
    places = json.loads(packed)
    return ShownAnswer(
        What(what), guild, channel, asker, language,
        tuple(ShownQuote(p, n, unpacked_reference(r)) for p, n, r in places["quotes"]),
        tuple(unpacked_words(w) for w in places["shorts"]),
        tuple(unpacked_words(w) for w in places["figures"]),
        tuple(unpacked_suggestion(s) for s in places.get("suggestions", ())),
        tuple((collection, id_) for collection, id_ in places.get("choices", ())),
    )  # fmt: skip


def packed_answer(answer: ShownAnswer) -> str:
    """Return what an answer quoted, and where, as text."""
    places = {
        "quotes": [[q.page, q.number, packed_reference(q.reference)] for q in answer.quotes],
        "shorts": [packed_words(w) for w in answer.shorts],
        "figures": [packed_words(w) for w in answer.figures],
        "choices": answer.choices,
        "suggestions": [[s.kind, s.quote, s.counts] for s in answer.suggestions],
    }
    return json.dumps(places)


def packed_words(words: ShownWords) -> list[Any]:
    """Return words as JSON has them."""
    return [words.quote, _pair(words.span), words.page, words.number, words.counts, words.vouched, words.is_part]


def unpacked_words(packed: Sequence[Any]) -> ShownWords:
    """Return the words that `packed_words` wrote, or a release before."""
    quote, span, page, number, counts, vouched, *rest = packed
    # Releases before this one wrote down that it is a part in the words for what it counts.
    matter = counts.removeprefix(OF_THEM) if counts else ""
    is_part = any(rest) or matter != (counts or "")
    return ShownWords(quote, Span(*span), page, number, _counted(matter), vouched, is_part)


def unpacked_suggestion(packed: Sequence[Any]) -> ShownSuggestion:
    """Return the suggestion that JSON has as its kind, quote and count."""
    kind, quote, counts = packed
    return ShownSuggestion(Next(kind), quote, Counted(counts) if counts else None)


def _counted(value: str) -> Counted | Stance | None:
    if not value:
        return None
    return Stance(value) if value in list(Stance) else Counted(value)


def packed_reference(reference: Reference) -> dict[str, Any]:
    """Return a reference as JSON has it."""
    said = reference.statement
    packed: dict[str, Any] = {
        "collection": reference.collection,
        "article": reference.article,
        "span": _pair(reference.span),
        "digest": reference.digest,
        "also_in": reference.also_in,
    }
    if said:
        packed["said"] = {
            "act": said.act,
            "speech": said.speech,
            "cue": [_pair(s) for s in said.cue],
            "content": [_pair(s) for s in said.content],
            **{key: _pair(span) for key, span in _parts(said).items() if span},
        }
    return packed


def unpacked_reference(packed: Mapping[str, Any]) -> Reference:
    """Return the reference that `packed_reference` wrote."""
    said = packed.get("said")
    statement = None
    if said:
        statement = Statement(
            cue=_spans(said["cue"]),
            content=_spans(said["content"]),
            act=Act(said["act"]),
            speech=Speech(said["speech"]),
            **{key: Span(*said[key]) for key in ("source", "name", "role", "relay") if key in said},
        )
    return Reference(
        packed["collection"],
        packed["article"],
        Span(*packed["span"]),
        packed["digest"],
        statement,
        tuple((collection, id_) for collection, id_ in packed["also_in"]),
    )


def _parts(said: Statement) -> dict[str, Span | None]:
    return {"source": said.source, "name": said.name, "role": said.role, "relay": said.relay}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
