"""Speech that runs on into the next paragraph: a mark left open, or a colon that announces it."""

from collections.abc import Sequence

from index.records import Span
from index.statements.paragraphs import Draft, Paragraph

CLOSING = "\"”»'’"


def run_on(text: str, drafted: Sequence[tuple[Paragraph, list[Draft]]]) -> None:
    """Give each quotation that begins a paragraph to the statement of the paragraph before that leads into it."""
    speaking: Draft | None = None
    for paragraph, drafts in drafted:
        leading = _leading(paragraph)
        if speaking is not None and leading is not None and not _is_taken(leading, drafts):
            speaking.content.append(leading)
            speaking.further.append(leading)
            if len(leading) < len(paragraph.extent) or not _is_open(text, leading):
                speaking = None
        else:
            speaking = None
        speaking = _left_speaking(text, paragraph, drafts) or speaking


def _leading(paragraph: Paragraph) -> Span | None:
    """Return the quotation that a paragraph begins with."""
    return next((q for q in paragraph.marked if q.start <= paragraph.start + 1), None)


def _is_taken(quotation: Span, drafts: Sequence[Draft]) -> bool:
    return any(c.meets(quotation) for d in drafts for c in d.content)


def _is_open(text: str, quotation: Span) -> bool:
    return text[quotation.end - 1] not in CLOSING


def _left_speaking(text: str, paragraph: Paragraph, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft whose speaker goes on in the next paragraph."""
    announcing = next((d for d in reversed(drafts) if not d.content), None)
    if announcing is not None:
        return announcing
    last = paragraph.marked[-1] if paragraph.marked else None
    if last is None or not _is_open(text, last) or last.end < paragraph.extent.end - 1:
        return None
    return next((d for d in drafts if any(c.meets(last) for c in d.content)), None)
