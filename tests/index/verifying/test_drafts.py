from collections.abc import Callable

from index import Article, Claim
from index.verifying.drafts import quoted_in

Maker = Callable[..., Article]
DRAFT = (
    "Harbour to close\n\n"
    "Ilke Dorn said on Tuesday that “the old quay will be closed”. She called it a “sad day”. “We had no choice at all,” "
    "she said.\n\n"
    "“Nobody asked the fishermen,” said Pell Aster. “They read it in the paper.”\n\n"
    "The board: “The matter is closed for us.”"
)


def test_every_quotation_is_claimed_of_whom_the_draft_names(article: Maker) -> None:
    draft = article(DRAFT)
    found = list(quoted_in(draft))
    assert [q.claim for q in found] == [
        Claim("the old quay will be closed", "Ilke Dorn"),
        Claim("We had no choice at all", "Ilke Dorn"),
        Claim("Nobody asked the fishermen", "Pell Aster"),
        Claim("They read it in the paper", "Pell Aster"),
        Claim("The matter is closed for us", "board"),
    ]
    assert all(q.claim.text in q.span.of(draft.text) for q in found)
    lines = draft.text.split("\n")
    assert all(q.claim.text in lines[q.line - 1] for q in found)


def test_a_draft_without_quotations_holds_none(article: Maker) -> None:
    assert list(quoted_in(article("The harbour is to close. Nobody said a word."))) == []
