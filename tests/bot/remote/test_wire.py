"""What goes between machines: every job's question and answer come back as they went in."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, get_type_hints

import pytest

from bot.desk import jobs
from bot.desk.worker_process import DiedError, SlowError
from bot.remote import wire
from bot.remote.wire import (
    MOST_BYTES,
    WireError,
    known_jobs,
    packed_answer,
    packed_failure,
    packed_question,
    unpacked_answer,
    unpacked_question,
)
from index import (
    Answer,
    Article,
    EventCard,
    LibraryUnreachableError,
    Limits,
    NewsIndex,
    Quote,
    Reason,
    Span,
    UnknownCollectionError,
    Watch,
)

ASKED: dict[str, tuple[Any, ...]] = {
    "ask": (
        "who denied the strikes",
        ["default"],
        [{"role": "user", "text": "x"}],
        Limits("Post", since=date(2024, 1, 2)),
        date(2024, 5, 6),
    ),
    "names": ("default",),
    "gone": ([("default", "courier-2023-03-15-tessin"), ("default", "nothing")],),
    "listed": ("default", 5),
    "added": (["courier-2023-03-15-tessin"], "default"),
    "source": ("courier-2023-03-15-tessin", ["default"]),
    "said_in": ("courier-2023-03-15-tessin", ["default"]),
    "called": ([("default", "courier-2023-03-15-tessin"), ("default", "nothing")], ["default"]),
    "sources": ("strikes", ["default"]),
    "said_by": ("Veld", "strikes", ["default"]),
    "verify": ("“Not one Dravian aircraft left the ground that night,”", ["default"]),
    "verify_message": ("Veld: “Not one Dravian aircraft left the ground that night,” he said.", ["default"]),
    "recall": ([], ["default"]),
    "now": (),
    "arrivals": ([Watch(topic="strikes"), Watch(speaker="Veld")], ["default"], "0"),
    "timeline": ("strikes", ["default"]),
    "opening": ("courier-2023-03-15-tessin", "default"),
    "voices": ("strikes", ["default"]),
    "context": (),
    "count": (["default"],),
    "followed": (["default"],),
    "followed_by_all": (),
}


def test_every_job_is_tried_here() -> None:
    assert ASKED.keys() == known_jobs().keys()


@pytest.mark.model
@pytest.mark.parametrize("name", ASKED)
def test_a_job_comes_back_as_it_went_in(sample_index: NewsIndex, name: str) -> None:
    job, args = known_jobs()[name], ASKED[name]
    if name in ("context", "recall"):
        [quote, *_] = sample_index.ask("who denied the strikes", ["default"]).quotes
        args = (quote.reference, ["default"]) if name == "context" else ([quote.reference], ["default"])
    asked = unpacked_question(packed_question(job, args, {}))
    assert asked.job is job
    assert list(asked.values.values()) == list(args)
    result = job(sample_index, *args)
    assert unpacked_answer(job, packed_answer(job, result)) == result
    assert job(sample_index, **asked.values) == result


def article(text: str, id_: str = "a") -> Article:
    return Article(id_, "default", text, (), "T", "P")


def answer(*articles: Article) -> Answer:
    quotes = tuple(Quote(a, Span(0, 3), 0.5) for a in articles)
    return Answer("who", 0.9, Reason.ANSWERED, (EventCard("e", articles, quotes), EventCard("f", articles, quotes)))


def test_an_article_goes_once_however_often_it_is_quoted() -> None:
    made = answer(article("Only once here."), article("Another.", "b"))
    told = b"".join(packed_answer(jobs.ask, made))
    assert told.count(b"Only once here.") == 1
    assert unpacked_answer(jobs.ask, [told]) == made


def test_a_long_answer_goes_in_parts_that_fit() -> None:
    made = answer(article("x" * 3 * MOST_BYTES))
    parts = packed_answer(jobs.ask, made)
    assert len(parts) == 4 and max(map(len, parts)) <= MOST_BYTES
    assert unpacked_answer(jobs.ask, parts) == made


def test_a_question_that_does_not_fit_is_refused() -> None:
    with pytest.raises(WireError, match="longer than a message"):
        packed_question(jobs.verify, ("x" * MOST_BYTES, ["default"]), {})


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (UnknownCollectionError("there is no collection 'x'"), UnknownCollectionError, "there is no collection 'x'"),
        (LibraryUnreachableError("postgresql://x: cannot be reached"), LibraryUnreachableError, "postgresql://x: cannot be reached"),
        (SlowError(), SlowError, "slow"),
        (DiedError(), DiedError, "died"),
        (KeyError("a secret of ours"), DiedError, "died"),
    ],
)  # fmt: skip
def test_what_a_job_raised_is_raised_to_its_asker_and_a_bugs_text_stays_where_it_was(
    error: Exception, kind: type[Exception], text: str
) -> None:
    told = packed_failure(error)
    assert b"a secret" not in b"".join(told)
    with pytest.raises(kind) as raised:
        unpacked_answer(jobs.ask, told)
    assert str(raised.value) == text


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row | {"version": 2},
        lambda row: row | {"job": "os.system"},
        lambda row: row | {"job": "_held"},
        lambda row: row | {"values": {"question": 5, "collections": "x"}},
        lambda row: [row],
        lambda row: {k: v for k, v in row.items() if k != "values"},
    ],
)
def test_what_is_of_another_release_or_no_job_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    row = json.loads(packed_question(jobs.ask, ("who", ["default"]), {}))
    with pytest.raises(WireError, match="update all parts to one release"):
        unpacked_question(json.dumps(change(row)).encode())


@pytest.mark.parametrize("data", [b"", b"no json", b"\xff\xfe", b"null"])
def test_what_is_no_message_is_refused(data: bytes) -> None:
    for read in (unpacked_question, lambda d: unpacked_answer(jobs.ask, [d])):
        with pytest.raises(WireError):
            read(data)


def test_every_job_can_be_told_by_its_types() -> None:
    for job in known_jobs().values():
        for name, kind in get_type_hints(job).items():
            if name != "index":
                assert wire._adapter(kind).json_schema(), (job.__name__, name)
