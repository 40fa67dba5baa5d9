"""Answers against the answers known → figures. Pure; the definitions are those of the question sets.

quote@k   answerable: one of the first k quotes is right
doc@k     answerable, its article known: it is among those of the first k hits
short@1   answerable with answers: token F1 of the first short answer against the nearest of them
speaker@1 who-said questions: share of the known source's names that the first quote's speaker holds
distinct@5 share of a question's different answers that its first five quotes hold
auroc     confidence, answerable against unanswerable
refusal   precision and recall of declining, on the unanswerable
right     right when answered with quote@1, or unanswerable and declined
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from index.records import Quote, Span, Statement

Row = Mapping[str, Any]
LONG_SPEAKER = 8
"""Words by which a speaker's name may outrun the known one; beyond, it counts half."""


SHORT_ANSWER = 8
"""Words; a longer answer is a retelling, which no quote holds."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return re.findall(r"\w+", text.casefold())


def holds(text: str, answer: str) -> bool:
    """Tell whether a text holds an answer, word by word."""
    wanted = " ".join(words_of(answer))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words_of(text))} "


def alike(a: str, b: str) -> bool:
    """Tell whether two texts share half of the shorter one in one unbroken run, blanks ignored."""
    a, b = "".join(a.split()), "".join(b.split())
    if not a or not b:
        return False
    if a in b or b in a:
        return a == b or min(len(a), len(b)) >= 12
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b))
    return run.size * 2 >= min(len(a), len(b))


def is_right(quote: Quote, row: Row) -> bool:
    """Tell whether a quote answers the question of a row."""
    return is_right_at(quote.article.id, quote.text, row)


def is_right_at(article_id: str, text: str, row: Row) -> bool:
    """Tell whether words of an article answer the question of a row."""
    short = [a for a in row["answers"] if len(words_of(a)) <= SHORT_ANSWER]
    for evidence in row["evidence"]:
        if evidence["doc_id"] != article_id:
            continue
        if evidence.get("quote"):
            if alike(text, evidence["quote"]):
                return True
        elif not short or any(holds(text, a) for a in short):
            return True
    return False


def figures_of(questions: Sequence[Row], answers: Sequence[Row]) -> dict[str, float]:
    """Return the figures of a set: rows of questions, and of their answers in the same order."""
    pairs = list(zip(questions, answers, strict=True))
    asked = [(q, a) for q, a in pairs if q["answerable"]]
    unanswerable = [(q, a) for q, a in pairs if not q["answerable"]]
    refused = [(q, a) for q, a in pairs if not a["answered"]]
    told = [(q, a) for q, a in asked if q["answers"]]
    found: dict[str, float | None] = {
        "quote@1": mean(_quoted(q, a, 1) for q, a in asked),
        "quote@3": mean(_quoted(q, a, 3) for q, a in asked),
        "doc@1": mean(_hit(q, a, 1) for q, a in asked if q["evidence"]),
        "doc@10": mean(_hit(q, a, 10) for q, a in asked if q["evidence"]),
        "short@1": mean(_short(q, a) for q, a in told),
        "speaker@1": mean(_named(q, a) for q, a in told if str(q.get("type", "")).startswith("who_said")),
        "distinct@5": mean(_distinct(q, a) for q, a in told if any(e.get("answer") for e in q["evidence"])),
        "auroc": auroc([a["confidence"] for _, a in asked], [a["confidence"] for _, a in unanswerable]),
        "right": mean(_quoted(q, a, 1) and a["answered"] if q["answerable"] else not a["answered"] for q, a in pairs),
    }
    if unanswerable:
        found["refusal precision"] = mean(not q["answerable"] for q, _ in refused)
        found["refusal recall"] = mean(not a["answered"] for _, a in unanswerable)
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def mean(values: Iterable[float]) -> float | None:
    """Return the mean of values, or None of none."""
    held = list(values)
    return sum(held) / len(held) if held else None


def _quoted(question: Row, answer: Row, most: int) -> bool:
    return any(is_right_at(q["article_id"], q["text"], question) for q in answer["quotes"][:most])


def _hit(question: Row, answer: Row, most: int) -> bool:
    known = {e["doc_id"] for e in question["evidence"]}
    return any(h["article_id"] in known for h in answer["hits"][:most])


def _short(question: Row, answer: Row) -> float:
    return max((token_f1(s, a) for s in answer["short_answers"][:1] for a in question["answers"]), default=0.0)


def token_f1(one: str, other: str) -> float:
    """Return the harmonic mean of the shares of words that two texts have in common."""
    a, b = words_of(one), words_of(other)
    shared = sum(min(a.count(w), b.count(w)) for w in set(a))
    return 2 * shared / (len(a) + len(b)) if shared else 0.0


def _named(question: Row, answer: Row) -> float:
    said = [q["speaker"] or "" for q in answer["quotes"][:1]]
    return max((share_named(s, known) for s in said for known in question["answers"]), default=0.0)


def share_named(speaker: str, known: str) -> float:
    """Return the share of a known source's names that a speaker holds."""
    capitals = [w for w in re.findall(r"\w[\w.'’-]*", known) if w[0].isupper()]
    names, said = words_of(" ".join(capitals)) or words_of(known), words_of(speaker)
    share = sum(n in said for n in names) / max(len(names), 1)
    return share / 2 if len(said) > len(words_of(known)) + LONG_SPEAKER else share


