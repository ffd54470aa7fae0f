"""Every widget with text from outside in every field that can hold some, all of it hostile."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType

from helpdesk_tui.themes import ansi_color, dress
from helpdesk_tui.views import AttachmentView, TaskView
from helpdesk_tui.vocab import MessageKind, OutboxState, TaskState
from helpdesk_tui.widgets.client_header import ClientHeader, Support
from helpdesk_tui.widgets.composer import CommentBox, Composer
from helpdesk_tui.widgets.filter_bar import FilterBar
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key, KeyBar
from helpdesk_tui.widgets.page import Page, text_lines
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.status_bar import Status, StatusBar
from helpdesk_tui.widgets.thread import Thread
from helpdesk_tui.widgets.ticket_list import TicketList
from helpdesk_tui.widgets.view_tabs import Tab, ViewTabs
from tests.widgets.list_app import NOW, MarkingList, row
from tests.widgets.ticket_app import message, ticket

CLICK = "[@click=app.quit]x[/]"
EVIL = (
    f"{CLICK}[/nope][bold]\x1b]0;OWNED\x07\x1b]52;c;T1dORUQ=\x1b\\\x1b[2J\x1b[41m\x1b(0\x1bP$q\x1b\\"
    "\x9b2J\x9d0;OWNED\x9c\x90q\x9c\x85\x8d\u202egnp.exe\u2066\u200e\u200b\ufeff\x00\x08\x0b\x0c\x0e\x1a\x7f"
)


class HostileApp(App[None]):
    """All widgets below each other."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    TicketList { height: 5; } Thread { height: 18; } Composer { height: 3; } CommentBox { height: 4; }
    RecordList { height: 4; } Page { height: 4; } ViewTabs, StatusBar { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("f9", "later", "Feed everything once more")]

    def __init__(self) -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        dress(self)

    def compose(self) -> ComposeResult:
        """One of each."""
        yield ViewTabs()
        yield StatusBar()
        yield FilterBar()
        yield MarkingList()
        yield ClientHeader()
        yield Rule()
        yield Thread()
        yield Composer(EVIL)
        yield CommentBox()
        yield RecordList((Column("Who"), Column(EVIL, 20)), empty=EVIL)
        yield Page()
        yield KeyBar(id="keys")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        """Feed them."""
        self.query_one(TicketList).focus()
        self.query_one(TicketList).now = NOW
        self.feed()

    def action_later(self) -> None:
        """Feed them once more, with an empty list."""
        self.query_one(TicketList).empty = EVIL
        self.query_one(TicketList).show((), start=0, total=0, more_before=False, more_after=False)
        self.query_one(FilterBar).complain(EVIL)
        self.query_one(RecordList).show(())
        self.query_one(Foot).say(f"later {EVIL}")

    def feed(self) -> None:
        """Hostile text everywhere."""
        self.query_one(ViewTabs).show((Tab(EVIL, 3), Tab("All")), 0)
        self.query_one(StatusBar).show(Status(EVIL, EVIL, EVIL, client=EVIL))
        self.query_one(FilterBar).text = EVIL
        evil_row = replace(
            row(0), subject=EVIL, client=EVIL, client_email=EVIL, department=EVIL, service=EVIL, taken_by=EVIL
        )
        rows = (evil_row, replace(evil_row, number=4001, client="", writing=EVIL), replace(evil_row, number=4002))
        self.query_one(TicketList).show(rows, start=0, total=3, more_before=False, more_after=False)
        view = ticket(())
        client = replace(view.client, name=EVIL, email=EVIL, label=EVIL)
        self.query_one(ClientHeader).show(
            replace(
                view,
                row=evil_row,
                summary=EVIL,
                client=replace(client, services=(replace(client.services[0], name=EVIL, plan=EVIL),)),
                tasks=(TaskView(1, EVIL, EVIL, TaskState.OPEN, mine=False),),
            ),
            Support(EVIL, EVIL, EVIL),
        )
        self.query_one(Rule).show(EVIL, EVIL)
        files = (AttachmentView(1, EVIL, EVIL, 10),)
        kinds = MessageKind
        self.query_one(Thread).show(
            1,
            (
                message(1, EVIL, kind=kinds.SYSTEM),
                message(2, EVIL, kind=kinds.COMMENT, author=EVIL, note=EVIL),
                message(3, EVIL, author=EVIL, attachments=files, delivery=OutboxState.FAILED, undelivered=EVIL),
            ),
        )
        self.query_one(CommentBox).load_text(EVIL)
        self.query_one(RecordList).show((Record(1, (EVIL, EVIL)),))
        self.query_one(Page).show(text_lines(EVIL, 100))
        self.query_one("#keys", KeyBar).show((Key(EVIL, EVIL), Key("x", EVIL, False)))
        self.query_one(Foot).say(EVIL)


if __name__ == "__main__":
    HostileApp().run()
