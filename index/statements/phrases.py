"""The few words of a sentence that answer by themselves: who, where, when, what, why, how. Always a slice of it.

The parser that reads statements reads these too; times and reasons go by their own words.
"""

import re
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from index.query.questions import Asked
from index.records import Span
from index.statements.paragraphs import SUBJECTS, plain
from index.statements.parser import loaded_parser, one_thread
from index.statements.subjects import noun_phrase
from index.text.calendar import MONTHS, WEEKDAYS

PEOPLE, BODIES = frozenset({"PERSON"}), frozenset({"ORG", "NORP", "GPE"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
DAY = rf"(?:{'|'.join(WEEKDAYS)}|yesterday|today|tonight|tomorrow)"
MONTH = "(?:" + "|".join([*MONTHS, *(rf"{m[:3]}\." for m in MONTHS), r"Sept\."]) + ")"
PART = r"(?:morning|afternoon|evening|night|noon|midnight)"
CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)|\d{1,2}:\d\d|midnight|noon)"
NEARLY = r"(?:(?:shortly|just|about|around|at|before|after) )*"
NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?:{MONTH}\s+{NUMBER}(?:,\s*\d{{4}})?|{NUMBER}\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}})?"
    rf"|{MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
)
YEAR = r"(?<![\d,.$£€])(?:1[0-9]|20)\d\d(?![\d,.]\d)"
TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{NEARLY}{CLOCK}\s+(?:on\s+)?)?(?:late (?:on )?|early (?:on )?|last )?{DAY}(?:\s+{PART})?(?:,?\s+{DATE})?"
        rf"(?:,? at (?:about |around )?{CLOCK})?",
        DATE,
        r"(?:the )?(?:early |late |mid-?)?(?:1[0-9]|20)\d0s",
        rf"(?:the )?(?:{NUMBER}|\w+teenth|twentieth|nineteenth) century",
        YEAR,
        CLOCK,
        rf"(?:this|last|next) (?:week|month|year|{PART}|spring|summer|autumn|fall|winter)",
        r"\w+ (?:days|weeks|months|years) (?:ago|later|earlier)",
    )
)
"""Forms of a time, the telling ones first."""
REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|in order to|so that|as a result of|in retaliation for"
    r"|in response to|after|following|amid|over|since|for (?=\w+ing\b))\s+[^.;:!?\"“”—–]{3,140}",
    re.I,
)
MANNER = re.compile(r"\b(?:by|through|using|with|after)\s+(?:\w+ing|an?|the)\b[^.;:!?\"“”—–,]{2,100}", re.I)
MOST_WORDS = 14


class PhraseReader:
    """Finds the short answer inside a sentence, with spaCy's small English pipeline."""

    def __init__(self) -> None:
        self._nlp: Language = loaded_parser()

    def phrase(self, kind: Asked, sentence: str, known: frozenset[str]) -> Span | None:
        """Return the part of `sentence` that answers a question of `kind`, or None.

        `known` are the words that the question itself holds, which are no answer to it; there are none
        where it asks one thing of a story that it tells itself.
        """
        if kind is Asked.WHEN:
            return _first(TIMES, sentence, known)
        if kind is Asked.WHY:
            return _first((REASON,), sentence, frozenset())
        finders = {Asked.WHO: _who, Asked.WHERE: _where, Asked.WHAT: _what, Asked.HOW: _how}
        if kind not in finders:
            return None
        with one_thread():
            parsed = self._nlp(plain(sentence))
        words = finders[kind](parsed, known)
        return Span(words.start_char, words.end_char) if words is not None and words.text.strip() else None


def _first(patterns: Iterable[re.Pattern[str]], text: str, known: frozenset[str]) -> Span | None:
    for pattern in patterns:
        for found in pattern.finditer(text):
            if not _is_known(found[0], known) and found[0].strip():
                return Span(found.start(), found.start() + len(found[0].rstrip(" ,")))
    return None


def _is_known(words: str, known: frozenset[str]) -> bool:
    own = {w.casefold() for w in re.findall(r"\w+", words)}
    return bool(own) and own <= known


def _who(doc: Doc, known: frozenset[str]) -> Words | None:
    """Return who acts, by name; failing that, a person of two names at least whom the question does not name.

    Of a story that tells itself (nothing is `known`) the subject need have no name: "a gunman".
    """
    subject = _subject(doc)
    named = [e for e in doc.ents if e.label_ in PEOPLE | BODIES and not _is_known(e.text, known)]
    if subject is not None and (not known or _holds_any(subject, named)):
        return subject
    return next((e for e in named if e.label_ in PEOPLE and len(e) > 1), None)


def _holds_any(words: Words, others: Iterable[Words]) -> bool:
    return any(o.start >= words.start and o.end <= words.end for o in others)


def _subject(doc: Doc) -> Words | None:
    root = _root(doc)
    own = next((c for c in root.children if c.dep_ in SUBJECTS), None) if root is not None else None
    agent = next((c for c in root.children if c.dep_ == "agent"), None) if root is not None else None
    if agent is not None:
        own = next((c for c in agent.children if c.dep_ == "pobj"), own)
    if own is None or own.tag_.startswith(("PRP", "W", "EX")):
        return None
    words = noun_phrase(own)
    return words[1:] if len(words) > 1 and words[0].lower_ == "the" else words


def _root(doc: Doc) -> Token | None:
    return next((t for t in doc if t.dep_ == "ROOT"), None)


def _where(doc: Doc, known: frozenset[str]) -> Words | None:
    """Return a place, first one that stands after "in", "at" or "near"."""
    places = [e for e in doc.ents if e.label_ in PLACES and not _is_known(e.text, known)]
    led = [e for e in places if e.start and doc[e.start - 1].lower_ in ("in", "at", "near", "outside", "downtown")]
    chosen = next(iter(led or places), None)
    if chosen is None:
        return None
    end = chosen.end
    following = next((e for e in places if e.start == end + 1 and doc[end].text == ","), None)
    return doc[chosen.start : following.end] if following is not None else chosen


def _what(doc: Doc, known: frozenset[str]) -> Words | None:
    """Return what the subject does: the predicate as far as the next stop."""
    root = _root(doc)
    if root is None:
        return None
    helpers = [c.i for c in root.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < root.i]
    start = min([*helpers, root.i])
    stops = (t.i for t in doc if t.i > root.i and t.text in ",;:—–-" and t.i > root.i + 2)
    end = min([next(stops, len(doc)), root.right_edge.i + 1, start + MOST_WORDS])
    while end > start + 1 and doc[end - 1].is_punct:
        end -= 1
    return doc[start:end]


def _how(doc: Doc, known: frozenset[str]) -> Words | None:
    found = MANNER.search(doc.text)
    by_means = doc.char_span(*found.span(), alignment_mode="contract") if found else None
    return by_means if by_means is not None else _what(doc, known)
