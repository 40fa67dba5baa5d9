from collections.abc import Callable

import pytest

from index import Article, Claim, NewsIndex
from index.verifying.windows import windows_for

Maker = Callable[..., Article]
RAIN = "Rain fell on the lower town of Brey for three days. The mayor closed two bridges on Sunday morning."
SUN = "The sun shone on the quokka enclosure of Tessin all week. Nobody was hurt, and the band played on."


@pytest.fixture
def index(open_index: Callable[..., NewsIndex], article: Maker) -> NewsIndex:
    index = open_index()
    index.add([
        article(RAIN, id="rain", collection="mine"), article(SUN, id="sun", collection="mine"),
        article(RAIN, id="rain", collection="theirs"),
    ])  # fmt: skip
    return index


def found(index: NewsIndex, claim: str, *collections: str) -> set[tuple[str, str]]:
    with index._in_step() as search:
        windows = windows_for(
            index._library, search, index._vocabulary, index._analyzer, Claim(claim), collections or ("mine",)
        )
    return {w.article.key for w in windows}


def test_a_claim_is_looked_for_where_its_rarest_words_stand(index: NewsIndex) -> None:
    assert found(index, "quokka enclosure") == {("mine", "sun")}
    assert found(index, "mayor closed two bridges") == {("mine", "rain")}


def test_each_stretch_of_a_long_claim_is_looked_for(index: NewsIndex) -> None:
    claim = "Rain fell on the lower town of Brey for three days and nobody was hurt and the band played on"
    assert found(index, claim) == {("mine", "rain"), ("mine", "sun")}


def test_a_claim_is_looked_for_in_the_collections_asked_alone(index: NewsIndex) -> None:
    assert found(index, "closed two bridges", "theirs") == {("theirs", "rain")}


@pytest.mark.parametrize("claim", ["", "?!", "zyzzyva"])
def test_what_stands_nowhere_leads_nowhere(index: NewsIndex, claim: str) -> None:
    assert found(index, claim) == set()
