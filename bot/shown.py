"""What the bot has shown: under an opaque key, where each quote stands, never its words nor the question.

Buttons carry only the key, so they work after a restart, and a forged one finds nothing.
"""

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from index import Act, Reference, Span, Speech, Statement

KEPT_SECONDS = 30 * 24 * 3600
KEY = r"[0-9a-f]{16}"

TABLE = """create table if not exists shown(
    key text primary key, guild integer, channel integer not null, asker integer not null,
    quotes text not null, made real not null
) strict"""


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """Where a shown quote stands, with the number and name of its event."""

    number: int
    event: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """Where an answer was shown, to whom, and what it quoted."""

    guild: int | None
    channel: int
    asker: int
    quotes: tuple[ShownQuote, ...]


class ShownAnswers:
    """A small file beside the library that outlives the bot's process."""

    def __init__(self, path: Path) -> None:
        self._db = apsw.Connection(str(path))
        self._db.set_busy_timeout(2000)
        self._db.execute(TABLE)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def keep(self, answer: ShownAnswer) -> str:
        """Keep an answer and return its key; those of thirty days ago are forgotten."""
        key = secrets.token_hex(8)
        quotes = json.dumps([[q.number, q.event, _packed(q.reference)] for q in answer.quotes])
        with self._db:
            self._db.execute("delete from shown where made < ?", (time.time() - KEPT_SECONDS,))
            row = (key, answer.guild, answer.channel, answer.asker, quotes, time.time())
            self._db.execute("insert into shown values(?, ?, ?, ?, ?, ?)", row)
        return key

    def find(self, key: str, guild: int | None, channel: int) -> ShownAnswer | None:
        """Return the answer kept under `key`, if it was shown in this very place."""
        query = "select guild, channel, asker, quotes from shown where key = ? and channel = ?"
        row = self._db.execute(query, (key, channel)).fetchone()
        if row is None or row[0] != guild:
            return None
        quotes = tuple(ShownQuote(n, e, _unpacked(r)) for n, e, r in json.loads(row[3]))
        return ShownAnswer(row[0], row[1], row[2], quotes)


def _packed(reference: Reference) -> dict[str, Any]:
    said = reference.statement
    packed: dict[str, Any] = {
        "collection": reference.collection,
        "article": reference.article,
        "span": _pair(reference.span),
        "digest": reference.digest,
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
    return Reference(packed["collection"], packed["article"], Span(*packed["span"]), packed["digest"], statement)


def _parts(said: Statement) -> dict[str, Span | None]:
    return {"source": said.source, "name": said.name, "role": said.role, "relay": said.relay}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
