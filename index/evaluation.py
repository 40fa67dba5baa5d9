"""Question sets → answers as rows, one for each question, in order: what is measured from outside."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.engine import NewsIndex
from index.errors import SourceError
from index.records import Answer, EventCard, Quote
from index.sources import opened


def read_questions(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of questions, JSON lines, gzipped or not: {id, question, history}.

    Raises:
        SourceError: the file cannot be read, or a line is no question.
    """
    try:
        with opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _question(line, f"{path}:{number}")
    except (OSError, EOFError) as error:
        raise SourceError(str(path), getattr(error, "strerror", None) or "cannot be read") from error


def _question(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        raise SourceError(where, "is not JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise SourceError(where, "has no question")
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
        raise SourceError(where, "has a history that is not a list of {speaker, text}")
    return row


def answer_questions(
    index: NewsIndex, questions: Iterator[dict[str, Any]], collections: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield an answer row for each question row, in order."""
    for row in questions:
        answer = index.ask(row["question"], collections, row.get("history") or ())
        yield {"id": row.get("id"), **answer_row(answer)}


def answer_row(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values; what a declined question came near to is marked by `answered`."""
    quotes = list(answer.quotes or answer.nearest)
    events = {id(q): card.event for card in answer.cards for q in card.quotes}
    return {
        "question": answer.question,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "reason": answer.reason,
        "short_answers": [e.text for e in answer.short_answers],
        "quotes": [_quote_row(q, events.get(id(q))) for q in quotes],
        "accounts": [_account_row(card, place) for card in answer.cards for place in range(len(card.accounts))],
        "hits": [
            {"article_id": h.article.id, "start": h.span.start, "end": h.span.end, "text": h.text,
             "score": round(h.score, 4)}
            for h in answer.hits
        ],
    }  # fmt: skip


def _quote_row(quote: Quote, event: str | None) -> dict[str, Any]:
    said, article = quote.statement, quote.article
    return {
        "article_id": article.id,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "kind": quote.kind,
        "speaker": quote.speaker,
        "source": said.source.of(article.text) if said and said.source else None,
        "role": quote.role,
        "relay": quote.relay,
        "act": said.act if said else None,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "published_basis": article.published_basis,
        "url": article.url,
        "event": event,
        "also_in": [a.id for a in quote.also_in],
    }


def _account_row(card: EventCard, place: int) -> Mapping[str, Any]:
    account = card.accounts[place]
    return {
        "event": card.event,
        "article_id": account.figure.article.id,
        "start": account.figure.span.start,
        "end": account.figure.span.end,
        "text": account.figure.text,
        "counts": account.counts,
        "by": account.by,
    }
