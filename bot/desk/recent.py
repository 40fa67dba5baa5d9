"""Ids seen of late: as many as are worth remembering."""


class Recent:
    """The latest of the ids that were added."""

    def __init__(self, most: int) -> None:
        """Remember so many."""
        self._most = most
        self._ids: dict[int, None] = {}

    def __contains__(self, id_: int) -> bool:
        return id_ in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, id_: int) -> bool:
        """Remember an id, and tell whether it is new."""
        if id_ in self._ids:
            return False
        self._ids[id_] = None
        if len(self._ids) > self._most:
            del self._ids[next(iter(self._ids))]
        return True
