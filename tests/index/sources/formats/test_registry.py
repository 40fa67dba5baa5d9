"""Each kind of document, from its bytes to its articles; in this process, where a failure shows its cause."""

from tests.index.sources.formats.documents import only


def test_half_a_character_in_any_field_becomes_a_replacement_mark() -> None:
    raw = b"From: \xff a@b.example\nSubject: Rain\n\nRain fell on the lower town of Brey for three days.\n"
    article = only("a.eml", raw)
    article.author.encode()
    assert "\ufffd" in article.author
