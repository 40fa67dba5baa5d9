"""What is asked: the kind of question, the act and speaker it names, and the words to search. Pure.

Rules over the words of the question, without a parser, so that a question costs nothing to read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from index.query.limits import NO_LIMITS, Limits
from index.query.news import newest_of
from index.query.periods import Period, period_of, without_relative_time, without_time
from index.query.small_talk import is_small_talk
from index.query.talk import POINTING, Leaning, Talk, asked_before, before_last, leaning_of, named_in_answer
from index.records import Act, Article, Counted
from index.text.cues import act_of, lemma_of
from index.text.words import STOPWORDS, WORD, content_words

LONGEST = 1000
"""Characters; a longer text is no question."""
COUNTED_NOUNS = frozenset({"people", "persons", "number", "total", "figure", "figures", "count"})

VAGUE = (
    STOPWORDS | POINTING | COUNTED_NOUNS | frozenset("happened happen happens else anything something news it".split())
)
"""Words that say nothing of what a question is about."""
BY = r"\b(?:in|by|from|on|according\s+to|does|did|has)"
NAME_AROUND = re.compile(r"^\s*the\s+|\s*\([^()]*\)\s*$", re.I)
LEAST_NAME = 7
"""Letters from which a publisher's name is known in any case; "Time" is one in its own case only."""
HELPERS = "is are was were do does did has have had can could will would should".split()
ACCORDING_TO = re.compile(
    rf",?\s*\baccording\s+to\s+([^,?]+?)(?=[,?]|\s+(?:who|what|when|where|how|why|{'|'.join(HELPERS)})\b|$)", re.I
)


LONGEST_COUNTING = 8
"""Words of a question that are repeated where no figure answers it."""
ELSE = re.compile(r"^\W*(?:and\s+)?(?:who|what|anyone|anybody)\s+else\W*$", re.I)
"""Asks the last question again."""


