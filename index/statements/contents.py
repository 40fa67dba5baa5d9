"""What was said: where the content of a cue begins and ends. A quotation is never cut."""

from spacy.tokens import Token

from index.records import Act, Span
from index.statements.paragraphs import CLAUSES, SUBJECTS, TO_LISTENER, Paragraph
from index.statements.subjects import noun_phrase
from index.text.cues import ACT_OF_LEMMA, OBJECT_ACTS, OBJECT_LEMMAS, lemma_of

OCCASIONS = frozenset({"statement", "interview", "speech", "letter", "tweet", "report", "post", "video", "briefing"})
"""What one speaks in: "denied it in a statement" says nothing of what was denied."""
CHARGES = frozenset({"in", "of", "for", "with", "over", "as", "against"})


def content_of(paragraph: Paragraph, cue: Token, lemma: str, act: Act) -> list[Span]:
    """Return what a cue says, as spans of the article: whole quotations, or the clause or object it governs."""
    clause = _clause(cue, lemma, act)
    spans: list[Span] = []
    put = figure_put(cue) if lemma == "put" else None
    if put is not None:
        spans = [paragraph.span(cue.doc[cue.i + 1 : put.right_edge.i + 1])]
    elif clause is not None:
        spans = _with_charge(paragraph, cue, _subtree(paragraph, clause, cue))
    elif cue.dep_ in ("parathesis", "parataxis") or (cue.dep_ == "ccomp" and cue.head.i < cue.i):
        spans = _around(paragraph, cue)
    spans = _with_accused(paragraph, cue, spans) or _adjacent(paragraph, cue, act)
    return _widened(paragraph, cue, spans)


def _with_accused(paragraph: Paragraph, cue: Token, spans: list[Span]) -> list[Span]:
    """Add who was accused, or praised, where the verb is passive: "Dravia was accused by Velmora of bombing it"."""
    accused = next((c for c in cue.children if c.dep_ == "nsubjpass"), None)
    return [paragraph.span(noun_phrase(accused)), *spans] if accused is not None and spans else spans


def _with_charge(paragraph: Paragraph, cue: Token, spans: list[Span]) -> list[Span]:
    """Add what somebody is accused of, or praised for, to whom: "accused Dravia of bombing the town"."""
    charge = next((c for c in cue.children if c.dep_ == "prep" and c.i > cue.i and c.lower_ in CHARGES), None)
    if charge is None or len(spans) != 1 or ACT_OF_LEMMA.get(lemma_of(cue.text) or "") not in OBJECT_ACTS:
        return spans
    if any(c.lower_ in OCCASIONS for c in charge.children):
        return spans
    whole = paragraph.span(cue.doc[charge.i : charge.right_edge.i + 1])
    return [spans[0].to(whole)] if spans[0].end <= whole.start <= spans[0].end + 2 else spans


def _clause(cue: Token, lemma: str, act: Act) -> Token | None:
    clause = next((c for c in cue.children if c.dep_ in CLAUSES), None)
    if clause is not None:
        return clause
    if act in OBJECT_ACTS or lemma in OBJECT_LEMMAS:
        wanted = ("dobj",) if lemma not in TO_LISTENER else ()
        prepositional = next(
            (c for c in cue.children if c.dep_ == "prep" and c.lower_ in ("of", "for", "against")), None
        )
        object_ = next((c for c in cue.children if c.dep_ in wanted), None)
        return object_ if object_ is not None else prepositional
    return None


def _subtree(paragraph: Paragraph, clause: Token, cue: Token) -> list[Span]:
    """Return the clause's words, cut where the cue and its subject stand in their midst."""
    kept = sorted(t.i for t in clause.subtree)
    left, right = kept[0], kept[-1]
    text, start = paragraph.doc.text, paragraph.start
    if clause.i > cue.i:
        left = max(left, cue.i + 1)
        right = _with_second_clause(cue, right)
        piece = paragraph.span(cue.doc[left : right + 1])
        kept_words = trimmed(text, start, piece)
        return [kept_words] if kept_words else []
    right = min(right, cue.i - 1)
    subject = next((c for c in cue.children if c.dep_ in SUBJECTS and c.i < cue.i), None)
    if subject is not None and left <= subject.left_edge.i <= right:
        right = subject.left_edge.i - 1
    if right < left:
        return []
    kept_words = trimmed(text, start, paragraph.span(cue.doc[left : right + 1]))
    return [kept_words] if kept_words else []


