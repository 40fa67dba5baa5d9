"""Parsed sentences → statements: cue, source and content of direct and indirect speech.

The order of work follows what was found to matter most: quotations are found first and never cut;
a cue inside a quotation or inside another statement's content is part of that statement; a source
is the grammatical subject, never the nearest name, and is required.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from index.inference.taggers import Place, Tagged, Tagger
from index.records import Act, Article, BlockKind, Span, Speech, Statement
from index.statements.actions import by_action
from index.statements.contents import content_of, figure_put, gap, trimmed
from index.statements.denials import with_denials_by_content
from index.statements.labels import by_label
from index.statements.naming import ArticleNames, Named
from index.statements.nesting import settled
from index.statements.nouns import by_noun
from index.statements.paragraphs import CLAUSES, NEGATIONS, Draft, Paragraph, plain
from index.statements.parser import forgetting, loaded_parser, one_thread
from index.statements.posts import by_signature
from index.statements.running_on import run_on
from index.statements.subjects import cue_words, has_not_happened, noun_phrase, relay_of, source_words, subject_of
from index.statements.tagged import beside, by_tagger, joined
from index.text.chunking import sentences_of
from index.text.cues import ACT_OF_LEMMA, ASKING, UNDONE, lemma_of, may_tell
from index.text.datelines import after_dateline
from index.text.quotations import quotations, speech_of

TOGETHER = 128
"""Paragraphs that are parsed at once."""
LEAST_BLOCK = 10
"""Characters; nobody says anything in fewer."""
LONGEST_BLOCK = 50_000
"""Characters; a paragraph beyond it is no prose, and is left without statements."""
WANTING = {"charge": "with", "commit": "to"}
"""Cues that say something only with a clause, or with this word: a park charges a fee, an army commits crimes."""
ENGLISH = ("", "en")
"""Languages of articles that are read; one that states none is taken for English."""
NOBODY = frozenset({"nobody", "no", "none", "neither", "nothing"})


class StatementReader:
    """Reads statements out of articles with spaCy's small English pipeline, and what a tagger marks."""

    def __init__(self, tagger: Tagger) -> None:
        self.pipeline: Language = loaded_parser()
        self._tagger = tagger

    def read(self, articles: Sequence[Article]) -> list[list[Statement]]:
        """Return each article's statements, in the order of their first character."""
        with one_thread(), forgetting(self.pipeline):
            sentences = [sentences_of(a) if a.language in ENGLISH else [] for a in articles]
            parsed = self._parsed(articles, sentences)
            told = [_telling(a, s) if p else [] for a, s, p in zip(articles, sentences, parsed, strict=True)]
            tagged = self._tagger.tag([a.text for a in articles], told)
            return [_statements(a, p, t) for a, p, t in zip(articles, parsed, tagged, strict=True)]

    def _parsed(self, articles: Sequence[Article], sentences: Sequence[Sequence[Span]]) -> list[list[Paragraph]]:
        paragraphs: list[list[Paragraph]] = [[] for _ in articles]
        for doc, (place, span) in self.pipeline.pipe(
            self._prepared(articles, sentences), as_tuples=True, batch_size=TOGETHER
        ):
            marked = quotations(articles[place].text, span)
            paragraphs[place].append(Paragraph(doc, span.start, marked, articles[place].time_of(span) is not None))
        return paragraphs

    def _prepared(
        self, articles: Sequence[Article], sentences: Sequence[Sequence[Span]]
    ) -> Iterator[tuple[Doc, tuple[int, Span]]]:
        for place, (article, own) in enumerate(zip(articles, sentences, strict=True)):
            if article.language not in ENGLISH:
                continue
            starts = {s.start for s in own}
            for block in article.blocks:
                fits = LEAST_BLOCK <= len(block.span) <= LONGEST_BLOCK
                if fits and block.kind in (BlockKind.BODY, BlockKind.HEADING):
                    span = after_dateline(article.text, block.span)
                    yield self._doc(article.text, span, starts), (place, span)

    def _doc(self, text: str, span: Span, starts: set[int]) -> Doc:
        doc = self.pipeline.make_doc(plain(span.of(text)))
        begins = [n == 0 or span.start + at in starts for n, at in enumerate(doc.to_array([IDX]).tolist())]
        return doc.from_array([SENT_START], np.where(begins, 1, -1).astype(np.uint64))  # type: ignore[arg-type]