class Asked(StrEnum):
    """The kind of a question, which decides what a right answer holds."""

    WHO_SAID = "who said"
    WHAT_SAID = "what said"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes or no"
    WHAT = "what"


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
    """A question as read: `search` is what retrieval is given, `topic` what it is about.

    `is_aspect` where it asks one thing of a story that it tells itself: "Tram derails in Lund: who?"; `asks_newest`
    where it asks for the newest on its topic, or, without one, for the newest there is.
    """

    text: str
    kind: Asked
    search: str
    topic: str
    act: Act | None = None
    cue: str | None = None
    speaker: str | None = None
    publisher: str = ""
    period: Period | None = None
    is_aspect: bool = False
    asks_newest: bool = False
    limits: Limits = NO_LIMITS
    leaning: Leaning = Leaning.STANDS

    @property
    def is_limited(self) -> bool:
        """Whether an article must be of some publisher or time, or its words of some speaker."""
        return bool(self.publisher or (self.period and not self.period.is_wish) or self.limits.are_set)

    def of_any_time(self) -> "Question":
        """Return the question with the time that it names as a wish, for where nothing is of that time."""
        return replace(self, period=replace(self.period, is_wish=True)) if self.period else self

    @property
    def counts_by_somebody(self) -> bool:
        """Whether it asks for a figure that somebody gave: "how many died, according to the monitor"."""
        return self.kind is Asked.HOW_MANY and bool(self.speaker)

    @property
    def counting(self) -> str:
        """The words that ask how many of what: "how many otters died"."""
        return " ".join(self.text.rstrip(" ?.!").split()[:LONGEST_COUNTING]) if self.kind is Asked.HOW_MANY else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is no word to search by, or nothing is asked."""
        return not WORD.search(self.search) or is_small_talk(self.search)

    @property
    def is_open(self) -> bool:
        """Whether it says nothing of what it is about: "who denied it?", "how many died?"."""
        counting = "|".join(ASKED[matter] for matter in wanted_counts(self.search)) or r"(?!)"
        words = [w.casefold() for w in WORD.findall(self.topic) if not re.search(counting, w, re.I)]
        return not self.publisher and not self.speaker and set(words) <= VAGUE

    @property
    def asks_for_something(self) -> bool:
        """Whether it asks for an act or a count, so that an event can be known by having one."""
        return self.act not in (None, Act.SAYS) or bool(wanted_counts(self.search))

    def timeless(self) -> "Question":
        """Return the question without the time that it names, for articles known to be of that time."""
        search = without_time(self.search)
        kept = {w.casefold() for w in WORD.findall(search)}
        topic = " ".join(w for w in self.topic.split() if w.casefold() in kept)
        return replace(self, search=search, topic=topic or content_words(search))

    def admits(self, article: Article, words: str) -> bool:
        """Tell whether an article may answer, by its publisher and by the time that the question names."""
        by_publisher = not self.publisher or article.publisher == self.publisher
        return (
            by_publisher and self.limits.admit(article) and (self.period is None or self.period.admits(article, words))
        )


KINDS = (
    (re.compile(r"\bhow (?:many|much)\b|\b(?:death toll|number of|casualties)\b", re.I), Asked.HOW_MANY),
    (
        re.compile(r"^\W*(?:\w+\W+){0,4}?when\b|\b(?:what|which) (?:year|date|day|month|time)\b", re.I),
        Asked.WHEN,
    ),
    (
        re.compile(r"^\W*(?:\w+\W+){0,4}?where\b|\b(?:what|which) (?:city|country|place|town|state)\b", re.I),
        Asked.WHERE,
    ),
    (re.compile(r"^\W*(?:\w+\W+){0,4}?(?:why|how come)\b|\bfor what reason\b", re.I), Asked.WHY),
    (re.compile(r"^\W*(?:\w+\W+){0,4}?(?:who|whom|whose)\b", re.I), Asked.WHO),
    (re.compile(r"^\W*how\b", re.I), Asked.HOW),
    (
        re.compile(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.I),
        Asked.YES_NO,
    ),
)
WHAT_SAID = re.compile(r"^\W*(?:what|how)\s+(?:did|does|do|has|have|had|was)\s+(?P<rest>.+)$", re.I)
DID_SAY = re.compile(r"^\W*(?:did|does|do|has|have|had)\s+(?P<rest>.+)$", re.I)


def read_question(
    text: str,
    history: Talk = (),
    *,
    today: date | None = None,
    publishers: Sequence[str] = (),
) -> Question:
    """Return the question as read.

    `history` is the talk before it, oldest first; `today` is what "last week" counts from, the real day
    where it is None; `publishers` are those whom the question may name as its limit.
    """
    asked = " ".join(text.split())
    if history and ELSE.match(asked):
        earlier = asked_before(history)
        last = earlier[-1] if earlier else ""
        again = read_question(last, before_last(earlier), today=today, publishers=publishers)
        return again if again.is_empty else replace(again, text=asked)
    publisher, text = _limited(asked, publishers)
    speaker, text = _according_to(text)
    search, leaning = _with_talk(text, history)
    period = period_of(search, today or datetime.now(UTC).date())
    text, search = without_relative_time(text), without_relative_time(search)
    question = _newest(text) or _aspect(text, search) or _who_said(text, search) or _what_said(text, search)
    if question is None:
        kind = next((k for pattern, k in KINDS if pattern.search(text)), Asked.WHAT)
        question = Question(text, kind, search, _topic(kind, search))
    return replace(
        question, text=asked, speaker=question.speaker or speaker, publisher=publisher, period=period,
        leaning=leaning,
    )  # fmt: skip


def _newest(text: str) -> Question | None:
    topic = newest_of(text)
    if topic is None:
        return None
    return Question(text, Asked.WHAT, topic or text, content_words(topic), asks_newest=True)


def _aspect(text: str, search: str) -> Question | None:
    found = ASPECT.match(text)
    if found is None:
        return None
    return Question(text, Asked(found["aspect"].casefold()), search, content_words(found["story"]), is_aspect=True)


def _limited(text: str, publishers: Sequence[str]) -> tuple[str, str]:
    """Return the publisher that a question is limited to, or "", and the question without that limit."""
    for publisher in sorted(publishers, key=len, reverse=True):
        name = NAME_AROUND.sub("", publisher).strip()
        words = re.escape(name).replace("\\ ", r"\s+")
        is_telling = len(name) >= LEAST_NAME
        found = re.search(rf"{BY}\s+(?:[Tt]he\s+)?{words}(?!\w)", text, re.I if is_telling else 0) if name else None
        does = re.match(r"(?:does|do|did|has)\b", found[0], re.I) if found else None
        if found and (does is None or _says(text[found.end() :])):
            kept = f"{text[: found.start()]} {does[0] + ' it' if does else ''} {text[found.end() :]}"
            return publisher, " ".join(kept.split())
    return "", text


def _says(text: str) -> bool:
    """Tell whether a text goes on with a verb of saying: whoever does anything else is no source of it."""
    return any(map(lemma_of, WORD.findall(text)[:2]))


def _according_to(text: str) -> tuple[str | None, str]:
    """Return whom "according to" names, and the question without it."""
    found = ACCORDING_TO.search(text)
    if found is None:
        return None, text
    return found[1].strip(" ?,."), " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


ASPECT = re.compile(r"(?P<story>.{12,}[\w\"'”’.?!]):\s*(?P<aspect>who|what|when|where|why|how)\s*\?+$", re.I)
"""A headline with the one thing asked of it."""


def _topic(kind: Asked, search: str) -> str:
    """Return the words of the matter; what is counted is known as such, and its words need not stand there."""
    words = content_words(search)
    if kind is not Asked.HOW_MANY:
        return words
    counting = "|".join(ASKED[matter] for matter in wanted_counts(search)) or r"(?!)"
    kept = [w for w in words.split() if not re.search(counting, w, re.I) and w.casefold() not in COUNTED_NOUNS]
    return " ".join(kept) or words


def _who_said(text: str, search: str) -> Question | None:
    words = WORD.findall(text)
    place = next((i for i in range(1, min(len(words), 9)) if _is_verb_of_question(words, i)), None)
    if place is None:
        return None
    topic = " ".join(words[place + 1 :])
    if search != text:
        topic = f"{topic} {search.removeprefix(text)}"
    act, cue = act_of(words[place]), lemma_of(words[place])
    return Question(text, Asked.WHO_SAID, search, content_words(topic or search), act, cue)


def _is_verb_of_question(words: Sequence[str], place: int) -> bool:
    """Tell whether a cue is what the one asked for did: "who has denied", "which minister said".

    Not "who was accused", which asks for another, nor "which state", which is a noun.
    """
    word, first, before = words[place].casefold(), words[0].casefold(), [w.casefold() for w in words[1:place]]
    lemma = lemma_of(word)
    if lemma is None or lemma in NOT_ASKED:
        return False
    if any(w in BEING for w in before) and not word.endswith("ing"):
        return False
    if word == lemma and not any(w in BARE_AFTER for w in before):
        return False
    if first in ("who", "whom"):
        return all(w in HELPING for w in before)
    nouns = [w for w in before if w not in HELPING]
    return first == "which" and 1 <= len(nouns) <= 3 and not {"did", "do", "does"} & set(before)


BEING = frozenset("is are was were be been being".split())
BARE_AFTER = frozenset("did do does will would may might could can".split())
HELPING = BEING | BARE_AFTER | frozenset("has have had also ever".split())
NOT_ASKED = frozenset("commit find put feel charge".split())
"""Cues that in a question mostly ask for a deed: "who committed the murders" asks for no promise.

