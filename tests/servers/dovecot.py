"""A Dovecot with one mailbox: IMAP, POP3 and LMTP, with and without TLS.

The configuration is that of Dovecot 2.3. Everything it writes is in a directory of its own, so that it can be
stopped, killed and started again on the same mailbox.
"""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

from imapclient import IMAPClient

from tests.servers.certificates import Certificates
from tests.servers.daemon import (
    HOST,
    Daemon,
    ServerFailed,
    free_ports,
    greeting,
    hand_over,
    needed,
    own_directory,
    owner,
)

PLACES = ("usr/sbin", "usr/local/sbin")
LIBRARIES = ("usr/lib/dovecot", "usr/libexec/dovecot", "usr/local/libexec/dovecot")
USER = "support"
PASSWORD = "secret"

_ATTEMPTS = 5
_TIMEOUT = 10.0
_UIDLIST_AGE = 1000
_CONFIGURATION = Template("""
base_dir = $directory/run
state_dir = $directory/state
log_path = $directory/log
protocols = $protocols
listen = 127.0.0.1
login_greeting = $token
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
default_vsz_limit = 0
first_valid_uid = 1
mail_fsync = never
mailbox_idle_check_interval = 1s
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <$certificate
ssl_key = <$key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  args = $directory/users
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$directory/mail/%n
}
mail_plugins = $plugins
plugin {
  acl = vfile
}
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = $pop3
  }
  inet_listener pop3s {
    port = $pop3s
    ssl = yes
  }
}
""")
_LMTP = Template("""
service lmtp {
  user = $user
  inet_listener lmtp {
    port = $lmtp
  }
}
""")


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the services listen on the loopback address; LMTP is None where Dovecot comes without it."""

    imap: int
    imaps: int
    pop3: int
    pop3s: int
    lmtp: int | None


def program() -> str | None:
    """Where the server program is, None if it is not installed."""
    return needed("dovecot", *PLACES)


class Dovecot:
    """A running Dovecot; its mailbox belongs to `user` and holds what the test puts there.

    Attributes:
        host: the loopback address; the certificate is good for it and for `localhost`.
        ports: where it listens.
        ca: the certificate of the authority clients have to trust, PEM.
        user: name to log in with.
        password: password to log in with.
        maildir: the mailbox on disk.
    """

    host = HOST
    user = USER
    password = PASSWORD

    def __init__(self, directory: Path, certificates: Certificates, ports: Ports) -> None:
        self.ports, self.ca, self.maildir = ports, certificates.authority, directory / "mail" / USER / "Maildir"
        self._certificates, self._directory, self._token = certificates, directory, f"desk-{uuid.uuid4().hex}"
        server = program()
        if server is None:
            raise ServerFailed("Dovecot is not installed")
        argv = [server, "-F", "-c", str(directory / "dovecot.conf")]
        self._daemon = Daemon(argv, directory / "console", self._serves)

    @classmethod
    @contextmanager
    def running(cls, certificates: Certificates) -> Iterator[Dovecot]:
        """A new server with an empty mailbox, gone at the end.

        Raises:
            ServerFailed: it does not start; the text holds its log.
        """
        directory = own_directory("dovecot")
        try:
            server = _start(directory, certificates)
            try:
                yield server
            finally:
                # Nobody minds how it ends, and its good order takes a second.
                server.kill()
        finally:
            shutil.rmtree(directory)

    # Its life

    def start(self) -> None:
        """Start it again after `stop` or `kill`, on the same ports and the same mailbox."""
        self._daemon.start()

    def stop(self) -> None:
        """End it and every session in good order; clients read BYE and the end of file."""
        self._daemon.stop()

    def kill(self) -> None:
        """End it and every session at once (SIGKILL); clients read the end of file in mid-answer."""
        self._daemon.kill()

    def restart(self) -> None:
        """End it in good order and start it again."""
        self.stop()
        self.start()

    @property
    def log(self) -> str:
        """All it has logged."""
        files = [self._directory / "log", self._directory / "console"]
        return "".join(file.read_text(errors="replace") for file in files if file.exists())

    # The mailbox

    def deliver(self, raw: bytes) -> Path:
        """Put a mail into `new` of the inbox as a delivery agent does; clients see it at their next command."""
        seconds, rest = divmod(time.time_ns() // 1000, 1_000_000)
        name = f"{seconds}.M{rest:06}R{uuid.uuid4().hex[:8]}.desk"
        file = self.maildir / "tmp" / name
        file.write_bytes(raw)
        hand_over(file)
        return file.rename(self.maildir / "new" / name)

    def append(self, raw: bytes, folder: str = "INBOX", flags: Sequence[bytes] = ()) -> int:
        """Add a mail through IMAP, as a person's mail program does.

        Returns:
            Its UID.

        Raises:
            ServerFailed: the server does not say which (RFC 4315).
        """
        with self.client() as client:
            # What was delivered before has its UID then.
            client.folder_status(folder, ["UIDNEXT"])
            answer = bytes(client.append(folder, raw, flags))
        if not (given := re.search(rb"\[APPENDUID \d+ (\d+)\]", answer)):
            raise ServerFailed(f"no UID in the answer to APPEND: {answer!r}")
        return int(given[1])

    def flags(self, folder: str = "INBOX") -> dict[int, frozenset[str]]:
        r"""The flags of each mail by UID, `\Recent` left out, read through a connection of its own."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            found = client.get_flags(client.search("ALL"))
        return {int(uid): frozenset(flag.decode() for flag in flags) - {r"\Recent"} for uid, flags in found.items()}

    def messages(self, folder: str = "INBOX") -> dict[int, bytes]:
        """The mails of a folder by UID, as they are stored, read without setting a flag."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
        return {int(uid): bytes(parts[b"BODY[]"]) for uid, parts in found.items()}

    def uidvalidity(self, folder: str = "INBOX") -> int:
        """The UIDVALIDITY of a folder (RFC 9051 section 2.3.1.1)."""
        with self.client() as client:
            return int(client.folder_status(folder, ["UIDVALIDITY"])[b"UIDVALIDITY"])

    def new_uidvalidity(self) -> int:
        """Lose the inbox's UIDs, as a mailbox restored from a backup does: the same mails get new ones.

        Returns:
            The new UIDVALIDITY.
        """
        value = self.uidvalidity() + _UIDLIST_AGE
        self.stop()
        for file in self.maildir.glob("dovecot*"):
            file.unlink()
        uids = self.maildir / "dovecot-uidlist"
        uids.write_text(f"3 V{value} N1 G{uuid.uuid4().hex}\n")
        hand_over(uids)
        self.start()
        if self.uidvalidity() != value:
            raise ServerFailed("Dovecot kept its UIDVALIDITY")
        return value

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A client over TLS, logged in, logged out at the end."""
        context = self._certificates.client_context()
        with IMAPClient(HOST, port=self.ports.imaps, ssl_context=context, timeout=_TIMEOUT) as client:
            client.login(USER, PASSWORD)
            yield client

    def _serves(self) -> bool:
        """Whether this server, and not another one on the same ports, sends greetings."""
        return all(self._token.encode() in greeting(port) for port in (self.ports.imap, self.ports.pop3))

    def configure(self) -> None:
        """Write its configuration and users, and make the directories it needs."""
        user, group = owner()
        files = [self._directory / "dovecot.conf", self._directory / "users"]
        values = {
            "directory": self._directory, "token": self._token, "user": user, "group": group,
            "certificate": self._certificates.certificate, "key": self._certificates.key,
            # Rights, where a mailbox has a file that names them.
            "plugins": "acl" if needed("lib01_acl_plugin.so", *(f"{path}/modules" for path in LIBRARIES)) else "",
            "protocols": "imap pop3 lmtp" if self.ports.lmtp else "imap pop3",
            **{name: getattr(self.ports, name) for name in ("imap", "imaps", "pop3", "pop3s", "lmtp")},
        }  # fmt: skip
        text = _CONFIGURATION.substitute(values) + (_LMTP.substitute(values) if self.ports.lmtp else "")
        files[0].write_text(text)
        files[1].write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
        folders = [self._directory / name for name in ("run", "state", "mail", f"mail/{USER}")]
        folders += [self.maildir, *(self.maildir / name for name in ("cur", "new", "tmp"))]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        hand_over(*files, *folders)


def _start(directory: Path, certificates: Certificates) -> Dovecot:
    """Start a server on free ports; on others if somebody takes one of them at the same moment."""
    has_lmtp = needed("lmtp", *LIBRARIES) is not None
    for attempt in range(_ATTEMPTS):
        imap, imaps, pop3, pop3s, lmtp = free_ports(5)
        server = Dovecot(directory, certificates, Ports(imap, imaps, pop3, pop3s, lmtp if has_lmtp else None))
        server.configure()
        try:
            server.start()
        except ServerFailed as failure:
            if attempt == _ATTEMPTS - 1:
                raise ServerFailed(f"{failure}\n{server.log}") from failure
        else:
            return server
    raise AssertionError("unreachable")
