"""Mail gateways and what the worker notes about them (MG1, MG2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.desk.actions.setup import checked_name, given
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import headers
from helpdesk_tui.rules.addressed import MATCHES
from helpdesk_tui.rules.secret_places import masked, wrong_place
from helpdesk_tui.vocab import WRONG_TO, GatewayType, MailOutcome, TlsMode

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_SERVERS = (GatewayType.IMAP, GatewayType.POP3)
_PORTS = {(GatewayType.IMAP, TlsMode.TLS): 993, (GatewayType.IMAP, TlsMode.STARTTLS): 143,
          (GatewayType.IMAP, TlsMode.NONE): 143, (GatewayType.POP3, TlsMode.TLS): 995,
          (GatewayType.POP3, TlsMode.STARTTLS): 110, (GatewayType.POP3, TlsMode.NONE): 110}  # fmt: skip
_SAME_MAILBOX = {GatewayType.POP3: {"host", "port"}}
"""What may change of a gateway whose login still leads to the same mailbox. POP3 has no other way to tell what came
since the last poll than what the source remembers, and that notices by itself when it is another one."""

LMTP_PORT = 2424
"""Where an LMTP gateway listens when no port is given: LMTP's own, 24, is for root alone."""


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """Settings of a gateway that can be changed; None leaves one as it is.

    `password` names where the secret is: `env:NAME`, `command:PROGRAM ...`, `file:PATH`, or `oauth2:PROGRAM ...` for a
    command that prints an access token. `interval` in seconds.
    """

    host: str | None = None
    port: int | None = None
    tls: TlsMode | None = None
    login: str | None = None
    password: str | None = None
    folder: str | None = None
    path: str | None = None
    delete: bool | None = None
    interval: int | None = None
    authserv_id: str | None = None
    match: str | None = None
    ca_file: str | None = None
    enabled: bool | None = None


NOTHING = GatewaySettings()


@dataclass(frozen=True, slots=True)
class AddGateway(Act[int]):
    """A new mail gateway; answers with its id."""

    name: ClassVar[str] = "add-gateway"
    title: ClassVar[str] = "Add mail gateway"
    help: ClassVar[str] = "Add a mailbox whose emails become tickets of a department."
    who: ClassVar[Who] = Who.ADMIN

    gateway: str
    type: GatewayType
    address: str
    department: str
    settings: GatewaySettings = field(default=NOTHING)

    def apply(self, tx: Tx) -> int:
        """Check what belongs together, store it."""
        name = checked_name(self.gateway, "gateway")
        address = free_address(tx, self.address)
        if tx.mail.has_gateway(name):
            raise Refused(f"There is a gateway {name} already.", code="exists")
        values: dict[str, Any] = {
            "name": name, "type": self.type.value, "address": address,
            "department": tx.people.department_named(self.department).id, "tls": TlsMode.TLS.value, "enabled": True,
        } | checked(self.type, self.settings)  # fmt: skip
        if self.type in _SERVERS and not values.get("port"):
            values["port"] = _PORTS[self.type, TlsMode(values["tls"])]
        values |= _listening_port(self.type, values)
        require(self.type, values)
        return tx.mail.add_gateway(values)


@dataclass(frozen=True, slots=True)
class EditGateway(Act[int]):
    """Change a gateway, switch it on or off."""

    name: ClassVar[str] = "edit-gateway"
    title: ClassVar[str] = "Edit mail gateway"
    help: ClassVar[str] = "Change a gateway's server, folder, interval, department; switch it on or off."
    who: ClassVar[Who] = Who.ADMIN

    gateway: str
    settings: GatewaySettings = field(default=NOTHING)
    address: str | None = None
    department: str | None = None

    def apply(self, tx: Tx) -> int:
        """Change it; the next poll is due at once."""
        found = tx.mail.gateway_named(self.gateway)
        values = checked(GatewayType(found.type), self.settings)
        if values.get("tls", found.tls) == TlsMode.NONE.value:
            loopback_only(values.get("host", found.host))
        if self.address is not None and headers.compared(self.address) != found.address:
            values["address"] = free_address(tx, self.address)
        if self.department is not None:
            values["department"] = tx.people.department_named(self.department).id
        before = {name: getattr(found, name) for name in ("host", "port", "login", "folder", "path")}
        values |= _listening_port(GatewayType(found.type), before | values)
        require(GatewayType(found.type), before | values)
        changed = {name for name in before if values.get(name, before[name]) != before[name]}
        if changed - _SAME_MAILBOX.get(GatewayType(found.type), set()):
            # Another mailbox: its units are others, though they may have the names of those that are known.
            values |= {"state": "", "generation": found.generation + 1}
        if {"address", "match"} & set(values):
            # What was sent to somebody else until now may be sent here.
            tx.mail.forget(found.id, MailOutcome.IGNORED, WRONG_TO)
        if values.get("password") == masked(found.password):
            # What an administrator was shown came back as it was.
            del values["password"]
        tx.mail.change_gateway(found.id, values | {"next_poll": None, "failures": 0})
        return found.id


@dataclass(frozen=True, slots=True)
class DeleteGateway(Act[int]):
    """Delete a gateway; the emails that came through it stay."""

    name: ClassVar[str] = "delete-gateway"
    title: ClassVar[str] = "Delete mail gateway"
    help: ClassVar[str] = "Delete a gateway; its emails and tickets stay."
    who: ClassVar[Who] = Who.ADMIN

    gateway: str

    def apply(self, tx: Tx) -> int:
        """Delete it."""
        found = tx.mail.gateway_named(self.gateway)
        tx.mail.remove_gateway(found.id)
        return found.id