def _telling(article: Article, sentences: Sequence[Span]) -> list[Place]:
    """Return the sentences in which somebody may be saying something."""
    return [(s.start, s.end) for s in sentences if may_tell(s.of(article.text))]


def _statements(article: Article, paragraphs: list[Paragraph], tagged: Sequence[Tagged]) -> list[Statement]:
    names = ArticleNames(article, [(p.doc, p.start) for p in paragraphs])
    drafted = [
        (p, sorted(_in_paragraph(p, before, marks), key=lambda d: (d.cue.start, d.cue.end)))
        for before, p, marks in zip([None, *paragraphs], paragraphs, _by_paragraph(paragraphs, tagged), strict=False)
    ]
    run_on(article.text, drafted)
    found: list[tuple[Paragraph, Statement]] = []
    for paragraph, drafts in drafted:
        found.extend((paragraph, _finished(article, paragraph, d, names)) for d in settled(paragraph, drafts))
        names.end_paragraph()
    return with_denials_by_content(article.text, found)


def _by_paragraph(paragraphs: Sequence[Paragraph], tagged: Sequence[Tagged]) -> list[list[Tagged]]:
    """Return what is marked, by the paragraph that its cue begins in."""
    starts = [p.start for p in paragraphs]
    found: list[list[Tagged]] = [[] for _ in paragraphs]
    for one in tagged:
        place = bisect_right(starts, one.cue[0][0]) - 1
        if place >= 0:
            found[place].append(one)
    return found


def _in_paragraph(paragraph: Paragraph, before: Paragraph | None, tagged: Sequence[Tagged]) -> list[Draft]:
    ruled = [found for token in paragraph.doc if (found := _at(paragraph, token))]
    drafts = [d for d in joined(ruled, list(by_tagger(paragraph, tagged))) if not has_not_happened(d.cue)]
    for draft in drafts:
        _take_following(paragraph, draft, [d for d in drafts if d is not draft])
    labelled = by_label(paragraph) or by_signature(paragraph, before)
    if labelled is None and not drafts:
        acted = by_action(paragraph)
        return [acted] if acted else []
    return drafts if labelled is None else beside([labelled], drafts)


def _take_following(paragraph: Paragraph, found: Draft, others: list[Draft]) -> None:
    """Give a speaker the quotations that follow in the paragraph without a cue of their own."""
    if not any(q.meets(c) for q in paragraph.marked for c in found.content):
        return
    cue_end, sentence_end = paragraph.span(found.cue).end, paragraph.span(found.cue.sent).end
    starts = [paragraph.span(o.cue).start for o in others]
    until = min((s for s in starts if s > cue_end), default=len(paragraph.doc.text) + paragraph.start)
    taken = [*found.content, *(c for o in others for c in o.content)]
    for quotation in paragraph.marked:
        is_free = cue_end <= quotation.start and quotation.end <= until and not _covered(quotation, taken)
        goes_on = quotation.start < sentence_end or paragraph.begins_sentence(quotation)
        if is_free and goes_on and not _is_name(paragraph, found, quotation):
            found.content.append(quotation)


def _is_name(paragraph: Paragraph, found: Draft, quotation: Span) -> bool:
    """Tell whether a quotation is what a speaker is called: it stands in the phrase for them, and has no verb."""
    speaker = found.subject.root
    phrase = paragraph.doc[speaker.left_edge.i : speaker.right_edge.i + 1]
    quoted = [t for t in phrase if quotation.holds(paragraph.span(t))]
    return bool(quoted) and not any(t.tag_.startswith(("VB", "MD")) for t in quoted)


