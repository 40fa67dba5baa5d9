import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import Span
from index.text.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We did not,” he said", '"We did not," he said'),
        ("''We did not,'' he said", "«We did not,» he said"),
        ("the ministry’s planes", "the ministry's planes"),
        ("no part—none—in it", "no part -- none – in it"),
        ("10–12 planes", "10-12 planes"),
        ("nine\u00a0 planes\n\nleft", "nine planes left"),
        ("re\u00adfused", "refused"),
        ("cafe\u0301", "café"),
        ("the ﬁrst", "the first"),
        ("we … left", "we ... left"),
    ],
)
def test_texts_that_differ_in_typography_alone_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), [("we left", "We left"), ("well-known", "well known"), ("yes", "yes!")])
def test_a_difference_of_letters_or_signs_stays(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.data())
def test_every_folded_stretch_leads_back_to_the_raw_text_it_stands_for(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        raw = folded.raw(start, end)
        assert 0 <= raw.start < raw.end <= len(text)
        # An apostrophe inside a word is a quotation mark where the stretch ends with it.
        stretch, again = (part.replace("'", '"') for part in (folded.text[start:end].strip(), fold(raw.of(text)).text))
        assert stretch in again


@example("‐‐")
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_a_part_is_folded_with_places_of_the_whole() -> None:
    text = "one — “two” three"
    folded = fold(text, Span(6, 11))
    assert folded.text == '"two"'
    assert folded.raw(1, 4).of(text) == "two"


def test_a_word_broken_at_the_end_of_a_line_is_whole_and_leads_back() -> None:
    folded = fold("the foot-\nbridge of 1988-\n1990")
    assert folded.text.startswith("the footbridge of")
    at = folded.text.index("footbridge")
    assert folded.raw(at, at + len("footbridge")).of("the foot-\nbridge of 1988-\n1990") == "foot-\nbridge"
    assert "19881990" not in folded.text
