"""The draft (TR5): what is typed is kept at every pause, on leaving, on another ticket, and on a hang-up."""

from __future__ import annotations

import asyncio
from datetime import datetime

from textual.worker import WorkType

from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.rules.drafts import NOTHING, Texts
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket_acts import TicketActs
from helpdesk_tui.views import TicketView
from helpdesk_tui.widgets.composer import CommentBox, Composer

_REMEMBERED = 3
"""So many drafts from before may still be found: some are on their way when the next is."""


class Drafting(TicketActs):
    """The two fields of the ticket form and what is kept of them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.ticket: TicketView | None = None
        self._seen = 0
        self._kept = ("", "")
        self._kept_at: datetime | None = None
        self._known: dict[int, tuple[Texts, ...]] = {}
        """The drafts that this session found or kept, by ticket: any other is of another session of mine (TR5)."""
        self._told: set[int] = set()
        """Tickets on which another session of mine keeps another text, as was said."""
        self._keeping = asyncio.Lock()

    @property
    def writing(self) -> bool:
        """Whether a field is open."""
        return any(field.display for field in self._fields())

    def typed(self) -> tuple[str, str]:
        """The text of the answer and of the internal comment."""
        composer, comment = self._fields()
        return composer.text, comment.text

    def restore(self, ticket: TicketView) -> None:
        """Put the draft back where it was typed (TR5); keys go on meaning the ticket until a field is entered."""
        draft = ticket.draft
        self._fields()[0].load_text(draft.text if draft else "")
        self._fields()[1].load_text(draft.comment if draft else "")
        self._kept, self._kept_at = self.typed(), draft.saved if draft else None
        self._known[ticket.row.number] = ((draft.text, draft.comment) if draft else NOTHING,)
        # The draft remembers what its writer had seen, so that news which came since are told before sending (TR6).
        self._seen = draft.seen_message if draft and draft.seen_message else ticket.last_message
        for field, text in zip(self._fields(), self._kept, strict=True):
            field.display = bool(text.strip())
            field.put_at_end()
        self.show_writing()

    def show_writing(self) -> None:
        """Show what is written, and that it is safe."""
        raise NotImplementedError

    def on_screen_suspend(self) -> None:
        """Something else is shown: keep what is typed."""
        self.keep_draft()

    def on_composer_paused(self, message: Composer.Paused) -> None:
        """A pause in typing: keep the draft, without holding the keys. A locked database must not stop who types."""
        begun: WorkType[None] = self._keep_at_pause
        self.run_worker(begun, group="draft")

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
            self._note(draft)
            self.session.perform_now(draft)
            self._kept = (draft.text, draft.comment)

    @property
    def draft_is_kept(self) -> bool:
        """Whether nothing would be lost now."""
        return self._unkept() is None

    async def led(self, ticket: TicketView) -> TicketView:
        """The ticket to which a merged one leads (TF7), which is said; the ticket itself otherwise.

        What was typed on it is kept there first.
        """
        if ticket.merged_into is None:
            return ticket
        draft = self._unkept()
        if draft is not None:
            await self._keep(draft)
        self.say(f"Ticket {ticket.row.number} was merged into {ticket.merged_into}.", alarm=False)
        return await self.led(await self.session.read(ReadTicket(ticket.merged_into)))

    def _unkept(self) -> KeepDraft | None:
        if self.ticket is None or not self.is_mounted or self.typed() == self._kept:
            return None
        return self.draft_now(self.ticket.row.number)

    def draft_now(self, number: int) -> KeepDraft:
        """What is typed, as it would be kept."""
        return KeepDraft(number, *self.typed(), self._seen, self.known(number))

    def known(self, number: int) -> tuple[Texts, ...]:
        """What this session found or kept on a ticket, for acts that must leave what another one keeps."""
        return self._known.get(number, (NOTHING,))

    def _note(self, draft: KeepDraft) -> None:
        """It is kept from now on, or about to be: what was before it may still be found meanwhile."""
        self._known[draft.number] = (*self.known(draft.number)[-_REMEMBERED:], (draft.text, draft.comment))

    async def _keep(self, draft: KeepDraft) -> None:
        self._note(draft)
        try:
            beside = await self.session.perform(draft)
        except DeskError as failure:
            self.say(f"The draft is not kept: {failure.sentence}")
            return
        if beside and draft.number not in self._told:
            self._told.add(draft.number)
            key = self.key_of("draft.other", "D")
            self.say(f"Another session of yours keeps another text on ticket {draft.number}; {key} shows it.")
        if self.ticket is not None and self.ticket.row.number == draft.number:
            self._kept, self._kept_at = (draft.text, draft.comment), self.session.now()
            self.show_writing()

    def _fields(self) -> tuple[Composer, CommentBox]:
        return self.query_one("#composer", Composer), self.query_one(CommentBox)
