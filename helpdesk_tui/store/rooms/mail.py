"""Gateways and incoming mail in a write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.secret_places import masked
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import mail as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.tickets import Message, Ticket
from helpdesk_tui.vocab import CONFIRMED, UNPROVEN, IncomingState, MailOutcome

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from helpdesk_tui.store.tx import Tx

_gateway = table(tables.Gateway)
_mail = table(tables.Mail)
_arrival = table(tables.Arrival)
_reference = table(tables.Reference)
_message = table(Message)
_ticket = table(Ticket)
_insert_mail, _insert_arrival = Statement(insert(_mail)), Statement(insert(_arrival))
_insert_reference = Statement(insert(_reference))
_change_mail = Statement(update(_mail).where(_mail.c.id == bindparam("the_mail")))
_gateway_with = Statement(select(_gateway).where(_gateway.c.id == bindparam("number")))
_gateways = Statement(select(_gateway.c.address, _gateway.c.department, _gateway.c.enabled).order_by(_gateway.c.id))
_arrived = Statement(select(_arrival.c.mail).where(
    _arrival.c.gateway == bindparam("gateway"), _arrival.c.generation == bindparam("generation"),
    _arrival.c.unit == bindparam("unit"),
))  # fmt: skip
_under = Statement(
    select(_mail.c.id).where(_mail.c.message_id == bindparam("message_id")).order_by(_mail.c.id.desc()).limit(1)
)
_with_digest = Statement(
    select(_mail).where(_mail.c.digest.in_((bindparam("digest"), bindparam("earlier")))).order_by(_mail.c.id)
    .limit(1).with_for_update()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway as intake needs it."""

    id: int
    name: str
    type: str
    address: str
    department: int
    authserv_id: str
    match: str
    host: str
    tls: str
    port: int
    login: str
    folder: str
    path: str
    password: str
    generation: int


@dataclass(frozen=True, slots=True)
class StoredMail:
    """An email that is kept: where its bytes are, what became of it, what it belongs to."""

    id: int
    digest: str
    raw: int
    outcome: MailOutcome
    reason: str
    message_id: str
    gateway: int | None
    department: int | None
    ticket: int | None
    message: int | None
    client: int | None
    incoming: IncomingState | None
    sender_name: str
    sender: str
    subject: str
    received: datetime
    head_only: bool
    proof: str


@dataclass(frozen=True, slots=True)
class Known:
    """A Message-ID that is known: its ticket, and whether we issued it."""

    value: str
    ticket: int
    issued: bool


