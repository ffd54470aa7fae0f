"""A small app like the ticket screen, for tests and measurements."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from helpdesk_tui.themes import NAMES, ansi_color, dress
from helpdesk_tui.views import AttachmentView, ClientHead, MessageView, ServiceView, TaskView, TicketView
from helpdesk_tui.vocab import Characteristic, MessageKind, OutboxState, ServiceStatus, TaskState
from helpdesk_tui.widgets.client_header import ClientHeader, Support
from helpdesk_tui.widgets.composer import CommentBox, Composer
from helpdesk_tui.widgets.key_bar import Key, KeyBar
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread import Thread
from tests.widgets.list_app import NOW, row

MORNING = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)


def message(
    number: int,
    text: str,
    *,
    kind: MessageKind = MessageKind.CLIENT,
    author: str = "Hans Meier",
    at: datetime = MORNING,
    own_lines: int | None = None,
    attachments: tuple[AttachmentView, ...] = (),
    delivery: OutboxState | None = None,
    undelivered: str = "",
    by_mail: bool = False,
    note: str = "",
) -> MessageView:
    """A message; all of its text is newly written unless `own_lines` says otherwise."""
    lines = text.count("\n") + 1
    return MessageView(
        id=number,
        kind=kind,
        author=author,
        at=at,
        text=text,
        own_lines=lines if own_lines is None else own_lines,
        attachments=attachments,
        delivery=delivery,
        undelivered=undelivered,
        by_mail=by_mail,
        note=note,
    )


def conversation() -> tuple[MessageView, ...]:
    """A ticket's messages of every kind."""
    quoted = "\n".join(f"> quoted line {number}" for number in range(14))
    own = "Hello, since about 07:10 we cannot reach the machine, neither ping nor ssh. Console attached.\n"
    attachments = (
        AttachmentView(71, "console.txt", "text/plain", 4100),
        AttachmentView(72, "screen.png", "image/png", 310_400),
    )
    kinds = MessageKind
    return (
        message(1, own + "\n" + quoted, own_lines=2, attachments=attachments, by_mail=True),
        message(2, 'The ticket has been assigned to "Tech".', kind=kinds.SYSTEM, author="", at=minutes(8)),
        message(
            3, "node 4 rebooted by itself, see 4790\nask Bob first", kind=kinds.COMMENT, author="anna", at=minutes(19)
        ),
        message(
            4,
            "Hello Hans,\n\nnode 4 went down and came back at 07:18. Is your machine reachable?\n\nRegards\nAnna",
            kind=kinds.STAFF,
            author="anna",
            at=minutes(28),
            delivery=OutboxState.SENT,
        ),
        message(
            5,
            "A copy for our administrator.",
            kind=kinds.STAFF,
            author="anna",
            at=minutes(29),
            delivery=OutboxState.FAILED,
            undelivered="550 5.1.1 no such user",
        ),
        message(
            6, "Не работает. 請求書も届いていません。 " * 6, author="Иван Петров", at=minutes(60 * 25), by_mail=True
        ),
    )


def minutes(count: int) -> datetime:
    """Some minutes after the first message."""
    return MORNING + timedelta(minutes=count)


def ticket(messages: tuple[MessageView, ...]) -> TicketView:
    """A ticket with these messages."""
    service = ServiceView(31, "vps-31", "KVM-2", "acme.example", ServiceStatus.ACTIVE, 1200, "EUR")
    client = ClientHead(
        id=1,
        name="Acme GmbH",
        email="hans@acme.example",
        characteristic=Characteristic.GOOD,
        label="wholesale",
        language="de",
        country="DE",
        comment="",
        registered=datetime(2021, 3, 4, tzinfo=UTC),
        tickets=14,
        open_tickets=1,
        services=(service,),
    )
    return TicketView(
        row=row(0),
        summary="power of node 4",
        tasks=(TaskView(1, "Tech", "gary", TaskState.OPEN, mine=True),),
        messages=messages,
        client=client,
        service_id=31,
        draft=None,
        reply_to=("hans@acme.example",),
        reply_from="tech@desk.example",
        answers_arrive=True,
        holders=("gary",),
        merged_into=None,
        change=1,
    )


class TicketLikeScreen(Screen[None]):
    """The widgets of the ticket screen; not painted whole when the focus moves."""

    BINDINGS: ClassVar[list[BindingType]] = [("v", "system", "System messages"), ("n", "next", "Next ticket")]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, messages: tuple[MessageView, ...]) -> None:
        super().__init__()
        self.messages = messages
        self.ticket = 1
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        """Header, conversation, answer, comment, keys."""
        yield ClientHeader()
        yield Rule()
        yield Thread()
        yield Rule("Reply to hans@acme.example", "draft kept 07:33", id="reply")
        yield Composer("Hello Hans,\n\n", id="answer")
        yield CommentBox(id="comment")
        yield KeyBar()

    def on_mount(self) -> None:
        """Feed the widgets."""
        support = Support("1 of 7 left (3 until 10 May, 4 lifetime)", balance="12.50 EUR")
        self.query_one(ClientHeader).show(ticket(self.messages), support)
        thread = self.query_one(Thread)
        thread.zone = UTC
        thread.show(self.ticket, self.messages)
        thread.focus()
        self.query_one("#answer", Composer).put_at_end()
        keys = ("ctrl+s", "send ..."), ("ctrl+t", "predefined"), ("ctrl+g", "attach"), ("Esc", "leave, draft stays")
        self.query_one(KeyBar).show(tuple(Key(label, word) for label, word in keys))

    def action_system(self) -> None:
        """Show or hide the system's messages."""
        thread = self.query_one(Thread)
        thread.hide_system = not thread.hide_system

    def action_next(self) -> None:
        """Show another ticket."""
        self.ticket += 1
        self.query_one(Thread).show(self.ticket, self.messages)

    def on_thread_selected(self, event: Thread.Selected) -> None:
        """Keep the message for the test."""
        self.heard.append(event)

    def on_thread_attachment_chosen(self, event: Thread.AttachmentChosen) -> None:
        """Keep the message for the test."""
        self.heard.append(event)

    def on_composer_paused(self, event: Composer.Paused) -> None:
        """Keep the message for the test."""
        self.heard.append(event)


class TicketApp(App[None]):
    """The widgets of a ticket alone on a screen."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Composer { height: 8; } CommentBox { height: 5; }"

    def __init__(self, messages: tuple[MessageView, ...] | None = None, theme: str = "ansi") -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        self.messages = conversation() if messages is None else messages
        dress(self, theme)

    def get_default_screen(self) -> Screen[None]:
        """The screen with the ticket."""
        return TicketLikeScreen(self.messages)

    @property
    def ticket_screen(self) -> TicketLikeScreen:
        """The screen with the ticket."""
        return next(screen for screen in self.screen_stack if isinstance(screen, TicketLikeScreen))


def long_conversation(count: int, lines: int) -> tuple[MessageView, ...]:
    """Many messages of so many lines each."""
    return tuple(
        message(
            number, "\n".join(f"line {at} of message {number}" for at in range(lines)), at=NOW - timedelta(hours=count)
        )
        for number in range(1, count + 1)
    )


def main() -> None:
    """Run the app in this terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=0)
    parser.add_argument("--lines", type=int, default=30)
    parser.add_argument("--theme", choices=NAMES, default="ansi")
    arguments = parser.parse_args()
    messages = long_conversation(arguments.messages, arguments.lines) if arguments.messages else None
    TicketApp(messages, arguments.theme).run()


if __name__ == "__main__":
    main()
