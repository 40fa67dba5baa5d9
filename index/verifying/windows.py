"""Claim → the parts of articles in which it may stand, by its rarest words: fast however large the library is."""

from collections.abc import Sequence

from index.search.retrieval import Retriever
from index.store import Store, by_article
from index.verifying.claims import Claim, Window, margin

STRETCH, RAREST, PLACES = 10, 6, 12
"""A claim is looked for by stretches of so many words, each by its rarest words, in as many passages."""


def windows_for(store: Store, retriever: Retriever, claim: Claim, collections: Sequence[str]) -> list[Window]:
    """Return the parts of articles that a claim's rarest words lead to; each stretch of it is looked for."""
    words = store.words(claim.text)
    terms = {w: store.terms(w) for w in words}
    known = retriever.frequencies(sorted({t for own in terms.values() for t in own}), collections)
    frequency = {w: max((known.get(t, 0) for t in own), default=0) for w, own in terms.items()}
    rare = sorted((w for w in words if frequency[w]), key=frequency.__getitem__)
    stretches = [words[at : at + STRETCH] for at in range(0, len(words), STRETCH)]
    sought = [rare[:RAREST], *([w for w in rare if w in stretch][:RAREST] for stretch in stretches)]
    numbers = {n: None for own in sought for n, _ in retriever.with_words(collections, own, PLACES)}
    passages = store.passages(collections, list(numbers))
    articles = store.articles(collections, list({p.article for p in passages.values()}))
    said = by_article(store.said.of(list(articles)))
    places = [(p.article, p.passage.span.widened(margin(claim))) for p in passages.values() if p.article in articles]
    return [Window.of(articles[n], span, said.get(n, [])) for n, span in places]