class MailRoom:
    """What came in, and through which gateway."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    # ------------------------------------------------------------ gateways

    def gateway(self, number: int) -> Gateway:
        """A gateway; raises NotFound."""
        found = self._tx.standing(f"gateway {number}", lambda: self._gateway(number))
        if found is None:
            raise NotFound(f"Gateway {number}")
        return found

    def _gateway(self, number: int) -> Gateway | None:
        row = _gateway_with.first(self._tx.connection, {"number": number})
        return None if row is None else Gateway(
            row.id, row.name, row.type, row.address, row.department, row.authserv_id, row.match, row.host, row.tls,
            row.port, row.login, row.folder, row.path, row.password, row.generation,
        )  # fmt: skip

    def gateway_named(self, name: str) -> Gateway:
        """A gateway by name; raises NotFound."""
        number = self._tx.connection.execute(select(_gateway.c.id).where(_gateway.c.name == name)).scalar()
        if number is None:
            raise NotFound(f"Gateway {name}")
        return self.gateway(number)

    def has_gateway(self, name: str) -> bool:
        """Whether the name is in use."""
        return self._tx.connection.execute(select(_gateway.c.id).where(_gateway.c.name == name)).first() is not None

    def own_addresses(self) -> set[str]:
        """The addresses of all gateways, in their compared form."""
        return set(self._tx.standing("own addresses", lambda: frozenset(row.address for row in self._all_gateways())))

    def departments_of(self, addresses: Set[str]) -> list[int]:
        """Departments of the gateways, switched on, that have one of these addresses."""
        return [row.department for row in self._all_gateways() if row.enabled and row.address in addresses]

    def has_gateway_for(self, department: int) -> bool:
        """Whether a gateway, switched on or off, delivers to the department."""
        asked = select(_gateway.c.id).where(_gateway.c.department == department)
        return self._tx.connection.execute(asked).first() is not None

    def switched_on(self) -> list[tuple[str, int]]:
        """The addresses of the gateways that are switched on and their departments, the oldest first."""
        return [(row.address, row.department) for row in self._all_gateways() if row.enabled]

    def _all_gateways(self) -> Sequence[Any]:
        """Every gateway."""
        return self._tx.standing("gateways", lambda: _gateways.rows(self._tx.connection))

    def add_gateway(self, values: dict[str, Any]) -> int:
        """Store a gateway; its number."""
        self._tx.changed_standing()
        number: int = self._tx.connection.execute(insert(_gateway).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("gateway", "", values["name"])
        return number

    def change_gateway(self, number: int, values: dict[str, Any]) -> None:
        """Change settings of a gateway."""
        self._tx.changed_standing()
        before = self._tx.connection.execute(select(_gateway).where(_gateway.c.id == number)).one()
        self._tx.connection.execute(update(_gateway).where(_gateway.c.id == number).values(values))
        for name, value in values.items():
            old = getattr(before, name)
            if old != value:
                shown = (masked(old), masked(value)) if name == "password" else (old, value)
                self._tx.record(f"gateway {before.name} {name}", *shown)

    def remove_gateway(self, number: int) -> None:
        """Delete a gateway; the mail that came through it stays, its deliveries are forgotten with it."""
        self._tx.changed_standing()
        name = self.gateway(number).name
        self._tx.connection.execute(delete(_arrival).where(_arrival.c.gateway == number))
        self._tx.connection.execute(update(_mail).where(_mail.c.gateway == number).values(gateway=None))
        self._tx.connection.execute(delete(_gateway).where(_gateway.c.id == number))
        self._tx.record("gateway", name, "")

    def polled(self, number: int, values: dict[str, Any], generation: int | None = None) -> None:
        """Note a poll: its time, error, state; no event unless the error changed.

        Nothing when the gateway is gone, or has another mailbox than that of `generation` now.
        """
        asked = select(_gateway).where(_gateway.c.id == number).with_for_update()
        before = self._tx.connection.execute(asked).first()
        if before is None or generation not in (None, before.generation):
            return
        self._tx.changed_standing()
        self._tx.connection.execute(update(_gateway).where(_gateway.c.id == number).values(values))
        if before.last_error != values.get("last_error", before.last_error):
            self._tx.record(f"gateway {before.name} last_error", before.last_error, values["last_error"])

    # ------------------------------------------------------------ arrivals

    def arrived(self, gateway: int, generation: int, unit: str) -> StoredMail | None:
        """The mail that this unit of the gateway's source was, None when it is new."""
        wanted = {"gateway": gateway, "generation": generation, "unit": unit}
        number = _arrived.scalar(self._tx.connection, wanted)
        return None if number is None else self.stored(number)

    def arrive(self, gateway: int, generation: int, unit: str, mail: int, outcome: MailOutcome, reason: str) -> None:
        """Record a delivery, and what came of it."""
        values = {"gateway": gateway, "generation": generation, "unit": unit, "mail": mail, "outcome": outcome.value,
                  "reason": reason, "at": self._tx.now}  # fmt: skip
        _insert_arrival.add(self._tx.connection, values)

    def forget(self, gateway: int, outcome: MailOutcome, reason: str) -> None:
        """Forget the deliveries with this outcome whose reason begins so: they are looked at again."""
        begins = _arrival.c.reason.startswith(reason, autoescape=True)
        self._tx.connection.execute(
            delete(_arrival).where(_arrival.c.gateway == gateway, _arrival.c.outcome == outcome.value, begins)
        )

    def with_digest(self, digest: str, earlier: str = "") -> StoredMail | None:
        """The mail with this content hash, or with the one that it had when those were made in another way."""
        row = _with_digest.first(self._tx.connection, {"digest": digest, "earlier": earlier})
        return None if row is None else _stored(row)

    def under(self, message_id: str) -> int | None:
        """The newest mail with this Message-ID; None when there is none."""
        if not message_id:
            return None
        found: int | None = _under.scalar(self._tx.connection, {"message_id": message_id})
        return found

    def stored(self, number: int) -> StoredMail:
        """A stored mail; raises NotFound."""
        row = self._tx.connection.execute(select(_mail).where(_mail.c.id == number).with_for_update()).first()
        if row is None:
            raise NotFound(f"Mail {number}")
        return _stored(row)

    def keep(self, values: dict[str, Any]) -> int:
        """Store a mail; its number."""
        return _insert_mail.add(self._tx.connection, values)

    def settle(self, number: int, values: dict[str, Any]) -> None:
        """Say what became of a stored mail."""
        _change_mail.run(self._tx.connection, {**values, "the_mail": number})

    def waiting_from(self, pattern: str) -> list[StoredMail]:
        """What waits among *Incoming emails* from an address, or from `@domain`."""
        sent_by = func.lower(_mail.c.sender)
        which = sent_by.endswith(pattern, autoescape=True) if pattern[:1] == "@" else sent_by == pattern
        asked = select(_mail).where(_mail.c.incoming == IncomingState.WAITING.value, which).order_by(_mail.c.id)
        return [_stored(row) for row in self._tx.connection.execute(asked.with_for_update())]

    def confirm(self, ticket: int) -> list[str]:
        """Vouch for the senders of a ticket's emails who are not proven; their addresses."""
        which = (_mail.c.ticket == ticket) & _mail.c.proof.in_(("unproven", "held"))
        asked = select(_mail.c.sender).where(which).order_by(_mail.c.id)
        found = list(dict.fromkeys(self._tx.connection.execute(asked).scalars()))
        if found:
            noted = _message.c.mail.in_(select(_mail.c.id).where(which))
            said = func.replace(_message.c.note, UNPROVEN, CONFIRMED)
            self._tx.connection.execute(update(_message).where(noted).values(note=said))
            self._tx.connection.execute(update(_mail).where(which).values(proof="confirmed"))
            self._tx.record("sender", "unproven", "confirmed", ticket=ticket)
        return found

    def held(self, ticket: int) -> list[int]:
        """The ticket's emails whose cost is held back until their sender is confirmed."""
        which = (_mail.c.ticket == ticket) & (_mail.c.proof == "held")
        return list(self._tx.connection.execute(select(_mail.c.id).where(which).order_by(_mail.c.id)).scalars())

    def waiting_for_proof(self, client: int) -> int:
        """How many emails of a client hold back what their ticket costs, but for those whose ticket is spam."""
        held = (_mail.c.client == client) & (_mail.c.proof == "held") & _ticket.c.spam.is_(False)
        asked = select(func.count()).select_from(_mail.join(_ticket, _ticket.c.id == _mail.c.ticket)).where(held)
        return self._tx.connection.execute(asked).scalar_one()

    def taken_since(self, moment: datetime, besides: int, client: int | None = None) -> int:
        """How many emails `besides` one became tickets or replies since then, of one client or of all (MG12)."""
        counted = (MailOutcome.TICKET_CREATED.value, MailOutcome.REPLY_ADDED.value)
        since = (_mail.c.received > moment) & (_mail.c.id != besides)
        asked = select(func.count()).select_from(_mail).where(since, _mail.c.outcome.in_(counted))
        if client is not None:
            asked = asked.where(_mail.c.client == client)
        return self._tx.connection.execute(asked).scalar_one()

    # ------------------------------------------------------------ Message-IDs

    def refer(self, value: str, ticket: int, message: int | None, issued: bool) -> None:
        """Remember that a Message-ID belongs to a ticket (MG8)."""
        if value:
            values = {"value": value, "ticket": ticket, "message": message, "issued": issued}
            _insert_reference.add(self._tx.connection, values)

    def forget_reference(self, message: int) -> None:
        """Forget the Message-ID of an answer that was never sent: nothing can stand behind it."""
        self._tx.connection.execute(delete(_reference).where(_reference.c.message == message))

    def known(self, values: Iterable[str]) -> list[Known]:
        """Which of these Message-IDs belong to tickets: those we issued first, then the newest.

        Anybody can send an email under an id that was seen before, so one id may belong to several tickets.
        """
        wanted = [value for value in values if value][:200]
        if not wanted:
            return []
        asked = select(_reference).where(_reference.c.value.in_(wanted))
        asked = asked.order_by(_reference.c.issued.desc(), _reference.c.id.desc())
        return [Known(r.value, r.ticket, r.issued) for r in self._tx.connection.execute(asked)]

    def references(self, ticket: int, limit: int = 40) -> Sequence[str]:
        """The first Message-ID of a ticket, which its thread began with, and the newest ones, oldest first."""
        asked = select(_reference.c.value).where(_reference.c.ticket == ticket)
        run = self._tx.connection.execute
        root = run(asked.order_by(_reference.c.id).limit(1)).scalars().all()
        newest = run(asked.order_by(_reference.c.id.desc()).limit(limit - 1)).scalars().all()
        return tuple(dict.fromkeys((*root, *reversed(newest))))

    def thread_before(self, message_id: str) -> tuple[str, ...]:
        """The Message-IDs that the newest email under this one stands behind, oldest first."""
        asked = select(_mail.c.references).where(_mail.c.message_id == message_id).order_by(_mail.c.id.desc())
        found: tuple[str, ...] | None = self._tx.connection.execute(asked.limit(1)).scalar() if message_id else None
        return found or ()

    def last_from_client(self, ticket: int) -> str:
        """Message-ID of the client's newest email on the ticket; empty when there is none."""
        asked = select(_reference.c.value).where(_reference.c.ticket == ticket, _reference.c.issued.is_(False))
        return str(self._tx.connection.execute(asked.order_by(_reference.c.id.desc()).limit(1)).scalar() or "")


def switched_on(connection: Connection) -> list[tuple[str, int]]:
    """The addresses of the gateways that are switched on and their departments, the oldest first."""
    asked = select(_gateway.c.address, _gateway.c.department).where(_gateway.c.enabled).order_by(_gateway.c.id)
    return [(row.address, row.department) for row in connection.execute(asked)]


def _stored(row: Any) -> StoredMail:
    incoming = IncomingState(row.incoming) if row.incoming else None
    return StoredMail(
        row.id, row.digest, row.raw, MailOutcome(row.outcome), row.reason, row.message_id, row.gateway, row.department,
        row.ticket, row.message, row.client, incoming, row.sender_name, row.sender, row.subject, row.received,
        row.head_only, row.proof,
    )  # fmt: skip
