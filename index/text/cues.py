"""The lexicon of cues: which words make a statement, and what act each performs. Pure.

Forms are made from lemmas by the regular rules and a table of exceptions, so that questions can be
read without a parser.
"""

import re

from index.records import Act

LEMMAS: dict[Act, str] = {
    Act.SAYS: """say tell add announce answer argue ask assert believe boast brag call cite claim comment complain
        conclude contend declare describe disclose emphasise emphasize estimate explain express feel find hint hope
        indicate inform insist joke lament maintain mention note observe opine proclaim propose quip recall reckon
        recount reiterate relate remark remind repeat reply report respond retort reveal signal state stress suggest
        testify think tweet underline underscore voice wonder write agree argue advise think brief suspect assume
        characterise characterize put show continue point elaborate
        interject muse opine theorise theorize speculate fear worry concur summarise summarize""",
    Act.DENIES: "deny refute reject dismiss disavow rebut repudiate dispute contradict disclaim disown",
    Act.ACCUSES: "accuse blame allege charge implicate",
    Act.CONFIRMS: "confirm verify affirm corroborate certify",
    Act.ADMITS: "admit acknowledge concede confess apologise apologize",
    Act.WARNS: "warn threaten caution",
    Act.PROMISES: "promise pledge vow swear guarantee commit",
    Act.ORDERS: "order instruct command",
    Act.CALLS_FOR: "urge demand request plead appeal implore beg encourage recommend want",
    Act.CONDEMNS: """condemn criticise criticize denounce decry slam blast deplore rebuke mock chide
        castigate lambast lambaste""",
    Act.PRAISES: "praise hail welcome applaud laud commend endorse thank congratulate",
    Act.PREDICTS: "predict expect forecast anticipate",
    Act.DOUBTS: "doubt question",
}
IRREGULAR: dict[str, str] = {
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "feel": "felt", "find": "found",
    "swear": "swore sworn", "rebut": "rebutted rebutting", "admit": "admitted admitting",
    "put": "put putting", "commit": "committed committing", "brag": "bragged bragging", "quip": "quipped quipping",
}  # fmt: skip
OBJECT_ACTS = frozenset(
    {Act.DENIES, Act.ACCUSES, Act.CONFIRMS, Act.ADMITS, Act.PROMISES, Act.CALLS_FOR, Act.CONDEMNS, Act.PRAISES,
     Act.PREDICTS, Act.WARNS, Act.DOUBTS}
)  # fmt: skip
"""Acts whose content may be a plain object ("denied any role"), not only a clause."""
OBJECT_LEMMAS = frozenset(
    """
    announce reveal propose describe mention cite express report disclose suggest note stress voice claim
    call reiterate explain declare emphasize signal
    """.split()
)
"""Further cues whose content may be a plain object."""
ASKING = {"ask": Act.CALLS_FOR, "call": Act.CALLS_FOR, "tell": Act.ORDERS, "advise": Act.CALLS_FOR}
"""What these perform where an infinitive follows: "asked them to go home"."""
NOUNS: dict[Act, str] = {
    Act.SAYS: """claim assertion statement comment remark argument contention suggestion announcement view belief
        opinion conclusion assessment estimate report testimony explanation""",
    Act.DENIES: "denial rejection rebuttal repudiation dismissal",
    Act.ACCUSES: "accusation allegation",
    Act.CONFIRMS: "confirmation",
    Act.ADMITS: "admission acknowledgement acknowledgment confession",
    Act.WARNS: "warning threat",
    Act.PROMISES: "promise pledge vow",
    Act.CALLS_FOR: "call demand plea appeal request",
    Act.CONDEMNS: "criticism condemnation denunciation",
    Act.PRAISES: "praise endorsement",
    Act.PREDICTS: "prediction forecast",
}
"""Nouns that make a statement where the article says whose they are."""
SPEAKING = frozenset(
    """
    say tell add announce argue assert claim comment conclude contend declare deny dismiss estimate explain
    indicate insist maintain note reject report state stress suggest warn accuse confirm promise urge demand
    predict tweet write criticise criticize condemn order
    """.split()
)
"""Cues that a body performs as "it": "it said"; what is not here may be impersonal: "it feels"."""
QUOTING = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing"})
"""Verbs by which one passes on another's words: "X quoted Y as saying"."""
UNDONE = frozenset({Act.CONFIRMS, Act.ADMITS, Act.DENIES})
"""Acts that are not performed where their cue is negated: who does not deny has not confirmed, nor the other way."""


def inflections(lemma: str) -> set[str]:
    """Return the forms of a verb: base, third person, past and participles."""
    irregular = IRREGULAR.get(lemma, "").split()
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms = {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    else:
        forms = {lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"), stem + "ed"}
    return {lemma, stem + "ing", *forms, *irregular}


LEMMA_OF: dict[str, str] = {
    form: lemma for lemmas in LEMMAS.values() for lemma in lemmas.split() for form in inflections(lemma)
}
ACT_OF_LEMMA: dict[str, Act] = {lemma: act for act, lemmas in LEMMAS.items() for lemma in lemmas.split()}
ACT_OF_NOUN: dict[str, Act] = {
    form: act for act, nouns in NOUNS.items() for noun in nouns.split() for form in (noun, noun + "s")
}


def lemma_of(word: str) -> str | None:
    """Return the lemma of a cue in any of its forms, or None where `word` is none."""
    return LEMMA_OF.get(word.casefold())


WORD = re.compile(r"\w+")
MARKS = re.compile(r"[\"“”«»„‘]|''|(?<!\w)['’](?=\w)")


def may_tell(sentence: str) -> bool:
    """Tell whether a sentence has a cue in it, or a quotation mark."""
    words = (word.casefold() for word in WORD.findall(sentence))
    return bool(MARKS.search(sentence)) or any(w in LEMMA_OF or w in ACT_OF_NOUN or w == "according" for w in words)


def act_of(word: str) -> Act | None:
    """Return the act that a cue performs, in any of its forms, or None where `word` is none."""
    lemma = lemma_of(word)
    return ACT_OF_LEMMA[lemma] if lemma else None
