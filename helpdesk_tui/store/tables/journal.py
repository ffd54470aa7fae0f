"""What staff did and can take back (docs/adr/0015)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose, to


class Journal(SQLModel, table=True):
    """One act that can be taken back: who, when, as which change of the desk, in words for people.

    `facts` is JSON: what it changed of each ticket, what it said and mailed, and whatever else the act needs. `undone`
    is when it was taken back.
    """

    __table_args__ = (Index("ix_journal_mine", "staff", "id"),)

    id: int | None = key()
    staff: int = to("staff.id")
    at: datetime = moment()
    change: int = Field(sa_type=BigInt)
    action: str = Field(max_length=24)
    words: str = prose()
    facts: str = prose()
    undone: datetime | None = moment(null=True)


class JournalTicket(SQLModel, table=True):
    """A ticket that an act of the journal is about."""

    __table_args__ = (Index("ix_journalticket_ticket", "ticket", "journal"),)

    journal: int = Field(primary_key=True, foreign_key="journal.id", sa_type=BigInt)
    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
