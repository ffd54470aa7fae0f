"""The ticket form (TF1, TF11, TR1 to TR6): read, take, write, review, send.

The screen is made once and fed with one ticket after the other, because mounting costs more than reading (DESIGN: from
key to paint). What is typed is kept at every pause, on leaving, and on a hang-up.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Glimpse
from helpdesk_tui.desk.actions.hold import Release, Take
from helpdesk_tui.desk.actions.parameters import UNCHANGED, KeepDraft, MarkRead, SaveParameters
from helpdesk_tui.desk.actions.redirect import Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.screens.attach import attach_file, open_attachment
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.parameters import ask_parameters
from helpdesk_tui.screens.review import Choice, Letter, ReviewScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket_acts import TicketActs
from helpdesk_tui.views import ParsedAttachment, QueueRow, TicketView
from helpdesk_tui.widgets.client_header import ClientHeader
from helpdesk_tui.widgets.composer import CommentBox, Composer
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread import Thread

Neighbour = Callable[[int, int], int | None]
"""Which ticket stands that many rows away from another in the list one came from."""

_NAME = "ticket"


def open_ticket(where: DeskScreen[None], number: int, neighbour: Neighbour | None = None, *, begin: str = "") -> None:
    """Open a ticket on top of a screen, at once writing a `reply` or `comment` if asked for."""
    app = where.app
    if not app.is_screen_installed(_NAME):
        app.install_screen(TicketScreen(where.session), _NAME)
    screen = app.get_screen(_NAME)
    assert isinstance(screen, TicketScreen)
    screen.feed(number, neighbour, begin)
    if screen not in app.screen_stack:
        app.push_screen(screen)


class TicketScreen(TicketActs):
    """One ticket."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "quote", "Reply with quote", id="reply.quote", tooltip="Answer with the chosen message quoted."),
        act_key("p", SaveParameters, "parameters"),
        Binding("ctrl+s", "review", "Send ...", id="review", tooltip="Look at what will be sent, then send it."),
        Binding("ctrl+g", "attach", "Attach file", id="attach", tooltip="Attach a file that the client can open."),
        Binding("f2", "comment", "Internal comment", id="comment.field", show=False,
                tooltip="Write the internal comment that goes with the reply."),
        Binding("v", "system", "System messages", id="system", tooltip="Hide or show the system's messages."),
        Binding("V", "raw", "Original email", id="raw",
                tooltip="The chosen message's email as it came, byte for byte."),
        Binding("J", "neighbour(1)", "Next ticket", id="ticket.next", tooltip="The next ticket of the list."),
        Binding("K", "neighbour(-1)", "Previous ticket", id="ticket.previous",
                tooltip="The previous ticket of the list."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._number = 0
        self._neighbour: Neighbour | None = None
        self._begin = ""
        self._ticket: TicketView | None = None
        self._fresh = True
        self._values = UNCHANGED
        self._attachments: tuple[ParsedAttachment, ...] = ()
        self._seen = 0
        self._anyway = False
        self._key = ""
        self._kept = ("", "")

    def compose(self) -> ComposeResult:
        """Header, conversation, and below it what is being written."""
        yield ClientHeader(id="client-header")
        yield Rule(id="thread-rule")
        yield Thread(id="thread")
        yield Rule(id="reply-rule")
        yield Composer(id="composer")
        yield CommentBox(id="comment")
        yield self.foot

    # ------------------------------------------------------------ feeding

    def feed(self, number: int, neighbour: Neighbour | None, begin: str) -> None:
        """Show this ticket from now on."""
        self.keep_draft_now()
        self._number, self._neighbour, self._begin = number, neighbour, begin
        self._ticket, self._fresh, self._values, self._attachments = None, True, UNCHANGED, ()
        self._seen, self._anyway, self._key, self._kept = 0, False, secrets.token_hex(12), ("", "")
        if self.is_mounted:
            self.reload()

    async def load(self) -> None:
        """Read the ticket; the first time its draft comes with it."""
        number = self._number
        ticket = await self.session.read(ReadTicket(number))
        if number != self._number:
            return
        first, self._fresh = self._fresh, False
        self._ticket = ticket
        self._show(ticket, first)
        if first:
            self._restore(ticket)
            await self.session.perform(MarkRead(number))
            begin, self._begin = self._begin, ""
            if begin:
                self.action_reply() if begin == "reply" else self.action_comment()

    def _show(self, ticket: TicketView, first: bool) -> None:
        self.query_one(ClientHeader).show(ticket)
        thread = self.query_one(Thread)
        thread.zone = self.session.zone
        thread.show(ticket.row.number, ticket.messages)
        if first and not self._writing:
            thread.focus()
        self._show_writing()

    def _restore(self, ticket: TicketView) -> None:
        """Put the draft back where it was typed."""
        composer, comment = self.query_one(Composer), self.query_one(CommentBox)
        draft = ticket.draft
        composer.load_text(draft.text if draft else "")
        comment.load_text(draft.comment if draft else "")
        self._kept = (composer.text, comment.text)
        self._seen = draft.seen_message if draft and draft.seen_message else ticket.last_message
        composer.display = comment.display = False
        if draft and draft.text.strip():
            self._open_field(composer)
        if draft and draft.comment.strip():
            self._open_field(comment)
        self._show_writing()

    # ------------------------------------------------------------ what is shown

    def row(self) -> QueueRow | None:
        """The ticket as a row."""
        return self._ticket.row if self._ticket else None

    def glimpse(self) -> Glimpse | None:
        """What the row knows."""
        return Glimpse.of_row(self._ticket.row) if self._ticket else None

    def summary_now(self) -> str:
        """The summary that is kept."""
        return self._ticket.summary if self._ticket else ""

    @property
    def _writing(self) -> bool:
        return self.query_one(Composer).display or self.query_one(CommentBox).display

    def keys(self) -> tuple[Key, ...]:
        """Reading, or writing."""
        if isinstance(self.focused, Composer):
            return (Key("ctrl+s", "send ..."), Key("F2", "internal comment"), Key("ctrl+g", "attach"),
                    Key("Esc", "leave, draft stays"))  # fmt: skip
        if self._ticket is not None and self._ticket.can_reply:
            acts = (self.key_for("r", "reply", Reply), Key("i", "internal"), self.key_for("e", "close", Close),
                    self.key_for("a", "assign", Assign), self.key_for("u", "release", Release))  # fmt: skip
            return (*acts, Key("p", "parameters"), Key("?", "keys"), Key("q", "back"))
        return (self.key_for("t", "take", Take), self.key_for("a", "assign", Assign),
                self.key_for("h", "delay", Delay), Key("i", "internal"), Key("c", "client"),
                Key("J K", "next, previous"), Key("?", "keys"), Key("q", "back"))  # fmt: skip

    def _show_writing(self) -> None:
        """The hairline above the field: to whom, with what, and that the draft is safe."""
        ticket = self._ticket
        rule = self.query_one("#reply-rule", Rule)
        rule.display = self._writing
        if ticket is None or not self._writing:
            return
        to = f"Reply to {', '.join(ticket.reply_to) or 'nobody'}"
        files = f"  +{len(self._attachments)} file{'s' * (len(self._attachments) != 1)}" if self._attachments else ""
        changed = "  parameters changed" if self._values.any else ""
        kept = "" if self._kept == ("", "") else f"draft kept {self.session.now():%H:%M}"
        rule.show(to + files + changed, kept)

    # ------------------------------------------------------------ writing

    def action_reply(self) -> None:
        """Write an answer; needs that I hold the ticket."""
        if self._meant(Reply) is not None:
            self._open_field(self.query_one(Composer))

    def action_comment(self) -> None:
        """Write an internal comment; needs no taking."""
        if self._meant(Comment) is not None:
            self._open_field(self.query_one(CommentBox))

    def action_quote(self) -> None:
        """Answer with the chosen message quoted (TR2)."""
        message = self.query_one(Thread).selected
        if self._meant(Reply) is None or message is None:
            return
        composer = self.query_one(Composer)
        own = message.text.split("\n")[: message.own_lines]
        quoted = "\n".join(f"> {line}" for line in own)
        head = f"{message.at.astimezone(self.session.zone):%Y-%m-%d %H:%M}, {message.author}:"
        composer.load_text(f"{composer.text}{head}\n{quoted}\n\n")
        self._open_field(composer)

    def _open_field(self, field: Composer) -> None:
        field.display = True
        field.focus()
        field.put_at_end()
        self._show_writing()
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """Other keys matter in a field."""
        self.show_keys()

    def on_composer_paused(self, message: Composer.Paused) -> None:
        """A pause in typing: keep the draft."""
        self.begin(self._keep_draft())

    async def _keep_draft(self) -> None:
        typed = self._typed()
        if typed == self._kept or self._ticket is None:
            return
        try:
            await self.session.perform(KeepDraft(self._number, *typed, self._seen))
        except DeskError as failure:
            self.say(f"The draft is not kept: {failure.sentence}")
            return
        self._kept = typed
        self._show_writing()

    def keep_draft_now(self) -> None:
        """Keep the draft before anything else happens: another ticket, the end of the program, a hang-up."""
        if self._ticket is None or not self.is_mounted or self._typed() == self._kept:
            return
        self._kept = self._typed()
        self.session.perform_now(KeepDraft(self._number, *self._kept, self._seen))

    def _typed(self) -> tuple[str, str]:
        return self.query_one(Composer).text, self.query_one(CommentBox).text

    def action_back(self) -> None:
        """Out of a field first, then out of the ticket; the draft stays."""
        if isinstance(self.focused, Composer):
            self.query_one(Thread).focus()
            self.begin(self._keep_draft())
            if self._typed() == ("", ""):
                self.query_one(Composer).display = self.query_one(CommentBox).display = False
            self._show_writing()
            self.show_keys()
            return
        self.begin(self._keep_draft())
        self.app.pop_screen()

    def action_neighbour(self, by: int) -> None:
        """The next or previous ticket of the list one came from."""
        number = self._neighbour(self._number, by) if self._neighbour else None
        if number is None:
            self.say("There is no further ticket in the list.")
        else:
            self.feed(number, self._neighbour, "")

    # ------------------------------------------------------------ parameters, files, sending

    def action_parameters(self) -> None:
        """Change subject, service, place in the queue; they are applied by Save parameters, Send reply or Ok."""
        if self._meant(SaveParameters) is not None:
            self.begin(self._change_parameters())

    async def _change_parameters(self) -> None:
        ticket = self._ticket
        if ticket is None:
            return
        values = await ask_parameters(self.app, ticket, self._values, self.session.use_priority)
        if values is None:
            return
        self._values = values
        if values.any and not self._writing:
            await self.act(SaveParameters(self._number, values, ticket.row.version), "The parameters are saved.")
            self._values = UNCHANGED
        self._show_writing()

    def action_attach(self) -> None:
        """Attach a file to the answer."""
        if self._meant(Reply) is not None:
            self.begin(self._attach_file())

    async def _attach_file(self) -> None:
        attachment = await attach_file(self)
        if attachment is not None:
            self._attachments = (*self._attachments, attachment)
            self._open_field(self.query_one(Composer))

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

    def action_review(self) -> None:
        """Look at what will be sent; an internal comment alone is added without a review."""
        if self._ticket is None:
            return
        text, comment = self._typed()
        if comment.strip() and not text.strip() and not self._attachments and not self._ticket.can_reply:
            self.begin(self._comment_only(comment))
        elif self._meant(Reply) is not None:
            self.begin(self._review())

    async def _comment_only(self, comment: str) -> None:
        if await self.act(Comment(self._number, comment), "The comment is added.") is not None:
            await self._sent(close=False)

    async def _review(self) -> None:
        ticket = self._ticket
        if ticket is None:
            return
        await self._keep_draft()
        text, comment = self._typed()
        letter = Letter(ticket, text, comment, self._attachments, self._values, self._anyway)
        choice = await self.app.push_screen_wait(ReviewScreen(letter))
        if choice in (Choice.OK, Choice.SEND):
            await self._send(text, comment, close=choice is Choice.OK)
        elif choice is Choice.SAVE:
            await self.act(SaveParameters(self._number, self._values, ticket.row.version), "The parameters are saved.")
            self._values = UNCHANGED
        elif choice is Choice.EDIT:
            self._open_field(self.query_one(Composer))
        else:
            self.query_one(Thread).focus()

    async def _send(self, text: str, comment: str, *, close: bool) -> None:
        reply = Reply(
            self._number, text, comment, close, self._attachments, self._values, self._seen, self._anyway, self._key
        )
        try:
            await self.session.perform(reply)
        except Refused as refused:
            self._anyway = refused.code == "something_new"
            self.say(refused.sentence)
            self.reload()
            return
        except DeskError as failure:
            self.say(f"{failure.sentence} Nothing was sent; your text is still here.")
            return
        await self._sent(close=close)

    async def _sent(self, *, close: bool) -> None:
        """All of it is stored: begin anew, or go back to the list."""
        composer, comment = self.query_one(Composer), self.query_one(CommentBox)
        composer.load_text("")
        comment.load_text("")
        composer.display = comment.display = False
        self._kept, self._attachments, self._values = ("", ""), (), UNCHANGED
        self._anyway, self._key = False, secrets.token_hex(12)
        self.query_one(Thread).focus()
        self._show_writing()
        if close:
            self.app.pop_screen()
        else:
            await self._load()
            self._seen = self._ticket.last_message if self._ticket else 0

    def closed(self, number: int) -> None:
        """Closed by key: back to the list."""
        self.app.pop_screen()
