"""A ticket as its client sees it: what was said to and fro, an answer, the archive, the priority (CL16, TQ4, TR2)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from helpdesk_tui.desk.actions.area import AnswerAsClient, ReadAsClient, SetOwnPriority
from helpdesk_tui.desk.actions.redirect import Archive
from helpdesk_tui.errors import DeskError, NotFound
from helpdesk_tui.questions import ReadMyTicket
from helpdesk_tui.screens.area.answer import answer
from helpdesk_tui.screens.area.base import AreaScreen
from helpdesk_tui.screens.area.session import ClientSession
from helpdesk_tui.screens.area.words import Line, ticket_lines
from helpdesk_tui.screens.asking import ask_priority
from helpdesk_tui.screens.attach import open_attachment
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.views import AreaView, ClientMessage, ClientTicket, MessageView
from helpdesk_tui.vocab import ClientStatus
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread import Thread
from helpdesk_tui.widgets.words import Words

_FEW_LINES = 30


class AreaTicketScreen(AreaScreen):
    """One ticket of the client."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("r", AnswerAsClient, "answer"),
        act_key("A", Archive, "archive"),
        act_key("P", SetOwnPriority, "priority"),
    ]

    def __init__(self, session: ClientSession, number: int, said: str = "") -> None:
        """`said` is what the last line says at first."""
        super().__init__(session)
        self._number = number
        self._said = said
        self._ticket: ClientTicket | None = None
        self._lines = Words(id="ticket-lines")

    def compose(self) -> ComposeResult:
        """The frame, the head, the conversation, the keys."""
        yield from self.compose_top()
        yield Rule("Ticket")
        yield self._lines
        yield Thread(id="thread", client_area=True)
        yield self.foot

    async def load(self) -> None:
        """Read the ticket; where the client looks, that reads it for them."""
        await self.read_area()
        try:
            ticket = await self.session.read(ReadMyTicket(self._number))
            if self.session.reads and ticket.row.status is ClientStatus.NEW_MESSAGES:
                await self.session.perform(ReadAsClient(self._number))
        except NotFound as gone:
            self._leave_list(gone.sentence)
            return
        self._ticket = ticket
        thread = self.query_one(Thread)
        thread.zone, thread.own_look = self.session.zone, self.session.own_look
        thread.show(ticket.row.number, tuple(_shown(message) for message in ticket.messages))
        unread = ticket.row.status is ClientStatus.NEW_MESSAGES and not self.session.reads
        self.query_one(Rule).show("Ticket", "the client has not read this yet" if unread else "")
        self._lay_out()
        self.set_focus(thread)
        if self._said:
            self.say(self._said, alarm=False)
            self._said = ""

    def top_lines(self, area: AreaView, width: int) -> list[Line]:
        """What the client has; where lines are few, only the incidents, which a ticket is about."""
        lines = super().top_lines(area, width)
        return lines if self.app.size.height > _FEW_LINES else lines[-1:]

    def _leave_list(self, why: str) -> None:
        """Back to where it was opened, which says why: it is not there, or not mine to see."""
        if self.app.screen is not self:
            return
        self.app.pop_screen()
        below = self.app.screen
        if isinstance(below, AreaScreen):
            below.say(why)

    def _lay_out(self) -> None:
        if self._ticket is not None:
            self._lines.show(ticket_lines(self._ticket, self.app.size.width))

    def on_resize(self) -> None:
        """Lay it out anew."""
        self.show_top()
        self._lay_out()

    def keys(self) -> tuple[Key, ...]:
        """What the client can do with it."""
        row = self._ticket.row if self._ticket is not None else None
        archive = row is not None and not row.archived and row.status is not ClientStatus.IN_PROGRESS
        priority = (Key("P", "priority"),) if row is not None and row.priority is not None else ()
        return (Key("r", "answer"), Key("A", "archive", archive), *priority, Key("n", "next message"),
                Key("?", "keys", always=True), Key("q", "back"), Key("L", "leave", always=True))  # fmt: skip

    def on_thread_attachment_chosen(self, message: Thread.AttachmentChosen) -> None:
        """Show an attachment or save it."""
        self.begin(open_attachment(self, message.id))

    def action_answer(self) -> None:
        """Write to it as the client."""
        self.begin(self._answer())

    async def _answer(self) -> None:
        number = await answer(self, self._number)
        if number is None:
            return
        went_on = number != self._number
        self._number = number
        await self.read_again()
        self.query_one(Thread).show_newest()
        self.say(f"It was archived for too long; it goes on as ticket {number}." if went_on else "The answer is there.",
                 alarm=False)  # fmt: skip

    def action_archive(self) -> None:
        """Put it into the client's archive."""
        self.begin(self._archive())

    async def _archive(self) -> None:
        try:
            await self.session.perform(Archive(self._number))
        except DeskError as refused:
            still = "A ticket in progress cannot be archived; the support staff have to close it first."
            self.say(still if refused.code == "ticket_open" else refused.sentence)
            return
        await self.read_again()
        self.say(f"Ticket {self._number} is in the archive; an answer brings it back.", alarm=False)

    def action_priority(self) -> None:
        """Set its priority, where clients may."""
        self.begin(self._set_priority())

    async def _set_priority(self) -> None:
        if self._ticket is None or self._ticket.row.priority is None:
            self.say("Clients do not set the priority here.")
            return
        chosen = await ask_priority(self)
        if chosen is not None:
            await self.act(SetOwnPriority(self._number, chosen), f"The priority is {chosen.word}.")


def _shown(message: ClientMessage) -> MessageView:
    """A message for the widget of conversations: no more than the client sees."""
    return MessageView(
        message.id, message.kind, message.author, message.at, message.text, message.own_lines, message.attachments,
        edited=message.edited,
    )  # fmt: skip
