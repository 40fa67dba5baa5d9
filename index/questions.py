"""What is asked: the kind of question, the act and speaker it names, and the words to search. Pure.

Rules over the words of the question, without a parser, so that a question costs nothing to read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.cues import act_of, lemma_of
from index.records import Act

LONGEST = 1000
"""Characters; a longer text is no question."""
WORD = re.compile(r"\w+(?:['’]\w+)?")
STOPWORDS = frozenset(
    """
    a an and any are as at be been being by can could did do does doing for from had has have having he her
    him his how i if in into is it its just like me my of on or our out she should so some such than that
    the their them then there these they this those to was we were what when where which who whom whose why
    will with would you your about tell please know according ever also much many
    """.split()
)
AUXILIARIES = frozenset(
    """
    has have had did does do was is are were will would may might could also ever
    """.split()
)
POINTING = frozenset(
    """
    he she it they them that this those these there his her its their him then
    """.split()
)
COUNTED_NOUNS = frozenset({"people", "persons", "number", "total", "figure", "figures", "count"})
SHORT_QUESTION = 4
"""Content words; a question with fewer leans on the talk before it."""


class Asked(StrEnum):
    """The kind of a question, which decides what a right answer holds."""

    WHO_SAID = "who said"
    WHAT_SAID = "what said"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    WHY = "why"
    YES_NO = "yes or no"
    WHAT = "what"


class Counted(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    BODIES = "bodies found"
    WOUNDED = "wounded"
    HOSPITAL = "taken to hospital"
    MISSING = "missing"
    DETAINED = "detained"
    DISPLACED = "displaced"


ASKED = {
    Counted.KILLED: r"\b(?:kill\w*|dead|die[ds]?|dying|death|deaths|toll|fatalit\w+|casualt\w+|victims?|lives)\b",
    Counted.WOUNDED: r"\b(?:wound\w*|injur\w+|hurt|casualt\w+)\b",
    Counted.BODIES: r"\b(?:bod(?:y|ies)|kill\w*|dead|die[ds]?|toll)\b",
    Counted.HOSPITAL: r"\b(?:hospital\w*|wound\w*|injur\w+)\b",
    Counted.MISSING: r"\bmissing\b",
    Counted.DETAINED: r"\b(?:arrest\w*|detain\w*)\b",
    Counted.DISPLACED: r"\b(?:displac\w*|evacuat\w*|homeless)\b",
}


def wanted_counts(question: str) -> frozenset[Counted]:
    """Return what a question asks to be counted."""
    return frozenset(matter for matter, words in ASKED.items() if re.search(words, question, re.I))


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read: `search` is what retrieval is given, `topic` what it is about."""

    text: str
    kind: Asked
    search: str
    topic: str
    act: Act | None = None
    cue: str | None = None
    speaker: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no word to search by."""
        return not WORD.search(self.search)


KINDS = (
    (re.compile(r"\bhow (?:many|much)\b|\b(?:death toll|number of|casualties)\b", re.I), Asked.HOW_MANY),
    (
        re.compile(r"^(?:\W*\w+\W+){0,4}?\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b", re.I),
        Asked.WHEN,
    ),
    (
        re.compile(r"^(?:\W*\w+\W+){0,4}?\bwhere\b|\b(?:what|which) (?:city|country|place|town|state)\b", re.I),
        Asked.WHERE,
    ),
    (re.compile(r"^(?:\W*\w+\W+){0,4}?\b(?:why|how come)\b|\bfor what reason\b", re.I), Asked.WHY),
    (re.compile(r"^(?:\W*\w+\W+){0,4}?\b(?:who|whom|whose)\b", re.I), Asked.WHO),
    (
        re.compile(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.I),
        Asked.YES_NO,
    ),
)
WHAT_SAID = re.compile(r"^\W*(?:what|how)\s+(?:did|does|do|has|have|had|was)\s+(?P<rest>.+)$", re.I)
DID_SAY = re.compile(r"^\W*(?:did|does|do|has|have|had)\s+(?P<rest>.+)$", re.I)


def read_question(text: str, history: Sequence[Mapping[str, str]] = ()) -> Question:
    """Return the question as read; `history` is the talk before it, oldest first."""
    text = " ".join(text.split())
    search = _with_history(text, history)
    said = _who_said(text, search) or _what_said(text, search)
    if said:
        return said
    kind = next((k for pattern, k in KINDS if pattern.search(text)), Asked.WHAT)
    return Question(text, kind, search, _topic(kind, search))


def _topic(kind: Asked, search: str) -> str:
    """Return the words of the matter; what is counted is known as such, and its words need not stand there."""
    words = content_words(search)
    if kind is not Asked.HOW_MANY:
        return words
    counting = "|".join(ASKED[matter] for matter in wanted_counts(search)) or r"(?!)"
    kept = [w for w in words.split() if not re.search(counting, w, re.I) and w.casefold() not in COUNTED_NOUNS]
    return " ".join(kept) or words


def content_words(text: str) -> str:
    """Return the words of `text` that carry its matter; all of them where none does."""
    words = WORD.findall(text)
    return " ".join(w for w in words if w.casefold() not in STOPWORDS) or " ".join(words)


def _who_said(text: str, search: str) -> Question | None:
    words = WORD.findall(text)
    if not words or words[0].casefold() not in ("who", "whom", "which"):
        return None
    place = next((i for i, w in enumerate(words[1:8], 1) if _is_finite_cue(words, i)), None)
    if place is None:
        return None
    topic = " ".join(words[place + 1 :])
    if search != text:
        topic = f"{topic} {search}"
    return Question(
        text,
        Asked.WHO_SAID,
        search,
        content_words(topic or search),
        act_of(words[place]),
        lemma_of(words[place]),
    )


def _is_finite_cue(words: Sequence[str], place: int) -> bool:
    """Tell whether the word is the question's verb: nothing but helpers, or a noun after "which", before it."""
    if lemma_of(words[place]) is None:
        return False
    before = [w.casefold() for w in words[1:place]]
    return words[0].casefold() == "which" or all(w in AUXILIARIES for w in before)


def _what_said(text: str, search: str) -> Question | None:
    """Read "what did SPEAKER say about TOPIC" and "did SPEAKER deny TOPIC"."""
    for pattern, kind in ((WHAT_SAID, Asked.WHAT_SAID), (DID_SAY, Asked.YES_NO)):
        found = pattern.match(text)
        words = WORD.findall(found["rest"]) if found else []
        place = next((i for i, w in enumerate(words) if i and lemma_of(w)), None)
        if place is not None:
            speaker = " ".join(words[:place])
            topic = content_words(" ".join(words[place + 1 :])) or speaker
            return Question(text, kind, search, topic, act_of(words[place]), lemma_of(words[place]), speaker)
    return None


def _with_history(text: str, history: Sequence[Mapping[str, str]]) -> str:
    """Join the asker's last question where this one leans on it: short, or pointing back."""
    words = [w.casefold() for w in WORD.findall(text)]
    own = [w for w in words if w not in STOPWORDS]
    earlier = [turn.get("text", "") for turn in history if turn.get("speaker", "user") == "user"]
    leans = len(own) < SHORT_QUESTION or bool(POINTING & set(words))
    return f"{text} {read_question(earlier[-1]).topic}" if earlier and leans else text
