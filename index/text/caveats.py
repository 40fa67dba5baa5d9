"""What stands just outside some words and turns their sense: "not", "if", "he denied that". Pure.

Whoever quotes takes words out of a sentence. What is left out may turn them round: a negation, a condition, a
question, a doubt, a claim that is only reported, a forgery, or a fact check that calls them false. Where words stand in
quotation marks, what stands inside the marks and what around them are read apart: around them it is told whether the
words were said at all.
"""

import re
from enum import StrEnum
from itertools import takewhile

from index.records import Article, Span
from index.text.chunking import sentences_from
from index.text.quotations import quotations

REACH = 600
"""Characters before and after some words that are looked at; a sentence longer than this is none."""


class Caveat(StrEnum):
    """What turns the sense of words that are shown without it."""

    NEGATED = "negated"
    CONDITIONAL = "conditional"
    ASKED = "asked"
    DOUBTED = "doubted"
    CLAIMED = "only claimed"
    ACCUSED = "what others accuse somebody of"
    DENIED = "denied"
    FORGED = "called forged"
    RATED_FALSE = "rated false"


NEGATION = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|neither|nor|without|hardly|barely|scarcely|cannot|nowhere)\b"
    r"|n['’]t\b|\b(?:far from|rather than|instead of|lack of|absence of)\b"
    r"|\b(?:refus|declin|fail|forb[ai]d|prohibit|prevent|stop)\w*\b(?= (?:\w+ ){0,3}(?:to|from)$)",
    re.I,
)
NO_NEGATION = re.compile(
    r"\b(?:not only|not just|not merely|no doubt|no less|no wonder|nothing but|none other)\b", re.I
)
GOES_ON = re.compile(
    r"[;:—–]"
    r"|,? \b(?:because|since|although|though|while|whereas|when|after|before|as|but|and|so|yet|who|which|where)\b",
    re.I,
)
"""Where one clause ends and another begins, that a negation before it leaves alone."""
GOES_ON_OR_COMMA = re.compile(rf"{GOES_ON.pattern}|,", re.I)
CONDITION = re.compile(
    r"\b(?:if|unless|whether|provided|providing|assuming|suppose|supposing|in case|as long as)\b", re.I
)
OPENING_CONDITION = re.compile(
    r"(?:^|[.;:—–“\"]\s*|\b(?:that|and|but) )(?:if|unless|should|had|were|provided|assuming|suppose)\b"
    r"[^;:—–]*,\s*(?:then\s+)?$",
    re.I,
)
CLOSING_CONDITION = re.compile(
    r"^,?\s*(?:only |but only |and only )?(?:if|unless|provided|assuming|in case|as long as)\b", re.I
)
DOUBT = re.compile(
    r"\b(?:allegedly|reportedly|supposedly|purportedly|perhaps|maybe|possibly|unclear|uncertain|unproven|unconfirmed"
    r"|doubt(?:s|ed|ful)?|suspected of|may|might|could|would)\b(?: (?:\w+ ){0,2})?(?:that |whether |of )?$",
    re.I,
)
CLAIM = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|alleg(?:es|ed|ing|ations?)|accus(?:es|ed|ing|ations?)|assert(?:s|ed|ions?)|rumou?rs?"
    r"|myths?|hoax(?:es)?|suggestions?|falsely|wrongly|pretend(?:s|ed|ing)?|insinuat\w+)\b[^,;:—–]{0,60}$",
    re.I,
)
ACCUSED = re.compile(r"\baccus(?:es|ed|ing)\b", re.I)
NOT_YET_SAID = re.compile(r"\b(?:would|could|might) (?:have )?(?:say|said|call|called|write|written)\b", re.I)
UNSAID = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|dismiss(?:es|ed|ing)?"
    r"|rebut(?:s|ted)?|disown(?:s|ed)?|disavow(?:s|ed)?)\b[^;:—–]*$",
    re.I,
)
UNSAID_AFTER = re.compile(
    r"^[”\"’'»]?\s*,?\s*"
    r"(?:(?:is|was|are|were) (?:not|never|false|untrue|wrong|a lie|a myth|a hoax|nonsense|fake|forged)\b"
    r"|(?:is|was|are|were)n['’]t\b|did not happen|never happened"
    r"|(?:which |that |but |something |a claim (?:that )?)?(?:\w+ ){0,4}"
    r"(?:den(?:y|ies|ied)|disput(?:es?|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed))\b)",
    re.I,
)
FORGERY = re.compile(
    r"\b(?:forg(?:ed|ery|eries)|fak(?:e|ed|es)|fabricat(?:ed|ion)|doctored|hoax|bogus|counterfeit|misattributed|deepfake"
    r"|made[- ]up|invented|spoof(?:ed)?|satir(?:e|ical)|parody)\b",
    re.I,
)
IT_IS_FORGED = re.compile(
    r"^\W*(?:The|That|This|It|His|Her|Their|Both)\b(?: \w+){0,4} (?:is|was|are|were|had been|has been|turned out to be)"
    r"(?: \w+){0,2} (?:forged|a forgery|fakes?|faked|fabricated|doctored|a hoax|bogus|invented|made up|false|untrue)\b",
    re.I,
)
ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|question(?:s|ed)?)\b[^,;:—–]*\b(?:if|whether|why|how)\b[^,;:—–]*$", re.I
)
ASKING = re.compile(
    r"\W*(?:who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may)\b",
    re.I,
)
CLAIM_LABEL = re.compile(r"\W*(?:the )?(?:claim|rumou?r|false claim|viral claim|statement)\s*:", re.I)
RATING = re.compile(
    r"\b(?:our |the )?(?:rating|verdict|ruling|conclusion|fact[- ]check rating)\s*:\s*(?:mostly |partly |entirely )?"
    r"(?:false|fake|untrue|wrong|incorrect|misleading|altered|missing context|satire|unproven|pants on fire)",
    re.I,
)


