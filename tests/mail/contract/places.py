"""Mailboxes of every kind that is polled, as the programs see them that share them with the desk."""

from __future__ import annotations

import mailbox
import os
import re
import time
import uuid
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpdesk_tui.mail.gateways.sources import Source, open_source
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import GatewayType, TlsMode
from tests.mail.making import gateway
from tests.mail.on_maildir import make_box, put

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot

KINDS = (GatewayType.IMAP, GatewayType.POP3, GatewayType.MAILDIR, GatewayType.MBOX)
_READ = b"Status: RO\n"


def lines(raw: bytes) -> bytes:
    """A mail with plain line ends: servers write CRLF, files do not."""
    return raw.replace(b"\r\n", b"\n")


class Place(ABC):
    """A mailbox, empty at first.

    Attributes:
        kind: of the gateway that polls it.
        module: where the source of this kind is.
        marks: whether it can tell read mails from unread ones.
    """

    kind: GatewayType
    module: str
    marks = True

    @property
    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """Where it is, as settings of a gateway."""

    @abstractmethod
    def put(self, raw: bytes, *, read: bool = False) -> None:
        """A mail is delivered; with `read` somebody has read it since."""

    @abstractmethod
    def mails(self) -> list[tuple[bytes, bool]]:
        """What is there, in the order of delivery: each mail and whether it is marked as read."""

    @abstractmethod
    def renew(self) -> None:
        """The mailbox is moved to another server or restored: the same mails under other names."""

    @abstractmethod
    def lose(self, number: int) -> None:
        """Somebody removes the mail at this place, counted from 0."""

    password = ""

    def view(self, **values: Any) -> GatewayView:
        """The gateway that polls it."""
        return gateway(type=self.kind, **(self.settings | values))

    def open(self, state: str = "", **values: Any) -> Source:
        """A source for it, as a worker opens one."""
        return open_source(self.view(**values), lambda: self.password, state)

    def there(self) -> list[bytes]:
        """The mails, in the order of delivery."""
        return [raw for raw, _ in self.mails()]

    def unread(self) -> list[bytes]:
        """Those that are not marked as read."""
        return [raw for raw, read in self.mails() if not read]


class OnDovecot(Place):
    """The inbox of a Dovecot."""

    def __init__(self, server: Dovecot, port: int = 0) -> None:
        self.server = server
        self.port = port
        self.password = server.password

    @property
    def settings(self) -> dict[str, Any]:
        """With TLS, or through another port of this computer without."""
        host, login = self.server.host, self.server.user
        if self.port:
            return {"host": host, "port": self.port, "tls": TlsMode.NONE, "login": login}
        port = self.server.ports.imaps if self.kind is GatewayType.IMAP else self.server.ports.pop3s
        return {"host": host, "port": port, "tls": TlsMode.TLS, "login": login, "ca_file": str(self.server.ca)}

    @property
    def plain_port(self) -> int:
        """Where it listens without TLS."""
        return self.server.ports.imap if self.kind is GatewayType.IMAP else self.server.ports.pop3

    def put(self, raw: bytes, *, read: bool = False) -> None:
        if read:
            self.server.append(raw, flags=[b"\\Seen"])
        else:
            self.server.deliver(raw)

    def mails(self) -> list[tuple[bytes, bool]]:
        with self.server.client() as client:
            client.select_folder("INBOX", readonly=True)
            found = client.fetch(client.search("ALL"), ["FLAGS", "BODY.PEEK[]"])
        return [(lines(found[uid][b"BODY[]"]), b"\\Seen" in found[uid][b"FLAGS"]) for uid in sorted(found)]

    def renew(self) -> None:
        self.server.new_uidvalidity()

    def lose(self, number: int) -> None:
        with self.server.client() as client:
            client.select_folder("INBOX")
            client.delete_messages([sorted(client.search("ALL"))[number]])
            client.expunge()


class Imap(OnDovecot):
    """By IMAP."""

    kind = GatewayType.IMAP
    module = "helpdesk_tui.mail.gateways.imap"


class Pop3(OnDovecot):
    """By POP3, which knows no marks (Dovecot makes some for itself)."""

    kind = GatewayType.POP3
    module = "helpdesk_tui.mail.gateways.pop3"
    marks = False


class MaildirPlace(Place):
    """A Maildir."""

    kind = GatewayType.MAILDIR
    module = "helpdesk_tui.mail.gateways.maildir"

    def __init__(self, folder: Path) -> None:
        self.path = make_box(folder)
        self._count = 0

    @property
    def settings(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def put(self, raw: bytes, *, read: bool = False) -> None:
        self._count += 1
        name = f"{time.time_ns()}.M{self._count}.host"
        put(self.path, f"cur/{name}:2,S" if read else f"new/{name}", lines(raw))

    def _files(self) -> list[Path]:
        files = [*(self.path / "new").iterdir(), *(self.path / "cur").iterdir()]
        return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))

    def mails(self) -> list[tuple[bytes, bool]]:
        return [(file.read_bytes(), "S" in file.name.partition(":2,")[2]) for file in self._files()]

    def renew(self) -> None:
        for number, file in enumerate(self._files()):
            flags = file.name.partition(":2,")[1:]
            file.rename(file.with_name(f"{number}.{uuid.uuid4().hex}.elsewhere{''.join(flags)}"))

    def lose(self, number: int) -> None:
        self._files()[number].unlink()


class Mbox(Place):
    """An mbox file, written as a mail server does and read back by the standard library."""

    kind = GatewayType.MBOX
    module = "helpdesk_tui.mail.gateways.mbox"

    def __init__(self, folder: Path) -> None:
        (folder / "spool").mkdir(exist_ok=True)
        self.path = folder / "spool" / "support"

    @property
    def settings(self) -> dict[str, Any]:
        return {"path": str(self.path)}

    def put(self, raw: bytes, *, read: bool = False, ago: float = 0) -> None:
        with self.path.open("ab") as file:
            file.write(entry(raw, read=read, ago=ago))

    def mails(self) -> list[tuple[bytes, bool]]:
        if not self.path.exists():
            return []
        found = mailbox.mbox(self.path)
        try:
            told = [(found.get_bytes(key), "R" in found[key].get_flags()) for key in found.keys()]  # noqa: SIM118
        finally:
            found.close()
        return [(re.sub(rb"(?m)^>(>*From )", rb"\1", raw.replace(_READ, b"")), read) for raw, read in told]

    def renew(self) -> None:
        mails = self.mails()
        made = self.path.with_name("restored")
        made.write_bytes(b"".join(entry(raw, read=read, sender=b"restored") for raw, read in mails))
        os.replace(made, self.path)

    def lose(self, number: int) -> None:
        mails = self.mails()
        del mails[number]
        self.path.write_bytes(b"".join(entry(raw, read=read) for raw, read in mails))


def entry(raw: bytes, *, read: bool = False, ago: float = 0, sender: bytes = b"anna@client.example") -> bytes:
    """A mail as it stands in an mbox file."""
    date = time.strftime("%a %b %d %H:%M:%S %Y", time.gmtime(time.time() - ago)).encode()
    text = re.sub(rb"(?m)^(>*From )", rb">\1", lines(raw))
    if read:
        text = text.replace(b"\n\n", b"\n" + _READ + b"\n", 1)
    return b"From " + sender + b" " + date + b"\n" + text + (b"" if text.endswith(b"\n") else b"\n") + b"\n"
