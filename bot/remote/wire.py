"""What goes between a gateway and an answer worker: JSON with a version, each article once, in parts that fit.

What may be asked are the jobs of `bot.desk.jobs` and nothing else; what they take and return is told by their types.
"""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

import index
from bot.desk import jobs
from bot.desk.worker_process import DiedError, SlowError
from index import Article, LibraryError, OnRecordError, SourceError

VERSION = 1
MOST_BYTES = 512 * 1024
"""Of one message; a NATS server takes a megabyte unless told otherwise."""
ARTICLE = "an article of those sent, by its place"
"""The one key of an object that stands in place of an article."""
WHOLE = frozenset(field.name for field in fields(Article))
NAMED = {name: getattr(index, name) for name in index.__all__} | {"SlowError": SlowError, "DiedError": DiedError}
FAILURES: Mapping[str, type[OnRecordError]] = {
    name: kind
    for name, kind in NAMED.items()
    if isinstance(kind, type) and issubclass(kind, OnRecordError) and not issubclass(kind, SourceError)
}
"""What may be raised over there and told here: by one text, or by none."""


class WireError(LibraryError):
    """What came is not of this release: gateways and workers are to be updated together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A job that is asked for, and what it is to be done with."""

    job: Callable[..., Any]
    values: Mapping[str, Any]


def known_jobs() -> dict[str, Callable[..., Any]]:
    """Return what may be asked, by its name."""
    return {
        name: job
        for name, job in vars(jobs).items()
        if inspect.isfunction(job) and job.__module__ == jobs.__name__ and not name.startswith("_")
    }


def packed_question(job: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> bytes:
    """Return a question as bytes.

    Raises:
        WireError: it does not fit into one message.
    """
    bound = inspect.signature(job).bind(None, *args, **kwargs).arguments
    hints = _hints(job)
    values = {name: _adapter(hints[name]).dump_python(value, mode="json") for name, value in list(bound.items())[1:]}
    told = json.dumps({"version": VERSION, "job": job.__name__, "values": values}).encode()
    if len(told) > MOST_BYTES:
        raise WireError("a question is longer than a message may be; ask more shortly")
    return told


def unpacked_question(data: bytes) -> Asked:
    """Return the question that `packed_question` packed.

    Raises:
        WireError: it is of another release.
    """
    row = _row(data)
    job = known_jobs().get(row.get("job", ""))
    if job is None:
        raise WireError("a job is asked for that is not known here; update all parts to one release")
    hints = _hints(job)
    values = row.get("values")
    if not isinstance(values, dict):
        raise WireError("a message makes no sense here; update all parts to one release")
    return Asked(job, {name: _read(hints[name], value) for name, value in values.items() if name in hints})


def packed_answer(job: Callable[..., Any], result: object) -> list[bytes]:
    """Return the result of a job as the bytes of one message or several."""
    articles: list[Any] = []
    told = _adapter(_hints(job)["return"]).dump_python(result, mode="json")
    row = {"version": VERSION, "result": _without_articles(told, articles, {}), "articles": articles}
    return _parts(json.dumps(row).encode())


def packed_failure(error: Exception) -> list[bytes]:
    """Return what a job raised that its asker may be told; anything else is a bug, whose text stays here."""
    kind = type(error).__name__ if type(error).__name__ in FAILURES else "DiedError"
    text = str(error) if isinstance(error, OnRecordError) else ""
    return _parts(json.dumps({"version": VERSION, "failed": kind, "text": text}).encode())


def unpacked_answer(job: Callable[..., Any], parts: Sequence[bytes]) -> Any:  # noqa: ANN401 - whatever the job returns
    """Return what a job returned.

    Raises:
        WireError: it is of another release.
        OnRecordError: what the job raised.
    """
    row = _row(b"".join(parts))
    if "failed" in row:
        kind = FAILURES.get(row["failed"], DiedError)
        raise kind(row["text"]) if row["text"] and not issubclass(kind, SlowError | DiedError) else kind()
    return _read(_hints(job)["return"], _with_articles(row["result"], row["articles"]))


def _parts(told: bytes) -> list[bytes]:
    return [told[start : start + MOST_BYTES] for start in range(0, len(told), MOST_BYTES)]


def _row(data: bytes) -> dict[str, Any]:
    try:
        row = json.loads(data)
    except ValueError:
        row = None
    if not isinstance(row, dict) or row.get("version") != VERSION:
        raise WireError("a message is of another release; update all parts to one release")
    return row


@cache
def _hints(job: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(job)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - whatever a job is annotated with
    return TypeAdapter(kind)


def _read(kind: Any, value: object) -> Any:  # noqa: ANN401
    try:
        return _adapter(kind).validate_python(value, strict=False)
    except ValidationError as error:
        raise WireError("a message makes no sense here; update all parts to one release") from error


def _without_articles(told: Any, articles: list[Any], known: dict[str, int]) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with a place instead of each article, and hold each article once."""
    if isinstance(told, list):
        return [_without_articles(one, articles, known) for one in told]
    if not isinstance(told, dict):
        return told
    if told.keys() != WHOLE:
        return {key: _without_articles(value, articles, known) for key, value in told.items()}
    sum_ = json.dumps(told)
    if sum_ not in known:
        known[sum_] = len(articles)
        articles.append(told)
    return {ARTICLE: known[sum_]}


def _with_articles(told: Any, articles: Sequence[Any]) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with each article in its place again."""
    if isinstance(told, list):
        return [_with_articles(one, articles) for one in told]
    if not isinstance(told, dict):
        return told
    if told.keys() == {ARTICLE}:
        return articles[told[ARTICLE]]
    return {key: _with_articles(value, articles) for key, value in told.items()}
