"""Speech by label: a transcript's "MS. BERG: …", a headline's "Korin: …", a name and a colon before a quotation."""

import re

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from index.records import Act
from index.statements.contents import trimmed
from index.statements.paragraphs import Draft, Paragraph

WORD = r"[A-Z][\w.'’-]{0,60}"
LABEL = re.compile(
    rf"\W{{0,3}}((?:{WORD}|[QA])(?:,? (?:{WORD}|of|for|the|and)){{0,5}})(?: \([^()]{{1,30}}\))?:\s+(?=\S)"
)
TRANSCRIPT = re.compile(r"[QA]|(?:[A-Z][A-Z.'’-]+[ ,]*){1,5}")
"""A name in capitals, which a transcript puts before what somebody said."""
LEAST_WORDS = 4
"""Words after a label that make a statement; "Score: 4-2" and "Photo: Reuters" are none."""
NO_SPEAKERS = frozenset(
    """
    photo photos image source sources video watch read related update updates correction note editor edited graphic
    credit breaking analysis opinion exclusive live listen see more also poll fact check map caption picture here
    """.split()
)


def by_label(paragraph: Paragraph) -> Draft | None:
    """Return the statement that a whole paragraph is, by the name and colon that it begins with."""
    doc = paragraph.doc
    found = LABEL.match(doc.text)
    if found is None or len(doc.text[found.end() :].split()) < LEAST_WORDS:
        return None
    name = doc.char_span(*found.span(1), alignment_mode="expand")
    colon = next((t for t in doc if t.idx >= found.end(1) and t.text == ":"), None)
    if name is None or colon is None or not _is_speaker(paragraph, name, found.end()):
        return None
    content = trimmed(doc.text, paragraph.start, paragraph.extent.after(paragraph.start + found.end()))
    is_transcript = paragraph.is_turn or bool(TRANSCRIPT.fullmatch(name.text))
    return Draft(doc[colon.i : colon.i + 1], name, [content], Act.SAYS, verbatim=is_transcript) if content else None


def _is_speaker(paragraph: Paragraph, name: Words, end: int) -> bool:
    """Tell a speaker from a rubric: a name in capitals, a person, or whoever stands before a quotation."""
    if name[0].lower_ in NO_SPEAKERS or name[-1].lower_ in NO_SPEAKERS:
        return False
    if paragraph.is_turn or TRANSCRIPT.fullmatch(name.text) or _is_person(name.doc, name):
        return True
    return any(abs(q.start - paragraph.start - end) <= 1 for q in paragraph.marked)


def _is_person(doc: Doc, name: Words) -> bool:
    return any(e.label_ == "PERSON" and e.start < name.end and name.start < e.end for e in doc.ents)
