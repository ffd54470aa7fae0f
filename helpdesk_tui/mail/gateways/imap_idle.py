"""Waiting for mail with IMAP IDLE (RFC 2177), past two traps of the libraries below.

What the server announces together with its consent to IDLE lies in imaplib's buffer, where `idle_check` does not
look; and `idle_check` says the same for a server that has nothing to tell and for one that has hung up.
"""

from __future__ import annotations

import contextlib
import threading
import time

from imapclient import IMAPClient

RENEW_SECONDS = 9 * 60
"""IDLE is begun anew after this time: RFC 2177 allows 29 minutes, routers in between often less."""

_LOOK_SECONDS = 0.5


def idle(client: IMAPClient, seconds: float, stop: threading.Event) -> bool:
    """Whether the server announced mail within so many seconds (at most `RENEW_SECONDS`), or before `stop` was set.

    Raises what imaplib raises when the connection is gone.
    """
    client.idle()
    news = _buffered(client) or _listen(client, min(seconds, RENEW_SECONDS), stop)
    _, told = client.idle_done()
    return news or _announces(told)


def _listen(client: IMAPClient, seconds: float, stop: threading.Event) -> bool:
    end = time.monotonic() + seconds
    while not stop.is_set() and (left := end - time.monotonic()) > 0:
        step = min(left, _LOOK_SECONDS)
        began = time.monotonic()
        told = client.idle_check(timeout=step)
        if _announces(told):
            return True
        if not told and time.monotonic() - began < step / 2:
            # Something came that is no answer: a TLS record, or the end. idle_done finds out which.
            return False
    return False


def _announces(told: list[tuple[object, ...]]) -> bool:
    return any(len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT") for answer in told)


def _buffered(client: IMAPClient) -> bool:
    """Whether more than the consent to IDLE has been read from the connection."""
    imap = client._imap
    read_ahead = getattr(imap, "_readbuf", None)  # Python 3.14 keeps its own buffer
    if read_ahead is not None:
        return bool(read_ahead)
    sock = client.socket()
    timeout = sock.gettimeout()
    sock.setblocking(False)
    try:
        with contextlib.suppress(OSError):  # nothing there
            return bool(imap.file.peek(1))
        return False
    finally:
        sock.settimeout(timeout)
