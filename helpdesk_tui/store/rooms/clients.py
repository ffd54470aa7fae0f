"""Clients, their users and services in a write transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import clients as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.mail import Mail
from helpdesk_tui.store.tables.tickets import Ticket
from helpdesk_tui.vocab import ServiceStatus

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_client = table(tables.Client)
_user = table(tables.ClientUser)
_service = table(tables.Service)
_ticket = table(Ticket)
_mail = table(Mail)
_user_at = Statement(select(_user).where(_user.c.address == bindparam("address"), _user.c.active))
_client_with = Statement(select(_client).where(_client.c.id == bindparam("number")))


@dataclass(frozen=True, slots=True)
class Client:
    """A client as the acts need it; `email` is the address that answers go to."""

    id: int
    name: str
    email: str
    language: str
    active: bool


@dataclass(frozen=True, slots=True)
class Service:
    """A service as the acts need it."""

    id: int
    name: str
    status: ServiceStatus


@dataclass(frozen=True, slots=True)
class User:
    """A person of a client; `address` is the compared form."""

    id: int
    client: int
    name: str
    email: str
    address: str
    main: bool


class Clients:
    """Clients by number and by address."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def client(self, number: int) -> Client:
        """A client; raises NotFound."""
        row = _client_with.first(self._tx.connection, {"number": number})
        if row is None:
            raise NotFound(f"Client #{number}")
        return Client(row.id, row.name, row.email, row.language, row.active)

    def user_at(self, address: str) -> User | None:
        """The active user with this address in its compared form."""
        row = _user_at.first(self._tx.connection, {"address": address})
        return None if row is None else _user_of(row)

    def has_address(self, address: str) -> bool:
        """Whether the address belongs to anybody, active or not."""
        return self._tx.connection.execute(select(_user.c.id).where(_user.c.address == address)).first() is not None

    def writes_from(self, pattern: str) -> str:
        """An address of a client that the pattern means (one address, or `@domain`); empty when it means none."""
        which = _user.c.address.endswith(pattern, autoescape=True) if pattern[:1] == "@" else _user.c.address == pattern
        return str(self._tx.connection.execute(select(_user.c.address).where(which).limit(1)).scalar() or "")

    def users(self, client: int) -> list[User]:
        """The active users of a client, the main one first."""
        asked = select(_user).where(_user.c.client == client, _user.c.active).order_by(_user.c.main.desc(), _user.c.id)
        return [_user_of(row) for row in self._tx.connection.execute(asked)]

    def service_of(self, client: int, service: int | str) -> int:
        """Number of a client's service by number or name; raises NotFound."""
        which = _service.c.id == service if isinstance(service, int) else _service.c.name == service
        asked = select(_service.c.id).where(_service.c.client == client, which).order_by(_service.c.id)
        found = self._tx.connection.execute(asked).scalar()
        if found is None:
            raise NotFound(f"Service {service}")
        return int(found)

    def add(self, values: dict[str, Any]) -> int:
        """Store a client; its number."""
        made = insert(_client).values(values | {"registered": self._tx.now})
        number: int = self._tx.connection.execute(made).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("client", "", values["email"], client=number)
        return number

    def change(self, number: int, values: dict[str, Any]) -> None:
        """Change fields of a client."""
        if not values:
            return
        before = self._tx.connection.execute(select(_client).where(_client.c.id == number)).one()
        self._tx.connection.execute(update(_client).where(_client.c.id == number).values(values))
        for name, value in values.items():
            if getattr(before, name) != value:
                self._tx.record(name, getattr(before, name), value, client=number)

    def add_user(self, client: int, email: str, address: str, name: str, main: bool = False) -> int:
        """Store a user of a client; its number."""
        values = {"client": client, "email": email, "address": address, "name": name, "main": main}
        number: int = self._tx.connection.execute(insert(_user).values(values)).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("user", "", email, client=client)
        return number

    def add_service(self, client: int, values: dict[str, Any]) -> int:
        """Store a service of a client; its number."""
        made = insert(_service).values(values | {"client": client})
        number: int = self._tx.connection.execute(made).inserted_primary_key[0]  # type: ignore[index]
        self._tx.record("service", "", values["name"], client=client)
        return number

    def is_connected(self, client: int) -> bool:
        """Whether a client has a service that the provider connected by itself (IN6)."""
        return self._count(_service, (_service.c.client == client) & _service.c.connected) > 0

    def services(self, client: int) -> list[Service]:
        """The services of a client, in their order."""
        asked = select(_service).where(_service.c.client == client).order_by(_service.c.id)
        return [Service(r.id, r.name, ServiceStatus(r.status)) for r in self._tx.connection.execute(asked)]

    def set_service(self, client: int, service: Service, status: ServiceStatus) -> None:
        """Give a service another state."""
        which = _service.c.id == service.id
        self._tx.connection.execute(update(_service).where(which).values(status=status.value))
        before = f"{service.name} {service.status.value}"
        self._tx.record("service_state", before, status.value, client=client)

    def wants_no_mass(self, client: int) -> bool:
        """Note that a client wants no mass messages; whether there is such a client."""
        if _client_with.first(self._tx.connection, {"number": client}) is None:
            return False
        self.change(client, {"no_mass": True})
        return True

    def lock(self, client: int) -> None:
        """Let nobody else add scores or suspend services of a client until the transaction ends.

        Asked after a ticket was locked and before a service is changed or an account is locked, so that everybody locks
        in the same order; the desk's row is the first of all.
        """
        self._tx.desk.keep_settings()
        asked = select(_client.c.id).where(_client.c.id == client).with_for_update(key_share=True)
        self._tx.connection.execute(asked)

    def reasons_to_keep(self, number: int) -> list[str]:
        """Why a client cannot be deleted (CL6), in words; empty when it can."""
        reasons = []
        services = self._count(_service, (_service.c.client == number) & (_service.c.status == "active"))
        if services:
            reasons.append(f"{services} active service{'s' * (services != 1)}")
        tickets = self._count(_ticket, _ticket.c.client == number)
        if tickets:
            reasons.append(f"{tickets} ticket{'s' * (tickets != 1)}")
        for count, what in zip(self._tx.billing.papers(number), ("payment", "charge"), strict=True):
            if count:
                reasons.append(f"{count} {what}{'s' * (count != 1)}")
        return reasons

    def remove(self, number: int) -> None:
        """Delete a client with its users and services."""
        from sqlalchemy import delete

        email = self.client(number).email
        # Emails that waited as theirs stay, as those of an unknown sender.
        self._tx.connection.execute(update(_mail).where(_mail.c.client == number).values(client=None))
        self._tx.desk.keep_settings()
        self._tx.accounts.leave(number)
        self._tx.payers.leave(number)
        self._tx.pricing.leave(number)
        self._tx.rates.leave(number)
        for where in (_user, _service):
            self._tx.connection.execute(delete(where).where(where.c.client == number))
        self._tx.connection.execute(delete(_client).where(_client.c.id == number))
        self._tx.record("client", email, "", client=number)

    def find(self, words: str) -> int:
        """Number of the client that `#id` or an address names; raises NotFound."""
        if words.startswith("#") and words[1:].isdecimal():
            return self.client(int(words[1:])).id
        address = compared(words)
        asked = select(_user.c.client).where(_user.c.address == address)
        found = self._tx.connection.execute(asked).scalar()
        if found is None:
            raise NotFound(f"Client {words}")
        return int(found)

    def _count(self, where: Any, which: Any) -> int:
        return self._tx.connection.execute(select(func.count()).select_from(where).where(which)).scalar_one()


def _user_of(row: Any) -> User:
    return User(row.id, row.client, row.name, row.email, row.address, row.main)
