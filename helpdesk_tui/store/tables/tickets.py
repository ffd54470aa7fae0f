"""Tickets, their tasks, messages, attachments and the bytes behind them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose, to


def _where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for both databases; SQLite writes a true column as `= 1`."""
    flags = condition.replace("listed", "listed = 1").replace("free", "free = 1").replace("delayed", "delayed = 1")
    flags = "open = 1" if flags == "open" else flags
    return {"sqlite_where": sql(flags), "postgresql_where": sql(condition)}


class Ticket(SQLModel, table=True):
    """The facts of a ticket; its number is its id. Columns from `status` on follow from the tasks and are stored so
    that a list is one walk along one index: for those whom departments do not limit, along these.

    `shelf`: 0 wants staff, 1 delayed, 2 awaiting the client, 3 archived, 4 spam, 5 merged away (see `store.shelves`).
    """

    __table_args__ = (
        Index("ix_ticket_client", "client", "id"),
        Index("ix_ticket_queue", "shelf", "place", "id"),
        Index("ix_ticket_newest", "shelf", "id"),
        Index("ix_ticket_updated", "shelf", "updated", "id"),
        Index("ix_ticket_free", "place", "id", **_where("free")),
        Index("ix_ticket_free_newest", "id", **_where("free")),
        Index("ix_ticket_free_updated", "updated", "id", **_where("free")),
        Index("ix_ticket_all_updated", "updated", "id", **_where("shelf < 4")),
        Index("ix_ticket_delayed", "delayed_until", **_where("delayed")),
    )

    id: int | None = key()
    client: int = to("client.id")
    subject: str = prose()
    service: int | None = to("service.id", null=True)
    priority: int = 1
    front: bool = False
    summary: str = prose()
    by_staff: bool = False
    spam: bool = False
    merged_into: int | None = to("ticket.id", null=True)
    continues: int | None = to("ticket.id", null=True)
    archived: datetime | None = moment(null=True)
    delayed_until: datetime | None = moment(null=True)
    delayed: bool = False
    returned: bool = False
    client_wrote: datetime | None = moment(null=True)
    staff_wrote: datetime | None = moment(null=True)
    client_read: datetime | None = moment(null=True)
    created: datetime = moment()
    updated: datetime = moment()
    waiting: datetime = moment()
    version: int = 1
    status: str = Field(max_length=16)
    department: int = to("department.id")
    shelf: int = 0
    free: bool = False
    place: int = Field(sa_type=BigInt)


class Task(SQLModel, table=True):
    """One task of a ticket, and at once the ticket's row in its department's lists (PERFORMANCE P3).

    `shelf`, `place` and `updated` repeat the ticket's, kept in the same transaction; a closed task of a ticket that is
    open elsewhere stands on shelf 6. `listed` is true for one task a department and ticket, the others are never
    shown. `owner` is the holder, or the former holder of a reopened task: *Mine*.
    """

    __table_args__ = (
        Index("ix_task_ticket", "ticket"),
        Index("ix_task_queue", "department", "shelf", "place", "ticket", **_where("listed")),
        Index("ix_task_newest", "department", "shelf", "ticket", **_where("listed")),
        Index("ix_task_updated", "department", "shelf", "updated", "ticket", **_where("listed")),
        Index("ix_task_free", "department", "place", "ticket", **_where("free")),
        Index("ix_task_free_newest", "department", "ticket", **_where("free")),
        Index("ix_task_free_updated", "department", "updated", "ticket", **_where("free")),
        Index("ix_task_all_newest", "department", "ticket", **_where("listed AND shelf NOT IN (4, 5)")),
        Index("ix_task_all_updated", "department", "updated", "ticket", **_where("listed AND shelf NOT IN (4, 5)")),
        Index("ix_task_open", "department", "holder", **_where("open")),
        Index("ix_task_owner", "owner", "place", "ticket", **_where("owner IS NOT NULL")),
    )

    id: int | None = key()
    ticket: int = to("ticket.id")
    department: int = to("department.id")
    holder: int | None = to("staff.id", null=True)
    open: bool = True
    opened: datetime = moment()
    closed: datetime | None = moment(null=True)
    closed_by: int | None = to("staff.id", null=True)
    former: int | None = to("staff.id", null=True)
    answered: datetime | None = moment(null=True)
    listed: bool = True
    free: bool = False
    owner: int | None = Field(default=None, sa_type=BigInt)
    shelf: int = 0
    place: int = Field(sa_type=BigInt)
    updated: datetime = moment()


