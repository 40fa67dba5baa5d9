"""Whether a quote is right, by the rule of the question sets: half of the shorter one in one unbroken run."""

import re
from difflib import SequenceMatcher
from typing import Any

from index import Quote

SHORT = 8


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def holds(text: str, answer: str) -> bool:
    wanted = " ".join(words(answer))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words(text))} "


def alike(a: str, b: str) -> bool:
    a, b = "".join(a.split()), "".join(b.split())
    if not a or not b:
        return False
    if a in b or b in a:
        return a == b or min(len(a), len(b)) >= 12
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b))
    return run.size * 2 >= min(len(a), len(b))


def right(quote: Quote, row: dict[str, Any]) -> bool:
    short = [a for a in row["answers"] if len(words(a)) <= SHORT]
    for evidence in row["evidence"]:
        if evidence["doc_id"] != quote.article.id:
            continue
        if evidence.get("quote"):
            if alike(quote.text, evidence["quote"]):
                return True
        elif not short or any(holds(quote.text, a) for a in short):
            return True
    return False
