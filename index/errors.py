"""The errors a user may meet. Each message is one line that says what is wrong and what to do.

OnRecordError
├── SettingsError            a setting is misspelt or out of bounds
├── SourceError              a document cannot be read; carries its path
├── LibraryError
│   ├── LibraryDamagedError  the file is no library, or its bytes have changed
│   ├── LibraryNewerError    written by a later version
│   ├── LibraryBusyError     another process is writing
│   ├── LibraryUnreachableError  its server does not answer
│   └── UnknownCollectionError
├── ModelError               the model folder is missing, unsafe or not the one expected
│   └── ModelMismatchError   the library was built with another model
└── QuoteMismatchError       a quote differs from its article; nothing may be shown
"""


class OnRecordError(Exception):
    """Base of all errors whose text is meant for a user."""

    exit_status = 1
    """With what a command ends: as sysexits.h has it: 75 for what may be tried
    again as it is, 69 where a server does not answer."""


class SettingsError(OnRecordError):
    """A setting is misspelt or out of bounds."""


class SourceError(OnRecordError):
    """A document cannot be read; `passing` where it may be had another time."""

    def __init__(self, where: str, why: str, *, passing: bool = False) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why
        self.passing = passing


class LibraryError(OnRecordError):
    """The library cannot do what was asked."""


class LibraryDamagedError(LibraryError):
    """The file is no library, or its bytes have changed."""


class LibraryNewerError(LibraryError):
    """The library was written by a later version."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""

    exit_status = 75


class LibraryUnreachableError(LibraryError):
    """The server that holds the library does not answer, or took back what was being read."""

    exit_status = 69


class UnknownCollectionError(LibraryError):
    """A collection that the library does not have."""


class ModelError(OnRecordError):
    """The model folder is missing, unsafe or not the one expected."""


class ModelMismatchError(ModelError):
    """The library was built with another model."""


class QuoteMismatchError(OnRecordError):
    """A quote differs from its article; nothing may be shown."""
