"""The file that a SQLite desk is: where it lies, whether it can be reached, who may read it (rules 27, 43)."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from helpdesk_tui.errors import StorageFailed

_ROOM = 65536
"""A disk with fewer bytes than this cannot take a transaction."""
_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = ("nfs", "cifs", "smb", "sshfs", "9p", "ceph", "gluster", "afs", "lustre")
_OCTAL = re.compile(r"\\([0-7]{3})")


def reachable(name: str) -> bool:
    """Whether one may look into the folders that lead to a file; it need not be there."""
    try:
        os.stat(name)
    except PermissionError:
        return False
    except OSError:
        return True
    return True


def disk_is_full(name: str) -> bool:
    """Whether the disk has no room left: of files that it maps into memory the library says "disk I/O error" then."""
    try:
        disk = os.statvfs(os.path.dirname(name) or ".")
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _ROOM


def path_of(where: str) -> Path:
    """The file that a place names."""
    return Path(where.removeprefix("sqlite:///")).expanduser()


def quoted(path: Path) -> str:
    """A path as it stands in a `file:` URL."""
    text = str(path.absolute())
    return text.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def refuse_network(folder: Path) -> None:
    """Raise StorageFailed for a folder of a network file system: its locks cannot be trusted (rule 27)."""
    kind = _file_system(folder)
    if kind:
        raise StorageFailed(
            f"{folder} is on {kind}; a desk on SQLite needs a local disk. Use PostgreSQL instead.", code="network_disk"
        )


def _file_system(folder: Path) -> str:
    try:
        lines = _MOUNTS.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    best = ("", "")
    absolute = str(folder.resolve())
    for line in lines:
        left, _, right = line.partition(" - ")
        mount, kind = _OCTAL.sub(lambda found: chr(int(found[1], 8)), left.split()[4]), right.split()[0]
        inside = absolute == mount or absolute.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best[0]):
            best = (mount, kind)
    return best[1] if best[1].removeprefix("fuse.").startswith(_NETWORK) else ""


def is_private(where: str) -> bool:
    """Whether only the owner may read the file (rule 43)."""
    return stat.S_IMODE(path_of(where).stat().st_mode) & 0o077 == 0
