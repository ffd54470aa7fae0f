"""Clients, their users and services (CL1, CL2, CL6; MG5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk import automatic_incidents, ordering, registration
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.setup import given, short
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import headers
from helpdesk_tui.vocab import Characteristic, ServiceStatus

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

MAX_SUM = 999_999_999_999
"""The largest sum of money, in minor units (SPEC: Sums)."""


@dataclass(frozen=True, slots=True)
class AddClient(Act[int]):
    """A new client with their main address; answers with the client's id.

    With `notify` they are told by email, in their language, where to write to (CL2, MO2); raises Refused where that
    cannot be.
    """

    name: ClassVar[str] = "add-client"
    title: ClassVar[str] = "Add client"
    help: ClassVar[str] = "Register a client with name, address, country and language."

    email: str
    full_name: str = ""
    login: str = ""
    country: str = ""
    language: str = ""
    comment: str = ""
    label: str = ""
    characteristic: Characteristic = Characteristic.COMMON
    notify: bool = False

    def apply(self, tx: Tx) -> int:
        """Store the client and its main user."""
        email, address = free_address(tx, self.email)
        name = short(self.full_name)
        values = {
            "email": email, "name": name, "login": short(self.login), "country": short(self.country),
            "language": short(self.language), "comment": self.comment, "label": short(self.label), "active": True,
            "characteristic": self.characteristic.value, "staff": tx.scope.staff_id,
        }  # fmt: skip
        client = tx.clients.add(values)
        tx.clients.add_user(client, email, address, name, main=True)
        automatic_incidents.registered(tx, client)
        if self.notify:
            registration.written(tx, client)
        return client


@dataclass(frozen=True, slots=True)
class EditClient(Act[int]):
    """Change a client; None leaves a field as it is. `client` is an address or `#id`.

    `mass_messages`: whether they get any (MO2).
    """

    name: ClassVar[str] = "edit-client"
    title: ClassVar[str] = "Edit client"
    help: ClassVar[str] = "Change a client's name, country, label, characteristic and comment."

    client: str
    full_name: str | None = None
    country: str | None = None
    language: str | None = None
    comment: str | None = None
    label: str | None = None
    characteristic: Characteristic | None = None
    mass_messages: bool | None = None

    def apply(self, tx: Tx) -> int:
        """Change it."""
        number = tx.clients.find(self.client)
        rated = self.characteristic.value if self.characteristic else None
        words = given({"name": self.full_name, "country": self.country, "language": self.language, "label": self.label})
        values = {name: short(text) for name, text in words.items()}
        unwanted = None if self.mass_messages is None else not self.mass_messages
        tx.clients.change(
            number, values | given({"comment": self.comment, "characteristic": rated, "no_mass": unwanted})
        )
        return number


@dataclass(frozen=True, slots=True)
class DeleteClient(Act[int]):
    """Delete a client; refused, with the reasons, while anything is bound to it (CL6)."""

    name: ClassVar[str] = "delete-client"
    title: ClassVar[str] = "Delete client"
    help: ClassVar[str] = "Delete a client that has no tickets, services, payments or charges."

    client: str

    def apply(self, tx: Tx) -> int:
        """Delete it."""
        number = tx.clients.find(self.client)
        reasons = tx.clients.reasons_to_keep(number)
        if reasons:
            raise Refused(f"The client cannot be deleted: {' and '.join(reasons)}.", code="in_use")
        tx.clients.remove(number)
        return number


@dataclass(frozen=True, slots=True)
class AddClientUser(Act[int]):
    """Another person of a client, with an address of their own; answers with the user's id."""

    name: ClassVar[str] = "add-user"
    title: ClassVar[str] = "Add user"
    help: ClassVar[str] = "Add another address of a client; mail from it becomes the client's tickets."

    client: str
    email: str
    full_name: str = ""

    def apply(self, tx: Tx) -> int:
        """Store it."""
        client = tx.clients.find(self.client)
        email, address = free_address(tx, self.email)
        return tx.clients.add_user(client, email, address, short(self.full_name))


@dataclass(frozen=True, slots=True)
class AddService(Act[int]):
    """A service of a client; answers with its id. `cost` in minor units of the desk's currency."""

    name: ClassVar[str] = "add-service"
    title: ClassVar[str] = "Add service"
    help: ClassVar[str] = "Add a service to a client, with plan, domain and cost."

    client: str
    service: str
    plan: str = ""
    domain: str = ""
    cost: int = 0
    status: ServiceStatus = ServiceStatus.ACTIVE

    def apply(self, tx: Tx) -> int:
        """Store it; raises Refused `account_inactive` and `ordering_blocked` for who can order nothing (CL11)."""
        client = tx.clients.find(self.client)
        name = short(self.service)
        if not name:
            raise Refused("A service needs a name.", code="bad_name")
        if not 0 <= self.cost <= MAX_SUM:
            raise Refused("A cost is from 0 to 9,999,999,999.99.", code="bad_sum")
        ordering.check_client(tx, client)
        return tx.clients.add_service(client, {
            "name": name, "plan": short(self.plan), "domain": short(self.domain), "status": self.status.value,
            "cost": self.cost, "currency": tx.desk.currency(),
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetServiceState(Act[int]):
    """Suspend a service of a client, or make a suspended one active again; answers with the service's id."""

    name: ClassVar[str] = "service-state"
    title: ClassVar[str] = "Suspend or activate"
    help: ClassVar[str] = "Suspend a service of a client, or make a suspended one active again."

    client: str
    service: int | str
    status: ServiceStatus

    def apply(self, tx: Tx) -> int:
        """Change it; one that has that state already stays as it is.

        Raises Refused `account_inactive` and `ordering_blocked` where one is made active for who can order nothing.
        """
        client = tx.clients.find(self.client)
        tx.clients.lock(client)
        number = tx.clients.service_of(client, self.service)
        service = next(one for one in tx.clients.services(client) if one.id == number)
        if ServiceStatus.DELETED in (service.status, self.status):
            raise Refused("A service is suspended or made active; a deleted one stays deleted.", code="service_deleted")
        if service.status is not self.status:
            if self.status is ServiceStatus.ACTIVE:
                ordering.check_client(tx, client)
            tx.clients.set_service(client, service, self.status)
        return number


def free_address(tx: Tx, email: str) -> tuple[str, str]:
    """The address as written and in its compared form; raises Refused when it is none or belongs to somebody."""
    checked = headers.checked_address(email)
    address = headers.compared(checked)
    if tx.clients.has_address(address):
        raise Refused(f"The address {checked} belongs to a client already.", code="exists")
    if address in tx.mail.own_addresses():
        raise Refused(f"{checked} is an address of this desk.", code="own_address")
    return checked, address
