"""What the bot has shown: under an opaque key, where each quote stands, never its words nor the question.

Buttons carry only the key, so they work after a restart, and a forged one finds nothing.
"""

import json
import logging
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from index import Act, LibraryError, Reference, Span, Speech, Statement

log = logging.getLogger(__name__)

KEPT_SECONDS = 30 * 24 * 3600
KEY = r"[0-9a-f]{16}"

TABLE = """create table if not exists shown(
    key text primary key, guild integer, channel integer not null, places text not null, made real not null
) strict"""


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
    counts: str = ""
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """Where an answer was shown, and what it quoted."""

    guild: int | None
    channel: int
    quotes: tuple[ShownQuote, ...]
    shorts: tuple[ShownWords, ...] = ()
    figures: tuple[ShownWords, ...] = ()


class ShownAnswers:
    """A small file beside the library that outlives the bot's process."""

    def __init__(self, path: Path) -> None:
        """Open the file; one that is damaged holds nothing worth keeping and is made anew.

        Raises:
            LibraryError: the folder cannot be written.
        """
        try:
            self._db = _opened(path)
        except (apsw.NotADBError, apsw.CorruptError):
            log.warning("%s was damaged and is made anew; older buttons will say so", path)
            path.unlink()
            self._db = _opened(path)
        except apsw.Error as error:
            raise LibraryError(f"{path}: cannot be opened ({error}); check the folder and its rights") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def keep(self, answer: ShownAnswer) -> str:
        """Keep an answer and return its key; those of thirty days ago are forgotten."""
        key = secrets.token_hex(8)
        places = {
            "quotes": [[q.page, q.number, _packed(q.reference)] for q in answer.quotes],
            "shorts": [_packed_words(w) for w in answer.shorts],
            "figures": [_packed_words(w) for w in answer.figures],
        }
        with self._db:
            self._db.execute("delete from shown where made < ?", (time.time() - KEPT_SECONDS,))
            row = (key, answer.guild, answer.channel, json.dumps(places), time.time())
            self._db.execute("insert into shown values(?, ?, ?, ?, ?)", row)
        return key

    def find(self, key: str, guild: int | None, channel: int) -> ShownAnswer | None:
        """Return the answer kept under `key`, if it was shown in this very place."""
        row = self._db.execute(
            "select guild, channel, places from shown where key = ? and channel = ?", (key, channel)
        ).fetchone()
        if row is None or row[0] != guild:
            return None
        places = json.loads(row[2])
        return ShownAnswer(
            row[0],
            row[1],
            tuple(ShownQuote(p, n, _unpacked(r)) for p, n, r in places["quotes"]),
            tuple(_unpacked_words(w) for w in places["shorts"]),
            tuple(_unpacked_words(w) for w in places["figures"]),
        )


def _opened(path: Path) -> apsw.Connection:
    db = apsw.Connection(str(path))
    db.set_busy_timeout(2000)
    db.execute(TABLE)
    return db


def _packed_words(words: ShownWords) -> list[Any]:
    return [words.quote, _pair(words.span), words.page, words.number, words.counts, words.vouched]


def _unpacked_words(packed: Sequence[Any]) -> ShownWords:
    quote, span, *rest = packed
    return ShownWords(quote, Span(*span), *rest)


def _packed(reference: Reference) -> dict[str, Any]:
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


def _unpacked(packed: Mapping[str, Any]) -> Reference:
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
