"""Writing on a ticket (TR2 to TR6): the fields, the draft that is kept, and files.

The ticket form is this, `screens.sending`, and the reading around it; what is typed is kept by `screens.draft`, and
parameters are changed by `screens.changing`.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.undo import TakenBack
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import blanks
from helpdesk_tui.rules.drafts import is_empty
from helpdesk_tui.screens.attach import attach_file
from helpdesk_tui.screens.auto_reply import choose_reply, insert
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.changing import Changing
from helpdesk_tui.screens.dialogs import Choose, Confirm, Notice
from helpdesk_tui.screens.editor import edited, editor_command
from helpdesk_tui.screens.other_drafts import choose_other, whose, with_other
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.undoing import said_of
from helpdesk_tui.views import ParsedAttachment, TicketView
from helpdesk_tui.vocab import MessageKind
from helpdesk_tui.widgets.composer import Composer
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.thread import Thread
from helpdesk_tui.widgets.ticket_row import MONTHS


class Writing(Changing):
    """What is being written on the ticket that the screen shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "quote", "Reply with quote", id="reply.quote", tooltip="Answer with the chosen message quoted."),
        Binding("ctrl+t", "predefined", "Predefined reply", id="reply.predefined",
                tooltip="Find a predefined reply and put it into the answer; :: typed before a word does the same."),
        Binding("ctrl+e", "editor", "Own editor", id="editor", priority=True,
                tooltip="Write in your own editor (VISUAL or EDITOR), where the program runs locally."),
        Binding("ctrl+g", "attach", "Attach file", id="attach", tooltip="Attach a file that the client can open."),
        Binding("D", "other_draft", "Other draft", id="draft.other",
                tooltip="Read what the former holder typed, or another session of yours, and take it as a start."),
        Binding("f2", "other_field", "Internal comment", id="comment.field", show=False,
                tooltip="Write the internal comment that goes with the reply; in it, go back to the answer."),
        Binding("tab,shift+tab", "next_field", "Other field", id="field.next", show=False,
                tooltip="Between the answer and the internal comment; only Esc leaves them."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._attachments: tuple[ParsedAttachment, ...] = ()
        self._key = ""

    # ------------------------------------------------------------ beginning and ending

    def begin_anew(self) -> None:
        """Nothing is written: another ticket, or everything was sent."""
        super().begin_anew()
        self._attachments = ()
        self._seen, self._key, self._kept, self._kept_at = 0, secrets.token_hex(12), ("", ""), None

    def restore(self, ticket: TicketView) -> None:
        """The draft, and what no draft keeps of an answer that was taken back: its files and parameters (TR7)."""
        super().restore(ticket)
        back = self.session.given_back.pop(ticket.row.number, None)
        if back is not None and back.given is not None:
            self._attachments = (*back.given.attachments, *self._attachments)
            self._values = self._values.over(back.given.values)
            self.say(said_of(back), alarm=False)
        elif ticket.others:
            self.say(f"{self.other_words(ticket)}.", alarm=False)
        if self._attachments:
            self._fields()[0].display = True
        self.show_writing()

    def other_words(self, ticket: TicketView) -> str:
        """Which other draft there is, and the key that shows it."""
        return f"{self.key_of('draft.other', 'D')} shows {whose(ticket.others[-1])}"

    def handed_over(self) -> str:
        """What the former holder typed is here."""
        return f" {self.other_words(self.ticket)}." if self.ticket is not None and self.ticket.others else ""

    async def keep_typed(self) -> None:
        """Keep the draft as it is now."""
        draft = self._unkept()
        if draft is not None:
            async with self._keeping:
                await self._keep(draft)

    async def taken_back(self, back: TakenBack) -> None:
        """Go on writing the answer that was taken back."""
        if back.given is None or self.ticket is None or back.given.number != self.ticket.row.number:
            await super().taken_back(back)
            return
        self.session.given_back[back.given.number] = back
        await self.read_again()
        self.restore(self.ticket)
        if self.ticket.can_reply or not back.given.answered:
            self.open_field(self._fields()[0 if back.given.answered else 1])
            self.say(said_of(back), alarm=False)

    def leave(self, why: str, *, alarm: bool = True) -> None:
        """Back to the screen below, which says why."""
        raise NotImplementedError

    async def tell_writer(self, why: str) -> None:
        """Say why the form ends, and where what was typed is; every other key is taken until that was read."""
        number = self.ticket.row.number if self.ticket is not None else 0
        kept = f" What you typed is kept, and on ticket {number} when you see it again."
        self.keep_draft()
        await self.ask(Notice(why + kept * (not is_empty(self.typed()))))

    def close_fields(self) -> None:
        """Back to reading; empty fields go, except an answer that has files."""
        self.set_focus(self.query_one(Thread))
        composer, comment = self._fields()
        composer.display = bool(composer.text.strip() or self._attachments)
        comment.display = bool(comment.text.strip())
        self.show_writing()
        self.show_keys()

    def open_field(self, field: Composer) -> None:
        """Write in a field."""
        if self.typed() == ("", "") and self.ticket is not None:
            self._seen = self.ticket.last_message  # what came while it was read is no news to who begins now
        if not field.display:
            field.display = True
            field.put_at_end()
        self.set_focus(field)
        self.show_writing()
        self.show_keys()

    def show_writing(self) -> None:
        """The hairline above the fields: to whom, with what, and that the draft is safe."""
        rule = self.query_one("#reply-rule", Rule)
        rule.display = self.writing
        if self.ticket is None or not self.writing:
            return
        count = len(self._attachments)
        answer = self._fields()[0].display
        words = [f"Reply to {', '.join(self.ticket.reply_to) or 'nobody'}" if answer else "Comment for staff"]
        words += [f"+{count} file{'s' * (count != 1)}"] if count else []
        words += ["parameters changed"] if self._values.any else []
        words += [self._news()] if self._news() else []
        words += [f"not filled in: {', '.join(left)}" for left in [blanks.left_in(self.typed()[0])] if left]
        kept = self._kept_at.astimezone(self.session.zone) if self._kept_at and self._kept != ("", "") else None
        rule.show(" · ".join(words), f"draft kept {self.session.own_look.time(kept)}" if kept else "")

    def _news(self) -> str:
        """`new: Hans Meier 15:50` for the newest message that came while it was written (TR6)."""
        messages = self.ticket.messages if self.ticket else ()
        news = [m for m in messages if m.id > self._seen and m.kind is not MessageKind.SYSTEM]
        if not news:
            return ""
        return f"new: {news[-1].written_by} {self.session.own_look.time(news[-1].at.astimezone(self.session.zone))}"

    # ------------------------------------------------------------ keys

    def action_reply(self) -> None:
        """Write an answer; needs that I hold the ticket."""
        if self.meant(Reply) is not None:
            self.open_field(self._fields()[0])

    def action_comment(self) -> None:
        """Write an internal comment; needs no taking."""
        if self.meant(Comment) is not None:
            self.open_field(self._fields()[1])

    def action_other_field(self) -> None:
        """From the answer to the internal comment, and back."""
        if self.focused is self._fields()[1]:
            self.action_reply()
        else:
            self.action_comment()

    def action_other_draft(self) -> None:
        """Read a draft beside mine, and go on with it."""
        if self.meant(Comment) is not None and self.ticket is not None:
            self.begin(self._take_other(self.ticket))

    async def _take_other(self, ticket: TicketView) -> None:
        other = await choose_other(self, ticket.others)
        if other is None:
            return
        for field, text in zip(self._fields(), with_other(self.typed(), other), strict=True):
            field.load_text(text)
            field.display = field.display or bool(text.strip())
            field.put_at_end()
        async with self._keeping:
            await self._keep(replace(self.draft_now(ticket.row.number), takes=other.id))
        await self.read_again()
        alone = other.comment.strip() and not other.text.strip()
        if not self.refusal(Reply) or alone:
            self.open_field(self._fields()[1 if alone else 0])

    def action_next_field(self) -> None:
        """Between the fields that are open. Letters act on the ticket outside of them, so only Escape leaves."""
        composer, comment = self._fields()
        if self.focused is composer and comment.display:
            self.set_focus(comment)
        elif self.focused is comment and composer.display:
            self.set_focus(composer)

    def action_quote(self) -> None:
        """Answer with the chosen message quoted (TR2)."""
        message = self.query_one(Thread).selected
        if self.meant(Reply) is None or message is None:
            return
        composer = self._fields()[0]
        own = message.text.split("\n")[: message.own_lines]
        quoted = "\n".join(f"> {line}" for line in own)
        at = message.at.astimezone(self.session.zone)
        head = f"On {at.day} {MONTHS[at.month - 1]} {at:%Y} at {at:%H:%M}, {message.written_by} wrote:"
        self.open_field(composer)
        composer.load_text(f"{composer.text}{head}\n{quoted}\n\n")
        composer.put_at_end()

    def action_predefined(self) -> None:
        """Put a predefined reply into the answer (PR2, TR2 *Autocomplete*)."""
        if self.meant(Reply) is not None and self.ticket is not None:
            self.begin(self._insert_reply(self.ticket, called=False))

    def on_composer_called(self, message: Composer.Called) -> None:
        """The same, called for by what was typed in the answer."""
        if message.composer is self._fields()[0] and self.ticket is not None and not self.refusal(Reply):
            self.begin(self._insert_reply(self.ticket, called=True))

    async def _insert_reply(self, ticket: TicketView, *, called: bool) -> None:
        text = await choose_reply(self, ticket)
        if text is not None:
            composer = self._fields()[0]
            self.open_field(composer)
            insert(composer, text, called=called)
            self.show_writing()

    def on_text_area_changed(self) -> None:
        """What was said before it was typed is read by now."""
        if self.typed() != self._kept:
            self.foot.hush()

    def action_editor(self) -> None:
        """Write the field one is in, by default the answer, in an editor of one's own (TR7)."""
        try:
            command = editor_command(self.session.settings.screen.editor, os.environ)
        except Refused as refused:
            self.say(refused.sentence)
            return
        composer, comment = self._fields()
        field = comment if self.focused is comment else composer
        if self.meant(Comment if field is comment else Reply) is not None:
            self.open_field(field)
            self.begin(self._edit(field, command))

    def editor_key(self) -> tuple[Key, ...]:
        """For the key bar, where there is an editor."""
        try:
            editor_command(self.session.settings.screen.editor, os.environ)
        except Refused:
            return ()
        return (Key("ctrl+e", "editor"),)

    async def _edit(self, field: Composer, command: tuple[str, ...]) -> None:
        async with self._keeping:  # what is typed is safe, whatever becomes of the editor
            draft = self._unkept()
            if draft is not None:
                await self._keep(draft)
        try:
            made = edited(self.app, command, field.text)
        except Refused as refused:
            self.say(refused.sentence)
            return
        if made.text is not None and made.text != field.text:
            field.load_text(made.text)
            field.put_at_end()
            await self.keep_typed()
        if made.said:
            self.say(made.said)

    # ------------------------------------------------------------ files

    def action_attach(self) -> None:
        """Attach a file to the answer, or take one off again."""
        if self.meant(Reply) is not None:
            self.begin(self._attach_file())

    async def _attach_file(self) -> None:
        if self._attachments:
            options = [(-1, ("attach another",))]
            options += [(at, (f"remove {one.name}",)) for at, one in enumerate(self._attachments)]
            chosen = await self.ask(Choose("Attached files", options))
            if chosen is None:
                return
            if chosen >= 0:
                self._attachments = self._attachments[:chosen] + self._attachments[chosen + 1 :]
                self.show_writing()
                return
        attachment = await attach_file(self)
        if attachment is not None:
            self._attachments = (*self._attachments, attachment)
            self.open_field(self._fields()[0])

    # ------------------------------------------------------------ leaving

    def lost(self) -> str:
        """What no draft keeps and leaving would lose, as a sentence; empty when there is nothing."""
        words = [one.name for one in self._attachments] + ["changed parameters"] * self._values.any
        if not words:
            return ""
        listed = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
        return f"{listed} {'is' if len(words) == 1 and not self._values.any else 'are'} not kept."

    def left_behind(self, ticket: TicketView) -> str:
        """What closing would leave unsent."""
        unsent = "Your draft is not sent." if any(text.strip() for text in self.typed()) else ""
        return " ".join(filter(None, (unsent, self.lost())))

    async def may_leave(self, where: DeskScreen[Any]) -> bool:
        """Whether the ticket may be left: asks, on the screen that is in front, when something would be lost."""
        lost = self.lost()
        return not lost or await where.ask(Confirm(f"{lost} Leave?")) is True
