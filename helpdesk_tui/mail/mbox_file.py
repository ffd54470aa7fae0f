"""An mbox file, opened and locked for one step: listed, read, and rid of mails that were taken.

A mail is removed in one of two ways, and a crash at any byte leaves the file as it was or as it should be. Mails at the
end are cut off in place. For others the rest is written to a new file in the same folder, to the disk, and put into the
old one's place; both locks are held, as everybody's are who writes here. A program that takes no `.lock` may have
opened the old file before and wait for it: `Replaced` brings over what it then writes there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpdesk_tui.errors import DeskError, Refused, StorageFailed, Unavailable
from helpdesk_tui.mail import mbox_lock
from helpdesk_tui.mail.mbox_lock import Busy, dot_lock, lock_file, unlock_file
from helpdesk_tui.mail.mbox_spans import BLOCK, Span, described, spans_of
from helpdesk_tui.text import clipped

Signature = tuple[int, int, int]
"""Inode, size and time of change (nanoseconds): another one means that something was written."""

Piece = tuple[int, int] | bytes
"""Part of a file by its offsets, or bytes."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_PAUSE = 0.05


class MboxFile:
    """The file while it is open and locked; it cannot change under our hands."""

    def __init__(self, folder: int, name: str, handle: int, dotted: bool, shown: str) -> None:
        self._folder = folder
        self._name = name
        self._handle = handle
        self._dotted = dotted
        self._shown = shown

    @property
    def signature(self) -> Signature:
        """What it looks like now."""
        return _signature(os.fstat(self._handle))

    @property
    def changed(self) -> float:
        """When something was last written, in seconds since 1970."""
        return os.fstat(self._handle).st_mtime

    def spans(self, before: Sequence[Span] = ()) -> list[Span]:
        """The mails in it. Raises Unavailable (`no_mbox`) where the file is something else.

        `before` were its mails at the last look: where the last of them is still at its place, so are the others, as
        whatever is done to one of them moves it, and only what follows is read.
        """
        known = list(before) if before and self.is_at(before[-1]) else []
        since = known.pop().start if known else 0
        try:
            return [*known, *spans_of(self._handle, os.fstat(self._handle).st_size, since)]
        except ValueError as strange:
            raise Unavailable(f"{self._shown} is no mbox file: {strange}.", code="no_mbox") from None

    def is_at(self, span: Span) -> bool:
        """Whether this very mail is still at its place."""
        if span.after > os.fstat(self._handle).st_size:
            return False
        return described(self._handle, span.start, span.after).key == span.key

    def read(self, span: Span, most: int) -> bytes:
        """At most so many bytes of a mail."""
        return os.pread(self._handle, min(span.size, most), span.body)

    def ends_a_line(self) -> bool:
        """Whether the last byte is a line's end; otherwise somebody is still writing, without a lock."""
        size = os.fstat(self._handle).st_size
        return not size or os.pread(self._handle, 1, size - 1) == b"\n"

    def remove(self, spans: Sequence[Span], doomed: Sequence[Span]) -> Replaced | None:
        """Take these mails out. Raises Refused where we may not."""
        places = {span.start for span in doomed}
        kept = [span for span in spans if span.start not in places]
        if not kept or kept[-1].start < min(places):
            os.ftruncate(self._handle, min(places))
            os.fsync(self._handle)
            return None
        return self._replace([(span.start, span.after) for span in kept])

    def mark_read(self, spans: Sequence[Span]) -> Replaced:
        """Write `Status: RO` into these mails, as programs that read mail here do. Raises Refused where we may not."""
        pieces: list[Piece] = []
        place = 0
        for span in sorted(spans, key=lambda span: span.start):
            low, high = span.status
            end = b"\r\n" if os.pread(self._handle, 2, span.body - 2) == b"\r\n" else b"\n"
            pieces += [(place, low), b"Status: RO" + end]
            place = high
        return self._replace([*pieces, (place, os.fstat(self._handle).st_size)])

    def append(self, raw: bytes) -> None:
        """Add bytes to the end, and to the disk, or leave the file as it was."""
        size = os.lseek(self._handle, 0, os.SEEK_END)
        try:
            _write(self._handle, raw)
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, size)
            raise

    def _replace(self, pieces: Sequence[Piece]) -> Replaced:
        if not self._dotted:
            raise Refused(f"{self._shown} cannot be changed: no lock can be made beside it.", code="flag_refused")
        new = f".{self._name}.desk"
        with contextlib.suppress(FileNotFoundError):  # what we left there when we died
            os.unlink(new, dir_fd=self._folder)
        made = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600, dir_fd=self._folder)
        try:
            for piece in pieces:
                for part in [piece] if isinstance(piece, bytes) else _blocks(self._handle, *piece):
                    _write(made, part)
            self._dress(made)
            os.fsync(made)
            os.rename(new, self._name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(new, dir_fd=self._folder)
            raise
        finally:
            os.close(made)
        os.fsync(self._folder)
        return Replaced(os.dup(self._handle))

    def _dress(self, made: int) -> None:
        """Owner, rights and access lists as the file has them; who may not give those may not replace it."""
        now = os.fstat(self._handle)
        if (now.st_uid, now.st_gid) != (os.fstat(made).st_uid, os.fstat(made).st_gid):
            os.fchown(made, now.st_uid, now.st_gid)
        os.fchmod(made, stat.S_IMODE(now.st_mode))
        for name in os.listxattr(self._handle):
            os.setxattr(made, name, os.getxattr(self._handle, name))


class Replaced:
    """The file whose place a new one has taken, kept open for what late writers put into it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._size = os.fstat(handle).st_size

    def late(self) -> bytes:
        """What was written into it since."""
        with contextlib.suppress(Busy):  # it is still being written
            lock_file(self._handle, writing=False)
            try:
                return b"".join(_blocks(self._handle, self._size, os.fstat(self._handle).st_size))
            finally:
                unlock_file(self._handle)
        return b""

    def brought_over(self, late: bytes) -> None:
        """This much of it is in the new file now."""
        self._size += len(late)

    def close(self) -> None:
        """Let go of it."""
        os.close(self._handle)


@contextlib.contextmanager
def opened(path: Path, *, writing: bool = False) -> Iterator[MboxFile | None]:
    """The file, locked against every other program; None where there is none, which is an empty mailbox.

    Raises Unavailable: `locked` (others have it for too long), `no_mbox` (it is a link, a folder or no mbox; the folder
    is missing). StorageFailed where it may not be read; Refused (`flag_refused`) where it may not be changed.
    """
    shown = clipped(os.fspath(path), 200)
    end = time.monotonic() + mbox_lock.LOCK_SECONDS
    if path.name in ("", ".."):
        raise _error(shown, ValueError(), writing)
    with contextlib.ExitStack() as held:
        while True:
            try:
                with contextlib.ExitStack() as attempt:
                    file = _attempt(path, writing, shown, attempt)
                    held.enter_context(attempt.pop_all())
                break
            except Busy:
                if time.monotonic() > end:
                    raise Unavailable(f"{shown} is locked by another program.", code="locked") from None
                time.sleep(_PAUSE)
            except (OSError, ValueError) as failed:
                raise _error(shown, failed, writing) from None
        try:
            yield file
        except OSError as failed:
            raise _error(shown, failed, writing) from None


def signature_at(path: Path) -> Signature | None:
    """What the file looks like from outside, None where it is none or cannot be seen."""
    with contextlib.suppress(OSError, ValueError):
        return _signature(os.stat(path, follow_symlinks=False))
    return None


def _attempt(path: Path, writing: bool, shown: str, held: contextlib.ExitStack) -> MboxFile | None:
    folder = os.open(path.parent, _FOLDER)
    held.callback(os.close, folder)
    dotted = held.enter_context(dot_lock(folder, path.name))
    try:
        handle = os.open(path.name, (os.O_RDWR if writing else os.O_RDONLY) | _FILE, dir_fd=folder)
    except FileNotFoundError:
        return None
    held.callback(os.close, handle)
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise ValueError
    lock_file(handle, writing=writing)
    now = signature_at(path)
    if now is None or now[0] != found.st_ino:
        raise Busy  # somebody has just put another file into its place
    return MboxFile(folder, path.name, handle, dotted, shown)


def _signature(found: os.stat_result) -> Signature:
    return found.st_ino, found.st_size, found.st_mtime_ns


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


def _error(shown: str, failed: OSError | ValueError, writing: bool) -> DeskError:
    if isinstance(failed, ValueError) or failed.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
        return Unavailable(f"{shown} is no mbox file: a link, a folder or a device is none.", code="no_mbox")
    if failed.errno in (errno.ENOENT, errno.ENOTDIR):
        return Unavailable(f"{shown} has no folder: where is this mbox file to be?", code="no_mbox")
    if writing:
        return Refused(f"{shown} cannot be changed: {failed.strerror}.", code="flag_refused")
    return StorageFailed(f"{shown} cannot be read: {failed.strerror}.")
