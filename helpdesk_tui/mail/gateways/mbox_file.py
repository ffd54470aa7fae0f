"""An mbox file, opened and locked for one step: listed, read, and rid of mails that were taken.

Mails at the end are cut off; marks, and other mails' removal, rewrite the file from there on, with a journal beside it
(`mbox_journal`). Either happens in place and under the locks, never by a new file: who has this one open and waits for
its lock delivers into it. After a crash at any byte the next opening makes it as it was or as it should be.
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
from helpdesk_tui.mail.gateways import mbox_lock
from helpdesk_tui.mail.gateways.mbox_journal import Piece, Strange, has_journal, journal_of, rewrite, settle
from helpdesk_tui.mail.gateways.mbox_lock import Busy, dot_lock, lock_file
from helpdesk_tui.mail.gateways.mbox_spans import Span, described, spans_of
from helpdesk_tui.text import clipped

Signature = tuple[int, int, int]
"""Inode, size and time of change (nanoseconds): another one means that something was written."""

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

    def remove(self, spans: Sequence[Span], doomed: Sequence[Span]) -> None:
        """Take these mails out. Raises Refused where we may not."""
        places = {span.start for span in doomed}
        first = min(places)
        kept = [span for span in spans if span.start > first and span.start not in places]
        if kept:
            self._rewrite(first, [(span.start, span.after) for span in kept])
        else:
            os.ftruncate(self._handle, first)
            os.fsync(self._handle)

    def mark_read(self, spans: Sequence[Span]) -> None:
        """Write `Status: RO` into these mails, as programs that read mail here do. Raises Refused where we may not."""
        pieces: list[Piece] = []
        first = place = min(span.status[0] for span in spans)
        for span in sorted(spans, key=lambda span: span.start):
            low, high = span.status
            end = b"\r\n" if os.pread(self._handle, 2, span.body - 2) == b"\r\n" else b"\n"
            pieces += [(place, low), b"Status: RO" + end]
            place = high
        self._rewrite(first, [*pieces, (place, os.fstat(self._handle).st_size)])

    def _rewrite(self, start: int, pieces: Sequence[Piece]) -> None:
        if not self._dotted:
            raise Refused(f"{self._shown} cannot be changed: no lock can be made beside it.", code="flag_refused")
        rewrite(self._folder, self._name, self._handle, start, pieces)


@contextlib.contextmanager
def opened(path: Path, *, writing: bool = False) -> Iterator[MboxFile | None]:
    """The file, locked against every other program; None where there is none, which is an empty mailbox.

    What somebody died over is completed first.

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
            except Strange as strange:
                journal = clipped(os.fspath(path.with_name(journal_of(path.name))), 200)
                raise Unavailable(f"{journal} {strange}.", code="no_mbox") from None
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
    unfinished = has_journal(folder, path.name)
    writing = writing or unfinished
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
    if unfinished:
        settle(folder, path.name, handle)
    return MboxFile(folder, path.name, handle, dotted, shown)


def _signature(found: os.stat_result) -> Signature:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _error(shown: str, failed: OSError | ValueError, writing: bool) -> DeskError:
    if isinstance(failed, ValueError) or failed.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
        return Unavailable(f"{shown} is no mbox file: a link, a folder or a device is none.", code="no_mbox")
    if failed.errno in (errno.ENOENT, errno.ENOTDIR):
        return Unavailable(f"{shown} has no folder: where is this mbox file to be?", code="no_mbox")
    if writing:
        return Refused(f"{shown} cannot be changed: {failed.strerror}.", code="flag_refused")
    return StorageFailed(f"{shown} cannot be read: {failed.strerror}.")