def _covered(span: Span, content: Iterable[Span]) -> bool:
    return any(c.meets(span) for c in content)


def _at(paragraph: Paragraph, token: Token) -> Draft | None:
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _according_to(paragraph, token)
    noun = by_noun(paragraph, token)
    if noun is not None:
        return noun
    lemma = lemma_of(token.text)
    if lemma is None or not token.tag_.startswith("VB") or paragraph.is_quoted(token):
        return None
    subject = subject_of(token)
    if subject is None or paragraph.is_quoted(subject) or subject.doc[subject.left_edge.i].lower_ in NOBODY:
        return None
    if lemma == "point" and not any(c.lower_ == "out" for c in token.children):
        return None
    if lemma == "put" and figure_put(token) is None:
        return None
    if lemma in WANTING and not any(c.dep_ in CLAUSES or c.lower_ == WANTING[lemma] for c in token.children):
        return None
    content = content_of(paragraph, token, lemma, ACT_OF_LEMMA[lemma])
    if not content and not _announces(paragraph, token):
        return None
    source = source_words(subject, token)
    return Draft(cue_words(token), noun_phrase(subject), content, _act(token, lemma), source=source)


def _announces(paragraph: Paragraph, cue: Token) -> bool:
    """Tell whether a cue ends its paragraph with a colon, so that its content is the next one."""
    return paragraph.doc.text.rstrip().endswith(":") and cue.sent.end >= len(paragraph.doc) - 1


def _according_to(paragraph: Paragraph, token: Token) -> Draft | None:
    preposition = next((c for c in token.children if c.lower_ == "to"), token.nbor())
    named = next((c for c in preposition.children if c.dep_ in ("pobj", "pcomp")), None)
    if named is None or paragraph.is_quoted(token):
        return None
    phrase = noun_phrase(named)
    whole = paragraph.span(token.sent)
    cue = token.doc[token.i : preposition.i + 1]
    taken = Span(paragraph.span(cue).start, paragraph.span(phrase).end)
    text = paragraph.doc.text
    content = [
        s
        for part in (gap(whole.start, taken.start), gap(taken.end, whole.end))
        if part and (s := trimmed(text, paragraph.start, part))
    ]
    content = [s for s in content if len(s) > 8]
    longest = max(content, key=len, default=None)
    return Draft(cue, phrase, [longest], Act.SAYS) if longest else None


def _act(cue: Token, lemma: str) -> Act:
    """Return what a cue performs here: something else where it is negated, or where an infinitive follows."""
    act = ACT_OF_LEMMA[lemma]
    if lemma in ASKING and any(c.dep_ in CLAUSES and c.tag_ == "VB" and _has_to(c) for c in cue.children):
        return ASKING[lemma]
    negated = any(c.lower_ in NEGATIONS for c in cue.children if c.dep_ in ("neg", "advmod"))
    return Act.SAYS if negated and act in UNDONE else act


def _has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _finished(article: Article, paragraph: Paragraph, found: Draft, names: ArticleNames) -> Statement:
    named = names.resolve(found.subject, paragraph.start)
    relay = found.relay if found.relay is not None else relay_of(found.cue.root)
    if found.relay is not None and names.resolve(found.relay, paragraph.start).name == named.name:
        # "X said the mayor denied it": whoever the mayor is, it is not X.
        named = Named(paragraph.span(found.subject))
    content = tuple(sorted(found.content))
    marked = [*paragraph.marked, *found.further]
    return Statement(
        cue=(paragraph.span(found.cue),),
        content=content,
        act=found.act,
        speech=Speech.DIRECT if found.verbatim else Speech(speech_of(article.text, content, marked)),
        source=paragraph.span(found.source or found.subject),
        name=named.name,
        role=named.role,
        relay=paragraph.span(relay) if relay is not None else None,
    )
