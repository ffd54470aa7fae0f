"""The outbox (MO1): what failed and why, what waits, what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.outgoing import DropOutgoing, RetryOutgoing
from helpdesk_tui.questions import ReadOutbox, ReadOutgoing
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, Narrowed, narrowing
from helpdesk_tui.screens.opening import open_ticket
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import OutboxRow, OutgoingView
from helpdesk_tui.vocab import OutboxState
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page, text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread_layout import DELIVERY

_BAD = (OutboxState.FAILED, OutboxState.UNKNOWN)
_MOST = 200
_IN_SHORT = DELIVERY | {
    OutboxState.HELD: "waiting a moment", OutboxState.RETRY: "trying again",
    OutboxState.UNKNOWN: "perhaps delivered",
}  # fmt: skip
"""The words of the conversation, as short as a column is."""


_EMPTY = "Nothing was sent yet."


class _Outgoing(Narrowed):
    """What the list and the opened email can both do with an outgoing email."""

    def current(self) -> OutboxRow | None:
        """The email in question."""
        raise NotImplementedError

    def action_ticket(self) -> None:
        """Open its ticket."""
        row = self.current()
        if row is None or row.ticket is None:
            self.say("This email belongs to no ticket.")
        else:
            open_ticket(self, row.ticket)

    def action_retry(self) -> None:
        """Send it again."""
        row = self.current()
        if row is None:
            return
        if row.state is OutboxState.SENT:
            self.say("It was sent; a second copy would only confuse the client.")
        else:
            self.begin(self._retry(row.id))

    def action_drop(self) -> None:
        """Give it up, after a question."""
        row = self.current()
        if row is None:
            return
        if row.state is OutboxState.SENT:
            self.say("It was sent; nobody can call it back.")
        elif row.dropped:
            self.say(self.keyed("It was given up already; {R} sends it after all."))
        else:
            self.begin(self._drop(row))

    async def _drop(self, row: OutboxRow) -> None:
        if await self.ask(Confirm(f'Do not send "{row.subject}" to {row.to}?')):
            await self.act(DropOutgoing(row.id), "It is given up; R would send it after all.")

    async def _retry(self, number: int) -> None:
        await self.act(RetryOutgoing(number), "It is sent again as soon as the worker comes by.")


class OutboxScreen(_Outgoing):
    """Outgoing emails: those that failed or may have first, then those that wait, then those that were sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("R", RetryOutgoing, "retry"),
        act_key("d", DropOutgoing, "drop"),
        Binding("t", "ticket", "Ticket", id="outbox.ticket", tooltip="Open the ticket that the email belongs to."),
        ALL_CLIENTS,
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[int, OutboxRow] = {}
        self._list = RecordList(
            (Column("State", 17), Column("To"), Column("Subject"), Column("Ticket", 7, right=True),
             Column("Error", 30, fold=True), Column("Since", 8, right=True, fold=True)),
            empty=_EMPTY,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule("Outbox")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        rows = await self.session.read(ReadOutbox(_MOST + 1, True, self.session.only))
        older = f"{_MOST} emails; older ones are not shown" if len(rows) > _MOST else ""
        self.query_one(Rule).show("Outbox", narrowing(self.session) or older)
        self._rows = {row.id: row for row in rows[:_MOST]}
        self._list.empty = self.nothing(_EMPTY)
        now = self.session.clock.now()
        self._list.show(tuple(
            Record(row.id, (_state(row), row.to, row.subject, str(row.ticket or ""), row.error,
                            waited(row.created, now)), alarm=row.state in _BAD and not row.dropped)
            for row in self._rows.values()
        ))  # fmt: skip
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with an outgoing email."""
        row = self.current()
        return (Key("Enter", "open", row is not None), Key("t", "ticket", row is not None and row.ticket is not None),
                Key("R", "send again", row is not None and row.state is not OutboxState.SENT),
                Key("d", "give up", _can_drop(row)), *self.narrow_keys(),
                Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def current(self) -> OutboxRow | None:
        """The one under the cursor."""
        current = self._list.current
        return self._rows.get(current) if isinstance(current, int) else None

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """The keys that matter follow the cursor."""
        self.show_keys()

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open it."""
        if isinstance(event.key, int):
            self.app.push_screen(OutgoingScreen(self.session, event.key))


class OutgoingScreen(_Outgoing):
    """One outgoing email: what became of it, to whom it goes, what it says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("R", RetryOutgoing, "retry"),
        act_key("d", DropOutgoing, "drop"),
        Binding(
            "t,enter", "ticket", "Ticket", id="outbox.ticket", tooltip="Open the ticket that the email belongs to."
        ),
    ]

    def __init__(self, session: Session, mail: int) -> None:
        super().__init__(session)
        self._mail = mail
        self._opened: OutgoingView | None = None

    def compose(self) -> ComposeResult:
        """A hairline, the page, the keys."""
        yield Rule(f"Outgoing email {self._mail}")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """Read it and lay it out."""
        self._opened = await self.session.read(ReadOutgoing(self._mail))
        page = self.query_one(Page)
        page.show(outgoing_lines(self._opened, self.app.size.width, self.session.now()))
        self.set_focus(page)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with it."""
        row = self.current()
        return (Key("t", "ticket", row is not None and row.ticket is not None),
                Key("R", "send again", row is not None and row.state is not OutboxState.SENT),
                Key("d", "give up", _can_drop(row)), Key("q", "back"),
                Key("?", "keys"))  # fmt: skip

    def current(self) -> OutboxRow | None:
        """The one that is open."""
        return self._opened.row if self._opened is not None else None


def outgoing_lines(mail: OutgoingView, width: int, now: datetime) -> list[list[Piece]]:
    """An outgoing email for a terminal of this width; times in the zone of `now`."""
    row = mail.row
    look = "alarm" if row.state in _BAD and not row.dropped else "strong"
    lines: list[list[Piece]] = [
        [],
        [
            (f" {'given up' if row.dropped else DELIVERY[row.state]}", look),
            (f"   after {_times(row.attempts)}", "plain"),
        ],
    ]
    if row.error:
        lines += text_lines(row.error, width, look="alarm" if row.state in _BAD else "plain")
    written = f"{moment(row.created, now)}" + (f" by {shown(mail.written_by)}" if mail.written_by else "")
    facts = [
        ("Written", written), ("Sent", moment(mail.sent, now) if mail.sent else ""),
        ("Tried again", moment(row.next_try, now) if row.state is OutboxState.RETRY and row.next_try else ""),
        ("To", shown(row.to)), ("Cc", shown(mail.cc)), ("From", shown(mail.sender)),
        ("Reply-To", shown(mail.reply_to)), ("Subject", shown(row.subject)),
        ("Ticket", str(row.ticket) if row.ticket else "none"),
        ("Attached", f"invoice {mail.invoice} as PDF, where whoever sends it can draw it" if mail.invoice else ""),
    ]  # fmt: skip
    lines.append([])
    lines += [[(f" {name:<12}", "dim"), (value, "plain")] for name, value in facts if value]
    return [*lines, [], *text_lines(mail.text, width)]


def _state(row: OutboxRow) -> str:
    return "given up" if row.dropped else _IN_SHORT[row.state]


def _can_drop(row: OutboxRow | None) -> bool:
    return row is not None and row.state is not OutboxState.SENT and not row.dropped


def _times(attempts: int) -> str:
    return f"{attempts} attempt{'s' * (attempts != 1)}"
