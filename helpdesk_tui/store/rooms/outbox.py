"""Outgoing mail in a write transaction (MO1; rules 17 and 18)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules import headers
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import mail as tables
from helpdesk_tui.store.tables import tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import OutgoingMail, ParsedAttachment
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_outbox = table(tables.Outbox)
_NOT_GONE = (OutboxState.HELD.value, OutboxState.QUEUED.value, OutboxState.RETRY.value)
_message = table(tickets.Message)
_insert_outbox = Statement(insert(_outbox))
_MOST_INTERRUPTED = 8
"""So often the program may end at one email before it hands it over; then the email is at fault."""
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
WAITING_STATES = (OutboxState.HELD.value, OutboxState.QUEUED.value, OutboxState.RETRY.value, OutboxState.UNKNOWN.value)


class OutboxRoom:
    """Rows of data; their MIME form is made by whoever sends them.

    When one is due is a matter of the clock, not of the time on its ticket, which may be ahead.
    """

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def put(self, values: dict[str, Any], *, held: bool = False) -> int:
        """Queue an email; its number. One that the desk wrote by itself is not held back for the undo window, unless it
        is to be `held`.
        """
        window = 0 if values.get("auto") and not held else self._tx.rules.undo_seconds
        state = OutboxState.HELD if window else OutboxState.QUEUED
        row = {
            "state": state.value, "created": self._tx.now, "next_try": self._tx.clock.now() + timedelta(seconds=window),
            "staff": self._tx.scope.staff_id,
        } | values  # fmt: skip
        number = _insert_outbox.add(self._tx.connection, row)
        self._tx.record("mail out", "", row["state"], ticket=row.get("ticket"))
        self._tx.journal.mailed(number)
        return number

    def is_held(self, number: int) -> bool:
        """Whether a mail is held back still, so that its writer can take it back (TR7)."""
        row = self._row(number)
        return row.state == OutboxState.HELD.value and bool(row.next_try > self._tx.clock.now())

    def was_taken_back(self, number: int) -> bool:
        """Whether the message that a mail carries was taken back by its writer."""
        asked = select(_message.c.id).where(_message.c.id == self._row(number).message)
        return self._tx.connection.execute(asked.where(_message.c.taken_back.is_not(None))).first() is not None

    def lease(self, owner: str, seconds: float, limit: int) -> list[OutgoingMail]:
        """Take what is due for sending, oldest first; nobody else gets it until the lease ends.

        Of mass messages only while nothing else is due: thousands of them never keep an answer waiting.
        """
        due = _outbox.c.state.in_(WAITING_STATES) & (_outbox.c.next_try <= self._tx.now)
        urgent = select(_outbox).where(_outbox.c.mass.is_(None), due).order_by(_outbox.c.id)
        # In whatever order they are found: sorting all of them for each one that is sent takes longer than sending.
        for asked in (urgent, select(_outbox).where(_outbox.c.mass.is_not(None), due)):
            rows = self._tx.connection.execute(asked.limit(limit).with_for_update(skip_locked=True)).all()
            if rows:
                break
        if not rows:
            return []
        sending = {
            "state": OutboxState.SENDING.value, "owner": owner,
            "until": self._tx.lease_now + timedelta(seconds=seconds),
            "attempts": _outbox.c.attempts + 1, "begun": False,
        }  # fmt: skip
        ids = [row.id for row in rows]
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id.in_(ids)).values(sending))
        return [self._outgoing(row) for row in rows]

    def settle(
        self, number: int, state: OutboxState, error: str, retry_in: timedelta | None, left: tuple[str, ...] = ()
    ) -> tuple[int | None, str]:
        """Write the result of an attempt; the ticket and the recipients it concerns.

        `left` are the recipients that it is to be sent to from now on, where that changed.
        """
        row = self._row(number)
        values: dict[str, Any] = {
            "state": state.value, "error": error, "owner": "", "until": None,
            "next_try": None if retry_in is None else self._tx.clock.now() + retry_in,
            "unknown_tries": row.unknown_tries + (state is OutboxState.UNKNOWN),
        }  # fmt: skip
        if left:
            values["waiting_for"] = left
        if state is OutboxState.SENT:
            values["sent"] = self._tx.now
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id == number).values(values))
        self._tx.record("mail out", row.state, state.value, ticket=row.ticket)
        return row.ticket, ", ".join(left or row.waiting_for or row.to_addresses)

    def attempts(self, number: int) -> tuple[int, int]:
        """How often a mail was tried, and how often its outcome stayed unknown."""
        row = self._row(number)
        return row.attempts, row.unknown_tries

    def state(self, number: int) -> OutboxState:
        """The state a mail is in."""
        return OutboxState(self._row(number).state)

    def kind(self, number: int) -> str:
        """What kind of email it is: an answer, or one of the desk's letters."""
        return str(self._row(number).kind)

    def is_dropped(self, number: int) -> bool:
        """Whether staff gave a mail up."""
        return self._row(number).dropped is not None

    def is_sent_again(self, number: int) -> bool:
        """Whether staff let a mail be sent again: it may have left before."""
        return self._row(number).again is not None

    def is_sent_by(self, number: int, owner: str) -> bool:
        """Whether a mail is being sent by this owner now."""
        row = self._row(number)
        return bool(row.state == OutboxState.SENDING.value and row.owner == owner)

    def ticket_of(self, number: int) -> int | None:
        """The ticket that a mail belongs to."""
        ticket: int | None = self._row(number).ticket
        return ticket

    def is_mine(self, number: int) -> bool:
        """Whether a mail of no ticket is the actor's affair: they wrote it, or it answers an email of theirs."""
        row = self._row(number)
        if self._tx.scope.everything or (row.staff is not None and row.staff == self._tx.scope.staff_id):
            return True
        department = None if row.mail is None else self._tx.mail.stored(row.mail).department
        return department is not None and self._tx.scope.covers(department)

    def retry(self, number: int) -> None:
        """Let a mail that failed or waits be tried again at once."""
        row = self._row(number)
        values = {"state": OutboxState.QUEUED.value, "next_try": self._tx.clock.now(), "unknown_tries": 0,
                  "again": self._tx.clock.now(), "dropped": None}  # fmt: skip
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id == number).values(values))
        self._tx.record("mail out", row.state, OutboxState.QUEUED.value, ticket=row.ticket)

    def notices(
        self, *kinds: str, since: datetime | None = None, to: str | None = None, mail: int | None = None
    ) -> int:
        """How many emails of these kinds there are: written since then, to this address, about this email."""
        values: dict[str, Any] = {f"kind{position}": kind for position, kind in enumerate(kinds)}
        values["since"] = since or _EVER
        if to is not None:
            values["to"] = (to,)
        if mail is not None:
            values["mail"] = mail
        count: int = _counted(len(kinds), to is not None, mail is not None).scalar(self._tx.connection, values)
        return count

    def of_message(self, message: int) -> Any | None:
        """The email that a message went out with, its row locked; None when there is none."""
        asked = select(_outbox).where(_outbox.c.message == message).order_by(_outbox.c.id.desc()).limit(1)
        return self._tx.connection.execute(asked.with_for_update()).first()

    def reword(self, number: int, text: str) -> None:
        """Change the text of an email of which nobody has seen anything yet."""
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id == number).values(text=text))

    def drop(self, number: int, error: str) -> int | None:
        """Give a mail up: it is not sent, or not again; its ticket."""
        row = self._row(number)
        values = {"state": OutboxState.FAILED.value, "error": error, "next_try": None, "owner": "", "until": None,
                  "dropped": self._tx.now}  # fmt: skip
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id == number).values(values))
        self._tx.record("mail out", row.state, "dropped", ticket=row.ticket)
        ticket: int | None = row.ticket
        return ticket

    def drop_invoices(self, payment: int) -> None:
        """Give up what did not leave yet of the invoices of a payment: it is deleted, nobody is to pay it."""
        asked = select(_outbox.c.id).where(_outbox.c.payment == payment, _outbox.c.state.in_(_NOT_GONE))
        for number in self._tx.connection.execute(asked).scalars().all():
            self.drop(number, f"Payment {payment} was deleted.")

    def of_message_id(self, value: str) -> tuple[int, int | None, int | None] | None:
        """Number, ticket and message of the mail we sent under this Message-ID."""
        asked = select(_outbox.c.id, _outbox.c.ticket, _outbox.c.message).where(_outbox.c.message_id == value)
        row = self._tx.connection.execute(asked).first()
        return None if row is None else (row.id, row.ticket, row.message)

    def interrupted(self, dead: tuple[str, ...] = ()) -> list[tuple[int, bool]]:
        """Make `unknown` what is still `sending` though its lease has ended.

        The tickets of those given up, and whether their email was handed over.

        Such a row is due once more only (rule 18), except one of which nothing was handed over: that is just due. The
        leases of `dead` owners have ended; so have those that end far in the future, which were given by a clock that
        was put back since (rule 32).
        """
        until, now = _outbox.c.until, self._tx.lease_now
        ended = or_(until <= now, until > now + timedelta(days=1), _outbox.c.owner.in_(dead))
        over = (_outbox.c.state == OutboxState.SENDING.value) & ended
        asked = select(
            _outbox.c.id, _outbox.c.ticket, _outbox.c.unknown_tries, _outbox.c.begun, _outbox.c.attempts
        ).where(over)
        given_up: list[tuple[int, bool]] = []
        for row in self._tx.connection.execute(asked.with_for_update(skip_locked=True)).all():
            if not row.begun:
                if not self._try_again(row) and row.ticket is not None:
                    given_up.append((row.ticket, False))
                continue
            again = row.unknown_tries == 0
            if not again and row.ticket is not None:
                given_up.append((row.ticket, True))
            values = {
                "state": OutboxState.UNKNOWN.value, "owner": "", "until": None, "unknown_tries": row.unknown_tries + 1,
                "error": "The program was stopped while it sent this email; it may have arrived.",
                # Not a moment later than now: whoever found it leases it in the same transaction.
                "next_try": self._tx.now if again else None,
            }  # fmt: skip
            self._tx.connection.execute(update(_outbox).where(_outbox.c.id == row.id).values(values))
            self._tx.record("mail out", OutboxState.SENDING.value, OutboxState.UNKNOWN.value, ticket=row.ticket)
        return given_up

    def begin(self, number: int) -> None:
        """Note that a mail is being handed over now: whatever happens from here on, it may have arrived."""
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id == number).values(begun=True))

    def _try_again(self, row: Any) -> bool:
        """At once the first time, later each time after that; False when the email is given up.

        One at which the program ends whenever it is tried would otherwise stand before all others for ever.
        """
        last = row.attempts >= _MOST_INTERRUPTED
        state = OutboxState.FAILED if last else OutboxState.RETRY
        wait = timedelta() if row.attempts <= 1 else timedelta(minutes=2.0**row.attempts)
        values = {
            "state": state.value, "owner": "", "until": None, "next_try": None if last else self._tx.now + wait,
            "error": "The program was stopped before it handed this email over"
            + (f", {row.attempts} times." if last else "."),
        }  # fmt: skip
        self._tx.connection.execute(update(_outbox).where(_outbox.c.id == row.id).values(values))
        self._tx.record("mail out", OutboxState.SENDING.value, state.value, ticket=row.ticket)
        return not last

    def _row(self, number: int) -> Any:
        row = self._tx.connection.execute(select(_outbox).where(_outbox.c.id == number).with_for_update()).first()
        if row is None:
            raise NotFound(f"Outgoing email {number}")
        return row

    def _outgoing(self, row: Any) -> OutgoingMail:
        return OutgoingMail(
            row.id, row.message_id, row.sender_name, row.sender, row.reply_to, row.to_addresses, row.cc_addresses,
            row.subject, row.in_reply_to, row.references, row.text, row.auto, row.null_sender, row.attempts + 1,
            self._attachments(row.message), row.created, row.again, row.waiting_for, row.invoice, self._leaving(row),
        )  # fmt: skip

    def _leaving(self, row: Any) -> str:
        """The subject by which whoever gets a mass message asks for no more of them; empty for other emails."""
        of_client = row.mass is not None and row.client is not None
        return headers.leaving_subject(row.client, self._tx.desk.secret()) if of_client else ""

    def _attachments(self, message: int | None) -> tuple[ParsedAttachment, ...]:
        return () if message is None else self._tx.conversation.files(message)


@cache
def _counted(kinds: int, to: bool, about: bool) -> Statement:
    """How many emails of so many kinds there are since a moment, to an address, about an email."""
    of: list[Any] = [bindparam(f"kind{position}") for position in range(kinds)]
    asked = select(func.count()).select_from(_outbox)
    asked = asked.where(_outbox.c.kind.in_(of), _outbox.c.created > bindparam("since"))
    if to:
        asked = asked.where(_outbox.c.to_addresses == bindparam("to"))
    if about:
        asked = asked.where(_outbox.c.mail == bindparam("mail"))
    return Statement(asked)
