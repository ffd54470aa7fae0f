"""A small app like the queue screen, for tests and measurements: `python list_app.py --rows 100000`.

The line of views with the status, the filter, the list with its position and the key bar are all there, as the budgets
of PERFORMANCE P5 want them.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import ClassVar, overload

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from helpdesk_tui.rules.query_complete import complete
from helpdesk_tui.rules.query_tree import Field
from helpdesk_tui.themes import NAMES, ansi_color, dress
from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import Characteristic, ClientStatus, Priority, TicketStatus
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.key_bar import Key, KeyBar
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.status_bar import Status, StatusBar
from helpdesk_tui.widgets.ticket_list import TicketList
from helpdesk_tui.widgets.view_tabs import Tab, ViewTabs
from tests.widgets.late_keys import pass_on_late_key


class MarkingList(TicketList):
    """The list with the keys that a screen gives it: all marks on, all off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("asterisk", "mark_all", show=False),
        Binding("X", "unmark_all", show=False),
    ]

    def action_mark_all(self) -> None:
        """Mark all loaded tickets."""
        self.mark(self.marked | {row.number for row in self.rows})

    def action_unmark_all(self) -> None:
        """Take all marks away."""
        self.mark(frozenset())


NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WINDOW = 300

CLIENTS = (
    "Acme GmbH", "Nordlicht GmbH", "Иван Петров", "株式会社さくら", "Omar Haddad", "J. Smith", "Müller & Söhne",
    "Zażółć gęślą Sp. z o.o.", "Anne-Laure Dubois", "Very Long Company Name International Holding Ltd.",
)  # fmt: skip
SUBJECTS = (
    "Server unreachable since 07:10", "Database does not start after update", "Не приходит почта", "請求書について",
    "Re: DNS for two domains", "Migration on Monday", "Cannot log in to the control panel any more since the update",
    "Invoice 2026-1104", "Backup failed again", "SSL certificate expired 😱", "Cafe\u0301 website is slow",
)  # fmt: skip
DEPARTMENTS = ("Tech", "Sales", "Billing", "Abuse")
SERVICES = ("vps-12", "vps-31", "mail-pro", "dns", None, "dedicated-7", "shared-hosting-xl")
HOLDERS = (None, None, None, "anna", "bob", "christoph.m")


def row(index: int) -> QueueRow:
    """The row at a place of the list, always the same one."""
    random = Random(index)
    waiting = NOW - timedelta(minutes=random.randrange(6000))
    holder = random.choice(HOLDERS)
    delayed = random.random() < 0.04
    return QueueRow(
        number=4000 + index,
        subject=random.choice(SUBJECTS),
        client_id=index % 500,
        client=random.choice(CLIENTS),
        client_email="client@acme.example",
        characteristic=random.choice((Characteristic.COMMON,) * 6 + (Characteristic.GOOD, Characteristic.PROBLEMATIC)),
        department=random.choice(DEPARTMENTS),
        service=random.choice(SERVICES),
        status=TicketStatus.IN_PROGRESS,
        client_status=ClientStatus.IN_PROGRESS,
        priority=random.choice((Priority.NORMAL,) * 8 + (Priority.HIGH, Priority.URGENT)),
        front=index < 2,
        taken_by=holder,
        held_by_me=holder == "bob",
        has_free_task=holder is None,
        unread=random.random() < 0.3,
        favourite=random.random() < 0.08,
        delayed=delayed,
        returned=random.random() < 0.04,
        delayed_until=NOW + timedelta(hours=random.randrange(200)) if delayed else None,
        created=waiting - timedelta(hours=2),
        updated=waiting,
        waiting_since=waiting,
        place=index,
        version=1,
        writing=holder if holder == "anna" and random.random() < 0.3 else None,
    )


