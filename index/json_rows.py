"""Records → plain values: what `--json` prints and what is measured from outside."""

from collections.abc import Mapping, Sequence
from typing import Any

from index.answering.suggestions import question_of
from index.records import Account, Answer, Article, EventCard, Quote, Span, Statement, counts_told
from index.timeline import Day
from index.verifying.drafts import Checked
from index.verifying.verdicts import Verification


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
        "untimely": answer.untimely,
        "unsaid": answer.unsaid,
        "uncounted": answer.uncounted,
        "about": answer.about,
        "suggestions": [question_of(s) for s in answer.suggestions],
        "quotes": [{**quote_row(q), "event": events.get(id(q))} for q in quotes],
        "choices": [{"article_id": a.id, "title": a.title, "published": a.published} for a in answer.choices],
        "accounts": [_account_row(card, place) for card in answer.cards for place in range(len(card.accounts))],
        "hits": [
            {"article_id": h.article.id, "start": h.span.start, "end": h.span.end, "text": h.text,
             "score": round(h.score, 4)}
            for h in answer.hits
        ],
    }  # fmt: skip


def quote_row(quote: Quote) -> dict[str, Any]:
    """Return a quote as plain values."""
    said, article = quote.statement, quote.article
    return {
        "article_id": article.id,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "kind": quote.kind,
        "speaker": quote.credited,
        "name": quote.speaker,
        "source": said.source.of(article.text) if said and said.source else None,
        "role": quote.role,
        "relay": quote.relay,
        "act": said.act if said else None,
        "title": article.title,
        "publisher": article.publisher,
        "self_described": article.self_described,
        "published": article.published,
        "published_basis": article.published_basis,
        "url": article.url,
        "also_in": [a.id for a in quote.also_in],
    }


def day_row(day: Day) -> dict[str, Any]:
    """Return a day of a timeline as plain values."""
    return {
        "day": day.day,
        "quotes": [quote_row(q) for q in day.quotes],
        "figures": [_figure_row(a) for a in day.figures],
        "there_are": day.there_are,
    }


def article_row(article: Article) -> dict[str, Any]:
    """Return an article as plain values."""
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "self_described": article.self_described,
        "author": article.author,
        "published": article.published,
        "published_basis": article.published_basis,
        "url": article.url,
        "language": article.language,
        "picture": article.picture,
        "text": article.text,
    }


def _account_row(card: EventCard, place: int) -> Mapping[str, Any]:
    return {"event": card.event, **_figure_row(card.accounts[place])}


def _figure_row(account: Account) -> dict[str, Any]:
    return {
        "article_id": account.figure.article.id,
        "start": account.figure.span.start,
        "end": account.figure.span.end,
        "text": account.figure.text,
        "counts": counts_told(account),
        "by": account.by,
    }


def verification_row(found: Verification) -> dict[str, Any]:
    """Return a verification as plain values; differences are {claimed, at, real: [start, end] or null}."""
    return {
        "text": found.claim.text,
        "claimed_speaker": found.claim.speaker or None,
        "verdict": found.verdict,
        "wordings": [
            {
                **quote_row(w.quote),
                "words": _pairs([w.words])[0],
                "claimed": w.claimed,
                "caveat": w.caveat,
                "piece": w.piece,
                "differences": [
                    {"claimed": d.claimed, "at": d.at, "real": _pairs([d.real])[0] if d.real else None}
                    for d in w.differences
                ],
            }
            for w in found.wordings
        ],
    }


def checked_row(checked: Checked) -> dict[str, Any]:
    """Return a quotation of a draft, with where it stands there and what came of it, as plain values."""
    place = {"line": checked.quoted.line, "start": checked.quoted.span.start, "end": checked.quoted.span.end}
    return {**place, **verification_row(checked.verification)}


def statement_row(article: Article, statement: Statement) -> dict[str, Any]:
    """Return a statement as plain values, its spans as [start, end]."""
    return {
        "article_id": article.id,
        "source": _pairs([statement.source] if statement.source else []),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "speaker": _words(article, statement.name),
        "role": _words(article, statement.role),
        "relay": _words(article, statement.relay),
        "act": statement.act,
        "kind": statement.speech,
    }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _words(article: Article, span: Span | None) -> str | None:
    return " ".join(span.of(article.text).split()) if span else None
