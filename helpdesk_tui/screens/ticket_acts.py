"""What staff do with a ticket, alike in the list and in the form: the same keys, dialogues and refusals (PEERS 3).

`TicketActs` is mixed into both screens, which say which ticket is meant. Each action asks `blocked` first, so that a
refused key says why before anything is asked.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.abuse import AddAbuse
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.hold import Release, Take, TakeOver
from helpdesk_tui.desk.actions.parameters import SetPriority, Summarise, ToggleFavourite
from helpdesk_tui.desk.actions.redirect import Archive, Assign, Close, Delay
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadCosts, ReadTicket
from helpdesk_tui.rules.when import say_when
from helpdesk_tui.screens.asking import ask_place, ask_priority, ask_tags, ask_when
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.costs import costs_words
from helpdesk_tui.screens.dialogs import AskLine, Confirm
from helpdesk_tui.screens.lookup import LOOKUP, look_up
from helpdesk_tui.screens.undoing import HINT, Undoing
from helpdesk_tui.views import QueueRow, TicketView
from helpdesk_tui.vocab import TaskState


class TicketActs(Undoing):
    """The acts on one ticket; subclasses implement `row`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("t", Take, "take"),
        act_key("r", Reply, "reply"),
        act_key("i", Comment, "comment"),
        act_key("T", TakeOver, "take_over"),
        act_key("u", Release, "release"),
        act_key("a", Assign, "assign"),
        act_key("h,b", Delay, "delay"),
        act_key("e", Close, "close"),
        act_key("A", Archive, "archive"),
        act_key("B", MarkSpam, "spam"),
        act_key("P", SetPriority, "priority"),
        Binding("circumflex_accent", "front", "Place at the beginning", id="front",
                tooltip="Place the ticket at the beginning of the queue, above every priority, or take it off there."),
        act_key("s", ToggleFavourite, "favourite"),
        act_key("m", Summarise, "summary"),
        act_key("exclamation_mark", AddAbuse, "abuse"),
        act_key("l", TagTicket, "tags"),
        act_key("Y", ConfirmSender, "confirm_sender"),
        Binding("M", "messages", "Messages", id="messages",
                tooltip="All messages of the ticket in a list: read whole, edit, split, merge, take back."),
        Binding("f", "only_client", "Only this client", id="filter.client",
                tooltip="Narrow every list to this client; f again shows all."),
        Binding("C", "new_ticket", "New ticket", id="new-ticket", tooltip="Write to a client."),
        Binding("c", "client", "Client card", id="client",
                tooltip="Information on the client: services, tickets, users, history."),
        LOOKUP,
        Binding("y", "copy", "Copy number", id="copy", tooltip="Copy the ticket's number through the terminal."),
    ]  # fmt: skip

    def row(self) -> QueueRow | None:
        """The ticket that is meant."""
        raise NotImplementedError

    def summary_now(self) -> str:
        """The ticket's summary as far as it is known here."""
        return ""

    def no_ticket(self) -> str:
        """Why no ticket is meant."""
        return "There is no ticket here."

    def meant(self, act: type[Act[Any]]) -> int | None:
        """The ticket's number, unless the act is refused; then the reason is said."""
        row = self.row()
        if row is None:
            self.say(self.no_ticket())
            return None
        refused = self.refusal(act)
        if refused:
            self.say(refused)
            return None
        return row.number

    def action_take(self) -> None:
        """Take the ticket."""
        if (number := self.meant(Take)) is not None:
            self.begin(self._take(number))

    async def _take(self, number: int) -> None:
        if await self.act(Take(number)) is not None:
            self.taken(number)

    def taken(self, number: int) -> None:
        """The ticket is mine now."""
        self.say(f"Ticket {number} is yours.", alarm=False)

    def action_release(self) -> None:
        """Give the ticket back."""
        if (number := self.meant(Release)) is not None:
            self.begin(self._quiet(self.act(Release(number), f"Ticket {number} is free again.")))

    def action_take_over(self) -> None:
        """Take the ticket from its holder, with a reason."""
        if (number := self.meant(TakeOver)) is not None:
            self.begin(self._take_over(number))

    async def _take_over(self, number: int) -> None:
        reason = await self.ask(AskLine("Take over: why?"))
        if reason is not None:
            said = f"Ticket {number} is yours."
            if await self.act(TakeOver(number, reason), said) is not None and self.handed_over():
                self.say(f"{said}{self.handed_over()}{HINT}", alarm=False)

    def handed_over(self) -> str:
        """What is said of the former holder's draft, where it can be read."""
        return ""

    def action_assign(self) -> None:
        """Redirect to a department or a colleague."""
        if (number := self.meant(Assign)) is not None:
            self.begin(self._assign(number))

    async def _assign(self, number: int) -> None:
        if place := await ask_place(self):
            await self.act(place.act(number), f"Ticket {number} is assigned to {place.name}.")

    def action_delay(self) -> None:
        """Put the ticket off, or take the delay off."""
        if (number := self.meant(Delay)) is not None:
            self.begin(self._delay(number))

    async def _delay(self, number: int) -> None:
        row = self.row()
        if row is not None and row.delayed:
            await self.act(Delay(number, None), f"Ticket {number} is back in the queue.")
            return
        until = await ask_when(self)
        if until is not None:
            said = say_when(until, self.session.clock.now(), self.session.zone)
            await self.act(Delay(number, until), f"Ticket {number} is delayed until {said}.")

    def action_close(self) -> None:
        """Close for me, or for everybody; asked when that meets others."""
        if (number := self.meant(Close)) is not None:
            self.begin(self._close(number))

    async def _close(self, number: int) -> None:
        everywhere = self.closes_everywhere()
        try:
            ticket = await self.session.read(ReadTicket(number))
        except DeskError as failure:
            self.say(failure.sentence)
            return
        question = close_question(ticket, self.left_behind(ticket), everywhere=everywhere)
        if question and await self.ask(Confirm(question)) is not True:
            return
        if await self.act(Close(number, everywhere=everywhere), f"Ticket {number} is closed.") is not None:
            self.closed(number)

    def closes_everywhere(self) -> bool:
        """Whether *Close* closes every task of the ticket here, or only mine (TQ5, TQ6)."""
        raise NotImplementedError

    def left_behind(self, ticket: TicketView) -> str:
        """What closing would leave unsent, as a sentence; empty when there is nothing."""
        return "Your draft is not sent." if ticket.draft is not None else ""

    def closed(self, number: int, how: str = "is closed") -> None:
        """The ticket is closed, or put away in another way."""

    def action_spam(self) -> None:
        """Mark as spam, or take the mark off; asked when that meets others."""
        if (number := self.meant(MarkSpam)) is not None:
            self.begin(self._spam(number))

    async def _spam(self, number: int) -> None:
        try:
            ticket = await self.session.read(ReadTicket(number))
        except DeskError as failure:
            self.say(failure.sentence)
            return
        if ticket.row.spam:
            await self.act(MarkSpam(number, spam=False), f"Ticket {number} is no spam any more.")
            return
        question = close_question(ticket, self.left_behind(ticket), everywhere=True, doing="Mark {} as spam")
        if question and await self.ask(Confirm(question)) is not True:
            return
        if (
            await self.act(MarkSpam(number), f"Ticket {number} is spam; {self.keyed('{view.spam:0}')} shows it.")
            is not None
        ):
            self.closed(number, "is spam")

    def action_archive(self) -> None:
        """Put a closed ticket into the client's archive."""
        if (number := self.meant(Archive)) is not None:
            self.begin(self._archive(number))

    async def _archive(self, number: int) -> None:
        question = f"Archive {number} for the client? {self.keyed('{z}')} brings it back, or the client's next message."
        if await self.ask(Confirm(question)) is True:
            await self.act(Archive(number), f"Ticket {number} is in the archive.")

    def action_priority(self) -> None:
        """Choose a priority."""
        if (number := self.meant(SetPriority)) is not None and self.priorities_used():
            self.begin(self._priority(number))

    def priorities_used(self) -> bool:
        """Whether the desk uses priorities; says so where it does not."""
        if not self.session.use_priority:
            self.say("This desk does not use priorities (provider setting use_priority); ^ places it at the beginning.")
        return self.session.use_priority

    async def _priority(self, number: int) -> None:
        chosen = await ask_priority(self)
        if chosen is not None:
            await self.act(SetPriority(number, priority=chosen), f"Ticket {number} has {chosen.word} priority.")

    def action_front(self) -> None:
        """Place at the beginning of the queue, or take off there."""
        row = self.row()
        if (number := self.meant(SetPriority)) is not None and row is not None:
            said = "is in its place again." if row.front else "is at the beginning of the queue."
            self.begin(self._quiet(self.act(SetPriority(number, front=not row.front), f"Ticket {number} {said}")))

    def action_favourite(self) -> None:
        """Add to the favourites, or remove."""
        row = self.row()
        if (number := self.meant(ToggleFavourite)) is not None and row is not None:
            said = "is no favourite any more." if row.favourite else "is a favourite."
            self.begin(self._quiet(self.act(ToggleFavourite(number), f"Ticket {number} {said}")))

    def action_tags(self) -> None:
        """Change the ticket's tags."""
        row = self.row()
        if (number := self.meant(TagTicket)) is not None and row is not None:
            self.begin(self._tag(number, row.tags))

    async def _tag(self, number: int, before: tuple[str, ...]) -> None:
        if (change := await ask_tags(self, before)) is not None and change != ((), ()):
            await self.act(TagTicket(number, *change), f"The tags of ticket {number} are changed.")

    def action_summary(self) -> None:
        """Write the summary."""
        if (number := self.meant(Summarise)) is not None:
            self.begin(self._summary(number))

    async def _summary(self, number: int) -> None:
        text = await self.ask(AskLine("Summary", value=self.summary_now()))
        if text is not None:
            await self.act(Summarise(number, text), "The summary is kept.")

    def action_abuse(self) -> None:
        """Register a violation."""
        from helpdesk_tui.screens.abuse_form import register

        if (number := self.meant(AddAbuse)) is not None:
            self.begin(register(self, number))

    def action_confirm_sender(self) -> None:
        """Vouch for who wrote it."""
        if (number := self.meant(ConfirmSender)) is not None:
            self.begin(self._confirm_sender(number))

    async def _confirm_sender(self, number: int) -> None:
        """Say first what was held back for it, where anything was (IN10)."""
        try:
            costs = await self.session.read(ReadCosts(number, confirmed=True))
        except DeskError as failure:
            self.say(failure.sentence)
            return
        if costs.refused:
            self.say(costs.refused)
            return
        held = costs_words(costs)
        if not held or await self.ask(Confirm(f"Confirm the sender of ticket {number}?", "\n".join(held))):
            await self.act(ConfirmSender(number), f"The sender of ticket {number} is confirmed.")

    def action_messages(self) -> None:
        """Every message in a list."""
        from helpdesk_tui.screens.messages import MessagesScreen

        row = self.row()
        if row is not None:
            self.app.push_screen(MessagesScreen(self.session, row.number, self.message_meant()))

    def message_meant(self) -> int | None:
        """The message under the cursor, where there is one."""
        return None

    def action_client(self) -> None:
        """Open the client card."""
        from helpdesk_tui.screens.client import ClientScreen

        row = self.row()
        if row is not None:
            self.app.push_screen(ClientScreen(self.session, row.client_id))

    def action_only_client(self) -> None:
        """Narrow every list to this client, or show all again (TF9)."""
        row = self.row()
        if self.session.client is not None:
            self.session.client = None
            self.narrowed("Every list shows all clients again.")
        elif row is not None:
            self.session.client = (row.client_id, row.client)
            self.narrowed(f"Every list shows only {row.client} now; {self.keyed('{f}')} shows all.")

    def narrowed(self, said: str) -> None:
        """The lists are narrowed to another client, or to none."""
        self.say(said, alarm=False)

    def action_new_ticket(self) -> None:
        """Write to a client."""
        from helpdesk_tui.screens.new_ticket import new_ticket

        row = self.row()
        self.begin(new_ticket(self, f"#{row.client_id}" if row else "", row.department if row else ""))

    def action_copy(self) -> None:
        """Copy the number with OSC 52."""
        row = self.row()
        if row is not None:
            self.app.copy_to_clipboard(str(row.number))
            self.say(f"{row.number} is in the clipboard.", alarm=False)

    def action_look_up(self) -> None:
        """Whois or dig about what the ticket names."""
        row = self.row()
        if row is not None:
            self.begin(look_up(self, row.number))

    async def _quiet(self, work: Any) -> None:
        await work


def close_question(ticket: TicketView, unsent: str, *, everywhere: bool, doing: str = "") -> str:
    """What to ask before closing; empty when nobody else is met and nothing of mine is left unsent.

    `doing` asks about something else that closes all of it, with {} for the number.
    """
    number = ticket.row.number
    tasks = [task for task in ticket.tasks if task.state is TaskState.OPEN and not task.mine] if everywhere else []
    if any(task.staff for task in tasks):
        holds = [f"{task.staff} holds it in {task.department}" if task.staff else f"{task.department} has it open"
                 for task in sorted(tasks, key=lambda task: task.staff is None)]  # fmt: skip
        return f"{(doing or 'Close {} for everybody').format(number)}? {'; '.join(holds)}.{unsent and ' '}{unsent}"
    return f"{(doing or 'Close {}').format(number)}? {unsent}" if unsent else ""
