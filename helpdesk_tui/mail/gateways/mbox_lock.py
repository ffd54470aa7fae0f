"""The two locks by which programs share an mbox file: a file `NAME.lock` beside it, and fcntl's on it.

Mail servers differ in which one they take, and in which order. Both are taken here, never one waited for while holding
the other: each attempt takes all or gives everything back.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import time
from collections.abc import Iterator

LOCK_SECONDS = 10.0
"""So long a poll waits for others to finish with the file."""

STALE_SECONDS = 300.0
"""A `.lock` that is older, beside a file that has not changed since, was left by a program that died."""

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Busy(Exception):
    """Another program has the file."""


@contextlib.contextmanager
def dot_lock(folder: int, name: str) -> Iterator[bool]:
    """Hold `NAME.lock` in the folder; False where we may not make files there, and go without.

    Raises Busy, and OSError for a folder that cannot be used.
    """
    lock = f"{name}.lock"
    handle = _made(folder, name, lock)
    if handle is None:
        yield False
        return
    try:
        with contextlib.suppress(OSError):  # a full disk is no reason not to read
            os.write(handle, f"{os.getpid()}\n".encode())
        yield True
    finally:
        mine = os.fstat(handle).st_ino
        os.close(handle)
        with contextlib.suppress(OSError):
            if os.stat(lock, dir_fd=folder, follow_symlinks=False).st_ino == mine:
                os.unlink(lock, dir_fd=folder)


def lock_file(handle: int, *, writing: bool) -> None:
    """Take fcntl's lock, until the file is closed; raises Busy, and OSError where there are no locks."""
    try:
        fcntl.lockf(handle, (fcntl.LOCK_EX if writing else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as failed:
        if failed.errno in (errno.EACCES, errno.EAGAIN):
            raise Busy from None
        raise


def unlock_file(handle: int) -> None:
    """Give fcntl's lock back."""
    fcntl.lockf(handle, fcntl.LOCK_UN)


def _made(folder: int, name: str, lock: str) -> int | None:
    """The new lock file, None where we may not make one."""
    try:
        return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o644, dir_fd=folder)
    except FileExistsError:
        _break_stale(folder, name, lock)
        raise Busy from None
    except OSError as failed:
        if failed.errno not in _FORBIDDEN:
            raise
    return None


def _break_stale(folder: int, name: str, lock: str) -> None:
    """Remove a lock whose owner has died."""
    with contextlib.suppress(OSError):
        found = os.stat(lock, dir_fd=folder, follow_symlinks=False)
        times = [found.st_mtime]
        with contextlib.suppress(FileNotFoundError):
            times.append(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime)
        if max(times) > time.time() - STALE_SECONDS:
            return
        # Somebody else may be doing the same and have a new lock by now: it is put back then.
        aside = f"{lock}.{secrets.token_hex(8)}"
        os.rename(lock, aside, src_dir_fd=folder, dst_dir_fd=folder)
        try:
            if os.stat(aside, dir_fd=folder, follow_symlinks=False).st_ino != found.st_ino:
                os.link(aside, lock, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        finally:
            os.unlink(aside, dir_fd=folder)
