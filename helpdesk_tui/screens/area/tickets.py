"""The client area begins with the client's tickets: unread ones first, then the newest (CL16, TQ4)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadMyTickets
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.area.words import LIMITED, status_words
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.times import moment
from helpdesk_tui.views import AreaView, ClientTicketRow
from helpdesk_tui.vocab import ClientStatus
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.words import Words

_PAGE = 100
_NEAR = 20
"""Rows before the end of what is loaded from which more is read."""
_COLUMNS = (
    Column("", 1), Column("No", 7, right=True), Column("Subject"), Column("Department", 12, fold=True),
    Column("Service", 18, fold=True), Column("Status", 13), Column("Last written", 18, right=True, fold=True),
)  # fmt: skip


class AreaTicketsScreen(AreaScreen):
    """The list of tickets: the active ones, or those in the archive."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New ticket", id="area.new",
                tooltip="Open a ticket as the client; each department says what it costs."),
        Binding("v", "archived", "Archive or active", id="area.archived",
                tooltip="The tickets in the client's archive, or the active ones again."),
        Binding("o", "orders", "Support incidents", id="area.orders",
                tooltip="The client's support incidents and orders; more can be bought there."),
        Binding("b", "statement", "Account", id="area.statement",
                tooltip="Every movement of money on the client's account."),
        Binding("p", "payments", "Payments", id="area.payments", tooltip="What the client paid, or is to pay."),
        Binding("y", "payers", "Payers", id="area.payers",
                tooltip="Who pays for the client, as invoices name them; added, changed and deleted there."),
    ]  # fmt: skip

    def __init__(self, session: ClientSession) -> None:
        super().__init__(session)
        self._list = RecordList(_COLUMNS)
        self._more = Words(id="detail")
        self._archived = False
        self._rows: tuple[ClientTicketRow, ...] = ()
        self._whole = False
        """Whether nothing is left to be read on, or it is being read."""

    def compose(self) -> ComposeResult:
        """The frame, the tickets, the keys."""
        yield from self.compose_top()
        yield Rule("Tickets")
        yield self._list
        yield self._more
        yield self.foot

    async def load(self) -> None:
        """Read what the client has, and the tickets."""
        area = await self.read_area()
        limit = max(len(self._rows), _PAGE)
        rows = await self._read_part(None, limit)
        self._list.empty = self._nothing(area)
        self._put(rows, whole=len(rows) < limit)
        self._show_heading(area)
        self.set_focus(self._list)

    async def _read_part(self, last: ClientTicketRow | None, limit: int) -> tuple[ClientTicketRow, ...]:
        """So many tickets that stand below the last one of the list, from its beginning without one."""
        unread: tuple[ClientTicketRow, ...] = ()
        if not self._archived and (last is None or last.status is ClientStatus.NEW_MESSAGES):
            before = None if last is None else last.number
            unread = await self.session.read(ReadMyTickets(before, limit, archived=False, unread=True))
            if len(unread) == limit:
                return unread
            last = None  # the others begin
        before = None if last is None else last.number
        which = ReadMyTickets(before, limit - len(unread), self._archived, None if self._archived else False)
        return *unread, *await self.session.read(which)

    async def _read_on(self) -> None:
        async with self._reading:
            try:
                more = await self._read_part(self._rows[-1] if self._rows else None, _PAGE)
            except DeskError as failure:
                self.say(failure.sentence)
                return
            known = {row.number for row in self._rows}
            # One that was read meanwhile stands among the others, too.
            self._put((*self._rows, *(row for row in more if row.number not in known)), whole=len(more) < _PAGE)

    def _put(self, rows: tuple[ClientTicketRow, ...], *, whole: bool) -> None:
        self._rows, self._whole = rows, whole
        self._list.show(tuple(self._record(row) for row in rows))

    def _show_heading(self, area: AreaView) -> None:
        unread = f", {area.unread} with new messages" if area.unread else ""
        words = f"Archive  {area.archived}" if self._archived else f"Tickets  {area.active} active{unread}"
        other = (
            f"{area.active} active ({self.keyed('{v}')})"
            if self._archived
            else f"{area.archived} in the archive ({self.keyed('{v}')})"
        )
        self.query_one(Rule).show(words, other)
        self._more.show(text_lines(LIMITED, self.app.size.width, look="dim") if area.limited else [])

    def _nothing(self, area: AreaView) -> str:
        if self._archived:
            return self.keyed("Nothing is in the archive; {v} shows the active tickets.")
        here = "No active tickets in your departments" if area.limited else "No active tickets"
        archive = f", {{v}} shows {area.archived} in the archive" if area.archived else ""
        return self.keyed(f"{here}; {{n}} opens one{archive}.")

    def _record(self, row: ClientTicketRow) -> Record:
        unread = "@" if row.status is ClientStatus.NEW_MESSAGES else ""
        written = moment(row.written, self.session.now())
        cells = (unread, str(row.number), row.subject, row.department, row.service or "", status_words(row), written)
        return Record(row.number, cells)

    def keys(self) -> tuple[Key, ...]:
        """Reading, writing, buying."""
        here = self._list.current is not None
        buys = self.area is not None and self.area.set_up
        return (Key("Enter", "open", here), Key("n", "new ticket"), Key("o", "incidents", buys),
                Key("v", "active" if self._archived else "archive"), Key("b", "account"), Key("?", "keys", always=True),
                Key("L", "leave", always=True), Key("p", "payments"), Key("y", "payers"))  # fmt: skip

    def on_resize(self) -> None:
        """Lay it out anew."""
        self.show_top()
        if self.area is not None:
            self._show_heading(self.area)

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Read the ticket."""
        if isinstance(event.key, int):
            self.open_by_number(event.key)

    def on_record_list_moved(self, event: RecordList.Moved) -> None:
        """Read on before the end is reached."""
        if not self._whole and self._list.left_below < _NEAR:
            self._whole = True  # asked for once, however fast one moves
            in_background(self, self._read_on, "part")

    def action_archived(self) -> None:
        """The archive, or the active tickets."""
        self._archived, self._rows = not self._archived, ()
        self.reload()

    def action_new(self) -> None:
        """Open a ticket as the client."""
        from helpdesk_tui.screens.area.new_ticket import new_ticket

        self.begin(new_ticket(self))

    def action_orders(self) -> None:
        """Incidents and orders."""
        from helpdesk_tui.screens.area.orders import AreaOrdersScreen

        self.app.push_screen(AreaOrdersScreen(self.session))

    def action_statement(self) -> None:
        """Movements of money."""
        from helpdesk_tui.screens.area.money import AreaStatementScreen

        self.app.push_screen(AreaStatementScreen(self.session))

    def action_payments(self) -> None:
        """Payments."""
        from helpdesk_tui.screens.area.money import AreaPaymentsScreen

        self.app.push_screen(AreaPaymentsScreen(self.session))

    def action_payers(self) -> None:
        """Who pays."""
        from helpdesk_tui.screens.area.payers import AreaPayersScreen

        self.app.push_screen(AreaPayersScreen(self.session))
