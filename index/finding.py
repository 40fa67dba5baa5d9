"""Claim → the parts of articles in which it may stand, by its rarest words: fast however large the library is."""

from collections.abc import Mapping, Sequence

from index.records import Statement
from index.store import Store
from index.verifying import Claim, Window, margin

STRETCH, RAREST, PLACES = 10, 6, 12
"""A claim is looked for by stretches of so many words, each by its rarest words, in as many passages."""


def windows_for(store: Store, claim: Claim, collections: Sequence[str]) -> list[Window]:
    """Return the parts of articles that a claim's rarest words lead to; each stretch of it is looked for."""
    words = store.words(claim.text)
    known = store.passage_frequencies(sorted({t for w in words for t in store.terms(w)}))
    rare = sorted((w for w in words if _frequency(store, w, known)), key=lambda w: _frequency(store, w, known))
    stretches = [words[at : at + STRETCH] for at in range(0, len(words), STRETCH)]
    sought = [rare[:RAREST], *([w for w in rare if w in stretch][:RAREST] for stretch in stretches)]
    numbers = {n: None for own in sought for n, _ in store.passages_with(collections, own, PLACES)}
    passages = store.passages(collections, list(numbers))
    articles = store.articles(collections, list({p.article for p in passages.values()}))
    said: dict[int, list[Statement]] = {n: [] for n in articles}
    for stored in store.statements_of(list(articles)):
        said[stored.article].append(stored.statement)
    places = [(p.article, p.passage.span.widened(margin(claim))) for p in passages.values() if p.article in articles]
    return [Window.of(articles[n], span, said[n]) for n, span in places]


def _frequency(store: Store, word: str, known: Mapping[str, int]) -> int:
    return max((known.get(t, 0) for t in store.terms(word)), default=0)
