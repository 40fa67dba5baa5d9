"""Failure: what the asker can be told, by the name of its words."""

from index import OnRecordError


class Failure(OnRecordError):
    """Something failed that the asker can be told: `key` names the words for it, after "fail-"."""

    key = "broken"
    is_told = True
    """Whether the asker is to read of it; one who floods was told already."""

    def __init__(self, key: str = "", **values: str) -> None:
        super().__init__(key or self.key)
        self.key = key or self.key
        self.values = values
