"""Speech after an action: a quotation without a verb of saying, right behind what the one person of its paragraph did.

"The mayor, Bob Stark, shook his head. “We have a court order.”"
"""

from collections.abc import Iterable

from spacy.tokens import Span as Words
from spacy.tokens import Token

from index.records import Act, Span
from index.statements.paragraphs import Draft, Paragraph
from index.statements.subjects import noun_phrase

LEAST_WORDS = 4
"""Words of a quotation that is a speech; fewer may be what something is called."""
DOING = frozenset({"VBD", "VBZ", "VBP"})


def by_action(paragraph: Paragraph) -> Draft | None:
    """Return the quotations of a paragraph as said by whoever does something right before the first of them.

    Only where nobody else is named in it, so that nobody else can be meant.
    """
    said = [q for q in paragraph.marked if _is_speech(paragraph, q)]
    before = _sentence_before(paragraph, said[0]) if said else None
    subject = _acting(before) if before is not None else None
    if before is None or subject is None or not _is_only_person(paragraph, subject):
        return None
    return Draft(paragraph.doc[before.root.i : before.root.i + 1], noun_phrase(subject), said, Act.SAYS)


def _is_speech(paragraph: Paragraph, quotation: Span) -> bool:
    words = [t for t in paragraph.doc if quotation.holds(paragraph.span(t)) and t.is_alpha]
    is_said = len(words) >= LEAST_WORDS and any(t.tag_.startswith(("VB", "MD")) for t in words)
    return is_said and paragraph.begins_sentence(quotation)


def _sentence_before(paragraph: Paragraph, quotation: Span) -> Words | None:
    """Return the sentence that ends where a quotation begins."""
    ended = [s for s in paragraph.doc.sents if paragraph.span(s).end <= quotation.start + 1]
    return ended[-1] if ended and not paragraph.is_quoted(ended[-1].root) else None


def _acting(sentence: Words) -> Token | None:
    """Return who does what a sentence tells, where it is a person who is named."""
    verb = sentence.root
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or verb.tag_ not in DOING or verb.lemma_ == "be":
        return None
    phrase = verb.doc[subject.left_edge.i : subject.right_edge.i + 1]
    return subject if _surnames(phrase) else None


def _surnames(words: Iterable[Token]) -> set[str]:
    """Return the last words of the names of people: what the parser takes for one, or two names of nothing else."""
    return {
        t.text
        for t in words
        if t.tag_ == "NNP"
        and t.ent_type_ in ("", "PERSON")
        and t.dep_ != "compound"
        and (t.ent_type_ or any(c.dep_ == "compound" and c.tag_ == "NNP" for c in t.lefts))
    }


def _is_only_person(paragraph: Paragraph, subject: Token) -> bool:
    phrase = subject.doc[subject.left_edge.i : subject.right_edge.i + 1]
    return len(own := _surnames(phrase)) == 1 and _surnames(t for t in subject.doc if not paragraph.is_quoted(t)) == own
