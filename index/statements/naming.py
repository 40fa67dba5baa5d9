"""Whose words: the fullest name an article gives a speaker, always as a place in that article.

A name is never guessed. A pronoun is resolved to the one person who was speaking just before; where
two could be meant, nobody is named.
"""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from index.records import Article, Span

PERSONAL = frozenset({"he", "she"})
NOBODY = frozenset({"Q", "A", "Question", "Answer", "QUESTION", "ANSWER"})
"""Labels of a transcript that name nobody."""
OWNING = {"his": "he", "him": "he", "her": "she"}
PRONOUNS = PERSONAL | {"they", "we", "i", "you", "it", "who", "this", "that", "these", "those", "one", "some", "others",
                                "many", "both", "all", "another", "which", "what", "most", "several"}  # fmt: skip
RANKS = frozenset(
    """
    major general lieutenant colonel captain brigadier admiral sergeant marshal president minister prime
    senator sen. rep. gov. governor mayor secretary judge justice dr. mr. mrs. ms. sir lord professor gen.
    lt. col. maj. rev. king queen prince princess chancellor ambassador commander vice deputy foreign
    defense defence state
    """.split()
)
PEOPLE = frozenset(
    """
    officer official spokesman spokeswoman spokesperson minister president general man woman senator
    governor candidate billionaire businessman mayor chief leader commander diplomat lawmaker colonel doctor
    lawyer worker engineer witness teacher farmer pilot driver nurse soldier guard captain professor scientist
    researcher
    analyst economist expert adviser aide lawmaker prosecutor judge bishop priest owner founder editor reporter
    journalist author student resident villager neighbour neighbor survivor suspect brother sister father mother son
    daughter husband wife uncle aunt cousin boy girl secretary director manager chairman chairwoman head deputy
    ambassador incumbent opponent rival critic activist campaigner coach player
    """.split()
)
"""Nouns for somebody whom "he" or "she" may mean though the article gives no name."""
BODY_NOUNS = frozenset(
    """
    ministry department agency army government group company party court council committee office bank union
    monitor observatory campaign organization organisation association commission university newspaper
    police
    """.split()
)
ACRONYM = re.compile(r"\(\s*([A-Z][A-Za-z]?[A-Z][A-Z.]*)\s*\)")
REPORT_FROM = re.compile(
    r"^(?:\w+\s+){0,2}(?:report|statement|account|figures|data|tally|story"
    r"|article|study|survey|poll|analysis)s?\s+(?:from|by|of|in)\s+",
    re.I,
)
THE = re.compile(r"^[Tt]he\s+(?=[A-Z])")
OWNER_MARK = re.compile(r"(?<=\w)['’]s?$")
SO_CALLED = re.compile(r"^(?:the\s+)?so-called\s+", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """Where a speaker's name and role stand, as far as the article gives them."""

    name: Span | None = None
    role: Span | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    words: str
    span: Span


class ArticleNames:
    """What an article calls its people and bodies, and who spoke last."""

    def __init__(self, article: Article, docs: Sequence[tuple[Doc, int]]) -> None:
        self._text = article.text
        self._people: dict[str, _Mention] = {}
        self._bodies: dict[str, _Mention] = {}
        for doc, start in docs:
            for entity in doc.ents:
                if entity.label_ in ("PERSON", "ORG"):
                    mention = _mention(entity, start)
                    home = self._people if entity.label_ == "PERSON" else self._bodies
                    home.setdefault(_flat(mention.words), mention)
        self._full_names: dict[str, list[str]] = {}
        for words in self._people:
            if " " in words:
                self._full_names.setdefault(words.split()[-1], []).append(words)
                self._full_names.setdefault(words.split()[0], []).append(words)
        self._acronyms = _acronyms(article.text)
        self._known: dict[str, Named] = {}
        self._subjects = _person_subjects(docs)
        self._pronouns: dict[str, str] = {}
        self._recent: list[list[tuple[int, Named]]] = [[], []]

    def end_paragraph(self) -> None:
        """Forget speakers older than the paragraph that ends here."""
        self._recent = [self._recent[1], []]

    def resolve(self, subject: Words, start: int) -> Named:
        """Return the fullest name for `subject`, a phrase of the paragraph that begins at `start`."""
        named = self._resolve(subject, start)
        if named.name is not None:
            self._recent[-1].append((start + subject.start_char, named))
        return named

    def _resolve(self, subject: Words, start: int) -> Named:
        head = subject.root
        if subject.text in NOBODY:
            return Named()
        if len(subject) == 1 and (head.lower_ in PRONOUNS or head.tag_ == "PRP$"):
            pronoun = OWNING.get(head.lower_, head.lower_)
            return self._meant_by(pronoun, start + head.idx) if pronoun in PERSONAL else Named()
        person = _person_in(subject) or self._known_person(subject)
        if person is not None and not _is_owner(person):
            return self._person(person, subject, start)
        return self._body(subject, start)

    def _known_person(self, subject: Words) -> Words | None:
        """Return a subject that is but a surname already met, where the tagger saw no name in it."""
        if len(subject) != 1 or not subject.text[:1].isupper():
            return None
        surname = _flat(subject.text)
        return subject if any(n.split()[-1] == surname for n in self._full_names.get(surname, ())) else None

    def _meant_by(self, pronoun: str, place: int) -> Named:
        """Return the one person who spoke last, unless another came or spoke between, or goes by another pronoun."""
        found = self._last_person()
        if found is None:
            return Named()
        spoke_at, named = found
        words = _flat(named.name.of(self._text)) if named.name else ""
        own = {*words.split(), *(_flat(named.role.of(self._text)).split() if named.role else ())}
        first, last = (bisect(self._subjects, at, key=lambda subject: subject[0]) for at in (spoke_at, place - 1))
        between = [word for _, word in self._subjects[first:last]] + self._maybe_people(spoke_at, place)
        if any(word not in own for word in between):
            return Named()
        return named if self._pronouns.setdefault(words, pronoun) == pronoun else Named()

    def _maybe_people(self, after: int, before: int) -> list[str]:
        """Return the last word of each name of one word that spoke between two places and is not known as a body's."""
        spoke = [_flat(n.name.of(self._text)) for p in self._recent for at, n in p if n.name and after < at < before]
        return [name for name in spoke if " " not in name and name not in self._bodies]

    def _last_person(self) -> tuple[int, Named] | None:
        """Return the one person who spoke in this paragraph or, failing that, in the one before, and where."""
        for paragraph in reversed(self._recent):
            people = {
                _flat(n.name.of(self._text)): (at, n) for at, n in paragraph if n.name and self._is_person(n.name)
            }
            if people:
                return next(iter(people.values())) if len(people) == 1 else None
        return None

    def _is_person(self, name: Span) -> bool:
        """A single word is no safe name for a person: small taggers take countries for people."""
        words = name.of(self._text).split()
        return len(words) > 1 and (words[0].casefold() in RANKS or self._is_known(_flat(" ".join(words))))

    def _is_known(self, name: str) -> bool:
        return any(name.endswith(full) for full in self._full_names.get(name.split()[-1] if name else "", ()))

    def _person(self, person: Words, subject: Words, start: int) -> Named:
        own = _mention(person, start)
        fullest = self._fullest(own)
        known = self._known.get(_flat(fullest.words))
        if fullest.span != own.span:
            return known or Named(fullest.span, _rest(self._text, subject, start, own.span))
        name = _with_rank(person, start)
        role = _rest(self._text, subject, start, name) or (known.role if known else None)
        named = Named(known.name if known else name, role)
        return self._known.setdefault(_flat(own.words), named) if role is None else self._learn(own, named)

    def _learn(self, own: _Mention, named: Named) -> Named:
        self._known[_flat(own.words)] = named
        return named

    def _fullest(self, own: _Mention) -> _Mention:
        """Return the longest name in the article that ends with, or holds, the words of `own`."""
        word = _flat(own.words)
        if not word or " " in word:
            return own
        fitting = self._full_names.get(word, [])
        chosen = [n for n in fitting if n.split()[-1] == word] or fitting
        longest = [n for n in chosen if not any(n != o and n in o for o in chosen)]
        return self._people[longest[0]] if len(longest) == 1 else own

    def _body(self, subject: Words, start: int) -> Named:
        span = Span(start + subject.start_char, start + subject.end_char)
        owner_mark = OWNER_MARK.search(span.of(self._text))
        span = Span(span.start, span.start + owner_mark.start()) if owner_mark else span
        span = _without(self._text, span, REPORT_FROM)
        span = _without(self._text, span, SO_CALLED)
        span, role = self._at_comma(span)
        words = span.of(self._text)
        bare = THE.sub("", words)
        if bare in self._acronyms and "(" not in words:
            return Named(self._acronyms[bare], role)
        if (
            len(subject) <= 3
            and subject[0].lower_ in ("the", "his", "her", "their", "its")
            and subject.root.tag_ == "NN"
        ):
            return self._described(subject, span)
        return Named(_without(self._text, span, THE), role)

    def _at_comma(self, span: Span) -> tuple[Span, Span | None]:
        """Part a name from what follows it: "Ilse Marren, spokeswoman for the ministry"."""
        place = span.of(self._text).find(",", 1)
        if place < 0:
            return span, None
        rest = Span(span.start + place + 1, span.end) if span.start + place + 1 < span.end else None
        core = rest.of(self._text).strip(" ,;\u00a0") if rest else ""
        if not rest or not core or core.split()[0].casefold() in ("which", "who", "that", "whose", "where"):
            return Span(span.start, span.start + place), None
        start = rest.start + rest.of(self._text).index(core)
        return Span(span.start, span.start + place), Span(start, start + len(core))

    def _described(self, subject: Words, span: Span) -> Named:
        """Resolve "the ministry" to the one body so named; whom "the officer" means would be a guess."""
        noun = subject.root.lower_
        if noun in BODY_NOUNS:
            fitting = [b for words, b in self._bodies.items() if noun in words.split()]
            if len(fitting) == 1:
                return Named(_without(self._text, fitting[0].span, THE))
        return Named(span)


NO_PERSON = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC", "DATE", "EVENT", "PRODUCT", "WORK_OF_ART"})


def _person_subjects(docs: Sequence[tuple[Doc, int]]) -> list[tuple[int, str]]:
    """Return where somebody is the subject of a main clause, whom a pronoun after it may mean, and the last word."""
    return [
        (start + person.idx, word)
        for doc, start in docs
        for token in doc
        if _leads_a_sentence(token)
        for person in _people_at(token)
        if (word := _flat(person.text))
    ]


def _leads_a_sentence(token: Token) -> bool:
    """Tell whether a word is the subject of a main clause, or a noun that the parser found no verb for."""
    if token.dep_ == "ROOT":
        return token.tag_ in ("NN", "NNP")
    return token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ in ("ROOT", "conj")


def _people_at(subject: Token) -> list[Token]:
    """Return the names of people in a subject, or the noun for one who is given no name."""
    beside = [subject, *(c for c in subject.children if c.dep_ == "appos")]
    is_described = any(w.lower_ in PEOPLE for w in (subject, *subject.lefts))
    # What a name stands beside tells more than what the tagger takes it for: "dock worker Emil Okafor" is no place.
    named = [w for w in beside if w.tag_ == "NNP" and (is_described or w.ent_type_ not in NO_PERSON)]
    return named or ([subject] if subject.tag_ == "NN" and subject.lower_ in PEOPLE else [])


def _mention(entity: Words, start: int) -> _Mention:
    words = entity.text[:-2] if entity.text.endswith(("'s", "’s")) else entity.text
    return _Mention(words, Span(start + entity.start_char, start + entity.start_char + len(words)))


def _flat(words: str) -> str:
    return " ".join(re.findall(r"[\w.]+", words.casefold().replace("’", "'").removesuffix("'s")))


def _person_in(subject: Words) -> Words | None:
    """Return the person whom a phrase is headed by, or who stands beside its head: "their lawyer, Ada Brink"."""
    head = subject.root
    beside = {c.i for c in head.children if c.dep_ == "appos"} | {head.i}
    people = [e for e in subject.ents if e.label_ == "PERSON"]
    return next((e for e in people if any(e.start <= i < e.end for i in beside)), None)


def _is_owner(person: Words) -> bool:
    """Tell whether the name only owns the phrase: "Trump's campaign" is not Trump."""
    return person.root.dep_ == "poss" or (person.end < len(person.doc) and person.doc[person.end].tag_ == "POS")


def _with_rank(person: Words, start: int) -> Span:
    left = person.start
    while left > person.sent.start and person.doc[left - 1].lower_ in RANKS and person.doc[left - 1].text[:1].isupper():
        left -= 1
    if left > person.sent.start and left < person.start and person.doc[left - 1].text in "-–‐":
        # A rank that a hyphen ties to a word before it is a part of that: "Director-General Mara Quist".
        left = person.start
    words = person.doc[left : person.end]
    return Span(start + words.start_char, start + words.start_char + len(words.text.removesuffix("'s")))


def _rest(text: str, subject: Words, start: int, name: Span) -> Span | None:
    """Return what the phrase says beside the name: "ministry spokesman", "the chief of staff"."""
    whole = Span(start + subject.start_char, start + subject.end_char)
    parts = [(whole.start, name.start), (name.end, whole.end)]
    trimmed = []
    for begin, end in parts:
        words = text[begin:end] if begin < end else ""
        core = words.strip(" ,;:–—-\u00a0\n\t'’\"“”")
        if len(core) > 2 and any(c.isalpha() for c in core):
            at = begin + words.index(core)
            trimmed.append(Span(at, at + len(core)))
    return max(trimmed, key=len, default=None)


def _without(text: str, span: Span, lead: re.Pattern[str]) -> Span:
    found = lead.match(span.of(text))
    return Span(span.start + found.end(), span.end) if found and found.end() < len(span) else span


def _acronyms(text: str) -> dict[str, Span]:
    """Return each acronym that the article introduces in brackets, with the full name before it."""
    found: dict[str, Span] = {}
    for match in ACRONYM.finditer(text):
        letters = [c for c in match.group(1) if c.isupper()]
        words = list(re.finditer(r"[^\s()]+", text[max(0, match.start() - 120) : match.start()]))
        offset = max(0, match.start() - 120)
        capitals = [w for w in words if w.group()[:1].isupper()]
        wanted = capitals[-len(letters) :]
        if [w.group()[0] for w in wanted] == letters:
            found.setdefault(match.group(1), Span(offset + wanted[0].start(), match.end()))
    return found