def caveat_of(article: Article, words: Span) -> Caveat | None:
    """Return what turns the sense of words of an article where they are shown alone; None where nothing is seen."""
    text, whole = article.text, sentence_around(article, words)
    sentence = Span(max(whole.start, words.start - REACH), min(whole.end, words.end + REACH))
    if is_rated_false(article, words):
        return Caveat.RATED_FALSE
    marked = next((q for q in quotations(text, _paragraph(article, words)) if _inside(q, words)), None)
    if marked is None:
        return _turned(text[sentence.start : words.start], words.of(text), text[words.end : sentence.end])
    lead, tail = max(sentence.start, marked.start + 1), min(sentence.end, marked.end)
    inner = _turned(text[lead : words.start], words.of(text), text[words.end : tail].rstrip("”\"’'»"))
    frame = sentence_around(article, marked)
    before = text[max(frame.start, marked.start - REACH) : marked.start]
    return inner or _unsaid(
        before, text[marked.end : min(frame.end, marked.end + REACH)], _after(article, frame)[:REACH]
    )


def is_rated_false(article: Article, words: Span) -> bool:
    """Tell whether words are a claim that the article, a fact check, states as one and rates false."""
    start = _paragraph(article, words).start
    return bool(CLAIM_LABEL.match(article.text, start)) and bool(RATING.search(article.text))


def sentence_around(article: Article, words: Span) -> Span:
    """Return the whole sentence that words stand in, or the sentences; the words themselves where none is known."""
    near = takewhile(lambda s: s.start < words.end, sentences_from(article, words.start))
    held = [s for s in near if s.meets(words)]
    return Span(min(held[0].start, words.start), max(held[-1].end, words.end)) if held else words


def left_out(words: str) -> bool:
    """Tell whether words that an ellipsis stands for turn the sense of those around them."""
    return any(found.search(words) for found in (CONDITION, FORGERY)) or _negates(words)


def _turned(before: str, words: str, after: str) -> Caveat | None:
    """Return what a clause's own words before and after some of them make of these."""
    clause = _last(GOES_ON, before)
    if UNSAID.search(before) and not _negates(before):
        return Caveat.DENIED
    if _negates(clause):
        return Caveat.NEGATED
    if UNSAID_AFTER.match(after):
        return Caveat.DENIED
    if ASKED.search(before) or ("?" in after and not ASKING.match(words)):
        return Caveat.ASKED
    if CONDITION.search(clause) or OPENING_CONDITION.search(before) or CLOSING_CONDITION.match(after):
        return Caveat.CONDITIONAL
    if DOUBT.search(clause):
        return Caveat.DOUBTED
    return Caveat.CLAIMED if CLAIM.search(clause) else None


def _unsaid(before: str, after: str, following: str) -> Caveat | None:
    """Return what is told around quotation marks of whether the words in them were said."""
    lead = before.rstrip(" ,:\n")
    clause = _last(GOES_ON_OR_COMMA, lead)
    if FORGERY.search(before) or FORGERY.search(after) or IT_IS_FORGED.match(following):
        return Caveat.FORGED
    if UNSAID.search(lead):
        return Caveat.DENIED
    if _negates(clause):
        return Caveat.NEGATED
    if ASKED.search(lead) or CONDITION.search(clause):
        return Caveat.ASKED
    if UNSAID_AFTER.match(after):
        return Caveat.DENIED
    if NOT_YET_SAID.search(clause):
        return Caveat.DOUBTED
    if ACCUSED.search(lead):
        return Caveat.ACCUSED
    return Caveat.CLAIMED if CLAIM.search(clause) else None


def _negates(words: str) -> bool:
    return bool(NEGATION.search(NO_NEGATION.sub("", words)))


def _last(parting: re.Pattern[str], words: str) -> str:
    ends = [found.end() for found in parting.finditer(words)]
    return words[ends[-1] :] if ends else words


def _inside(marked: Span, words: Span) -> bool:
    return marked.start <= words.start and words.end <= marked.end + 1 and marked.meets(words)


def _paragraph(article: Article, words: Span) -> Span:
    return next((b.span for b in article.blocks if b.span.start <= words.start < b.span.end), words)


def _after(article: Article, sentence: Span) -> str:
    following = next((s for s in sentences_from(article, sentence.end) if s.start >= sentence.end), None)
    return following.of(article.text) if following else ""
