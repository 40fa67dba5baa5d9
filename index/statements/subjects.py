"""Who speaks, by grammar: the subject of a cue, never the nearest name."""

import re

from spacy.tokens import Span as Words
from spacy.tokens import Token

from index.statements.paragraphs import CLAUSES, NEGATIONS, SUBJECTS, TO_LISTENER
from index.text.cues import QUOTING, SPEAKING, lemma_of

REFUSING = frozenset(
    """
    refuse refuses refused refusing decline declines declined declining fail fails failed failing avoid avoids
    avoided avoiding stopped stops hesitate hesitated hesitates
    """.split()
)
"""Verbs after which a cue did not happen: "refused to confirm" confirms nothing."""
POSSIBLE = frozenset({"can", "could", "may", "might", "should", "must"})
"""Before a cue that nobody has done yet: "28 members can ask". Negated it tells something: "could not say"."""
ACRONYM = re.compile(r"[A-Z]{3,8}")
"""A body that the tagger may take for an adverb: "SOHR, according to RT, said"."""
BREAKS = frozenset({"relcl", "acl", "advcl"})


def subject_of(cue: Token) -> Token | None:
    """Return the grammatical subject of a cue, looking up through coordination and participles."""
    own = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
    passive = any(c.dep_ == "auxpass" for c in cue.children)
    if passive:
        agent = next((c for c in cue.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    if own is not None:
        if own.dep_ == "expl" or own.lower_ in ("there", "what") or (own.lower_ == "it" and _is_impersonal(cue)):
            return None
        return cue.head if relative_pronoun(cue) is not None else own
    acronym = next((c for c in cue.children if c.i < cue.i and ACRONYM.fullmatch(c.text)), None)
    if acronym is not None:
        return acronym
    quoting = quoting_verb(cue)
    if quoting is not None:
        return next((c for c in quoting.children if c.dep_ == "dobj"), None)
    if cue.dep_ == "xcomp" and cue.head.lower_ in REFUSING:
        return None
    if cue.dep_ in ("conj", "advcl", "xcomp") and cue.head.i != cue.i and cue.head.tag_.startswith(("VB", "MD")):
        return _suffering(_above(cue)) or subject_of(_above(cue))
    if cue.dep_ == "acl" and cue.tag_ == "VBG":
        return cue.head
    return _taken_for_an_adverb(cue)


def has_not_happened(cue: Words) -> bool:
    """Tell whether nobody has said anything yet: they can, might or should, or have yet to."""
    verb = cue.root.head if cue.root.dep_ in ("aux", "auxpass") else cue.root
    before = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]]
    supposed = any(c.tag_ == "MD" and c.lower_ in POSSIBLE for c in verb.children)
    negated = any(c.lower_ in NEGATIONS for c in verb.children)
    return before == ["yet", "to"] or (supposed and not negated)


def _suffering(verb: Token) -> Token | None:
    """Return whom something is done to: in "was slapped by her and denied it" he denies it, not she."""
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def _taken_for_an_adverb(cue: Token) -> Token | None:
    """Return the name just before a cue without a subject that the tagger took for an adverb: "Brolly told us"."""
    if cue.i == cue.sent.start or cue.tag_ not in ("VBD", "VBZ"):
        return None
    before = cue.nbor(-1)
    return before if before.dep_ == "advmod" and before.head.i == cue.i and before.text[:1].isupper() else None


def _above(cue: Token) -> Token:
    """Return the verb that a cue goes along with: of "claimed that it was fake, saying …" who claimed also says."""
    head = cue.head
    is_inside = head.dep_ in CLAUSES and lemma_of(head.head.text) is not None
    return head.head if cue.tag_ == "VBG" and is_inside else head


def quoting_verb(cue: Token) -> Token | None:
    """Return "quoted" of "quoted her as saying", whose subject is the relay and whose object the speaker."""
    as_ = cue.head
    is_passed_on = cue.dep_ == "pcomp" and as_.lower_ == "as" and as_.head.lower_ in QUOTING
    return as_.head if is_passed_on else None


def noun_phrase(head: Token) -> Words:
    """Return the phrase around `head` without the clauses that hang on it."""
    left, right = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.i > head.i and child.dep_ in BREAKS and not (child.dep_ == "acl" and child.tag_ == "VBN"):
            right = min(right, child.left_edge.i - 1)
    words = head.doc[left : max(right, head.i) + 1]
    while len(words) > 1 and words[-1].is_punct and words[-1].text not in ")]":
        words = words[:-1]
    return words


def cue_words(cue: Token) -> Words:
    """Return the cue with the auxiliaries and negation before it: "did not confirm"."""
    left = min([c.i for c in cue.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < cue.i] + [cue.i])
    return cue.doc[left : cue.i + 1] if cue.i - left <= 4 else cue.doc[cue.i : cue.i + 1]


def relative_pronoun(cue: Token) -> Token | None:
    """Return "who" of "the officer, who denied it"."""
    if cue.dep_ != "relcl":
        return None
    return next((c for c in cue.children if c.dep_ in SUBJECTS and c.tag_ in ("WP", "WDT")), None)


def _is_impersonal(cue: Token) -> bool:
    """Tell "it was found that" and "it means" from "it said", which a ministry does."""
    return lemma_of(cue.text) not in SPEAKING


def source_words(subject: Token, cue: Token) -> Words:
    """Return the article's own words for the speaker: the whole phrase, or "who" where the cue hangs on that."""
    pronoun = relative_pronoun(cue)
    if pronoun is not None:
        return cue.doc[pronoun.i : pronoun.i + 1]
    left, right = subject.left_edge.i, subject.right_edge.i
    if left <= cue.i <= right:
        return noun_phrase(subject)
    words = cue.doc[left : right + 1]
    while len(words) > 1 and words[-1].is_punct and words[-1].text not in ")]":
        words = words[:-1]
    return words


def relay_of(cue: Token) -> Words | None:
    """Return whom a speaker was quoted through: "told Y", "Y quoted X as saying"."""
    quoting = quoting_verb(cue)
    heard = None
    if quoting is not None:
        heard = next((c for c in quoting.children if c.dep_ in SUBJECTS), None)
    elif lemma_of(cue.text) in TO_LISTENER:
        heard = next((c for c in cue.children if c.dep_ in ("dobj", "dative") and c.ent_type_ == "ORG"), None)
    return noun_phrase(heard) if heard is not None else None