@dataclass(frozen=True, slots=True)
class NotePoll(Act[None]):
    """Note that a gateway was polled: with its source's state, or with the error and the time of the next try.

    Back-off grows from the interval to an hour, by the number of failures in a row (rule 8); `jitter` in 0..1.
    With `generation` it counts only while that is the gateway's: what a mailbox was polled for that the gateway has
    left says nothing about the new one. A listener notes that mail came as a poll, and by `began` that it listens, from
    when on its last error is over.
    """

    name: ClassVar[str] = "note-poll"
    title: ClassVar[str] = "Note a poll"
    help: ClassVar[str] = "When a gateway was polled and what went wrong."
    who: ClassVar[Who] = Who.SYSTEM

    gateway: int
    state: str | None = None
    error: str = ""
    interval: int = 300
    failures: int = 0
    jitter: float = 0.0
    generation: int | None = None
    began: bool = False

    @property
    def wait_seconds(self) -> float:
        """Until the next poll: the interval, or a minute that doubles with each failure up to an hour."""
        if not self.error:
            return float(self.interval)
        return min(3600.0, 60.0 * 2.0 ** min(max(self.failures - 1, 0), 10)) * (1 + self.jitter / 4)

    def apply(self, tx: Tx) -> None:
        """Write it down."""
        values: dict[str, Any] = {"last_error": self.error, "failures": self.failures}
        if not self.error and not self.began:
            values["last_poll"] = tx.now
        if self.state is not None:
            values["state"] = self.state
        values["next_poll"] = tx.now + timedelta(seconds=self.wait_seconds)
        tx.mail.polled(self.gateway, values, self.generation)


def checked(kind: GatewayType, settings: GatewaySettings) -> dict[str, Any]:
    """The columns for these settings; raises Refused for values that cannot be (rule 9)."""
    values = given(asdict(settings))
    for name, value in values.items():
        if isinstance(value, str) and not value.isprintable():
            raise Refused(f"The gateway's {name} holds a control character.", code="bad_value")
    if "tls" in values:
        values["tls"] = TlsMode(values["tls"]).value
        if values["tls"] == TlsMode.NONE.value and "host" in values:
            loopback_only(values["host"])
    if "port" in values and not 0 < values["port"] < 65536:
        raise Refused("A port is a number from 1 to 65535.", code="bad_value")
    if "interval" in values and not 5 <= values["interval"] <= 86400:
        raise Refused("The interval is 5 to 86400 seconds.", code="bad_value")
    if "match" in values and values["match"] not in MATCHES:
        raise Refused(f"match is one of {'; '.join(MATCHES)}.", code="bad_value")
    password = values.get("password", "")
    if password and (wrong := wrong_place(password)):
        raise Refused(wrong, code="bad_value")
    return values


def loopback_only(host: str) -> None:
    """Raise Refused where a connection without TLS would leave this host (MG2)."""
    if host and host not in _LOOPBACK:
        raise Refused("A connection without TLS is for this host only (loopback).", code="no_tls")


def free_address(tx: Tx, address: str) -> str:
    """The address in its compared form; raises Refused when another gateway or a client has it."""
    compared = headers.compared(headers.checked_address(address))
    if compared in tx.mail.own_addresses():
        raise Refused(f"There is a gateway for {compared} already.", code="exists")
    if tx.clients.has_address(compared):
        raise Refused(f"{compared} is the address of a client.", code="exists")
    return compared


def _listening_port(kind: GatewayType, values: dict[str, Any]) -> dict[str, int]:
    missing = kind is GatewayType.LMTP and values.get("host") and not values.get("port")
    return {"port": LMTP_PORT} if missing else {}


def require(kind: GatewayType, values: dict[str, Any]) -> None:
    """Raise Refused when the kind lacks what it needs."""
    if kind in _SERVERS and not (values.get("host") and values.get("login")):
        raise Refused(f"An {kind.value.upper()} gateway needs a host and a login.", code="incomplete")
    if kind in (GatewayType.MAILDIR, GatewayType.MBOX) and not values.get("path"):
        raise Refused(f"A {kind.value} gateway needs a path.", code="incomplete")
    if kind is GatewayType.LMTP and not (values.get("path") or values.get("host")):
        raise Refused("An LMTP gateway needs the host and port, or the path of the socket, where it listens.",
                      code="incomplete")  # fmt: skip
    if kind is GatewayType.LMTP and values.get("path") and values.get("host"):
        raise Refused("An LMTP gateway listens at a host and port, or at the path of a socket, not at both.",
                      code="bad_value")  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteState(Act[None]):
    """Store what a gateway's source remembers, in the middle of a poll; nothing where its mailbox is another by now."""

    name: ClassVar[str] = "note-state"
    title: ClassVar[str] = "Note how far a poll is"
    help: ClassVar[str] = "What a gateway's source remembers, while it is polled."
    who: ClassVar[Who] = Who.SYSTEM

    gateway: int
    state: str
    generation: int

    def apply(self, tx: Tx) -> None:
        """Write it down."""
        tx.mail.polled(self.gateway, {"state": self.state}, self.generation)
