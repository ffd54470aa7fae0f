"""Marks in the queue and what is done with all marked tickets at once (TQ11).

While tickets are marked, the keys of acts that make sense for many mean the marked ones; all others mean the ticket
under the cursor, as ever. Marks stay while the list moves, is sorted, or changes under one's hands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.parameters import SetPriority
from helpdesk_tui.desk.actions.redirect import Close, Delay
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadQueue
from helpdesk_tui.rules.query_tree import NumberIn, Query, Term
from helpdesk_tui.rules.when import say_when
from helpdesk_tui.screens.asking import ask_place, ask_priority, ask_tags, ask_when
from helpdesk_tui.screens.batch import LIST_KEY, Batch, BatchDialog, holders_words, outcome_words, tickets
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.queue_reading import KEEP, QueueReading
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.ticket_acts import TicketActs
from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import QueueSort, QueueView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column
from helpdesk_tui.widgets.ticket_list import TicketList

MOST = 1000
"""So many tickets are marked at once by one key; a filter finds smaller parts of a list."""
_LISTED = 200


class QueueMarks(QueueReading):
    """The list with its marks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("asterisk", "mark_all", "Mark all", id="list.mark_all",
                tooltip=f"Mark every ticket of the list, as it is filtered; {MOST:,} at most."),
        Binding("X", "unmark", "Marks off", id="list.unmark", tooltip="Take all marks away; Esc does so too."),
        Binding(LIST_KEY, "marked", "Marked tickets", id="list.marked",
                tooltip="List the marked tickets, those that left the list too, and why the last act was refused."),
    ]  # fmt: skip

    ABOUT_ROWS = frozenset(
        bound.action
        for source in (TicketActs.BINDINGS, BINDINGS, TicketList.BINDINGS)
        for bound in source
        if isinstance(bound, Binding)
    ) - {"new_ticket"}

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._refused: dict[int, str] = {}

    def open_number(self, number: int) -> None:
        """Open a ticket."""
        raise NotImplementedError

    def keys_for_marks(self) -> tuple[Key, ...]:
        """The keys that mean the marked tickets."""
        count = len(self.tickets.marked)
        priority = [Key("P", "priority")] if self.session.use_priority else [Key("^", "beginning")]
        return (Key("a", f"assign {count:,}"), Key("e", "close"), Key("h", "delay"), *priority, Key("l", "tags"),
                Key("?", "keys", always=True), Key("Esc", "marks off"), Key(LIST_KEY, "list"), Key("B", "spam"),
                Key("x", "mark"), Key("*", "all"))  # fmt: skip

    # ------------------------------------------------------------ marking

    def action_mark_all(self) -> None:
        """Mark the whole list."""
        self.begin(self._mark_all())

    async def _mark_all(self) -> None:
        asked, numbers = self._list(), list[int]()
        page = await self._page(limit=KEEP)
        numbers += [row.number for row in page.rows]
        while page.more and page.rows and len(numbers) < MOST:
            page = await self._page(after=asked.key_of(page.rows[-1]), limit=KEEP)
            numbers += [row.number for row in page.rows]
        if asked != self._list() or not numbers:
            return
        whole = len(numbers) <= MOST and not page.more
        self.tickets.mark(self.tickets.marked | set(numbers[:MOST]))
        count = len(self.tickets.marked)
        said = f"{count:,} ticket{'s are' if count != 1 else ' is'} marked."
        self.say(said if whole else f"{said} The list is longer: {MOST:,} at a time.", alarm=not whole)

    def action_unmark(self) -> None:
        """Take all marks away."""
        self._refused = {}
        if self.tickets.marked:
            self.tickets.mark(frozenset())
            self.say("No ticket is marked any more.", alarm=False)
        else:
            self.say("No ticket is marked; x marks the one under the cursor, * all of the list.")

    def action_marked(self) -> None:
        """List the marked tickets."""
        if self.tickets.marked:
            self.begin(self._list_marked())
        else:
            self.action_unmark()

    async def _list_marked(self) -> None:
        """Those refused first; Enter opens one."""
        numbers = sorted(self.tickets.marked, key=lambda number: (number not in self._refused, number))
        known = {row.number: row for row in self._rows}
        missing = [number for number in numbers[:_LISTED] if number not in known]
        known |= {row.number: row for row in await self._read_rows(missing)}
        options = [(number, _cells(number, known.get(number), self._refused)) for number in numbers]
        columns = (Column("", 7), Column("", 16), Column(""), Column("", fold=True))
        chosen = await self.ask(Choose(f"{tickets(numbers)} marked; Enter opens one", options, columns))
        if chosen is not None:
            self.open_number(chosen)

    # ------------------------------------------------------------ acts on all of them

    async def _batch(self, act: Callable[[int], Act[Any]], question: str, doing: str, done: str,
                     more: str = "") -> None:  # fmt: skip
        """Ask once, act on every marked ticket, say what became of them; what was not done stays marked."""
        numbers = self._in_order()
        outcome = await self.ask(BatchDialog(self.session, Batch(numbers, act, question, doing, done, more)))
        if outcome is None:
            return
        self._refused = outcome.refused
        # What was marked meanwhile stays marked; nothing was, while the dialogue was open.
        self.tickets.mark(frozenset((*outcome.refused, *outcome.left)))
        await self.read_again()
        self.say(outcome_words(outcome, done), alarm=not outcome.well)

    def _in_order(self) -> tuple[int, ...]:
        """The marked tickets, those in the list in its order."""
        listed = [row.number for row in self._rows if row.number in self.tickets.marked]
        return (*listed, *sorted(self.tickets.marked - set(listed)))

    async def _all_marked(self, are: Callable[[QueueRow], bool], view: QueueView = QueueView.ALL) -> bool:
        """Whether this is so for every marked ticket, by what the desk says: the list may not show them, or not yet."""
        numbers = sorted(self.tickets.marked)
        rows = await self._read_rows(numbers, view)
        return len(rows) == len(numbers) and all(map(are, rows))

    async def _read_rows(self, numbers: Sequence[int], view: QueueView = QueueView.ALL) -> list[QueueRow]:
        """The rows of these tickets, of those that are in the view."""
        rows: list[QueueRow] = []
        for start in range(0, len(numbers), _LISTED):
            query = Query((Term(NumberIn(tuple(numbers[start : start + _LISTED]))),))
            page = await self.session.read(ReadQueue(view, QueueSort.OLDEST, query, limit=_LISTED))
            rows += page.rows
        return rows

    def action_assign(self) -> None:
        """Redirect the marked tickets, or the one under the cursor."""
        if self.tickets.marked:
            self.begin(self._assign_marked())
        else:
            super().action_assign()

    async def _assign_marked(self) -> None:
        if place := await ask_place(self):
            question = f"Assign {self._said} to {place.name}"
            await self._batch(place.act, question, "Assigning", f"assigned to {place.name}")

    def action_delay(self) -> None:
        """Put the marked tickets off, or the one under the cursor."""
        if self.tickets.marked:
            self.begin(self._delay_marked())
        else:
            super().action_delay()

    async def _delay_marked(self) -> None:
        if await self._all_marked(lambda row: row.delayed):
            await self._batch(partial(Delay, until=None), f"Bring {self._said} back", "Bringing back", "brought back")
        elif (until := await ask_when(self)) is not None:
            said = say_when(until, self.session.clock.now(), self.session.zone)
            question = f"Delay {self._said} until {said}"
            await self._batch(partial(Delay, until=until), question, "Delaying", "delayed")

    def action_close(self) -> None:
        """Close the marked tickets, or the one under the cursor."""
        if self.tickets.marked:
            self.begin(self._close_marked())
        else:
            super().action_close()

    async def _close_marked(self) -> None:
        """Close them; where that meets others the question names who holds which, as with a single ticket (TQ6)."""
        everywhere = self.closes_everywhere()
        question = f"Close {self._said}{' for everybody' if everywhere else ''}"
        try:
            held = holders_words(await self._read_rows(sorted(self.tickets.marked))) if everywhere else ""
        except DeskError as failure:
            self.say(failure.sentence)
            return
        await self._batch(partial(Close, everywhere=everywhere), question, "Closing", "closed", held)

    def action_spam(self) -> None:
        """Mark the marked tickets as spam, or take that off where all of them are."""
        if not self.tickets.marked:
            super().action_spam()
            return
        self.begin(self._spam_marked())

    async def _spam_marked(self) -> None:
        if await self._all_marked(lambda row: row.spam, QueueView.SPAM):
            question = f"Take the mark of spam off {self._said}"
            await self._batch(partial(MarkSpam, spam=False), question, "Bringing back", "brought back")
        else:
            await self._batch(MarkSpam, f"Mark {self._said} as spam", "Marking", "marked as spam")

    def action_priority(self) -> None:
        """Choose a priority for the marked tickets, or the one under the cursor."""
        if not self.tickets.marked:
            super().action_priority()
        elif self.priorities_used():
            self.begin(self._priority_marked())

    async def _priority_marked(self) -> None:
        if (chosen := await ask_priority(self)) is not None:
            question = f"Give {self._said} {chosen.word} priority"
            await self._batch(
                partial(SetPriority, priority=chosen), question, "Changing", f"given {chosen.word} priority"
            )

    def action_front(self) -> None:
        """Place the marked tickets at the beginning, or take them off there where all of them stand there."""
        if not self.tickets.marked:
            super().action_front()
        else:
            self.begin(self._front_marked())

    async def _front_marked(self) -> None:
        front = not await self._all_marked(lambda row: row.front)
        question = f"Place {self._said} at the beginning" if front else f"Put {self._said} back in place"
        done = "placed at the beginning" if front else "put back in place"
        await self._batch(partial(SetPriority, front=front), question, "Placing", done)

    def action_tags(self) -> None:
        """Tag the marked tickets, or the one under the cursor."""
        if self.tickets.marked:
            self.begin(self._tag_marked())
        else:
            super().action_tags()

    async def _tag_marked(self) -> None:
        change = await ask_tags(self)
        if change is not None and change != ((), ()):
            named, taken = (" ".join(f"#{tag}" for tag in tags) for tags in change)
            said = ", ".join(filter(None, (named, f"without {taken}" if taken else "")))
            act = partial(TagTicket, add=change[0], remove=change[1])
            await self._batch(act, f"Tag {self._said}: {said}", "Tagging", "tagged")

    @property
    def _said(self) -> str:
        return tickets(tuple(self.tickets.marked))


def _cells(number: int, row: QueueRow | None, refused: dict[int, str]) -> tuple[str, ...]:
    """A line of the list of marked tickets."""
    if row is None:
        return (str(number), "", "not to be seen any more", refused.get(number, ""))
    return (str(number), row.client, row.subject, refused.get(number, ""))
