"""Words and terms as SQLite's word index cuts them, so that what is counted is what is found."""

from typing import Any

import apsw
import apsw.fts5

from index.text.folding import searchable

DIACRITICS = ["remove_diacritics", "2"]


class Fts5Analyzer:
    """SQLite's own tokenizers, of a connection that holds nothing."""

    def __init__(self) -> None:
        self._db = apsw.Connection(":memory:")
        self._split = self._db.fts5_tokenizer("unicode61", DIACRITICS)
        self._stem = self._db.fts5_tokenizer("porter", ["unicode61", *DIACRITICS])

    def words(self, text: str) -> list[str]:
        """Return the words of `text` to search by; the word index stems them itself."""
        return _tokens(self._split, searchable(text))

    def terms(self, text: str) -> list[str]:
        """Return the stemmed terms of `text` as the word index counts them; never to be searched by."""
        return _tokens(self._stem, searchable(text))


def _tokens(tokenizer: Any, text: str) -> list[str]:  # noqa: ANN401
    raw = text.encode("utf-8", "replace")
    found = tokenizer(raw, apsw.FTS5_TOKENIZE_QUERY, None, include_offsets=False, include_colocated=False)
    return [str(token) for token in found]
