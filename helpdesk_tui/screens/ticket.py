"""The ticket form (TF1, TF11, TR1 to TR6): the conversation, who holds it, what can be done with it.

The screen is made once and fed with one ticket after the other, because mounting costs more than reading (ADR 0007).
Writing on it is `screens.writing`.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from helpdesk_tui.desk.actions.base import Act, Glimpse
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.redirect import Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.errors import DeskError, NotFound
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.screens.attach import open_attachment
from helpdesk_tui.screens.base import A, DeskScreen, in_background
from helpdesk_tui.screens.client_beside import ClientBeside
from helpdesk_tui.screens.company import InCompany
from helpdesk_tui.screens.going_on import Neighbour
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.undoing import HINT
from helpdesk_tui.screens.why import WHY, explain
from helpdesk_tui.views import QueueRow, TicketView
from helpdesk_tui.widgets.client_header import ClientHeader, support_words
from helpdesk_tui.widgets.composer import CommentBox, Composer
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread import Thread

_ROOM = 100
"""Columns from which the keys of a field have room for a word of comfort."""


class TicketScreen(ClientBeside, InCompany):
    """One ticket."""

    HOLDS_KEYS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "system", "System messages", id="system", tooltip="Hide or show the system's messages."),
        Binding("V", "raw", "Original email", id="raw",
                tooltip="The chosen message's email as it came, byte for byte."),
        WHY,
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._begin = ""
        self._fresh = True
        self._coming = False
        self._acting = False
        self._leaving = False
        self._handed: TicketView | None = None

    def on_mount(self) -> None:
        """The first frame has the ticket already."""
        self.place_beside()
        if self._handed is not None:
            self.ticket = self._handed
            self._show(self._handed, True)

    def compose(self) -> ComposeResult:
        """Header, conversation, and below it what is being written."""
        yield ClientHeader(id="client-header")
        yield Rule(id="thread-rule")
        with Horizontal(id="middle"):
            yield Thread(id="thread")
            yield self.pane
        yield Rule(id="reply-rule")
        yield Composer(id="composer")
        yield CommentBox(id="comment")
        yield self.foot

    # ------------------------------------------------------------ feeding

    def feed(self, number: int, neighbour: Neighbour | None, begin: str) -> None:
        """Show this ticket from now on."""
        self.keep_draft()
        self.depart()
        self.foot.hush()
        self._number, self._neighbour, self._begin = number, neighbour, begin
        self.ticket, self._fresh, self._news_of_favourite = None, True, ()
        self.begin_anew()
        if not self._coming:
            self._coming = True
            self.session.busy.hold()
        if self.is_mounted and self in self.app.screen_stack:
            self.reload()

    async def arrive(self, where: DeskScreen[Any]) -> None:
        """Read the ticket and show the form on top of a screen; what prevents it is said there."""
        number = self._number
        try:
            ticket = await self.led(await self.session.read(ReadTicket(number)))
        except DeskError as missing:
            self._fresh = False
            self._arrived()
            where.say(missing.sentence)
            return
        if number == self._number:
            self._number, self._handed = ticket.row.number, ticket
            if self.is_mounted:
                # With its own draft: what was typed on the ticket before must not be seen on this one.
                self.ticket = ticket
                self._show(ticket, True)
                self.restore(ticket)
            where.app.push_screen(self)

    def _arrived(self) -> None:
        """Keys go on."""
        if self._coming:
            self._coming = False
            self.session.busy.release()

    async def read_again(self) -> None:
        """Read the ticket; keys typed since it was opened mean it, and wait until it is there."""
        try:
            await super().read_again()
        finally:
            if not self._fresh:
                self._arrived()

    async def load(self) -> None:
        """Read the ticket; the first time its draft comes with it."""
        number = self._number
        try:
            handed, self._handed = self._handed, None
            ticket = handed if handed is not None else await self.led(await self.session.read(ReadTicket(number)))
        except NotFound as missing:
            self.leave(missing.sentence)
            return
        if number != self._number:
            return
        first, self._fresh = self._fresh, False
        before, self.ticket = self.ticket, ticket
        if ticket.row.number != number:
            # It was merged away: what was typed on it is the other one's draft by now.
            self._number = number = ticket.row.number
            before = None
            self.restore(ticket)
        self._show(ticket, first)
        if not first and before is not None:
            self._tell_loss(before, ticket)
        if first:
            self.restore(ticket)
            # A reading that takes the place of this one must not forget what the form was opened for.
            begin, self._begin = self._begin, ""
            if begin:
                self.action_reply() if begin == "reply" else self.action_comment()
            await self.seen(ticket)
            # What changed between its reading and its first frame was told to the screen below.
            in_background(self, partial(self._follow, ticket.change), "follow")

        elif ticket.row.changes or self.present != number:
            await self.seen(ticket)

    def leave(self, why: str, *, alarm: bool = True) -> None:
        """Back to the screen below, which says why: gone, not mine to see any more, or done with."""
        self._fresh = False
        if self.app.screen_stack[-1:] != [self] or self._leaving:
            return  # left already, or a dialogue is open, whose end reads again
        if isinstance(self.focused, Composer):
            self._leaving = True
            self.begin(self._leave_writer(why))
        else:
            self._leave_now(why, alarm)

    async def _leave_writer(self, why: str) -> None:
        """The form goes from under somebody's fingers: what they type on must act on nothing."""
        try:
            await self.tell_writer(why)
        finally:
            self._leaving = False
        if self.app.screen_stack[-1:] == [self]:
            self._leave_now(why, alarm=True)

    def _leave_now(self, why: str, alarm: bool) -> None:
        self.app.pop_screen()
        below = self.app.screen
        if isinstance(below, DeskScreen):
            below.say(why, alarm=alarm)

    def _show(self, ticket: TicketView, first: bool) -> None:
        header, thread = self.query_one(ClientHeader), self.query_one(Thread)
        header.zone, header.own_look = self.session.zone, self.session.own_look
        header.show(ticket, support_words(ticket.client, ticket.charges))
        thread.zone, thread.own_look = self.session.zone, self.session.own_look
        thread.sought = self.sought
        thread.show(ticket.row.number, ticket.messages)
        if first:
            self.set_focus(thread)
        self.beside_soon()
        self.show_heading()
        self.show_writing()
        if first:
            self.show_keys(at_once=True)

    def look_changed(self) -> None:
        """Other settings: lay out anew."""
        super().look_changed()
        if self.ticket is not None:
            self._show(self.ticket, False)

    def narrowed(self, said: str) -> None:
        """Narrowed from here, or no more."""
        super().narrowed(said)
        self.show_heading()

    async def act(self, act: Act[A], said: str = "") -> A | None:
        """Perform an act; what it takes from me was my own doing and needs no telling."""
        self._acting = True
        try:
            return await super().act(act, said)
        finally:
            self._acting = False

    def _tell_loss(self, before: TicketView, now: TicketView) -> None:
        """Somebody else took what I held: said at once, with the comfort that nothing typed is lost (TR1)."""
        if self._acting or now.can_reply or not before.can_reply:
            return
        mine = {task.id for task in before.tasks if task.mine}
        taker = next((task.staff for task in now.tasks if task.id in mine and task.staff), None)
        kept = " Your text is kept." if any(text.strip() for text in self.typed()) else ""
        self.say(f"{taker} took the ticket over.{kept}" if taker else f"The ticket is no longer yours.{kept}")

    def store_changed(self) -> None:
        """Read the ticket again if it was changed."""
        if self.ticket is not None:
            in_background(self, partial(self._follow, self.ticket.change), "follow")

    async def _follow(self, since: int) -> None:
        try:
            _, touched = await self.session.changes(since)
        except DeskError as failure:
            self.say(f"{failure.sentence} {self.key_of('refresh', 'F5')} tries again.")
            return
        if self._number in touched or -1 in touched:
            self.reload()
        await self._look_quietly()

    def on_descendant_focus(self) -> None:
        """Other keys matter in a field."""
        self.show_keys()

    # ------------------------------------------------------------ what is shown

    def row(self) -> QueueRow | None:
        """The ticket as a row."""
        return self.ticket.row if self.ticket else None

    def message_meant(self) -> int | None:
        """The chosen message of the conversation."""
        message = self.query_one(Thread).selected
        return message.id if message is not None else None

    def closes_everywhere(self) -> bool:
        """In the form whoever holds the ticket closes their own task; an administrator who holds none, all."""
        return not (self.ticket and self.ticket.row.held_by_me)

    def glimpse(self) -> Glimpse | None:
        """What the row knows."""
        return Glimpse.of_row(self.ticket.row) if self.ticket else None

    def undo_on(self) -> int | None:
        """What was done on this ticket."""
        return self._number

    def summary_now(self) -> str:
        """The summary that is kept."""
        return self.ticket.summary if self.ticket else ""

    def keys(self) -> tuple[Key, ...]:
        """Reading, or writing."""
        if isinstance(self.focused, Composer):
            return self._keys_of_a_field(self.focused)
        general = (Key("?", "keys", always=True), Key("q", "back"), Key("c", "client"),
                   *((Key("J K", "next, previous"),) if self._neighbour else ()))  # fmt: skip
        close, assign = self.key_for("e", "close", Close), self.key_for("a", "assign", Assign)
        delay, internal = self.key_for("h", "delay", Delay), Key("i", "internal")
        if self.ticket is not None and self.ticket.can_reply:
            other = (Key("D", "other draft"),) if self.ticket.others else ()
            return (
                self.key_for("r", "reply", Reply),
                internal,
                *other,
                close,
                assign,
                delay,
                Key("p", "parameters"),
                *general,
            )
        if self.ticket is not None and self.ticket.row.spam:
            return (self.key_for("B", "no spam", MarkSpam), internal, *general)
        take = self.key_for("t", "take", Take)
        return (internal, take, assign, delay, *general) if self.writing else (take, assign, delay, internal, *general)

    def _keys_of_a_field(self, field: Composer) -> tuple[Key, ...]:
        composer, comment = self.query_one("#composer", Composer), self.query_one(CommentBox)
        send = self.key_for("ctrl+s", "send ...", Reply) if composer.display else Key("ctrl+s", "add comment")
        leave = Key("Esc", "leave" if self.size.width < _ROOM else "leave, draft stays", always=True)
        if field is comment:
            answer = Key("Tab", "answer") if composer.display else self.key_for("F2", "answer", Reply)
            return (send, answer, leave)
        return (
            send,
            self.key_for("ctrl+t", "predefined", Reply),
            self.key_for("ctrl+g", "attach", Reply),
            Key("F3", "fee"),
            Key("Tab" if comment.display else "F2", "internal"),
            *self.editor_key(),
            leave,
        )

    def action_back(self) -> None:
        """Out of a field first, then out of the ticket; the draft stays."""
        self.keep_draft()
        if isinstance(self.focused, Composer):
            self.close_fields()
        elif self.lost():
            self.begin(self._leave_asking(self.app.pop_screen))
        else:
            self.app.pop_screen()

    def on_thread_attachment_chosen(self, message: Thread.AttachmentChosen) -> None:
        """Show an attachment or save it."""
        self.begin(open_attachment(self, message.id))

    def action_system(self) -> None:
        """Hide or show the system's messages (TF10)."""
        thread = self.query_one(Thread)
        thread.hide_system = not thread.hide_system
        self.say("System messages are hidden." if thread.hide_system else "System messages are shown.", alarm=False)

    def action_raw(self) -> None:
        """The original email of the chosen message."""
        from helpdesk_tui.screens.raw import RawScreen

        message = self.query_one(Thread).selected
        if message is None or message.mail is None:
            self.say("This message did not come by email.")
        else:
            self.app.push_screen(RawScreen(self.session, message.mail))

    def action_why(self) -> None:
        """Why the chosen message is on this ticket."""
        message = self.query_one(Thread).selected
        explain(self, message.mail if message is not None else None)

    def closed(self, number: int, how: str = "is closed") -> None:
        """Closed by key: on, back, or here, as is set."""
        self.done_with(f"Ticket {number} {how}.{HINT}")
