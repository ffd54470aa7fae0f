"""Predefined replies (PR1, PR4)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from helpdesk_tui.store.tables.base import BigInt, key, moment, prose, to


class PredefinedReply(SQLModel, table=True):
    """A text that staff put into answers: for a department, for a member of staff, or, with neither, for everybody.

    `name_key` is for whom it is and its name folded, so that nobody has two of one name.
    """

    id: int | None = key()
    name: str
    name_key: str = Field(unique=True)
    department: int | None = to("department.id", null=True, index=True)
    staff: int | None = to("staff.id", null=True, index=True)
    changed: datetime = moment()


class ReplyText(SQLModel, table=True):
    """The text of a predefined reply in one language."""

    reply: int = Field(primary_key=True, foreign_key="predefinedreply.id", sa_type=BigInt)
    language: str = Field(primary_key=True, max_length=8)
    text: str = prose()
