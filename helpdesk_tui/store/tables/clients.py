"""Clients, their users and their services (CL4)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose, to

_NUMBERS_ARE_USED_ONCE = {"sqlite_autoincrement": True}
"""SQLite gives the number of a deleted row to the next one unless it is told; events keep numbers for good."""


class Client(SQLModel, table=True):
    """A client. `email` is written as it was given; the addresses that name a client are those of its users.

    `no_mass`: they asked for no mass messages (MO2).
    """

    __table_args__ = _NUMBERS_ARE_USED_ONCE

    id: int | None = key()
    name: str = ""
    email: str
    login: str = ""
    language: str = ""
    country: str = ""
    comment: str = prose()
    label: str = Field(default="", index=True)
    characteristic: str = "common"
    active: bool = True
    registered: datetime = moment()
    staff: int | None = to("staff.id", null=True)
    no_mass: bool = False


class ClientUser(SQLModel, table=True):
    """A person of a client. `address` is the compared form (lower case, IDNA) and names one client only."""

    __table_args__ = _NUMBERS_ARE_USED_ONCE

    id: int | None = key()
    client: int = to("client.id", index=True)
    name: str = ""
    email: str
    address: str = Field(unique=True)
    main: bool = False
    active: bool = True


class Service(SQLModel, table=True):
    """A service of a client. `cost` in minor units of `currency`; `connected`: by the provider's setting (IN6)."""

    __table_args__ = _NUMBERS_ARE_USED_ONCE

    id: int | None = key()
    client: int = to("client.id", index=True)
    name: str
    plan: str = ""
    domain: str = ""
    status: str = "active"
    cost: int = Field(default=0, sa_type=BigInt)
    currency: str = ""
    connected: bool = False
