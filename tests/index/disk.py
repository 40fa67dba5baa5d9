"""A disk that is watched: it fails or kills at a chosen write, or writes down what a power cut could have left.

It lies above SQLite's own layers, so that it sees every write, sync, cut and deletion of a library's files.
What is written down are the bytes as they came to lie in the file, page checksums included.
"""

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest

from index.store.sqlite import opening

SECTOR = 512
WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a file; for an acknowledgement `name` is what was acknowledged."""

    kind: str
    name: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """What is to happen at a write (the first is 1), and all that happened."""

    keeps: bool = False
    at: int = 0
    does: Callable[[], None] | None = None
    only: bool = True
    """Whether it happens at that write only, or at every one from there on."""
    writes: int = 0
    log: list[Change] = field(default_factory=list)

    def before_write(self) -> None:
        self.writes += 1
        if self.does and self.at and (self.writes == self.at or (not self.only and self.writes > self.at)):
            self.does()

    def note(self, kind: str, path: str, offset: int = 0, length: int = 0) -> None:
        if self.keeps:
            data = _held(path, offset, length) if length else b""
            self.log.append(Change(kind, Path(path).name, offset, data))

    def acknowledged(self, what: str) -> None:
        self.log.append(Change("acknowledged", what))


def _held(path: str, offset: int, length: int) -> bytes:
    with Path(path).open("rb") as file:
        file.seek(offset)
        return file.read(length)


def full() -> None:
    raise apsw.FullError("database or disk is full")


def broken() -> None:
    raise apsw.IOError("disk I/O error")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Files(apsw.VFS):
    def __init__(self, disk: Disk, base: str) -> None:
        self._disk = disk
        self._base = base
        super().__init__(WATCHED, base)

    def xOpen(self, name: Any, flags: list[int]) -> "_File":
        return _File(self._disk, self._base, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        super().xDelete(name, sync)
        self._disk.note("deleted", name)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, base: str, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__(base, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._name:
            self._disk.before_write()
        super().xWrite(data, offset)
        if self._name:
            self._disk.note("written", self._name, offset, len(data))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        if self._name:
            self._disk.note("synced", self._name)

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        if self._name:
            self._disk.note("cut", self._name, size)


@contextmanager
def on(disk: Disk) -> Iterator[Disk]:
    """Let libraries opened inside lie on this disk."""
    layer = opening.checksummed_files()
    files = _Files(disk, layer)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "checksummed_files", lambda: WATCHED)
        yield disk
    files.unregister()


def after_a_cut(log: list[Change], chance: random.Random) -> dict[str, bytes]:
    """Return, by name, files that a power cut after the changes of `log` could have left.

    What a file was synced with is there. Of what came after, each change is there or not, a write also in part,
    cut at a sector: the disk is free to order them as it likes.
    """
    files: dict[str, bytearray] = {}
    unsynced: dict[str, list[Change]] = {}
    for change in log:
        if change.kind == "synced":
            for one in unsynced.pop(change.name, []):
                _apply(files, one)
        elif change.kind == "deleted":
            # SQLite syncs the folder when it deletes a journal whose end means a commit.
            unsynced.pop(change.name, None)
            files.pop(change.name, None)
        elif change.kind != "acknowledged":
            unsynced.setdefault(change.name, []).append(change)
    for changes in unsynced.values():
        for change in changes:
            if chance.random() < 0.5:
                _apply(files, _torn(change, chance) if chance.random() < 0.3 else change)
    return {name: bytes(held) for name, held in files.items()}


def _torn(change: Change, chance: random.Random) -> Change:
    return Change(change.kind, change.name, change.offset, change.data[: SECTOR * chance.randrange(8)])


def _apply(files: dict[str, bytearray], change: Change) -> None:
    held = files.setdefault(change.name, bytearray())
    if change.kind == "cut":
        del held[change.offset :]
        held.extend(bytes(change.offset - len(held)))
        return
    end = change.offset + len(change.data)
    held.extend(bytes(max(0, end - len(held))))
    held[change.offset : end] = change.data


def laid_out(files: dict[str, bytes], folder: Path) -> Path:
    """Write files into a new folder, without what only running processes share."""
    folder.mkdir(parents=True)
    for name, held in files.items():
        (folder / name).write_bytes(held)
    return folder
