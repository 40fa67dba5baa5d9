"""What bytes are, told by how they begin, however they begin."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.sources.documents import Kind, document_of

PIECES = st.sampled_from(
    [b"<!---->", b"<!--", b"-->", b"<?", b"?>", b"<?xml ", b"<!DOCTYPE", b">", b"<rss>", b"<urlset>", b" ", b"<html>"]
)


@pytest.mark.parametrize("before", [b"<!---->", b"<?a?>", b"<!DOCTYPE x>", b"<!-- a --> "])
@pytest.mark.parametrize(("root", "kind"), [(b"<rss>", Kind.FEED), (b"<urlset>", Kind.SITEMAP), (b"<x>", Kind.PAGE)])
def test_a_list_is_known_behind_any_number_of_comments_at_once(before: bytes, root: bytes, kind: Kind) -> None:
    begun = time.process_time()
    assert document_of("a", "a", before * 40 + root, content_type="text/html").kind is kind
    assert time.process_time() - begun < 0.1


@settings(max_examples=300, deadline=200)
@given(st.lists(PIECES, max_size=600).map(b"".join))
def test_telling_what_bytes_are_takes_no_time_whatever_they_begin_with(raw: bytes) -> None:
    try:
        document_of("a", "a.html", raw)
    except SourceError as error:
        assert str(error) == "a: is empty"
