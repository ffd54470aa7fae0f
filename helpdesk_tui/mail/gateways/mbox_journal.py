"""Rewriting an mbox file in its place, so that a crash at any step loses nothing.

The file stays the same one (inode): a mail server that has it open and waits for its lock delivers into the file that
everybody reads. Before a byte is changed, what is there and what is to be there goes to the disk as
`NAME.helpdesk-journal` beside it. After a crash, whoever opens the file next completes the work, or drops it where
nothing had begun. Mail that was appended in between is kept: bytes of zero, with which no mail begins, fill the space
that is gained or given up, and tell where it starts.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpdesk_tui.mail.gateways.mbox_spans import BLOCK

Piece = tuple[int, int] | bytes
"""Part of a file by its offsets, or bytes."""

_NOTED, _GROWN, _WRITTEN = b"012"
"""How far it is: nothing was changed but the size, bytes are being changed, all are as they should be."""

_HEAD = b"%c helpdesk-tui rewrites an mbox file: from %020d, old end %020d, new end %020d\n"
_HEAD_SIZE = len(_HEAD % (_NOTED, 0, 0, 0))
_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_COMPARED = 64 * 1024


class Strange(Exception):
    """There is a journal, and it cannot be used; its text is the end of a sentence that begins with its name."""


def journal_of(name: str) -> str:
    """The journal's name."""
    return f"{name}.helpdesk-journal"


def has_journal(folder: int, name: str) -> bool:
    """Whether there is work to complete."""
    with contextlib.suppress(FileNotFoundError):
        os.stat(journal_of(name), dir_fd=folder, follow_symlinks=False)
        return True
    return False


