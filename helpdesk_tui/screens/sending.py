"""Sending what was written (TR3, TR4, TR6): the review, Ok, Send reply, a comment alone."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.errors import DeskError, Refused
from helpdesk_tui.rules.stale import is_told_otherwise
from helpdesk_tui.screens.costs import costs_of
from helpdesk_tui.screens.review import Choice, Letter, ReviewScreen, closed_words
from helpdesk_tui.screens.undoing import HINT
from helpdesk_tui.screens.writing import Writing
from helpdesk_tui.views import TicketView
from helpdesk_tui.widgets.thread import Thread

_BOTH_AND_REVIEW = 40
"""Lines of a terminal that has room for both fields and the review."""


class Sending(Writing):
    """What is written goes out, after it was looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "review", "Send ...", id="review", tooltip="Look at what will be sent, then send it."),
    ]

    def done_with(self, said: str) -> None:
        """The ticket was closed; where to go from here."""
        raise NotImplementedError

    def action_review(self) -> None:
        """Look at what will be sent; an internal comment alone is added without a review."""
        if self.ticket is None:
            return
        if self.comment_alone:
            self.begin(self._comment_only(self.ticket.row.number, self.typed()[1]))
        elif self.meant(Reply) is not None:
            self.begin(self._review(self.ticket))

    @property
    def comment_alone(self) -> bool:
        """Whether an internal comment is written and no answer."""
        composer, comment = self._fields()
        return bool(comment.text.strip()) and not composer.display and not self._values.any

    async def _comment_only(self, number: int, comment: str) -> None:
        async with self._keeping:  # a draft that is on its way would come back behind the comment
            added = await self.act(Comment(number, comment, drafts=self.known(number)))
        if added is not None:
            self._fields()[1].load_text("")
            await self._sent()
            self.say(f"The comment is added.{HINT}", alarm=False)

    async def _review(self, ticket: TicketView) -> None:
        """Look at it and do what was chosen; once more where it would charge otherwise than was told by then."""
        self.keep_draft()
        said = await self._reviewed(ticket, "")
        while said:
            said = await self._reviewed(self.ticket or ticket, said)

    async def _reviewed(self, ticket: TicketView, said: str) -> str:
        """The same, once; what has to be said when it is looked at anew, empty where it was done or left."""
        news = ticket.last_message > self._seen
        try:
            costs = await costs_of(self.session, ticket, self._values)
        except DeskError as failure:
            self.say(failure.sentence)
            return ""
        letter = Letter(ticket, *self.typed(), self._attachments, self._values, news, costs)
        review = ReviewScreen(letter, self._by_now, self._make_room, said)
        self._make_room(review.lines)
        try:
            choice = await self.ask(review)
        finally:
            self._make_room(0)
        if choice in (Choice.OK, Choice.SEND):
            return await self._send(review.letter, close=choice is Choice.OK, as_is=review.as_is)
        if choice is Choice.SAVE:
            return await self.save_parameters(ticket, review.letter.costs.foreseen)
        if choice is Choice.EDIT:
            alone = letter.comment.strip() and not letter.text.strip()
            self.open_field(self._fields()[1 if alone else 0])
        else:
            self.set_focus(self.query_one(Thread))
        return ""

    async def _by_now(self, letter: Letter) -> Letter:
        """What is about to be sent, with what it charges by now; raises DeskError.

        A message that comes in the meantime is not told here: what was written before it is refused (TR6).
        """
        costs = await costs_of(self.session, await self.kept_up(letter.ticket), letter.values)
        return replace(letter, costs=costs)

    def _make_room(self, lines: int) -> None:
        """Room for the review at the foot, so that it lies over no field; where there is none the comment goes."""
        composer, comment = self._fields()
        low = self.size.height < _BOTH_AND_REVIEW
        if lines:
            comment.display = comment.display and not (low and composer.display)
        else:
            comment.display = bool(comment.text.strip())
        for field in (composer, comment):
            last = field is comment or not comment.display
            field.styles.margin = (0, 0, lines if last else 0, 0)

    async def _send(self, letter: Letter, *, close: bool, as_is: bool) -> str:
        """Send it; where it would charge otherwise than was told, the answer says so, to be looked at anew."""
        # The review has told what is new; what came behind it is refused still (TR6).
        seen = letter.ticket.last_message if letter.news else self._seen
        values = replace(letter.values, foreseen=letter.costs.foreseen)
        reply = Reply(
            letter.ticket.row.number, letter.text, letter.comment, close, letter.attachments, values,
            seen, False, self._key, as_is, self.known(letter.ticket.row.number),
        )  # fmt: skip
        try:
            async with self._keeping:
                await self.session.perform(reply)
        except Refused as refused:
            if is_told_otherwise(refused):
                await self.read_again()
                return refused.sentence
            self.say(refused.sentence)
            self.reload()
            return ""
        except DeskError as failure:
            self.say(f"{failure.sentence} Nothing was sent; your text is still here.")
            return ""
        for field in self._fields():
            field.load_text("")
        answered = bool(letter.text.strip() or letter.attachments)
        if close:
            self.begin_anew()
            self.close_fields()
            number = letter.ticket.row.number
            goes = f" {self._goes_out()}" if answered else HINT
            self.done_with(f"Ticket {number} is {'answered and ' * answered}{closed_words(letter.ticket)}.{goes}")
            return ""
        await self._sent()
        self.say(self._goes_out() if answered else f"The comment is added.{HINT}", alarm=False)
        return ""

    def _goes_out(self) -> str:
        """When the client gets it."""
        seconds = self.session.settings.send.undo_seconds
        return f"The reply goes out in {seconds} s.{HINT}" if seconds else "The reply is on its way."

    async def _sent(self) -> None:
        """All of it is stored: begin anew, with what was written in sight."""
        self.begin_anew()
        self.close_fields()
        await self.read_again()
        self._seen = self.ticket.last_message if self.ticket else 0
        self.query_one(Thread).show_newest()
        self.show_writing()
