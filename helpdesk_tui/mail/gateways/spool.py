"""The content of an email while it comes in: on disk where it is large, and never more of it than is asked for."""

from __future__ import annotations

import tempfile

from helpdesk_tui.mail.gateways.sources import HEAD_NEEDED, Oversize, head_of

_IN_MEMORY = 256 * 1024


class Spool:
    """Keeps what it is given, up to `limit` bytes or what the beginning of a larger mail needs; counts the rest.

    `failed` is set when the disk did not take it: the rest is counted too, and the client hears of it at the end.
    """

    def __init__(self, limit: int) -> None:
        self.size = 0
        self.failed = False
        self._limit = limit
        self._most = max(limit, HEAD_NEEDED)
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lives as long as this does

    def keep(self, piece: bytes) -> None:
        """Add a piece."""
        room = self._most - self.size
        self.size += len(piece)
        if room <= 0 or self.failed:
            return
        try:
            self._file.write(piece[:room])
        except OSError:
            self.failed = True
            self.close()

    def whole(self) -> bytes:
        """All of it; raises Oversize, which holds its beginning, and OSError."""
        self._file.seek(0)
        raw = self._file.read()
        if self.size > self._limit:
            raise Oversize(self.size, self._limit, head_of(raw))
        return raw

    def close(self) -> None:
        """Let go of it; raises nothing."""
        try:
            self._file.close()
        except OSError:  # what was still to be written has no room
            self.failed = True
