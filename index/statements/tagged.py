"""Statements as a token model marks them: which words are the cue, whose it is, and what is said."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span as Words
from spacy.tokens import Token

from index.inference.taggers import Place, Tagged
from index.records import Act, Span
from index.statements.contents import trimmed
from index.statements.paragraphs import NEGATIONS, Draft, Paragraph
from index.statements.subjects import REFUSING, noun_phrase
from index.text.cues import ACT_OF_LEMMA, ACT_OF_NOUN, UNDONE, lemma_of

NEAR = 25
"""Characters by which the ends of content may lie further in than the rules see them, and be taken for theirs."""
SAME = 0.3
"""Share of characters from which two drafts are of the same words."""


def by_tagger(paragraph: Paragraph, tagged: Sequence[Tagged]) -> Iterator[Draft]:
    """Yield the drafts of those attributions, of which the cue stands in a paragraph, whose source does, too."""
    for one in tagged:
        cue, source = _words(paragraph, one.cue), _nearest(paragraph, one)
        if cue is None or source is None or not _may_speak(source.root, cue.root):
            continue
        if paragraph.is_quoted(cue.root) or paragraph.is_quoted(source.root):
            continue
        content = [*_contents(paragraph, one)]
        act = act_of_cue(cue, content, paragraph)
        if content and act is not None:
            yield Draft(cue, noun_phrase(_speaker(source.root)), content, act, source=source)


def _may_speak(source: Token, cue: Token) -> bool:
    """Tell whether a source is no verb, and not what its cue is done to: "three names mentioned"."""
    is_object = cue.tag_ == "VBN" and cue.dep_ == "acl" and cue.head.i == source.i
    return source.tag_[:2] not in ("VB", "MD") and not is_object


def _words(paragraph: Paragraph, places: Sequence[Place]) -> Words | None:
    """Return the words at the first of places, if it lies in the paragraph."""
    if not places or not paragraph.extent.holds(Span(*places[0])):
        return None
    start, end = (place - paragraph.start for place in places[0])
    return paragraph.doc.char_span(start, end, alignment_mode="expand")


def _nearest(paragraph: Paragraph, one: Tagged) -> Words | None:
    """Return the source, or of one in pieces that next to the cue."""
    near = sorted(one.source, key=lambda place: max(place[0] - one.cue[0][1], one.cue[0][0] - place[1]))
    return _words(paragraph, near)


def _speaker(source: Token) -> Token:
    """Return whom a relative pronoun stands for: "the officer" of "the officer, who denied it"."""
    clause = source.head
    return clause.head if source.tag_ in ("WP", "WDT") and clause.dep_ == "relcl" else source


def _contents(paragraph: Paragraph, one: Tagged) -> Iterator[Span]:
    """Yield what is said, each quotation whole; what stands in later paragraphs as it is."""
    last: Span | None = None
    for place in one.content:
        span = _whole(paragraph, Span(*place))
        if span is not None and (last is None or not last.meets(span)):
            last = span
            yield span


def _whole(paragraph: Paragraph, span: Span) -> Span | None:
    if not paragraph.extent.holds(span):
        return None
    kept = trimmed(paragraph.doc.text, paragraph.start, span)
    if kept is None:
        return None
    for quotation in paragraph.marked:
        kept = kept.to(quotation) if quotation.meets(kept) else kept
    return kept


def act_of_cue(cue: Words, content: Sequence[Span], paragraph: Paragraph) -> Act | None:
    """Return what a cue performs by the words in it; None where it performs nothing, as "declined to".

    A model marks plans and likings, too; where neither the cue is a word of saying nor the content stands in quotation
    marks, nobody has said anything.
    """
    words = {token.lower_ for token in cue}
    if words & REFUSING:
        return None
    acts = [ACT_OF_LEMMA[lemma] for t in cue if t.tag_.startswith("VB") and (lemma := lemma_of(t.text))]
    acts += [ACT_OF_NOUN[word] for word in words if word in ACT_OF_NOUN]
    if acts:
        return Act.SAYS if acts[0] in UNDONE and words & NEGATIONS else acts[0]
    is_quoted = any(q.meets(c) for q in paragraph.marked for c in content)
    return Act.SAYS if is_quoted or "according" in words else None


def joined(ruled: Sequence[Draft], tagged: Sequence[Draft]) -> list[Draft]:
    """Return tagged drafts, as the rules know them better where both see one cue, and what the rules see beside them.

    Rules tell the act of a cue, and through whom it comes; where content begins and ends a model tells better.
    """
    found = list[Draft]()
    for draft in tagged:
        same = next((r for r in ruled if _is_one(r.cue, draft.cue)), None)
        if same is not None and same.content:
            same.content = _snapped(draft.content, same.content)
        found.append(same or draft)
    return beside(found, ruled)


def _snapped(content: Sequence[Span], ruled: Sequence[Span]) -> list[Span]:
    """Return content that begins and ends where the rules see it do so, where that is hardly further out."""
    first, last = content[0].start, content[-1].end
    start = next((r.start for r in ruled if 0 < first - r.start <= NEAR), first)
    end = next((r.end for r in ruled if 0 < r.end - last <= NEAR), last)
    widened = [Span(start, content[0].end), *content[1:]]
    return [*widened[:-1], Span(widened[-1].start, end)]


def beside(found: Sequence[Draft], others: Sequence[Draft]) -> list[Draft]:
    """Return drafts, and those others that have no cue of theirs and say something else."""
    return [*found, *(o for o in others if not any(_is_one(o.cue, f.cue) or _say_the_same(o, f) for f in found))]


def _is_one(left: Words, right: Words) -> bool:
    return left.start < right.end and right.start < left.end


def _say_the_same(left: Draft, right: Draft) -> bool:
    both = sum(max(min(a.end, b.end) - max(a.start, b.start), 0) for a in left.content for b in right.content)
    either = sum(map(len, left.content)) + sum(map(len, right.content)) - both
    return both > SAME * either
