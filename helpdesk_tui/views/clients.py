"""Clients, their users and services, and the client card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk_tui.views.accounts import NOTHING, SupportView
from helpdesk_tui.views.people import EventView
from helpdesk_tui.views.queue import QueueRow
from helpdesk_tui.vocab import Characteristic, ServiceStatus


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service of a client (CL4); `cost` in minor units of `currency`."""

    id: int
    name: str
    plan: str
    domain: str
    status: ServiceStatus
    cost: int
    currency: str


@dataclass(frozen=True, slots=True)
class ClientHead:
    """What stands above a ticket about its client; `currency` is that of the client's sums.

    `scores` is the sum of their violations (TF5), those of tickets that the asker does not see among them.
    """

    id: int
    name: str
    email: str
    characteristic: Characteristic
    label: str
    language: str
    country: str
    comment: str
    registered: datetime
    tickets: int
    open_tickets: int
    services: tuple[ServiceView, ...]
    currency: str = ""
    scores: int = 0
    support: SupportView = NOTHING
    mass_messages: bool = True
    """Whether they get mass messages (MO2)."""

    @property
    def active(self) -> bool:
        """Whether the client has active services (CL3)."""
        return any(service.status is ServiceStatus.ACTIVE for service in self.services)


@dataclass(frozen=True, slots=True)
class UserView:
    """A person of a client with an address of their own (MG5)."""

    id: int
    name: str
    email: str
    main: bool
    active: bool


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in a list (CL1); `active` when they have active services (CL3)."""

    id: int
    name: str
    email: str
    active: bool
    characteristic: Characteristic
    label: str
    open_tickets: int
    currency: str = ""
    support: SupportView = NOTHING


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of a client, for finding the client by anybody's name or address."""

    client: int
    client_name: str
    client_email: str
    label: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class ClientCard:
    """The client card on one page (CL4); `turnover` is what was paid in twelve months, in minor units."""

    head: ClientHead
    users: tuple[UserView, ...]
    tickets: tuple[QueueRow, ...]
    changes: tuple[EventView, ...]
    turnover: int = 0
