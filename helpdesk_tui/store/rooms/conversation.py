"""Messages, attachments and the bytes behind them, in a write transaction."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.packing import pack
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import tickets as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import MessageKind

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_message = table(tables.Message)
_edit = table(tables.MessageEdit)
_attachment = table(tables.Attachment)
_blob = table(tables.Blob)
_insert_message, _insert_attachment = Statement(insert(_message)), Statement(insert(_attachment))
_insert_blob = Statement(insert(_blob))
_blob_with = Statement(select(_blob.c.id).where(_blob.c.sha256 == bindparam("sha256")))


_said = select(_message).where(_message.c.id == bindparam("number"), _message.c.taken_back.is_(None))
_files = (
    select(_blob.c.sha256).join(_attachment, _attachment.c.blob == _blob.c.id)
    .where(_attachment.c.message == bindparam("number"))
)  # fmt: skip
_change = update(_message).where(_message.c.id == bindparam("the_message"))


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it stands; `files` are the content hashes of its attachments, `edited` whether staff changed it."""

    number: int
    ticket: int
    kind: MessageKind
    at: datetime
    text: str
    own_lines: int
    names: str
    mail: int | None
    files: Counter[str]
    edited: bool


class Conversation:
    """Adds to conversations. What was said is never removed; when staff edit it, or an email is read again, the earlier
    text is kept, and a writer may take an answer back that nobody outside has.
    """

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def say(
        self,
        ticket: Ticket,
        kind: MessageKind,
        text: str,
        *,
        author: str = "",
        staff: int | None = None,
        own_lines: int | None = None,
        attachments: Sequence[ParsedAttachment] = (),
        mail: int | None = None,
        note: str = "",
        at: datetime | None = None,
    ) -> int:
        """Add a message; its number. `own_lines` defaults to all lines of the text."""
        values = {
            "ticket": ticket.number,
            "kind": kind.value,
            "staff": staff,
            "author": author or "system",
            "at": at or self._tx.now,
            "text": text,
            "mail": mail,
            "note": note,
            "own_lines": text.count("\n") + 1 if own_lines is None else own_lines,
            "names": " ".join(a.name for a in attachments),
        }
        number = _insert_message.add(self._tx.connection, values)
        for attachment in attachments:
            self._attach(number, attachment)
        if attachments:
            self._tx.tags.attached(ticket.number)
        self._tx.record(kind.value, "", number, ticket=ticket.number, client=ticket.client)
        self._tx.journal.said(ticket.number, kind, number)
        return number

    def said(self, number: int) -> Said:
        """A message; raises NotFound."""
        run = self._tx.connection.execute
        row = run(_said, {"number": number}).first()
        if row is None:
            raise NotFound(f"Message {number}")
        files = Counter(run(_files, {"number": number}).scalars())
        return Said(row.id, row.ticket, MessageKind(row.kind), row.at, row.text, row.own_lines, row.names, row.mail,
                    files, row.edited is not None)  # fmt: skip

    def answered_since(self, said: Said) -> bool:
        """Whether staff wrote to the client after a message."""
        later = or_(_message.c.at > said.at, and_(_message.c.at == said.at, _message.c.id > said.number))
        asked = select(_message.c.id).where(
            _message.c.ticket == said.ticket,
            _message.c.kind == MessageKind.STAFF.value,
            later,
            _message.c.taken_back.is_(None),
        )
        return self._tx.connection.execute(asked.limit(1)).first() is not None

    def say_anew(self, said: Said, text: str, own_lines: int, attachments: Sequence[ParsedAttachment]) -> None:
        """Give a message the text that its email has, and the attachments that it lacked.

        Its kind stays, on which the search index relies.
        """
        names = " ".join((*([said.names] if said.names else []), *(a.name for a in attachments)))
        values = {"text": text, "own_lines": own_lines, "names": names, "the_message": said.number}
        self._tx.connection.execute(_change, values)
        for attachment in attachments:
            self._attach(said.number, attachment)
        if attachments:
            self._tx.tags.attached(said.ticket)

    def system(self, ticket: Ticket, text: str) -> int:
        """Add a system message."""
        return self.say(ticket, MessageKind.SYSTEM, text)

    def is_said(self, ticket: int, text: str) -> bool:
        """Whether the system said just this on a ticket."""
        asked = select(_message.c.id).where(
            _message.c.ticket == ticket, _message.c.kind == MessageKind.SYSTEM.value, _message.c.text == text
        )
        return self._tx.connection.execute(asked.limit(1)).first() is not None

    def edit(self, said: Said, text: str, own_lines: int) -> None:
        """Give a message another text; the earlier one is kept with who changed it and when (TF7)."""
        kept = {"message": said.number, "staff": self._tx.scope.staff_id, "at": self._tx.now, "text": said.text}
        self._tx.connection.execute(insert(_edit).values(kept))
        values = {"text": text, "own_lines": own_lines, "edited": self._tx.now}
        self._tx.connection.execute(_change, values | {"the_message": said.number})
        self._tx.record("edited", "", said.number, ticket=said.ticket)

    def newest(self, ticket: int) -> int:
        """Number of the newest message that is not the system's, 0 when there is none."""
        asked = select(func.max(_message.c.id)).where(
            _message.c.ticket == ticket, _message.c.kind != MessageKind.SYSTEM.value, _message.c.taken_back.is_(None)
        )
        return self._tx.connection.execute(asked).scalar() or 0

    def text(self, message: int) -> str:
        """What a message says."""
        return str(self._tx.connection.execute(select(_message.c.text).where(_message.c.id == message)).scalar_one())

    def take_back(self, ticket: Ticket, message: int) -> tuple[MessageKind, str, tuple[ParsedAttachment, ...]]:
        """Show a message nowhere any more but in the ticket's history; its kind, text and files.

        Raises Refused where it is on another ticket by now.
        """
        row = self._tx.connection.execute(select(_message).where(_message.c.id == message)).one()
        if row.ticket != ticket.number:
            raise Refused(
                f"What you wrote is on ticket {row.ticket} now; nothing was taken back.", code="changed_since"
            )
        marked = update(_message).where(_message.c.id == message).values(taken_back=self._tx.now)
        self._tx.connection.execute(marked)
        self._tx.record(row.kind, row.text, "taken back", ticket=ticket.number, client=ticket.client)
        return MessageKind(row.kind), row.text, self.files(message)

    def files(self, message: int) -> tuple[ParsedAttachment, ...]:
        """The attachments of a message with their bytes, in their order."""
        asked = select(_attachment).where(_attachment.c.message == message).order_by(_attachment.c.id)
        rows = self._tx.connection.execute(asked).all()
        return tuple(
            ParsedAttachment(r.name, r.content_type, self.blob_bytes(r.blob), False, r.content_id) for r in rows
        )

    def last_client_author(self, ticket: int) -> str:
        """The compared address of who wrote the client's newest message; empty when there is none."""
        asked = select(_message.c.author).where(
            _message.c.ticket == ticket, _message.c.kind == MessageKind.CLIENT.value
        )
        newest = asked.order_by(_message.c.at.desc(), _message.c.id.desc()).limit(1)
        return str(self._tx.connection.execute(newest).scalar() or "").lower()

    def blob(self, content: bytes) -> int:
        """Keep bytes, once: the number of their row (SHA-256 tells whether they are there already)."""
        ready = self._tx.packed.get(content) or pack(content)
        found = _blob_with.scalar(self._tx.connection, {"sha256": ready.sha256})
        if found is not None:
            return int(found)
        values = {"sha256": ready.sha256, "size": len(content), "packed": ready.packed}
        return _insert_blob.add(self._tx.connection, values)

    def blob_bytes(self, number: int) -> bytes:
        """The bytes of a blob."""
        packed = self._tx.connection.execute(select(_blob.c.packed).where(_blob.c.id == number)).scalar_one()
        return zlib.decompress(packed)

    def attachments(self, messages: Iterable[int]) -> list[int]:
        """Numbers of the attachments of these messages."""
        asked = select(_attachment.c.id).where(_attachment.c.message.in_(list(messages)))
        return list(self._tx.connection.execute(asked).scalars())

    def _attach(self, message: int, attachment: ParsedAttachment) -> None:
        values = {
            "message": message,
            "blob": self.blob(attachment.content),
            "name": attachment.name,
            "content_type": attachment.content_type,
            "size": len(attachment.content),
            "content_id": attachment.content_id,
        }
        _insert_attachment.add(self._tx.connection, values)