Of the 25 questions of polnear and newsroom that it changes, 14 are answered rightly with it and 14 without.
"""
PREPOSITIONS = frozenset("on of in for about to by with over against after before from at".split())
"""Words after which a cue is no verb of the question: "the vote on condemning the mine"."""
ARTICLES = frozenset("the a an its his her their this that".split())


def _what_said(text: str, search: str) -> Question | None:
    """Read "what did SPEAKER say about TOPIC" and "did SPEAKER deny TOPIC"."""
    for pattern, kind in ((WHAT_SAID, Asked.WHAT_SAID), (DID_SAY, Asked.YES_NO)):
        found = pattern.match(text)
        words = WORD.findall(found["rest"]) if found else []
        place = next((i for i in range(1, len(words)) if _is_verb_after_speaker(words, i)), None)
        if place is not None:
            speaker = " ".join(words[:place])
            topic = content_words(" ".join(words[place + 1 :])) or speaker
            return Question(text, kind, search, topic, act_of(words[place]), lemma_of(words[place]), speaker)
    return None


def _is_verb_after_speaker(words: Sequence[str], place: int) -> bool:
    """Tell a verb from a noun of the same letters: "the report say", "the state department say"."""
    named = any(w.casefold() not in STOPWORDS for w in words[:place])
    lemma, before = lemma_of(words[place]), words[place - 1].casefold()
    return lemma is not None and named and before not in ARTICLES and before not in PREPOSITIONS


def _with_talk(text: str, talk: Talk) -> tuple[str, Leaning]:
    """Join what the last question was about, and whom its answer names, where this one leans on it."""
    earlier, leaning = asked_before(talk), leaning_of(text)
    if not earlier or leaning is Leaning.STANDS or is_small_talk(text):
        return text, Leaning.STANDS
    return f"{text} {read_question(earlier[-1], before_last(earlier)).topic} {named_in_answer(talk)}".strip(), leaning