def rewrite(folder: int, name: str, box: int, start: int, pieces: Sequence[Piece]) -> None:
    """From `start` on the file is to be these pieces, some of them of what it is now; both locks are held.

    Raises OSError: before anything was changed, or with the journal left for the next opening.
    """
    old = os.fstat(box).st_size
    new = start + sum(len(piece) if isinstance(piece, bytes) else piece[1] - piece[0] for piece in pieces)
    waiting = f".{journal_of(name)}"
    with contextlib.suppress(FileNotFoundError):  # what we left there when we died
        os.unlink(waiting, dir_fd=folder)
    handle = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600, dir_fd=folder)
    try:
        try:
            _write(handle, _HEAD % (_NOTED if new > old else _GROWN, start, old, new))
            for piece in [(start, old), *pieces]:
                for part in [piece] if isinstance(piece, bytes) else _blocks(box, *piece):
                    _write(handle, part)
            os.fsync(handle)
            os.rename(waiting, journal_of(name), src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(waiting, dir_fd=folder)
            raise
        os.fsync(folder)
        _Journal(folder, name, handle, box, start, old, new).carry_out()
    finally:
        os.close(handle)


def settle(folder: int, name: str, box: int) -> None:
    """Complete what somebody died over, or drop it; the file is open for writing and both locks are held.

    Raises Strange where the journal is none of ours, or another program has changed the half-written file.
    """
    handle = os.open(journal_of(name), os.O_RDWR | _FLAGS, dir_fd=folder)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid not in (0, os.geteuid(), os.fstat(box).st_uid):
            raise Strange("belongs to somebody else")
        _read(folder, name, handle, box).resume()
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class _Journal:
    """The bytes of the file from `start` to `old`, and those that are to be there, from `start` to `new`."""

    folder: int
    name: str
    handle: int
    box: int
    start: int
    old: int
    new: int

    @property
    def state(self) -> int:
        return os.pread(self.handle, 1, 0)[0]

    def carry_out(self) -> None:
        if self.state == _NOTED:
            self._grow()
            self._mark(_GROWN)
        self._change()
        self._end()

    def resume(self) -> None:
        if self.state == _NOTED and self._grown():
            self._mark(_GROWN)
        if self.state == _GROWN:
            if not self._ours():
                raise Strange("waits to be completed, but another program has changed the mailbox: compare the two")
            self._change()
        if self.state == _WRITTEN:
            self._end()
        else:
            self._drop()

    def _grow(self) -> None:
        """Have the space before anything is changed, so that the disk is not full in the middle of it."""
        try:
            os.ftruncate(self.box, self.new)
            os.posix_fallocate(self.box, self.old, self.new - self.old)
            os.fsync(self.box)
        except OSError:
            if os.fstat(self.box).st_size in (self.old, self.new):  # nothing came behind it
                os.ftruncate(self.box, self.old)
                self._drop()
            raise

    def _change(self) -> None:
        place = self.start
        for block in self._new_bytes():
            _write_at(self.box, block, place)
            place += len(block)
        for place in range(self.new, self.old, BLOCK):
            _write_at(self.box, bytes(min(BLOCK, self.old - place)), place)
        os.fsync(self.box)
        self._mark(_WRITTEN)

    def _end(self) -> None:
        """Give the space up that is not needed, also where mail came behind it."""
        size = os.fstat(self.box).st_size
        if self.new < self.old <= size and self._zeros(self.new, self.old):
            if size > self.old:
                # The journal of this takes the place of ours.
                rewrite(self.folder, self.name, self.box, self.new, [(self.old, size)])
                return
            os.ftruncate(self.box, self.new)
            os.fsync(self.box)
        self._drop()

    def _drop(self) -> None:
        os.unlink(journal_of(self.name), dir_fd=self.folder)
        os.fsync(self.folder)

    def _mark(self, state: int) -> None:
        _write_at(self.handle, bytes([state]), 0)
        os.fsync(self.handle)

    def _grown(self) -> bool:
        return self.old < self.new <= os.fstat(self.box).st_size and self._zeros(self.old, self.new) and self._ours()

    def _zeros(self, start: int, end: int) -> bool:
        return not any(block.strip(b"\0") for block in _blocks(self.box, start, end))

    def _new_bytes(self) -> Iterator[bytes]:
        begin = _HEAD_SIZE + self.old - self.start
        return _blocks(self.handle, begin, begin + self.new - self.start)

    def _ours(self) -> bool:
        """Whether each byte of the file is one that was there, is to be there, or fills."""
        end = max(self.old, self.new)
        if os.fstat(self.box).st_size < end:
            return False
        for place in range(self.start, end, _COMPARED):
            size = min(_COMPARED, end - place)
            there = os.pread(self.box, size, place)
            old = self._noted(place, size, self.old, _HEAD_SIZE)
            new = self._noted(place, size, self.new, _HEAD_SIZE + self.old - self.start)
            if there not in (old, new) and any(
                one not in (0, was, will) for one, was, will in zip(there, old, new, strict=True)
            ):  # fmt: skip
                return False
        return True

    def _noted(self, place: int, size: int, end: int, begin: int) -> bytes:
        most = max(0, min(size, end - place))
        return os.pread(self.handle, most, begin + place - self.start).ljust(size, b"\0")


def _read(folder: int, name: str, handle: int, box: int) -> _Journal:
    head = os.pread(handle, _HEAD_SIZE, 0)
    try:
        start, old, new = (int(word) for word in head.replace(b",", b" ").split() if len(word) == 20)
    except ValueError:
        raise Strange("is none of ours") from None
    whole = head == _HEAD % (head[0], start, old, new) and head[0] in (_NOTED, _GROWN, _WRITTEN)
    size = _HEAD_SIZE + old - start + new - start
    if not whole or not 0 <= start <= min(old, new) or os.fstat(handle).st_size != size:
        raise Strange("is none of ours")
    return _Journal(folder, name, handle, box, start, old, new)


def _blocks(handle: int, start: int, end: int) -> Iterator[bytes]:
    """A part of a file, piece by piece; raises OSError where it is shorter than it was."""
    while start < end:
        block = os.pread(handle, min(BLOCK, end - start), start)
        if not block:
            raise OSError(errno.EIO, "the file has become shorter")
        yield block
        start += len(block)


def _write(handle: int, raw: bytes) -> None:
    view = memoryview(raw)
    while view:
        view = view[os.write(handle, view) :]


def _write_at(handle: int, raw: bytes, place: int) -> None:
    view = memoryview(raw)
    while view:
        done = os.pwrite(handle, view, place)
        view, place = view[done:], place + done
