"""Which of a paragraph's drafts stand: a verb inside a statement is part of it, unless somebody else speaks there."""

from spacy.tokens import Token

from index.records import Act, Span
from index.statements.contents import trimmed, without
from index.statements.paragraphs import SUBJECTS, Draft, Paragraph
from index.text.cues import SPEAKING, lemma_of

PERSONAL = frozenset({"he", "she", "they", "it"})


def settled(paragraph: Paragraph, found: list[Draft]) -> list[Draft]:
    """Drop what stands inside another's content, a verb there being part of that statement.

    "X said …, according to Y" is the other way round: Y is no speaker, but X's relay.
    """
    for item in found:
        # The parser may take a cue, or the mark before it, and what is said for one word.
        item.content = [c for c in item.content if not c.meets(paragraph.span(item.cue))]
        inner = [o for o in found if o is not item and _holds_cue(paragraph, item, o)]
        if item.cue[0].lower_ == "according" and inner:
            phrase = paragraph.span(item.cue).to(paragraph.span(item.subject))
            for other in inner:
                other.relay = item.subject
                other.content = [cut for c in other.content if (cut := without(c, phrase, paragraph))]
            item.content = []
    for item in found:
        for other in found:
            if item is not other and _goes_on(item, other) and _holds_cue(paragraph, item, other):
                item.content = _before(paragraph, other.cue.root, item.content)
    found = [f for f in found if f.content]
    kept = []
    for item in found:
        outer = next((o for o in found if o is not item and _is_inside(paragraph, item, o)), None)
        if outer is None:
            kept.append(item)
        elif _is_anothers(item, outer):
            item.relay = item.relay if item.relay is not None else outer.subject
            kept.append(item)
    return kept


def _goes_on(draft: Draft, other: Draft) -> bool:
    """Tell whether another cue has no subject of its own, but the draft's or a "he": "said he is well and denied it".

    Whichever verb it is beside, the same person does both.
    """
    cue, subject = other.cue.root, other.subject.root
    has_own = any(c.dep_ in SUBJECTS for c in cue.children)
    is_same = subject.lower_ in PERSONAL or subject.i == draft.subject.root.i
    return cue.dep_ == "conj" and not has_own and is_same and other.act is not Act.SAYS


def _before(paragraph: Paragraph, cue: Token, content: list[Span]) -> list[Span]:
    """Return content as far as the "and" before a cue."""
    joint = next((t for t in cue.head.children if t.dep_ == "cc" and t.i < cue.i), cue)
    end = paragraph.span(cue.doc[joint.i : joint.i + 1]).start
    cut = [Span(c.start, min(c.end, end)) for c in content if c.start < end]
    return [kept for c in cut if (kept := trimmed(paragraph.doc.text, paragraph.start, c))]


def _is_inside(paragraph: Paragraph, inner: Draft, outer: Draft) -> bool:
    return _holds_cue(paragraph, outer, inner) and not _holds_cue(paragraph, inner, outer)


def _is_anothers(inner: Draft, outer: Draft) -> bool:
    """Tell whether another, and no mere "he", speaks inside: "X said that Y denied it"."""
    speaker, reporter = inner.subject.root, outer.subject.root
    is_speaking = inner.act is not Act.SAYS or lemma_of(inner.cue.root.text) in SPEAKING
    return is_speaking and speaker.tag_ in ("NNP", "NNPS", "NN", "NNS") and speaker.lower_ != reporter.lower_


def _holds_cue(paragraph: Paragraph, outer: Draft, inner: Draft) -> bool:
    cue = paragraph.span(inner.cue)
    return any(c.holds(cue) for c in outer.content)
