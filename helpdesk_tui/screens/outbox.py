"""The outbox (MO1): what waits, what was sent, what failed and why."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.desk.actions.delivery import RetryOutgoing
from helpdesk_tui.questions import ReadOutbox
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, Narrowed, narrowing
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket import open_ticket
from helpdesk_tui.views import OutboxRow
from helpdesk_tui.vocab import OutboxState
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

_BAD = (OutboxState.FAILED, OutboxState.UNKNOWN)


class OutboxScreen(Narrowed):
    """Outgoing emails, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [act_key("R", RetryOutgoing, "retry"), ALL_CLIENTS]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[int, OutboxRow] = {}
        self._list = RecordList(
            (Column("State", 8), Column("To"), Column("Subject"), Column("Ticket", 7, right=True),
             Column("Error", 30, fold=True), Column("Since", 8, right=True, fold=True)),
            empty="Nothing was sent yet.",
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """A hairline, the list, the keys."""
        yield Rule("Outbox")
        yield self._list
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        rows = await self.session.read(ReadOutbox(client=self.only))
        self.query_one(Rule).show("Outbox", narrowing(self.session))
        self._rows = {row.id: row for row in rows}
        now = self.session.clock.now()
        self._list.show(tuple(
            Record(row.id, (row.state.value, row.to, row.subject, str(row.ticket or ""), row.error,
                            waited(row.created, now)), alarm=row.state in _BAD)
            for row in rows
        ))  # fmt: skip
        self.set_focus(self._list)

    def keys(self) -> tuple[Key, ...]:
        """What can be done with an outgoing email."""
        return (Key("Enter", "ticket"), Key("R", "send again"), *self.narrow_keys(), Key("q", "back"),
                Key("?", "keys"))  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open its ticket."""
        row = self._rows.get(event.key) if isinstance(event.key, int) else None
        if row is None or row.ticket is None:
            self.say("This email belongs to no ticket.")
        else:
            open_ticket(self, row.ticket)

    def action_retry(self) -> None:
        """Send it again."""
        current = self._list.current
        if isinstance(current, int):
            self.begin(self._retry(current))

    async def _retry(self, number: int) -> None:
        if self._rows[number].state is OutboxState.SENT:
            self.say("It was sent; a second copy would only confuse the client.")
            return
        await self.act(RetryOutgoing(number), "It is sent again as soon as the worker comes by.")
