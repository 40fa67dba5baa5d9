import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Span
from index.text.quotations import quotations, speech_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“They are lies,” he said.", ["“They are lies,”"]),
        ('"Opens straight and closes curly,” he said.', ['"Opens straight and closes curly,”']),
        ("''Two apostrophes,'' she said.", ["''Two apostrophes,''"]),
        ('He said, "one," and then, "two."', ['"one,"', '"two."']),
        ("“Left open at the end", ["“Left open at the end"]),
        ("He isn't the boys' coach.", []),
        ('A board of 6" by 4" was found.', []),
        (
            "‘The porters’ wives won’t go, and the owners’ men know it,’ said Ann.",
            ["‘The porters’ wives won’t go, and the owners’ men know it,’"],
        ),
        ("He left the porters’ club. ‘It is the owners’ club,’ he said.", ["‘It is the owners’ club,’"]),
        ("The ‘victims’ of the owners’ plan met on Monday.", ["‘victims’"]),
        ("“He called it ‘a joke’ twice,” she said.", ["“He called it ‘a joke’ twice,”"]),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [q.of(text) for q in quotations(text, Span(0, len(text)))] == found


@given(st.text(alphabet="“”\"'’‘ ab.,", min_size=1, max_size=80))
def test_quotations_never_overlap(text: str) -> None:
    spans = quotations(text, Span(0, len(text)))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("content", "kind"),
    [(Span(0, 16), "direct"), (Span(17, 29), "indirect"), (Span(0, 29), "mixed"), (Span(0, 6), "mixed")],
)
def test_speech_of(content: Span, kind: str) -> None:
    text = "“Never say that” he had left."
    assert speech_of(text, (content,), [Span(0, 16)]) == kind


def test_time_does_not_grow_with_the_square_of_apostrophes() -> None:
    text = "‘" + "the porters’ wives " * 20_000
    begun = time.process_time()
    quotations(text, Span(0, len(text)))
    assert time.process_time() - begun < 5.0
