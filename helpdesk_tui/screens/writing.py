"""Writing on a ticket (TR2 to TR6): the fields, the draft that is kept, files, the review, sending.

The ticket form is this and the reading around it. What is typed is kept at every pause, on leaving, on another
ticket, and on a hang-up.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.worker import WorkType

from helpdesk_tui.desk.actions.parameters import UNCHANGED, KeepDraft, SaveParameters
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.screens.attach import attach_file
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.parameters import ask_parameters
from helpdesk_tui.screens.review import Choice, Letter, ReviewScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket_acts import TicketActs
from helpdesk_tui.views import ParsedAttachment, TicketView
from helpdesk_tui.widgets.composer import CommentBox, Composer
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread import Thread


class Writing(TicketActs):
    """What is being written on the ticket that the screen shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "quote", "Reply with quote", id="reply.quote", tooltip="Answer with the chosen message quoted."),
        act_key("p", SaveParameters, "parameters"),
        Binding("ctrl+s", "review", "Send ...", id="review", tooltip="Look at what will be sent, then send it."),
        Binding("ctrl+g", "attach", "Attach file", id="attach", tooltip="Attach a file that the client can open."),
        Binding("f2", "comment", "Internal comment", id="comment.field", show=False,
                tooltip="Write the internal comment that goes with the reply."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.ticket: TicketView | None = None
        self._values = UNCHANGED
        self._attachments: tuple[ParsedAttachment, ...] = ()
        self._seen = 0
        self._anyway = False
        self._key = ""
        self._kept = ("", "")
        self._keeping = asyncio.Lock()

    # ------------------------------------------------------------ beginning and ending

    def begin_anew(self) -> None:
        """Nothing is written: another ticket, or everything was sent."""
        self._values, self._attachments = UNCHANGED, ()
        self._seen, self._anyway, self._key, self._kept = 0, False, secrets.token_hex(12), ("", "")

    def restore(self, ticket: TicketView) -> None:
        """Put the draft back where it was typed (TR5)."""
        draft = ticket.draft
        self._fields()[0].load_text(draft.text if draft else "")
        self._fields()[1].load_text(draft.comment if draft else "")
        self._kept = self.typed()
        # The draft remembers what its writer had seen, so that news which came since are told before sending (TR6).
        self._seen = draft.seen_message if draft and draft.seen_message else ticket.last_message
        for field, text in zip(self._fields(), self._kept, strict=True):
            field.display = False
            if text.strip():
                self.open_field(field)
        self.show_writing()

    def leave(self, why: str, *, alarm: bool = True) -> None:
        """Back to the screen below, which says why."""
        raise NotImplementedError

    def on_screen_suspend(self) -> None:
        """Something else is shown: keep what is typed."""
        self.keep_draft()

    @property
    def writing(self) -> bool:
        """Whether a field is open."""
        return any(field.display for field in self._fields())

    def typed(self) -> tuple[str, str]:
        """The text of the answer and of the internal comment."""
        composer, comment = self._fields()
        return composer.text, comment.text

    def close_fields(self) -> None:
        """Back to reading; empty fields go."""
        self.set_focus(self.query_one(Thread))
        if self.typed() == ("", ""):
            for field in self._fields():
                field.display = False
        self.show_writing()
        self.show_keys()

    def open_field(self, field: Composer) -> None:
        """Write in a field."""
        field.display = True
        self.set_focus(field)
        field.put_at_end()
        self.show_writing()
        self.show_keys()

    def show_writing(self) -> None:
        """The hairline above the fields: to whom, with what, and that the draft is safe."""
        rule = self.query_one("#reply-rule", Rule)
        rule.display = self.writing
        if self.ticket is None or not self.writing:
            return
        count = len(self._attachments)
        to = f"Reply to {', '.join(self.ticket.reply_to) or 'nobody'}"
        files = f"  +{count} file{'s' * (count != 1)}" if count else ""
        changed = "  parameters changed" if self._values.any else ""
        kept = "" if self._kept == ("", "") else f"draft kept {self.session.now():%H:%M}"
        rule.show(to + files + changed, kept)

    def _fields(self) -> tuple[Composer, CommentBox]:
        return self.query_one("#composer", Composer), self.query_one(CommentBox)

    # ------------------------------------------------------------ keys

    def action_reply(self) -> None:
        """Write an answer; needs that I hold the ticket."""
        if self.meant(Reply) is not None:
            self.open_field(self._fields()[0])

    def action_comment(self) -> None:
        """Write an internal comment; needs no taking."""
        if self.meant(Comment) is not None:
            self.open_field(self._fields()[1])

    def action_quote(self) -> None:
        """Answer with the chosen message quoted (TR2)."""
        message = self.query_one(Thread).selected
        if self.meant(Reply) is None or message is None:
            return
        composer = self._fields()[0]
        own = message.text.split("\n")[: message.own_lines]
        quoted = "\n".join(f"> {line}" for line in own)
        head = f"{message.at.astimezone(self.session.zone):%Y-%m-%d %H:%M}, {message.author}:"
        composer.load_text(f"{composer.text}{head}\n{quoted}\n\n")
        self.open_field(composer)

    def on_composer_paused(self, message: Composer.Paused) -> None:
        """A pause in typing: keep the draft, without holding the keys. A locked database must not stop who types."""
        begun: WorkType[None] = self._keep_at_pause
        self.run_worker(begun, group="draft")

    # ------------------------------------------------------------ the draft

    async def _keep_at_pause(self) -> None:
        async with self._keeping:
            draft = self._unkept()
            if draft is not None:
                await self._keep(draft)

    def keep_draft(self) -> None:
        """Keep what is typed on this ticket now, whatever the screen shows when it is stored."""
        draft = self._unkept()
        if draft is not None:
            self.begin(self._keep(draft))

    def keep_draft_now(self) -> None:
        """Keep it before this returns: the program ends, or the line has been cut. Raises DeskError."""
        draft = self._unkept()
        if draft is not None:
            self.session.perform_now(draft)
            self._kept = (draft.text, draft.comment)

    @property
    def draft_is_kept(self) -> bool:
        """Whether nothing would be lost now."""
        return self._unkept() is None

    def _unkept(self) -> KeepDraft | None:
        if self.ticket is None or not self.is_mounted or self.typed() == self._kept:
            return None
        return KeepDraft(self.ticket.row.number, *self.typed(), self._seen)

    async def _keep(self, draft: KeepDraft) -> None:
        try:
            await self.session.perform(draft)
        except DeskError as failure:
            self.say(f"The draft is not kept: {failure.sentence}")
            return
        if self.ticket is not None and self.ticket.row.number == draft.number:
            self._kept = (draft.text, draft.comment)
            self.show_writing()

    # ------------------------------------------------------------ parameters and files

    def action_parameters(self) -> None:
        """Change subject, service, place in the queue; they are applied by Save parameters, Send reply or Ok."""
        if self.meant(SaveParameters) is not None and self.ticket is not None:
            self.begin(self._change_parameters(self.ticket))

    async def _change_parameters(self, ticket: TicketView) -> None:
        values = await ask_parameters(self, ticket, self._values, self.session.use_priority)
        if values is None:
            return
        self._values = values
        if values.any and not self.writing:
            await self._save_parameters(ticket)
        self.show_writing()

    async def _save_parameters(self, ticket: TicketView) -> None:
        save = SaveParameters(ticket.row.number, self._values, ticket.row.version)
        if await self.act(save, "The parameters are saved.") is not None:
            self._values = UNCHANGED

    def action_attach(self) -> None:
        """Attach a file to the answer."""
        if self.meant(Reply) is not None:
            self.begin(self._attach_file())

    async def _attach_file(self) -> None:
        attachment = await attach_file(self)
        if attachment is not None:
            self._attachments = (*self._attachments, attachment)
            self.open_field(self._fields()[0])

    # ------------------------------------------------------------ sending

    def action_review(self) -> None:
        """Look at what will be sent; an internal comment alone is added without a review."""
        if self.ticket is None:
            return
        text, comment = self.typed()
        if comment.strip() and not text.strip() and not self._attachments and not self.ticket.can_reply:
            self.begin(self._comment_only(self.ticket.row.number, comment))
        elif self.meant(Reply) is not None:
            self.begin(self._review(self.ticket))

    async def _comment_only(self, number: int, comment: str) -> None:
        if await self.act(Comment(number, comment), "The comment is added.") is not None:
            await self._sent(close=False)

    async def _review(self, ticket: TicketView) -> None:
        self.keep_draft()
        letter = Letter(ticket, *self.typed(), self._attachments, self._values, self._anyway)
        choice = await self.ask(ReviewScreen(letter))
        if choice in (Choice.OK, Choice.SEND):
            await self._send(letter, close=choice is Choice.OK)
        elif choice is Choice.SAVE:
            await self._save_parameters(ticket)
        elif choice is Choice.EDIT:
            self.open_field(self._fields()[0])
        else:
            self.set_focus(self.query_one(Thread))

    async def _send(self, letter: Letter, *, close: bool) -> None:
        reply = Reply(
            letter.ticket.row.number, letter.text, letter.comment, close, letter.attachments, letter.values,
            self._seen, self._anyway, self._key,
        )  # fmt: skip
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
        self.begin_anew()
        for field in self._fields():
            field.load_text("")
        self.close_fields()
        if close:
            number = self.ticket.row.number if self.ticket else 0
            self.leave(f"Ticket {number} is answered and closed for you.", alarm=False)
            return
        await self.read_again()
        self._seen = self.ticket.last_message if self.ticket else 0
