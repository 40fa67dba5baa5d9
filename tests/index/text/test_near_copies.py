import random
from collections.abc import Callable

import pytest

from index import Article, DateBasis, NewsIndex
from index.text.near_copies import Signature, agency_of, origin_of

Maker = Callable[..., Article]
Opener = Callable[..., NewsIndex]

WORDS = [f"word{n}" for n in range(400)]


def story(seed: int, sentences: int = 30) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(sentences)]


def test_a_reprint_with_a_cut_and_a_new_first_line_is_a_copy(article: Maker) -> None:
    sentences = story(1)
    whole = Signature.of(article(" ".join(sentences), id="a"))
    cut = Signature.of(article(" ".join(["A line of its own came first.", *sentences[:25]]), id="b"))
    assert whole and cut
    assert whole.copied(cut)
    assert set(whole.bands) & set(cut.bands)


def test_another_story_is_none_though_it_shares_a_quotation(article: Maker) -> None:
    first, second = story(1), story(2)
    one, other = (Signature.of(article(" ".join(s), id="a")) for s in (first, [*second, *first[:4]]))
    assert one and other
    assert not one.copied(other)


def test_a_short_text_has_no_signature(article: Maker) -> None:
    assert Signature.of(article("Rain fell on the lower town of Brey for three days.", id="a")) is None


def test_signature_comes_back_from_its_bytes(article: Maker) -> None:
    signature = Signature.of(article(" ".join(story(3)), id="a"))
    assert signature
    assert Signature.of_packed(signature.packed).bands == signature.bands


def made(text: str, id_: str, **more: str) -> Article:
    from index.sources.formats.layout import mark_blocks

    basis = DateBasis.STATED if "published" in more else DateBasis.UNKNOWN
    return Article(id_, "default", text, mark_blocks(text), published_basis=basis, **more)  # type: ignore[arg-type]


def test_the_agency_named_is_the_origin_though_a_copy_is_dated_before_it() -> None:
    text = " ".join(story(4))
    reprint = made(f"BREY (Reuters) — {text}", "a", publisher="The Lantern", published="2023-03-01")
    wire = made(text, "b", publisher="Reuters", published="2023-03-02")
    assert agency_of(reprint) == "Reuters"
    assert origin_of([reprint, wire]) is wire
    assert origin_of([reprint]) is reprint


def test_copies_are_tied_inside_a_collection_and_never_across(open_index: Opener) -> None:
    text = " ".join(story(5))
    index: NewsIndex = open_index()
    other = Article("c", "other", text, made(text, "c").blocks)
    index.add([made(text, "a", publisher="The Lantern", published="2023-03-02"),
               made(f"{text} The end.", "b", publisher="The Mirror", published="2023-03-01"), other])  # fmt: skip
    copies = index.copies("a", ["default", "other"])
    assert copies is not None
    assert ([a.id for a in copies.others], copies.origin.id) == (["b"], "b")
    assert index.copies("c", ["default", "other"]) is None
    assert index.copies("a", ["other"]) is None


def test_a_removed_copy_leaves_no_tie(open_index: Opener) -> None:
    text = " ".join(story(6))
    index: NewsIndex = open_index()
    index.add([made(text, "a"), made(text + " More.", "b")])
    assert index.remove("default", ["b"]).copies == 1
    assert index.copies("a", ["default"]) is None


@pytest.mark.parametrize(
    ("text", "author", "agency"),
    [("Rain fell.", "Reuters", "Reuters"), ("Rain fell.", "Ann Lee", ""), ("BREY (AP) — Rain fell.", "Ann Lee", "AP"),
     ("Rain fell. " * 40 + "(Reuters)", "", "Reuters"), ("x" * 250 + " (Reuters) " + "y" * 250, "", "")],
)  # fmt: skip
def test_an_agency_is_known_by_the_edges_of_an_article_or_its_author(text: str, author: str, agency: str) -> None:
    assert agency_of(made(text, "a", author=author)) == agency
