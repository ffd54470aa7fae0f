"""A connection to an IMAP server: TLS, login, the few commands that are needed, and errors as sentences.

IMAPClient raises many kinds of errors for a server that leaves, refuses or talks nonsense; here they become
`Unavailable` (the connection is gone; the next step connects anew) or `Refused` (a person has to change something).
"""

from __future__ import annotations

import contextlib
import imaplib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import ProtocolError

from helpdesk_tui.errors import Refused, Unavailable
from helpdesk_tui.mail.gateways.imap_idle import idle
from helpdesk_tui.mail.gateways.imap_login import PASSING, connected
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView

_NONSENSE = (ValueError, TypeError, LookupError, AssertionError, AttributeError, RecursionError, MemoryError)
_SMALL = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as the server described it when it was opened.

    `validity` is None where UIDs mean nothing beyond this session (rule 5), `next_uid` None where the server does
    not tell it.
    """

    validity: int | None
    next_uid: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Described:
    """What the server says about a mail: its size in bytes, its flags, when it came (aware, None if not told)."""

    size: int
    flags: frozenset[bytes]
    date: datetime | None


class ImapSession:
    """One gateway's connection; connects when it is first used and again after it broke."""

    def __init__(self, gateway: GatewayView, password: Callable[[], str], ca_file: str = "") -> None:
        self._gateway = gateway
        self._password = password
        self._ca_file = ca_file
        self._client: IMAPClient | None = None
        self._most = _SMALL
        self.server = clipped(gateway.host, 100)

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._client is not None

    def offers(self, capability: bytes) -> bool:
        """Whether the server announced the capability."""
        with self._talk("asking what it can do") as client:
            return bool(client.has_capability(capability))

    def select(self, *, readonly: bool = False) -> Folder:
        """Open the gateway's folder anew, on a new connection where the old one is gone.

        Raises Refused: `login_failed`, `no_folder`, `read_only`; Unavailable: the server or TLS.
        """
        if self._client is not None:
            with contextlib.suppress(Unavailable):
                return self._select(readonly)
        self._client = connected(self._gateway, self._password, self._ca_file, lambda: self._most)
        return self._select(readonly)

    def _select(self, readonly: bool) -> Folder:
        name = clipped(self._gateway.folder, 100)
        with self._talk(f"opening the folder {name}", refused="no_folder") as client:
            try:
                told = client.select_folder(self._gateway.folder, readonly=readonly)
            except imaplib.IMAP4.readonly:
                raise Refused(
                    f"{self.server} lets the folder {name} be read only: mail could not be marked as read.",
                    code="read_only",
                ) from None
            return Folder(told.get(b"UIDVALIDITY") or None, told.get(b"UIDNEXT"), int(told.get(b"EXISTS", 0)))

    def search(self, *criteria: object) -> list[int]:
        """UIDs that match, ascending."""
        with self._talk("searching for mail") as client:
            return sorted({int(uid) for uid in client.search(list(criteria))})

    def describe(self, uids: Sequence[int]) -> dict[int, Described]:
        """Size, flags and date of those of the mails that are still there."""
        with self._talk("asking about mail") as client:
            told = client.fetch(list(uids), ["RFC822.SIZE", "FLAGS", "INTERNALDATE"])
            return {int(uid): _described(answer) for uid, answer in told.items()}

    def body(self, uid: int, item: str, most: int) -> bytes | None:
        """A `BODY.PEEK` of one mail, None when it is no longer there; more than `most` bytes end the connection.

        Raises Refused with code `unreadable` when the server cannot give this mail.
        """
        self._most = most + _SMALL
        try:
            # Dovecot answers NIL once for a mail that another session has just expunged, and nothing from then on.
            for _ in range(2):
                with self._talk("giving a mail", refused="unreadable") as client:
                    told = client.fetch([uid], [item])
                if uid not in told:
                    return None
                for name, value in told[uid].items():
                    if name.startswith(b"BODY[") and value is not None:
                        return bytes(value)
        except Refused as no:
            if "[EXPUNGEISSUED]" in no.sentence.upper():  # RFC 5530
                return None
            raise
        finally:
            self._most = _SMALL
        raise Refused(f"{self.server} gives no content for a mail.", code="unreadable")

    def flag(self, uids: Sequence[int], *flags: bytes) -> None:
        """Add flags to mails. Raises Refused with code `flag_refused`."""
        with self._talk("marking a mail", refused="flag_refused") as client:
            client.add_flags(list(uids), list(flags), silent=True)

    def expunge(self, uids: Sequence[int]) -> None:
        """Remove those of these mails that are flagged as deleted, and no others (RFC 4315); Refused as in `flag`."""
        with self._talk("deleting a mail", refused="flag_refused") as client:
            client.uid_expunge(list(uids))

    def noop(self) -> None:
        """Let the server tell what is new."""
        with self._talk("asking for news") as client:
            client.noop()

    def idle(self, seconds: float, stop: threading.Event) -> bool:
        """Wait until the server announces mail (RFC 2177): True then, False after `seconds` or when `stop` is set."""
        with self._talk("waiting for mail") as client:
            return idle(client, seconds, stop)

    def close(self) -> None:
        """Log out if the server still listens; raises nothing."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.logout()
            with contextlib.suppress(Exception):
                client.shutdown()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.shutdown()

    @contextlib.contextmanager
    def _talk(self, doing: str, refused: str = "") -> Iterator[IMAPClient]:
        """The connection, for one step; `refused` is the error's code if the server says no to it."""
        if self._client is None:
            raise Unavailable(f"There is no connection to {self.server}.")
        try:
            yield self._client
        except ProtocolError as nonsense:
            raise self._lost(doing, nonsense) from None
        except (imaplib.IMAP4.abort, OSError, EOFError) as broken:
            raise self._lost(doing, broken) from None
        except imaplib.IMAP4.error as no:
            if not refused or PASSING.search(str(no)):
                raise self._lost(doing, no) from None
            raise Refused(f"{self.server} refused {doing}: {clipped(str(no), 200)}", code=refused) from None
        except _NONSENSE as nonsense:
            raise self._lost(doing, nonsense) from None

    def _lost(self, doing: str, error: BaseException) -> Unavailable:
        self._drop()
        why = clipped(str(error), 200) or type(error).__name__
        return Unavailable(f"The connection to {self.server} was lost while {doing}: {why}")


def _described(answer: dict[bytes, Any]) -> Described:
    date = answer.get(b"INTERNALDATE")
    return Described(
        max(int(answer.get(b"RFC822.SIZE") or 0), 0),
        frozenset(map(bytes, answer.get(b"FLAGS") or ())),
        date if isinstance(date, datetime) and date.tzinfo is not None else None,
    )
