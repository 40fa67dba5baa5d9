"""How a text is cut into words and terms: one way for everything that is counted, searched or compared."""

from typing import Protocol


class Analyzer(Protocol):
    """Cuts texts; a pure function of the text."""

    def words(self, text: str) -> list[str]:
        """Return the words of `text` to search by, without case and accents; whatever searches stems them itself."""

    def terms(self, text: str) -> list[str]:
        """Return the stemmed terms of `text`, as they are counted; never to be searched by as words."""
