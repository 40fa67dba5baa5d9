"""Posts of a network as pages embed them: the words, a dash, whoever wrote them and their handle, and the day."""

import re

from index.records import Act, Span
from index.statements.contents import trimmed
from index.statements.paragraphs import Draft, Paragraph

SIGNED = re.compile(r"(?:^|(?<=\s)|(?<=[.!?\"”’…]))[—–-]{1,2} ?([^\W\d_][^()—–\n]{1,60}?) \(@\w{1,40}\)[^\n]{0,40}$")
"""Ends a paragraph: "— Ada Holm (@adaholm) March 3, 2024"."""
LINK = ("http://", "https://", "pic.")
LONGEST_POST = 2_000
"""Characters; what is longer is a paragraph about something else that ends like a post."""


def by_signature(paragraph: Paragraph, before: Paragraph | None) -> Draft | None:
    """Return the statement that a post is: of the words before its signature, or of the whole paragraph before it."""
    doc = paragraph.doc
    found = SIGNED.search(doc.text)
    if found is None:
        return None
    cue = doc.char_span(found.start(), found.start(1), alignment_mode="contract")
    name = doc.char_span(*found.span(1), alignment_mode="expand")
    if cue is None or name is None:
        return None
    if found.start():
        content = _posted(paragraph, Span(paragraph.start, paragraph.start + found.start()))
    else:
        content = _posted(before, before.extent) if before is not None else None
    return Draft(cue, name, [content], Act.SAYS, verbatim=True) if content is not None else None


def _posted(paragraph: Paragraph, span: Span) -> Span | None:
    """Return what was posted, without the links at its end."""
    words = span.moved(-paragraph.start).of(paragraph.doc.text)
    words = words.rstrip()
    while (last := words.rsplit(maxsplit=1)[-1:]) and last[0].startswith(LINK):
        words = words.removesuffix(last[0]).rstrip()
    if not 0 < len(words) <= LONGEST_POST:
        return None
    return trimmed(paragraph.doc.text, paragraph.start, Span(span.start, span.start + len(words)))
