"""What is said about quotes → figures, for sets that tell speakers, stances, and which question is whose twin.

credit         a right first quote: its speaker is the one known, nobody where the article itself says it
bold precision answered with a short answer, yes-or-no questions apart: it is right; none is where nothing answers
bold recall    answerable who, how many, when and where questions: a right short answer is there
sides          contested: share of the known stances that the first five quotes show
sure right     answered at a confidence of .8 or more: right first quote
confidence     AUROC of it, a right first quote against all else
twins auroc    the same, questions against twins of them with one thing changed, which nothing answers
twins both     pairs of a question and its twin: the one answered with a right quote first, the other declined
variants       the same question in other words, of those ranked right: ranked right too
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from index.evaluation.scoring import Row, alike, auroc, is_right_at, mean, share_named, token_f1, words_of

NARROW = frozenset({"who_did", "who_said", "how_many", "when", "where"})
"""Types whose answer is a few words."""
SURE = 0.8
AROUND, INSIDE = 2, 4
"""Words that a short answer may have more than the known one, and fewer."""
LIKE = 0.5
"""Share of words in common (F1) from which a short answer is the known one, and of names from which a speaker is."""


def newsroom_figures(questions: Sequence[Row], answers: Sequence[Row]) -> dict[str, float]:
    """Return the figures that a set's rows tell enough for: questions, and their answers in the same order."""
    asked = {str(q["id"]): (q, a) for q, a in zip(questions, answers, strict=True) if "id" in q}
    first = {key: a["answered"] and _is_first_right(q, a) for key, (q, a) in asked.items()}
    right, rest = ([a["confidence"] for k, (_, a) in asked.items() if first[k] is wanted] for wanted in (True, False))
    sure = [k for k, (_, a) in asked.items() if a["answered"] and a["confidence"] >= SURE]
    found = {
        "credit": mean(c for k, (q, a) in asked.items() if first[k] for c in _credits(q, a)),
        "sure right": mean(first[k] for k in sure),
        "confidence": auroc(right, rest),
        **_bold(asked.values()),
        "sides": mean(_sides(q, a) for q, a in asked.values() if len(_stances(q)) > 1),
        **_pairs(asked, first),
    }
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def _is_first_right(question: Row, answer: Row) -> bool:
    quotes = answer["quotes"][:1]
    return bool(question["answerable"]) and any(is_right_at(q["article_id"], q["text"], question) for q in quotes)


def _matched(question: Row, quote: Row) -> list[Row]:
    near = (e for e in question["evidence"] if e["doc_id"] == quote["article_id"])
    return [e for e in near if alike(quote["text"], e["quote"])]


def _credits(question: Row, answer: Row) -> Iterator[bool]:
    """Yield whether the first quote's speaker is the one known, where the set says who or that nobody is."""
    quote = answer["quotes"][0]
    known = [e["speaker"] for e in _matched(question, quote) if "speaker" in e]
    said = quote["speaker"] or ""
    if known:
        named = any(k and said and max(share_named(said, k), share_named(k, said)) >= LIKE for k in known)
        yield named or (not said and None in known)


def _bold(pairs: Iterable[tuple[Row, Row]]) -> dict[str, float | None]:
    held = [(q, a) for q, a in pairs if q.get("type")]
    shown = [(q, a) for q, a in held if a["answered"] and a["short_answers"] and q["type"] != "yes_no"]
    right = {q["id"]: q["answerable"] and is_short_right(a["short_answers"][0], q["answers"]) for q, a in shown}
    narrow = [q["id"] for q, _ in held if q["answerable"] and q["type"] in NARROW]
    return {"bold precision": mean(right.values()), "bold recall": mean(right.get(key, False) for key in narrow)}


def is_short_right(short: str, answers: Sequence[str]) -> bool:
    """Tell whether a few words are an answer known: half of their words are its own, or one holds the other."""
    return any(_is_like(words_of(short), words_of(a)) or token_f1(short, a) >= LIKE for a in answers)


def _is_like(short: Sequence[str], answer: Sequence[str]) -> bool:
    if not short or not answer:
        return False
    more = len(short) - len(answer)
    if more >= 0:
        return _holds(short, answer) and more <= AROUND
    return _holds(answer, short) and -more <= INSIDE


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def _stances(question: Row) -> set[str]:
    return {e["stance"] for e in question["evidence"] if e.get("stance")}


def _sides(question: Row, answer: Row) -> float:
    quotes = answer["quotes"][:5] if answer["answered"] else []
    shown = {e.get("stance") for q in quotes for e in _matched(question, q)} & _stances(question)
    return len(shown) / len(_stances(question))


def _pairs(asked: Mapping[str, tuple[Row, Row]], first: Mapping[str, bool]) -> dict[str, float | None]:
    twins = [(str(q["twin_of"]), key) for key, (q, _) in asked.items() if q.get("twin_of") in asked]
    sure: dict[str, Any] = {key: a["confidence"] for key, (_, a) in asked.items()}
    ranked = {key: _is_first_right(q, a) for key, (q, a) in asked.items()}
    others = [key for key, (q, _) in asked.items() if ranked.get(str(q.get("variant_of")))]
    return {
        "twins auroc": auroc([sure[k] for k in {own for own, _ in twins}], [sure[twin] for _, twin in twins]),
        "twins both": mean(first[own] and not asked[twin][1]["answered"] for own, twin in twins),
        "variants": mean(ranked[key] for key in others),
    }
