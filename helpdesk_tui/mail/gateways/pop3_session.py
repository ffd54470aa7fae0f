"""A mailbox on a POP3 server, opened for one poll: POP3 locks it meanwhile, and deletes when it is left by QUIT."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from helpdesk_tui.errors import Refused, Unavailable
from helpdesk_tui.mail.gateways.pop3_connection import Denied, Nonsense, Pop3Connection
from helpdesk_tui.mail.gateways.pop3_login import PASSING, connected
from helpdesk_tui.mail.gateways.sources import HEAD_NEEDED
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView

_UIDL = re.compile(r"[\x21-\x7e]{1,200}")
_HEAD_LINES = 1000  # 64 kB of what mail programs write; lines of up to 78 characters


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail in the mailbox: its number in this session, its UIDL, its size in bytes as the server gives it.

    Where several have one UIDL, the later ones have their count behind it.
    """

    number: int
    uidl: str
    size: int


class Pop3Session:
    """One gateway's connection: a login for each `open`, given back by `quit`."""

    def __init__(self, gateway: GatewayView, password: Callable[[], str], ca_file: str = "") -> None:
        self._gateway = gateway
        self._password = password
        self._ca_file = ca_file
        self._connection: Pop3Connection | None = None
        self.server = clipped(gateway.host, 100)

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None

    def open(self) -> list[Listed]:
        """Log in anew and list what is there, the oldest first.

        Raises Refused: `login_failed`, `no_uidl`; Unavailable: the server, TLS, or a mailbox that is in use.
        """
        self.drop()
        self._connection = connected(self._gateway, self._password, self._ca_file)
        names = self._names()
        with self._talk("listing the mails") as connection:
            connection.ask("LIST")
            sizes = {number: _size(told) for number, told in _numbered(connection.lines())}
        times: Counter[str] = Counter()
        listed = []
        for number, uidl in sorted(names.items()):
            times[uidl] += 1
            name = uidl if times[uidl] == 1 else f"{uidl} {times[uidl]}"
            listed.append(Listed(number, name, sizes.get(number, 0)))
        return listed

    def mail(self, number: int, most: int) -> bytes:
        """A whole mail, or a little more than `most` bytes of a larger one; the connection is dropped then.

        Raises Refused with code `unreadable` when the server does not give it.
        """
        return self._bytes("RETR", (number,), most + 1)

    def head(self, number: int) -> bytes:
        """The beginning of a mail: by TOP where the server has it, else as much of the whole as is needed."""
        try:
            return self._bytes("TOP", (number, _HEAD_LINES), HEAD_NEEDED)
        except Refused:
            return self._bytes("RETR", (number,), HEAD_NEEDED)

    def there(self, number: int) -> bool:
        """Whether the server still has the mail."""
        try:
            with self._talk("looking for a mail", refused="gone") as connection:
                connection.ask("LIST", number)
        except Refused:
            return False
        return True

    def delete(self, number: int) -> None:
        """Have the mail deleted by `quit`. Raises Refused with code `flag_refused`."""
        with self._talk("deleting a mail", refused="flag_refused") as connection:
            connection.ask("DELE", number)

    def quit(self) -> None:
        """Make the deletions good and leave the mailbox to others.

        Raises Refused (`flag_refused`) where not all of it was deleted, Unavailable where that is not known.
        """
        with self._talk("ending the session", refused="flag_refused") as connection:
            connection.ask("QUIT")
        self.drop()

    def drop(self) -> None:
        """Hang up without a word: nothing is deleted. Raises nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _names(self) -> dict[int, str]:
        """The UIDL of each mail; of one that is no UIDL (RFC 1939) a hash."""
        try:
            with self._talk("naming its mails", refused="no_uidl") as connection:
                connection.ask("UIDL")
                names = dict(_numbered(connection.lines()))
                if not all(names.values()):
                    raise Nonsense("a mail without a name")
        except Refused as no:
            raise Refused(
                f"{no.sentence} Without UIDL, mail that was taken cannot be told from new mail.", code=no.code
            ) from None
        return {
            number: name if _UIDL.fullmatch(name) else f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"
            for number, name in names.items()
        }

    def _bytes(self, command: str, arguments: tuple[int, ...], most: int) -> bytes:
        with self._talk("giving a mail", refused="unreadable") as connection:
            connection.ask(command, *arguments)
            raw, whole = connection.mail(most)
        if not whole:
            self.drop()
        return raw

    @contextlib.contextmanager
    def _talk(self, doing: str, refused: str = "") -> Iterator[Pop3Connection]:
        """The connection, for one step; `refused` is the error's code if the server says no to it."""
        if self._connection is None:
            raise Unavailable(f"There is no connection to {self.server}.")
        try:
            yield self._connection
        except Denied as no:
            if not refused or PASSING.search(str(no)):
                raise self._lost(doing, no) from None
            raise Refused(f"{self.server} refused {doing}: {clipped(str(no), 200)}", code=refused) from None
        except (OSError, EOFError, ValueError, Nonsense) as broken:
            raise self._lost(doing, broken) from None

    def _lost(self, doing: str, error: Exception) -> Unavailable:
        self.drop()
        why = clipped(str(error), 200) or type(error).__name__
        return Unavailable(f"The connection to {self.server} was lost while {doing}: {why}")


def _numbered(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Lines of a list as pairs of a mail's number and what is told of it."""
    for line in lines:
        number, _, told = line.strip().partition(" ")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Nonsense(f"a list with {line[:100]!r} in it")
        yield int(number), told.strip()


def _size(told: str) -> int:
    """The first word as a number of bytes."""
    word = told.partition(" ")[0]
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0