class TicketTag(SQLModel, table=True):
    """A tag of a ticket, folded (TQ10); found from either side."""

    __table_args__ = (Index("ix_tickettag_tag", "tag", "ticket"),)

    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
    tag: str = Field(primary_key=True, max_length=40)


class TagRow(SQLModel, table=True):
    """A tagged ticket in the lists of one tag, as `Ticket` and `Task` are in all others (PERFORMANCE P3).

    One row for the ticket as a whole, `department` 0, for whom departments do not limit, and one for each department
    that has a task of it. Everything follows from the tags and the tasks and is written in the same transaction; `free`
    is true where any task of the department is.
    """

    __table_args__ = (
        Index("ix_tagrow_queue", "tag", "department", "shelf", "place", "ticket"),
        Index("ix_tagrow_newest", "tag", "department", "shelf", "ticket"),
        Index("ix_tagrow_updated", "tag", "department", "shelf", "updated", "ticket"),
        Index("ix_tagrow_free", "tag", "department", "place", "ticket", **_where("free")),
        Index("ix_tagrow_free_newest", "tag", "department", "ticket", **_where("free")),
        Index("ix_tagrow_free_updated", "tag", "department", "updated", "ticket", **_where("free")),
        Index("ix_tagrow_all_newest", "tag", "department", "ticket", **_where("shelf NOT IN (4, 5)")),
        Index("ix_tagrow_all_updated", "tag", "department", "updated", "ticket", **_where("shelf NOT IN (4, 5)")),
    )

    ticket: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInt)
    tag: str = Field(primary_key=True, max_length=40)
    department: int = Field(primary_key=True, sa_type=BigInt)
    shelf: int
    place: int = Field(sa_type=BigInt)
    updated: datetime = moment()
    free: bool = False


class Blob(SQLModel, table=True):
    """Bytes, stored once: an attachment or a raw email. `size` is the length before compression."""

    id: int | None = key()
    sha256: str = Field(unique=True, max_length=64)
    size: int = Field(sa_type=BigInt)
    packed: bytes = Field(sa_type=LargeBinary)


class Message(SQLModel, table=True):
    """One message of a conversation. `names` are the names of its attachments, for the search index.

    `own_lines` of the text are newly written, the rest is quoted history. `edited` is when the text was changed last
    (TF7); an email's original is kept with the email. `taken_back` is when its writer took it back before anybody
    outside had it: from then on it is shown in the ticket's history only (TR7).
    """

    __table_args__ = (Index("ix_message_ticket", "ticket", "at", "id"),)

    id: int | None = key()
    ticket: int = to("ticket.id")
    kind: str = Field(max_length=8)
    staff: int | None = to("staff.id", null=True)
    author: str
    at: datetime = moment()
    text: str = prose()
    own_lines: int = 0
    names: str = prose()
    mail: int | None = to("mail.id", null=True)
    note: str = prose()
    edited: datetime | None = moment(null=True)
    taken_back: datetime | None = moment(null=True)


class MessageEdit(SQLModel, table=True):
    """An earlier text of a message: what it said until somebody changed it then (TF7). Never changed."""

    id: int | None = key()
    message: int = to("message.id", index=True)
    staff: int | None = to("staff.id", null=True)
    at: datetime = moment()
    text: str = prose()


class Regrouping(SQLModel, table=True):
    """A split or a merge (TF7): from which ticket messages came to which, and in `moved` (JSON) every row that did and
    the facts before and after, so that it can be taken back exactly. `undone` is when that was done.
    """

    id: int | None = key()
    kind: str = Field(max_length=5)
    source: int = to("ticket.id", index=True)
    target: int = to("ticket.id", index=True)
    staff: int | None = to("staff.id", null=True)
    at: datetime = moment()
    undone: datetime | None = moment(null=True)
    moved: str = prose()


class Attachment(SQLModel, table=True):
    """An attachment of a message: a safe name and the blob that holds its bytes."""

    id: int | None = key()
    message: int = to("message.id", index=True)
    blob: int = to("blob.id", index=True)
    name: str
    content_type: str
    size: int = Field(sa_type=BigInt)
    content_id: str = ""
