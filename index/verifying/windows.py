"""Claim → the parts of articles in which it may stand, by its rarest words: fast however large the library is."""

from collections.abc import Sequence

from index.search.protocol import Search, Within
from index.search.vocabulary import Vocabulary
from index.store import View, by_article
from index.text.analysis import Analyzer
from index.verifying.comparing import Window, margin
from index.verifying.verdicts import Claim

STRETCH, RAREST, PLACES = 10, 6, 12
"""A claim is looked for by stretches of so many words, each by its rarest words, in as many passages."""


def windows_for(
    view: View, search: Search, vocabulary: Vocabulary, analyzer: Analyzer, claim: Claim, collections: Sequence[str]
) -> list[Window]:
    """Return the parts of articles that a claim's rarest words lead to; each stretch of it is looked for."""
    words = analyzer.words(claim.text)
    terms = {w: analyzer.terms(w) for w in words}
    known = vocabulary.frequencies(sorted({t for own in terms.values() for t in own}), collections)
    frequency = {w: max((known.get(t, 0) for t in own), default=0) for w, own in terms.items()}
    rare = sorted((w for w in words if frequency[w]), key=frequency.__getitem__)
    stretches = [words[at : at + STRETCH] for at in range(0, len(words), STRETCH)]
    sought = [rare[:RAREST], *([w for w in rare if w in stretch][:RAREST] for stretch in stretches)]
    numbers = {n: None for own in sought for n, _ in search.worded(own, Within.of(collections), PLACES)}
    passages = view.passages(collections, list(numbers))
    articles = view.articles(collections, list({p.article for p in passages.values()}))
    said = by_article(view.said.of(list(articles)))
    places = [(p.article, p.passage.span.widened(margin(claim))) for p in passages.values() if p.article in articles]
    return [Window.of(articles[n], span, said.get(n, [])) for n, span in places]
