"""Who else is on the ticket (docs/adr/0017), and what others did to it since one looked (TF8), above the conversation.

An open form says so when it is read, again at every beat, and once more when it is left. All of that is written behind
the first frame, and without waiting for the disk: it passes.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from helpdesk_tui.desk.actions.parameters import MarkRead
from helpdesk_tui.desk.actions.presence import Attend
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadPresence, ReadSince
from helpdesk_tui.rules.presence import BEAT, company_words
from helpdesk_tui.screens.base import in_background
from helpdesk_tui.screens.followed import news_words
from helpdesk_tui.screens.going_on import GoingOn
from helpdesk_tui.screens.narrowing import narrowing
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import Colleague, EventView, TicketView
from helpdesk_tui.widgets.rule import Rule
from helpdesk_tui.widgets.sought import hit_words
from helpdesk_tui.widgets.thread import Thread

LOOK_SECONDS = 20.0
"""So often a form that names colleagues looks whether they are still there: who crashed tells nobody."""


class InCompany(GoingOn):
    """A ticket form among those of colleagues."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._news_of_favourite: tuple[EventView, ...] = ()
        self._company: tuple[Colleague, ...] = ()
        self._present: int | None = None

    def on_mount(self) -> None:
        """Begin to beat."""
        self.set_interval(BEAT.total_seconds(), self._beat)
        self.set_interval(LOOK_SECONDS, self._still_there)

    def on_screen_suspend(self) -> None:
        """Left, or only covered by another screen: then it stays open."""
        if self not in self.app.screen_stack:
            self.depart()

    @property
    def present(self) -> int | None:
        """The ticket that is open here as far as colleagues know."""
        return self._present

    def depart(self) -> None:
        """The ticket is left: colleagues are told."""
        left, self._present = self._present, None
        self._company = ()
        if left is not None:
            in_background(self, partial(self._say_so, Attend(left, here=False)), f"depart {left}")

    def depart_now(self) -> None:
        """The same before this returns: the program ends. Raises DeskError."""
        left, self._present = self._present, None
        if left is not None:
            self.session.perform_now(Attend(left, here=False), lasting=False)

    async def seen(self, ticket: TicketView) -> None:
        """It is read now and open here; what others changed on a favourite since stands above the conversation."""
        number = ticket.row.number
        news = await self.session.read(ReadSince(number)) if ticket.row.changes else ()
        await self.session.perform(MarkRead(number, ticket.change, stays=True))
        if number != self._number or self not in self.app.screen_stack:
            await self._say_so(Attend(number, here=False))
            return
        before, self._present = self._present, number
        if before not in (None, number):  # it was merged away under one's hands
            await self._say_so(Attend(before, here=False))
        self._news_of_favourite += news
        await self.look_around()
        self.show_heading()

    async def look_around(self) -> None:
        """Who else has the ticket open now."""
        number = self._number
        found = await self.session.read(ReadPresence(number))
        if number == self._number and found.get(number, ()) != self._company:
            self._company = found.get(number, ())
            self.show_heading()

    def show_heading(self) -> None:
        """Who else is here, what is new on a favourite, and to whom every list is narrowed (TF9)."""
        thread = self.query_one(Thread)
        words = (
            company_words(self._company), news_words(self._news_of_favourite),
            hit_words(len(thread.hits())) if thread.sought is not None else "",
        )  # fmt: skip
        self.query_one("#thread-rule", Rule).show(" · ".join(filter(None, words)), narrowing(self.session))

    def _beat(self) -> None:
        if self._present is not None:
            in_background(self, partial(self._say_so, Attend(self._present)), "beat")

    def _still_there(self) -> None:
        """Below another screen nothing is looked at: Textual would paint that screen anew, and resuming looks."""
        if self._company and self.app.screen is self:
            in_background(self, self._look_quietly, "company")

    async def _look_quietly(self) -> None:
        with suppress(DeskError):
            await self.look_around()

    async def _say_so(self, act: Attend) -> None:
        """What fails is no news for who sits here: the next beat says it again, and without it it passes."""
        with suppress(DeskError):
            await self.session.perform(act, lasting=False)
