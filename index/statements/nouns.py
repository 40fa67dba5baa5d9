"""Statements by noun: "his claim that", "the ministry's denial of", "an accusation by X that"."""

from spacy.tokens import Token

from index.records import Act
from index.statements.contents import trimmed
from index.statements.paragraphs import Draft, Paragraph
from index.statements.subjects import noun_phrase
from index.text.cues import ACT_OF_NOUN

CLAUSE_ONLY = frozenset({Act.SAYS, Act.PREDICTS, Act.DOUBTS})
"""Acts whose nouns need a clause: "his claim that"; "his claim to the throne" is another thing."""
TOPICS = frozenset({"of", "for", "against", "to"})


def by_noun(paragraph: Paragraph, token: Token) -> Draft | None:
    """Return the statement that a noun makes, where the article says whose it is and what was said."""
    act = ACT_OF_NOUN.get(token.lower_)
    if act is None or token.tag_ not in ("NN", "NNS") or paragraph.is_quoted(token):
        return None
    owner = _owner(token)
    if owner is None or paragraph.is_quoted(owner):
        return None
    said = _said(token, owner, act)
    if said is None:
        return None
    words = paragraph.span(token.doc[max(said.left_edge.i, token.i + 1) : said.right_edge.i + 1])
    content = trimmed(paragraph.doc.text, paragraph.start, words)
    return Draft(token.doc[token.i : token.i + 1], noun_phrase(owner), [content], act) if content else None


def _owner(noun: Token) -> Token | None:
    own = next((c for c in noun.children if c.dep_ == "poss"), None)
    by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from")), None)
    return own if own is not None else next((c for c in by.children if c.dep_ == "pobj"), None) if by else None


def _said(noun: Token, owner: Token, act: Act) -> Token | None:
    """Return the head of what was said: a clause with "that", an infinitive, or what a denial is of."""
    hung_on = [noun, *([owner] if owner.i > noun.i else [])]
    clauses = (c for h in hung_on for c in h.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i)
    clause = next((c for c in clauses if any(w.lower_ in ("that", "to") for w in c.children)), None)
    if clause is not None:
        return clause
    if act in CLAUSE_ONLY:
        return None
    return next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in TOPICS and c.i > noun.i), None)
