"""Mail that an MTA hands in on standard input (MG2, rule 10)."""

from __future__ import annotations

from typing import BinaryIO

from helpdesk_tui.errors import TryLater
from helpdesk_tui.mail.gateways.sources import HEAD_NEEDED, Oversize, head_of

_PIECE = 256 * 1024


def read_mail(stream: BinaryIO, limit: int) -> bytes:
    """The whole mail. A longer one than `limit` bytes is read to its end too, so that the MTA sees no broken pipe.

    Raises Oversize (exit 65), and TryLater (exit 75: the MTA keeps the mail) when reading fails.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size <= max(limit, HEAD_NEEDED) + _PIECE:
                pieces.append(piece)
    except OSError as failed:
        raise TryLater(f"The mail could not be read to its end: {failed.strerror}.") from None
    raw = b"".join(pieces)
    if size > limit:
        raise Oversize(size, limit, head_of(raw))
    return raw