def _distinct(question: Row, answer: Row) -> float:
    known = {e["answer"] for e in question["evidence"] if e.get("answer")}
    return sum(any(holds(q["text"], k) for q in answer["quotes"][:5]) for k in known) / len(known)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance that an answerable question is met with more confidence than an unanswerable one."""
    if not positive or not negative:
        return None
    above = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return above / (len(positive) * len(negative))


# --- events

SAME_EVENT = "same_event"
"""The type of a question whose evidence are the articles that tell one event."""


def events_of(questions: Iterable[Row]) -> dict[str, str]:
    """Return of each article that is known to tell an event which one, by the questions that say so."""
    told = (q for q in questions if q.get("type") == SAME_EVENT and q.get("event"))
    return {e["doc_id"]: str(q["event"]) for q in told for e in q["evidence"]}


def event_figures(known: Mapping[str, str], groups: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return precision and F1 over pairs of articles that were joined to one event; nothing where none is known."""
    joined = {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}
    true = {frozenset(pair) for pair in combinations(sorted(known), 2) if known[pair[0]] == known[pair[1]]}
    if not true:
        return {}
    precision, recall = len(joined & true) / max(len(joined), 1), len(joined & true) / len(true)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"events precision": round(precision, 4), "events f1": round(f1, 4)}


# --- attributions

Places = frozenset[int]


def attribution_figures(
    known: Mapping[str, Sequence[Row]], found: Mapping[str, Sequence[Statement]]
) -> dict[str, float]:
    """Return how many attributions were found whole: half of the content shared, and sources that meet.

    `known` are annotated rows {source, cue, content} of each article, `found` its statements.
    """
    right = sum(_right(known[doc], found.get(doc, ())) for doc in known)
    said, true = sum(len(found.get(doc, ())) for doc in known), sum(len(rows) for rows in known.values())
    precision, recall = right / max(said, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"attributions f1": round(f1, 4), "attributions precision": round(precision, 4)} | {
        f"{part} characters f1": round(_characters(known, found, get_known, get_found), 4)
        for part, get_known, get_found in (
            ("source", lambda r: _places(r.get("source", ())), lambda s: _of([s.source] if s.source else [])),
            ("content", lambda r: _places(r["content"]), lambda s: _of(s.content)),
        )
    }


def _places(pairs: Iterable[Sequence[Any]]) -> Places:
    return frozenset(i for pair in pairs for i in range(pair[0], pair[1]))


def _of(spans: Iterable[Span]) -> Places:
    return frozenset(i for span in spans for i in range(span.start, span.end))


def _right(rows: Sequence[Row], statements: Sequence[Statement]) -> int:
    """Return how many known attributions have a statement of their own, the best content first."""
    mine = [(_of([s.source] if s.source else []), _of(s.content)) for s in statements]
    theirs = [(_places(r.get("source", ())), _places(r["content"])) for r in rows]
    alike = sorted(
        (
            (len(content & known) / len(content | known), i, j)
            for i, (_, content) in enumerate(mine)
            for j, (_, known) in enumerate(theirs)
            if content & known
        ),
        reverse=True,
    )
    used: set[tuple[str, int]] = set()
    for share, i, j in alike:
        same_source = bool(mine[i][0] & theirs[j][0]) or not (mine[i][0] or theirs[j][0])
        if share >= 0.5 and same_source and not {("mine", i), ("theirs", j)} & used:
            used |= {("mine", i), ("theirs", j)}
    return len(used) // 2


def _characters(
    known: Mapping[str, Sequence[Row]],
    found: Mapping[str, Sequence[Statement]],
    of_known: Callable[[Row], Places],
    of_found: Callable[[Statement], Places],
) -> float:
    hit = said = true = 0
    for doc, rows in known.items():
        theirs = frozenset().union(*(of_known(r) for r in rows))
        mine = frozenset().union(*(of_found(s) for s in found.get(doc, ())))
        hit, said, true = hit + len(theirs & mine), said + len(mine), true + len(theirs)
    return 2 * hit / max(said + true, 1)
