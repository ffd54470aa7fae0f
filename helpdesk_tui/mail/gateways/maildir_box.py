"""The two folders of a Maildir, held open while something is done in them.

Files are reached through the folders' handles only, links are never followed, and every step bears that somebody
else renames or deletes the file just then.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from helpdesk_tui.errors import DeskError, Refused, StorageFailed, Unavailable, UnusableData
from helpdesk_tui.text import clipped

FOLDERS = ("new", "cur")
_UNFINISHED = "tmp"

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PLAIN = "!\"#$&'()*+,-.:;<=>?@[]^_`{|}~"


@dataclass(frozen=True, slots=True)
class MailFile:
    """A mail's file as it was seen. `key` is its name without flags; `mtime` is in nanoseconds."""

    key: str
    folder: str
    name: str
    inode: int
    size: int
    mtime: int
    seen: bool


class MaildirBox:
    """`new` and `cur` of the Maildir at `path`; a context manager.

    Raises Unavailable (code `no_maildir`) where there is none, StorageFailed where it cannot be read. It is never
    created: a wrong path would hide for ever that no mail arrives.
    """

    def __init__(self, path: Path) -> None:
        self._path = os.fspath(path)
        self._handles: dict[str, int] = {}
        try:
            for folder in FOLDERS:
                self._handles[folder] = os.open(f"{self._path}/{folder}", _FOLDER)
            if not stat.S_ISDIR(os.stat(f"{self._path}/{_UNFINISHED}").st_mode):
                raise NotADirectoryError
        except (OSError, ValueError) as failed:
            self.close()
            raise self._error(failed) from None

    def __enter__(self) -> MaildirBox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the folders."""
        while self._handles:
            os.close(self._handles.popitem()[1])

    @property
    def _name(self) -> str:
        """The path for people."""
        return clipped(self._path, 200)

    def times(self) -> tuple[int, ...]:
        """When something was last added to or removed from the folders, in nanoseconds."""
        return tuple(os.fstat(handle).st_mtime_ns for handle in self._handles.values())

    def files(self) -> list[MailFile]:
        """Every mail in both folders; what is no regular file or begins with a dot is none.

        A file that moves from `new` to `cur` meanwhile is listed once. Two different files of one name, which no
        delivery agent makes, get two keys.
        """
        found: dict[str, MailFile] = {}
        for folder in FOLDERS:
            for name in self._names(folder):
                file = self._seen_as(folder, name)
                if file is None:
                    continue
                other = found.get(file.key)
                if other is not None and other.inode != file.inode:
                    found[f"{folder}/{_printable(name)}"] = file
                else:
                    found[file.key] = file
        return [_with_key(key, file) for key, file in found.items()]

    def now(self, file: MailFile) -> MailFile | None:
        """The file under its present name, None when it is gone."""
        there = self._seen_as(file.folder, file.name)
        if there is not None and there.inode == file.inode:
            return _with_key(file.key, there)
        base = _key(file.name)
        for folder in FOLDERS:
            for name in self._names(folder):
                if _key(name) == base:
                    there = self._seen_as(folder, name)
                    if there is not None and there.inode == file.inode:
                        return _with_key(file.key, there)
        return None

    def readable(self, file: MailFile) -> bool:
        """Whether we may read the file."""
        return os.access(file.name, os.R_OK, dir_fd=self._handles[file.folder], effective_ids=True)

    def read(self, file: MailFile, most: int) -> bytes | None:
        """At most so many bytes of the file, None when it is no longer there under this name.

        Raises StorageFailed when it may not be read, which somebody has to change, and UnusableData when it cannot.
        """
        try:
            handle = os.open(file.name, _FILE, dir_fd=self._handles[file.folder])
            with os.fdopen(handle, "rb") as opened:
                return opened.read(most) if os.fstat(handle).st_ino == file.inode else None
        except OSError as failed:
            if failed.errno in (errno.ENOENT, errno.ELOOP):
                return None
            sentence = f"The mail {clipped(file.name, 100)} in {self._name} cannot be read: {failed.strerror}."
            if failed.errno in (errno.EACCES, errno.EPERM):
                raise StorageFailed(sentence, code="mail_unreadable") from None
            raise UnusableData(sentence) from None

    def mark_seen(self, file: MailFile) -> bool:
        """Move the file to `cur` with the flag S added; False when it is no longer there under this name.

        Nothing waits for the disk: a rename that a crash undoes shows the mail again, and the desk knows it by its key.
        """
        base, _, flags = file.name.partition(":2,")
        marked = f"{base.partition(':')[0] or base}:2,{''.join(sorted({*flags, 'S'}))}"
        try:
            if self._seen_as("cur", marked) is not None:
                raise FileExistsError(errno.EEXIST, "another mail has this name there")
            os.rename(file.name, marked, src_dir_fd=self._handles[file.folder], dst_dir_fd=self._handles["cur"])
        except FileNotFoundError:
            return False
        except OSError as failed:
            raise self._refused("marked as read", failed) from None
        return True

    def delete(self, file: MailFile) -> bool:
        """Delete the file; False when it is no longer there under this name."""
        try:
            os.unlink(file.name, dir_fd=self._handles[file.folder])
        except FileNotFoundError:
            return False
        except OSError as failed:
            raise self._refused("deleted", failed) from None
        return True

    def _names(self, folder: str) -> Iterator[str]:
        """Names in a fixed order, dot files left out."""
        try:
            names = sorted(os.listdir(self._handles[folder]))
        except OSError as failed:
            raise self._error(failed) from None
        return (name for name in names if not name.startswith("."))

    def _seen_as(self, folder: str, name: str) -> MailFile | None:
        try:
            found = os.stat(name, dir_fd=self._handles[folder], follow_symlinks=False)
        except FileNotFoundError:
            return None
        except OSError as failed:
            raise self._error(failed) from None
        if not stat.S_ISREG(found.st_mode):
            return None
        seen = folder == "cur" and "S" in name.partition(":2,")[2]
        return MailFile(_key(name), folder, name, found.st_ino, found.st_size, found.st_mtime_ns, seen)

    def _error(self, failed: OSError | ValueError) -> DeskError:
        if isinstance(failed, ValueError) or failed.errno in (None, errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return Unavailable(
                f"{self._name} is no Maildir: it needs the folders new, cur and tmp, and none of them a link.",
                code="no_maildir",
            )
        return StorageFailed(f"{self._name} cannot be read: {failed.strerror}.")

    def _refused(self, what: str, failed: OSError) -> Refused:
        return Refused(f"A mail in {self._name} cannot be {what}: {failed.strerror}.", code="flag_refused")


def _key(name: str) -> str:
    """The name without its flags, as text that any database and terminal can hold."""
    return _printable(name.partition(":")[0] or name)


def _printable(name: str) -> str:
    """The name if it is plain ASCII, else with the other bytes (and `%`) as `%XX`: no two names become the same."""
    return quote(os.fsencode(name), safe=_PLAIN)


def _with_key(key: str, file: MailFile) -> MailFile:
    if key == file.key:
        return file
    return MailFile(key, file.folder, file.name, file.inode, file.size, file.mtime, file.seen)
