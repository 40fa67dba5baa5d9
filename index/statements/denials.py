"""Denials by plain words: "our planes did not fly that night", said by the accused."""

from dataclasses import replace

from spacy.tokens import Token

from index.records import Act, Span, Statement
from index.statements.paragraphs import NEGATIONS, SUBJECTS, Paragraph

UNDENYING = frozenset(
    "choice option alternative information details comment idea doubt time reason words answer".split()
)
"""What somebody may have had none of without denying anything: "we had no choice"."""


def with_denials_by_content(text: str, found: list[tuple[Paragraph, Statement]]) -> list[Statement]:
    """Turn plain words that deny into denials: "our planes did not fly that night", said by the accused."""
    deniers = {stem for _, s in found if s.act is Act.DENIES and s.source for stem in _stems(text, s)}
    return [replace(s, act=Act.DENIES) if s.act is Act.SAYS and _denies(text, p, s, deniers) else s for p, s in found]


def _denies(text: str, paragraph: Paragraph, statement: Statement, deniers: set[str]) -> bool:
    """Tell whether content denies.

    Its main clause must be negated and in the past, and the speaker must either deny by a cue elsewhere
    in the article, or speak of their own side.
    """
    clause = _first_root(paragraph, statement.content[0])
    if clause is None or not _is_negated_past(clause):
        return False
    speaker = _stems(text, statement)
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    side = {t.lower_[:5] for t in subject.subtree} if subject is not None else set()
    return bool(speaker & deniers) or bool(side & (speaker | {"we", "i", "our", "ours"}))


def _stems(text: str, statement: Statement) -> set[str]:
    spans = (statement.name, statement.source, statement.role)
    words = " ".join(s.of(text) for s in spans if s is not None).replace("’", "'").split()
    return {w.casefold()[:5].rstrip("'s") for w in words if w[:1].isupper() and len(w) > 3}


def _first_root(paragraph: Paragraph, span: Span) -> Token | None:
    start, end = span.start - paragraph.start, span.end - paragraph.start
    words = paragraph.doc.char_span(start, end, alignment_mode="contract")
    if words is None:
        return None
    return next((t for t in words if t.tag_.startswith("VB") and t.dep_ in ("ROOT", "ccomp", "conj")), None)


def _is_negated_past(clause: Token) -> bool:
    """Tell whether a clause says that something did not happen: "did not", "no planes flew", "had no part"."""
    helpers = {c.lower_ for c in clause.children if c.dep_ in ("aux", "auxpass")}
    is_past = clause.tag_ == "VBD" or bool(helpers & {"did", "had", "has", "have", "was", "were"})
    own = {c.lower_ for c in clause.children if c.dep_ == "neg"}
    nouns = (c for c in clause.children if c.dep_ in SUBJECTS or (c.dep_ == "dobj" and c.lower_ not in UNDENYING))
    opening = {t.lower_ for noun in nouns for t in list(noun.subtree)[:2]}
    return is_past and bool((own | opening) & NEGATIONS)
