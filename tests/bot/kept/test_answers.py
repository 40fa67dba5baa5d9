from bot.kept.answers import ShownWords, packed_reference, packed_words, unpacked_reference, unpacked_words
from index import Act, Counted, Reference, Span, Speech, Stance, Statement


def test_places_come_back_as_they_were_written_down() -> None:
    said = Statement(
        (Span(5, 9),), (Span(10, 16),), Act.DENIES, Speech.MIXED, Span(0, 4), Span(0, 4), None, Span(20, 25)
    )
    for reference in (
        Reference("default", "a", Span(0, 16), "0" * 64, said, (("default", "b"),)),
        Reference("default", "a", Span(0, 16), "0" * 64),
    ):
        assert unpacked_reference(packed_reference(reference)) == reference
    for words in (ShownWords(1, Span(2, 5)), ShownWords(0, Span(2, 5), 1, 2, Stance.UNCLEAR, True)):
        assert unpacked_words(packed_words(words)) == words


def test_what_an_earlier_release_kept_of_a_part_is_read() -> None:
    told = [unpacked_words([0, [1, 5], 2, 3, counts, True]) for counts in ("of them killed", "killed", "denies", "")]
    assert [(w.counts, w.is_part) for w in told] == [
        (Counted.KILLED, True), (Counted.KILLED, False), (Stance.DENIES, False), (None, False),
    ]  # fmt: skip
    assert unpacked_words(packed_words(told[0])) == told[0]
