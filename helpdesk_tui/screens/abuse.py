"""The list of violations (TF5): those that are open by their date, and what became of the others."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.abuse import WithdrawAbuse
from helpdesk_tui.questions import ReadAbuses
from helpdesk_tui.rules.abuse import counted, outcome
from helpdesk_tui.rules.when import say_when
from helpdesk_tui.screens.abuse_form import ACTIONS
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.dialogs import AskLine
from helpdesk_tui.screens.narrowing import ALL_CLIENTS, Narrowed, narrowing
from helpdesk_tui.screens.opening import open_ticket
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import AbuseView
from helpdesk_tui.vocab import AbuseAction, AbuseState
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_MOST = 200
_DETAIL_LINES = 5
_BRIEF = {
    AbuseAction.SUPPORT: "back to queue", AbuseAction.SUSPEND_SERVICE: "suspend",
    AbuseAction.SUSPEND_ALL: "suspend all",
}  # fmt: skip


class Shown(enum.Enum):
    """Which violations the list holds."""

    OPEN = 0
    ENDED = 1
    ALL = 2


_STATES = {
    Shown.OPEN: (AbuseState.OPEN,), Shown.ENDED: (AbuseState.ANSWERED, AbuseState.DONE, AbuseState.WITHDRAWN),
    Shown.ALL: (),
}  # fmt: skip
_TITLES = {Shown.OPEN: "Abuse: open", Shown.ENDED: "Abuse: answered, done or withdrawn", Shown.ALL: "Abuse: all"}
_EMPTY = {
    Shown.OPEN: "No abuse is open; {abuse:!} on a ticket registers one, {v} shows ended ones.",
    Shown.ENDED: "None has ended yet; {v} shows all.",
    Shown.ALL: "There is no abuse; {abuse:!} on a ticket registers one.",
}  # fmt: skip
_NEXT = {Shown.OPEN: "ended ones", Shown.ENDED: "all", Shown.ALL: "open ones"}


class AbusesScreen(Narrowed):
    """The list above, more about the one under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "ticket", "Ticket", id="abuse.ticket", tooltip="Open the ticket that the abuse stands on."),
        act_key("d", WithdrawAbuse, "withdraw"),
        Binding("v", "shown", "Open, ended, all", id="abuse.shown",
                tooltip="Show those that are open, those that ended (answered, done, withdrawn), or all."),
        Binding("c", "client", "Client card", id="client",
                tooltip="Information on the client: services, tickets, users, history."),
        ALL_CLIENTS,
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[int, AbuseView] = {}
        self._which = Shown.OPEN
        self._list = RecordList(
            (Column("State", 10), Column("Client"), Column("Scores", 7, right=True), Column("Answer by", 18),
             Column("Without it", 14), Column("Service", 14, fold=True), Column("Ticket", 7, right=True)),
            empty=self.keyed(_EMPTY[Shown.OPEN]),
        )  # fmt: skip
        self._detail = Words(id="detail")

    def compose(self) -> ComposeResult:
        """A hairline, the list, more about one, the keys."""
        yield Rule(_TITLES[Shown.OPEN])
        yield self._list
        yield self._detail
        yield self.foot

    async def load(self) -> None:
        """Read and list."""
        rows = await self.session.read(ReadAbuses(_STATES[self._which], self.session.only, _MOST + 1))
        more = f"{_MOST} of them; older ones are not shown" if len(rows) > _MOST else ""
        self.query_one(Rule).show(_TITLES[self._which], narrowing(self.session) or more)
        self._rows = {row.id: row for row in rows[:_MOST]}
        self._list.empty = self.nothing(self.keyed(_EMPTY[self._which]))
        now = self.session.now()
        self._list.show(tuple(
            Record(row.id, (row.state.value, row.client, f"{row.scores:,}", _until(row, now), _BRIEF[row.action],
                            row.service or "", str(row.ticket)), alarm=row.state is AbuseState.DONE)
            for row in self._rows.values()
        ))  # fmt: skip
        self.set_focus(self._list)
        self._show_detail()

    def keys(self) -> tuple[Key, ...]:
        """What can be done with one."""
        row = self.current()
        return (Key("Enter", "ticket", row is not None), Key("d", "withdraw", _can_withdraw(row)),
                Key("v", _NEXT[self._which]), *self.narrow_keys(), Key("c", "client", row is not None),
                Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def current(self) -> AbuseView | None:
        """The one under the cursor."""
        current = self._list.current
        return self._rows.get(current) if isinstance(current, int) else None

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Another one."""
        self._show_detail()
        self.show_keys()

    def on_resize(self) -> None:
        """Lay the lines out anew."""
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.current()
        lines = [] if row is None else abuse_lines(row, self.app.size.width, self.session.now())
        self._detail.show(lines[:_DETAIL_LINES])

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open its ticket."""
        self.action_ticket()

    def action_ticket(self) -> None:
        """Open its ticket."""
        if (row := self.current()) is not None:
            open_ticket(self, row.ticket)

    def action_client(self) -> None:
        """Open the client card."""
        from helpdesk_tui.screens.client import ClientScreen

        if (row := self.current()) is not None:
            self.app.push_screen(ClientScreen(self.session, row.client_id))

    def client_here(self) -> tuple[int, str] | None:
        """The client under the cursor."""
        row = self.current()
        return None if row is None else (row.client_id, row.client)

    def action_shown(self) -> None:
        """From those that are open to those that ended, to all, and back."""
        self._which = Shown((self._which.value + 1) % len(Shown))
        self.reload()

    def action_withdraw(self) -> None:
        """Withdraw one, with a reason."""
        row = self.current()
        if row is None:
            return
        if not _can_withdraw(row):
            self.say(f"It was withdrawn already: {row.reason}")
        else:
            self.begin(self._withdraw(row))

    async def _withdraw(self, row: AbuseView) -> None:
        reason = await self.ask(AskLine(f"Withdraw the {counted(row.scores)} of {row.client}: why?"))
        if reason is not None:
            await self.act(WithdrawAbuse(row.id, reason), f"Withdrawn: {counted(row.scores)} less for {row.client}.")


def abuse_lines(row: AbuseView, width: int, now: datetime) -> list[list[Piece]]:
    """One violation in a few lines: what it is about, what happens or happened, the comment."""
    about = f" {counted(row.scores)} on ticket {row.ticket}: {shown(row.subject)}"
    by = f"   by {shown(row.by)}, {moment(row.at, now)}"
    lines: list[list[Piece]] = [[(about, "strong"), (by, "dim")]]
    ended = moment(row.ended, now) if row.ended else ""
    said = {
        AbuseState.OPEN: f"without an answer by {_until(row, now)} {outcome(row.action, row.service or '')}",
        AbuseState.ANSWERED: f"the client answered: {ended}",
        AbuseState.DONE: f"not answered by {_until(row, now)}, carried out {ended}: {ACTIONS[row.action]}",
        AbuseState.WITHDRAWN: f"withdrawn {ended}: {row.reason}",
    }[row.state]  # fmt: skip
    lines += text_lines(said, width)
    return lines + (text_lines(row.comment, width, look="dim") if row.comment else [])


def _until(row: AbuseView, now: datetime) -> str:
    assert now.tzinfo is not None
    return say_when(row.until, now, now.tzinfo)


def _can_withdraw(row: AbuseView | None) -> bool:
    return row is not None and row.state is not AbuseState.WITHDRAWN