def _with_second_clause(cue: Token, right: int) -> int:
    """Return the end of content that goes on with "and that" or a colon, which the parser hangs elsewhere."""
    doc, end = cue.doc, cue.sent.end
    follows = [doc[i].lower_ for i in range(right + 1, min(right + 4, end))]
    joined = [w for w in follows if w not in (",", ";")][:2]
    goes_on = follows[:1] == [":"] or (joined[:1] in (["and"], ["but"], ["or"], ["nor"]) and joined[1:] == ["that"])
    return end - 1 if goes_on else right


def _around(paragraph: Paragraph, cue: Token) -> list[Span]:
    """A cue in the middle of a sentence, as in "The road, she said, was open": both sides of it."""
    subject = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
    own = (
        cue.doc[cue.left_edge.i : cue.right_edge.i + 1]
        if subject is None
        else cue.doc[min(subject.left_edge.i, cue.i) : max(subject.right_edge.i, cue.i) + 1]
    )
    whole, mine = paragraph.span(cue.sent), paragraph.span(own)
    parts = [p for p in (gap(whole.start, mine.start), gap(mine.end, whole.end)) if p]
    return [s for p in parts if (s := trimmed(paragraph.doc.text, paragraph.start, p))]


def _adjacent(paragraph: Paragraph, cue: Token, act: Act) -> list[Span]:
    """Return the quotations of the cue's own sentence, or the one that ends just before it."""
    sentence = paragraph.span(cue.sent)
    if act not in (Act.SAYS, *OBJECT_ACTS, Act.ORDERS):
        return []
    here = [q for q in paragraph.marked if q.meets(sentence)]
    return [q for q in here if _between_is_light(paragraph, cue, q)]


def _between_is_light(paragraph: Paragraph, cue: Token, quotation: Span) -> bool:
    """Tell whether only a short attribution stands between cue and quotation."""
    where = paragraph.span(cue)
    gap = quotation.start - where.end if quotation.start >= where.end else where.start - quotation.end
    return gap <= 120


def _widened(paragraph: Paragraph, cue: Token, spans: list[Span]) -> list[Span]:
    """Widen content that touches a quotation to the whole of it, and join what then overlaps."""
    own, sentence = paragraph.span(cue), paragraph.span(cue.sent)
    here = [q for q in paragraph.marked if q.meets(sentence)]
    touched = [q for q in here if any(q.meets(s) or _next_to(paragraph, q, s) for s in spans)]
    merged: list[Span] = []
    for span in sorted([*spans, *touched]):
        if span.meets(own):
            continue
        if merged and (merged[-1].meets(span) or merged[-1].end == span.start):
            merged[-1] = merged[-1].to(span)
        else:
            merged.append(span)
    return merged


def _next_to(paragraph: Paragraph, quotation: Span, span: Span) -> bool:
    between = paragraph.doc.text[
        max(0, min(quotation.end, span.end) - paragraph.start) : max(quotation.start, span.start) - paragraph.start
    ]
    return len(between) <= 2 and not any(c.isalnum() for c in between)


def trimmed(text: str, start: int, span: Span) -> Span | None:
    """Return `span` without blanks and stops at its ends; `text` begins at `start` of the article."""
    words = text[span.start - start : span.end - start]
    lead = len(words) - len(words.lstrip(" ,;:.—–-\n\t"))
    end = len(words.rstrip(" ,;:.—–-\n\t"))
    return Span(span.start + lead, span.start + end) if lead < end else None


def figure_put(token: Token) -> Token | None:
    """Return the "at" of "puts the toll at 26", which tells it from every other putting."""
    return next((c for c in token.children if c.lower_ == "at" and any(n.like_num for n in c.subtree)), None)


def gap(start: int, end: int) -> Span | None:
    """Return what lies between two places, or None where nothing does."""
    return Span(start, end) if start < end else None


def without(span: Span, phrase: Span, paragraph: Paragraph) -> Span | None:
    """Cut a phrase, and the comma before it, off the end or the beginning of a span."""
    if not span.meets(phrase):
        return span
    rest = gap(span.start, phrase.start) or gap(phrase.end, span.end)
    return trimmed(paragraph.doc.text, paragraph.start, rest) if rest else None
