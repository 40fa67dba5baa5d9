"""What a library was built with, against what builds now: model, passages, statements."""

from collections.abc import Callable

from index.errors import ModelMismatchError
from index.ingesting.preparing import STATEMENTS
from index.records import ModelKey
from index.settings import IndexSettings
from index.store import Library, Manifest
from index.text.chunking import VERSION

UNFINISHED = "rebuild unfinished"


class Versions:
    """Keeps two models, or two ways to cut passages, from ever being mixed in one library."""

    def __init__(self, library: Library, settings: IndexSettings, tell: Callable[[str], None]) -> None:
        """Compare by `settings`, and `tell` a line where statements were read by other rules than now."""
        self._library = library
        self._settings = settings
        self._tell = tell
        self._is_told = False

    def check(self, model: ModelKey, *, adopt: bool = False) -> None:
        """Make sure that the library was built with this model; an empty one may `adopt` it.

        Raises:
            ModelMismatchError: it was built with another.
        """
        mine = Manifest(model, VERSION, STATEMENTS)
        held = self._library.adopt(mine) if adopt else self._library.manifest()
        if held is not None and (held.model, held.chunker) != (mine.model, mine.chunker):
            raise ModelMismatchError(f"{self._library.where}: was built with another model; {self._remedy}")
        if held is not None and held.statements != mine.statements:
            self._tell_of_old_statements()

    def check_whole(self) -> None:
        """Make sure that the library is not being made anew.

        Raises:
            ModelMismatchError: it is being rebuilt, or a rebuild was cut off.
        """
        held = self._library.manifest()
        if held is not None and held.chunker == UNFINISHED:
            raise ModelMismatchError(
                f"{self._library.where}: is being rebuilt, or a rebuild was cut off; wait, or {self._remedy}"
            )

    def begin_rebuild(self, model: ModelKey) -> None:
        """Say that two models may meet in the library until the last article is done, so that nobody asks it."""
        self._library.set_manifest(Manifest(model, UNFINISHED, STATEMENTS))

    def end_rebuild(self, model: ModelKey) -> None:
        """Say that all of the library is made by this model."""
        self._library.set_manifest(Manifest(model, VERSION, STATEMENTS))

    def _tell_of_old_statements(self) -> None:
        """Say once that who said what was read by other rules than this release's."""
        if self._settings.statements and not self._is_told:
            self._is_told = True
            self._tell(f"{self._library.where}: its statements were read by an earlier release; {self._remedy}")

    @property
    def _remedy(self) -> str:
        return f"run: onrecord rebuild --library {self._settings.library}"
