"""Departments, staff and who belongs where (DS1, DS2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose


class Department(SQLModel, table=True):
    """A department. `name_key` is its name folded, so that two departments never differ by case only."""

    id: int | None = key()
    name: str
    name_key: str = Field(unique=True)
    address: str = ""
    signature: str = prose()
    write_off: bool = False
    external: bool = False
    support_center: bool = True
    active: bool = True


class Staff(SQLModel, table=True):
    """A member of staff; inactive ones keep their name on what they wrote."""

    id: int | None = key()
    login: str = Field(unique=True)
    name: str = ""
    email: str = ""
    admin: bool = False
    active: bool = True
    language: str = ""
    signature: str = prose()
    look: str = prose()
    """How the program looks for them (`rules.look`), as JSON; empty for the defaults."""
    created: datetime = moment()


class Membership(SQLModel, table=True):
    """A member of staff belongs to a department; `rank` keeps the order in which they were given."""

    staff: int = Field(primary_key=True, foreign_key="staff.id", sa_type=BigInt)
    department: int = Field(primary_key=True, foreign_key="department.id", sa_type=BigInt)
    rank: int = 0


class Favourite(SQLModel, table=True):
    """A ticket among a member of staff's favourites (TF8), since which change of the desk."""

    staff: int = Field(primary_key=True, foreign_key="staff.id", sa_type=BigInt)
    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
    change: int = Field(default=0, sa_type=BigInt)


class Reading(SQLModel, table=True):
    """When a member of staff last read a ticket; the ticket stands first in the key, lists ask for those of a page."""

    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
    staff: int = Field(primary_key=True, foreign_key="staff.id", sa_type=BigInt)
    at: datetime = moment()


class Draft(SQLModel, table=True):
    """What a member of staff typed on a ticket and did not send (TR5); the ticket stands first in the key, as above."""

    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
    staff: int = Field(primary_key=True, foreign_key="staff.id", sa_type=BigInt)
    text: str = prose()
    comment: str = prose()
    seen: int = Field(default=0, sa_type=BigInt)
    saved: datetime = moment()


class OtherDraft(SQLModel, table=True):
    """A draft beside the first: of another session of the same person, or the copy of a former holder's (TR1, TR5)."""

    __table_args__ = (Index("ix_otherdraft_ticket", "ticket", "staff"),)
    id: int | None = key()
    ticket: int = Field(foreign_key="ticket.id", sa_type=BigInt)
    staff: int = Field(foreign_key="staff.id", sa_type=BigInt)
    former: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigInt)
    """Of which former holder it is a copy; nothing where it is one's own."""
    text: str = prose()
    comment: str = prose()
    seen: int = Field(default=0, sa_type=BigInt)
    saved: datetime = moment()


class Presence(SQLModel, table=True):
    """Who has a ticket open in its form, until when, unless the form says so again; as many rows as open forms."""

    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
    staff: int = Field(primary_key=True, foreign_key="staff.id", sa_type=BigInt)
    until: datetime = moment()


class SavedView(SQLModel, table=True):
    """A list that a member of staff named for themselves (TQ2): a view, its order and a filter, on a digit key."""

    staff: int = Field(primary_key=True, foreign_key="staff.id", sa_type=BigInt)
    slot: int = Field(primary_key=True)
    name: str
    view: str = Field(max_length=16)
    sort: str = Field(max_length=16)
    query: str = prose()