class Rows(Sequence[QueueRow]):
    """A list of any length whose rows are made when they are asked for."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> QueueRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[QueueRow, ...]: ...
    def __getitem__(self, index: int | slice) -> QueueRow | tuple[QueueRow, ...]:
        if isinstance(index, slice):
            return tuple(row(at) for at in range(*index.indices(self.length)))
        return row(index)

    def __iter__(self) -> Iterator[QueueRow]:
        return (row(at) for at in range(self.length))


class Cover(LineWidget):
    """Something that lies over a part of the list."""

    DEFAULT_CSS = (
        "Cover { layer: above; display: none; width: 30; height: 6; offset: 40 9; &.-there { display: block; } }"
    )

    def line(self, y: int) -> Strip:
        """A line of it."""
        return self.strip((f"cover {y}".ljust(30), "internal"))


class Dialog(ModalScreen[None]):
    """A dialog that any key closes."""

    def compose(self) -> ComposeResult:
        """Its text."""
        yield Static("A dialog over the list")

    def on_key(self) -> None:
        """Close it."""
        self.dismiss()


class ListScreen(Screen[None]):
    """The queue's widgets, fed from `rows` as the queue screen feeds them; not painted whole when the focus moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("slash", "filter", "Filter"),
        ("a", "assign", "Assign"),
        ("f5", "paint", "Paint the whole screen"),
        ("f6", "change", "Let some tickets come and go"),
        ("f7", "cover", "Lay something over the list, or take it away"),
        ("f8", "dialog", "Open a dialog"),
    ]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, rows: Sequence[QueueRow]) -> None:
        super().__init__()
        self.all_rows = rows
        self.heard: list[object] = []
        self.changes = Random(7)

    def compose(self) -> ComposeResult:
        """The widgets of the queue."""
        yield Cover()
        with Horizontal(id="top"):
            yield ViewTabs()
            yield StatusBar()
        yield FilterBar(completer=lambda text, at: complete(text, at, {Field.DEPARTMENT: ("Tech", "Sales")}))
        yield MarkingList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Feed the widgets."""
        views = ("Mine", 6), ("Unassigned", 41), ("Delayed", 9), ("Favourites", 3), ("Awaiting", 212), ("All", None)
        tabs = (Tab("Support", len(self.all_rows)), *(Tab(label, count) for label, count in views))
        self.query_one(ViewTabs).show(tabs, 0)
        self.query_one(StatusBar).show(Status("gary", "Acme", "mail 12s ok"))
        self.tickets.now = NOW
        self.feed(0)
        self.tickets.focus()

    @property
    def tickets(self) -> TicketList:
        """The list."""
        return self.query_one(TicketList)

    def feed(self, start: int) -> None:
        """Show a window of the rows from `start` on."""
        start = max(min(start, len(self.all_rows) - WINDOW), 0)
        window = tuple(self.all_rows[start : start + WINDOW])
        self.tickets.show(
            window,
            start=start,
            total=len(self.all_rows),
            more_before=start > 0,
            more_after=start + len(window) < len(self.all_rows),
        )

    def action_paint(self) -> None:
        """Paint the whole screen, whatever has changed."""
        self.refresh()

    def action_change(self) -> None:
        """Take some loaded rows away and put others in, as other people's work does."""
        rows = [one for one in self.tickets.rows if self.changes.random() > 0.05]
        for _ in range(self.changes.randrange(4)):
            new = row(self.changes.randrange(200_000, 300_000))
            rows.insert(self.changes.randrange(len(rows)), new)
        self.tickets.show(tuple(rows), start=0, total=len(rows), more_before=False, more_after=False)

    def action_cover(self) -> None:
        """Lay something over the list, or take it away."""
        self.query_one(Cover).toggle_class("-there")

    def action_dialog(self) -> None:
        """Open a dialog over the screen."""
        self.app.push_screen(Dialog())

    def action_filter(self) -> None:
        """Go into the filter."""
        self.query_one(FilterBar).enter()

    def on_filter_bar_left(self) -> None:
        """Go back to the list."""
        self.tickets.focus()

    def on_filter_bar_asked(self, message: FilterBar.Asked) -> None:
        """Keep the message for the test."""
        self.heard.append(message)
        self.tickets.focus()

    def on_view_tabs_chosen(self, message: ViewTabs.Chosen) -> None:
        """Keep the message for the test."""
        self.heard.append(message)

    def on_ticket_list_wants(self, message: TicketList.Wants) -> None:
        """Bring the rows that are wanted."""
        self.heard.append(message)
        if message.key is None:
            self.feed(0 if message.direction == "first" else len(self.all_rows))
        else:
            self.feed(message.key.place - (WINDOW // 2))

    def on_ticket_list_opened(self, message: TicketList.Opened) -> None:
        """Keep the message for the test."""
        self.heard.append(message)

    def on_ticket_list_marked(self, message: TicketList.Marked) -> None:
        """Keep the message for the test."""
        self.heard.append(message)

    def on_ticket_list_moved(self, message: TicketList.Moved) -> None:
        """Show the position and the keys."""
        self.heard.append(message)
        self.query_one(FilterBar).show_position(*self.tickets.place)
        self.query_one(KeyBar).show(keys_for(message.row))


def keys_for(current: QueueRow | None) -> tuple[Key, ...]:
    """The keys that matter for a row."""
    held = current is not None and current.held_by_me
    free = current is not None and current.has_free_task
    return (
        Key("Enter", "open", current is not None),
        Key("t", "take", free),
        Key("r", "reply", held),
        Key("a", "assign"),
        Key("e", "close", held),
        Key("h", "delay", held),
        Key("/", "search"),
        Key("?", "keys"),
    )


class ListApp(App[None]):
    """The queue's widgets alone on a screen."""

    CSS = "ListScreen { layers: below above; } #top { height: 1; } ViewTabs { width: 1fr; } StatusBar { width: 30; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rows: Sequence[QueueRow], theme: str = "ansi") -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        self.all_rows = rows
        dress(self, theme)

    def get_default_screen(self) -> Screen[None]:
        """The screen with the list."""
        return ListScreen(self.all_rows)

    def on_key(self, event: events.Key) -> None:
        """Bring a key that came too early for its field where it belongs."""
        pass_on_late_key(self, event)

    @property
    def list_screen(self) -> ListScreen:
        """The screen with the list."""
        return next(screen for screen in self.screen_stack if isinstance(screen, ListScreen))

    @property
    def tickets(self) -> TicketList:
        """The list."""
        return self.list_screen.tickets


def main() -> None:
    """Run the app in this terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--theme", choices=NAMES, default="ansi")
    arguments = parser.parse_args()
    ListApp(Rows(arguments.rows), arguments.theme).run()


if __name__ == "__main__":
    main()
