"""The tickets of a client's life: opened by email, by the client and by staff, charged, marked as spam, and undone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import count

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadAccount, ReadCosts, ReadExpenses, ReadJournal
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import MailOutcome
from tests.desk.counted import FIRST_CHARGE
from tests.desk.letters import email
from tests.desk.life import Life, said_of
from tests.desks import MadeDesk

_EMAILS = count(1)


@dataclass
class Form:
    """What a form of a ticket shows: all fees that were charged, and its incidents."""

    fees: int = 0
    incidents: int = 0


@dataclass
class Done:
    """What an act charged: a fee's expense, incidents before and after; `whole`: all of it goes back or nothing."""

    expense: int | None
    incidents: tuple[int, int] | None
    whole: bool


class TicketLife(Life):
    """A client with tickets in a department that writes requests off."""

    def __init__(self, desk: MadeDesk, store: Store, zone: tzinfo) -> None:
        super().__init__(desk, store, zone)
        self.spam: set[int] = set()
        self.owed: dict[int, int] = {}
        """What a ticket gave back when it was marked as spam, and takes again without the mark."""
        self.held: set[int] = set()
        self.fees: dict[int, int] = {}
        self.forms: dict[int, Form] = {}
        self.done: dict[tuple[int, datetime], Done] = {}

    # ---------------------------------------------------------------- opened

    def by_client(self, which: int, number: int) -> None:
        self._opened(self.do(self.client, self._new(), self._uncovered(1)), 1)

    def by_staff(self, which: int, number: int) -> None:
        """As many as staff enter; none is none."""
        incidents = (0, 1, 2, 3, 6, 14)[which]
        act = replace(self._new(), incidents=incidents)
        self._opened(self.do(self.desk.anna, act, self._uncovered(incidents)), incidents)

    def by_email(self, which: int, number: int) -> None:
        """It may arrive a second time."""
        self.acts += 1
        mail = email(self.address, message_id=f"<{(unit := next(_EMAILS))}@lives.example>")
        refusal = self._uncovered(1)
        report = self.desk.receive(mail, unit=f"unit{unit}", raw=f"{unit}".encode())
        assert (report.outcome is MailOutcome.REFUSED) is bool(refusal)
        if self.how == "again":
            assert self.desk.receive(mail, unit=f"unit{unit}", raw=f"{unit}".encode()).ticket == report.ticket
        self._opened(report.ticket, 1)

    def _new(self) -> NewTicket:
        return NewTicket(self.who, "Tech", "Server down", "Help!")

    def _uncovered(self, number: int, gift: int = 0) -> str:
        return "" if number <= 0 or self.counted.covers(number, self.today, gift) else "no_incidents"

    def _opened(self, ticket: int | None, number: int) -> None:
        if ticket is not None:
            self.counted.tickets[ticket] = []
            self.counted.take(ticket, number, self.today)
            self.fees[ticket] = 0
            self.forms[ticket] = Form(0, number)

    # ---------------------------------------------------------------- charged

    def save(self, which: int, number: int) -> None:
        self._charge(which, number, whole=True)

    def answer(self, which: int, number: int) -> None:
        self._charge(which, number, whole=False)

    def _charge(self, which: int, number: int, *, whole: bool) -> None:
        """A fee, a ticket's total of incidents, or both, with saved parameters or an answer."""
        if not self.counted.tickets:
            return
        ticket = self._recent(which)
        fee, incidents = ((None, 2), (7_50, None), (1, 0), (20_00, 12), (None, 1), (3_00, 4))[number]
        before, form = len(self.counted.tickets[ticket]), self._form(ticket)
        seen = Parameters(fee=form.fees, incidents=form.incidents, currency="EUR")
        values = Parameters(fee=fee, incidents=incidents, seen=seen)
        act: Act[int] = SaveParameters(ticket, values) if whole else Reply(ticket, "Done.", values=values)
        refusal = self._refusal(ticket, fee, incidents, form)
        if refusal in ("", "no_incidents"):
            self._foreseen(ticket, fee, incidents, act if refusal else None)
        if self.do(self.desk.anna, act, refusal) is None:
            return
        if fee is not None:
            self.counted.charge(fee)
            self.fees[ticket] += fee
        if incidents is not None and incidents != before:
            self.counted.to_total(ticket, incidents, self.today)
            self.owed.pop(ticket, None)
        self._note(ticket, (before, incidents) if incidents not in (None, before) else None, fee, whole)

    def _recent(self, which: int) -> int:
        """One of the last three tickets."""
        return list(self.counted.tickets)[-3:][-1 - which % min(3, len(self.counted.tickets))]

    def _form(self, ticket: int) -> Form:
        """What the writer sees: the ticket as it is or, in an old form, as it was when that was opened."""
        if not self.stale:
            self.forms[ticket] = Form(self.fees[ticket], len(self.counted.tickets[ticket]))
        return self.forms[ticket]

    def _refusal(self, ticket: int, fee: int | None, incidents: int | None, form: Form) -> str:
        """Why a charge is to be refused; empty where it is not. The ticket is taken first where it can be."""
        if ticket in self.spam:
            return "spam"
        if ticket not in self.held:
            with suppress(Refused):  # an undo gave it back
                self.desk.anna.perform(Take(ticket))
            self.held.add(ticket)
        now = len(self.counted.tickets[ticket])
        if fee is not None and form.fees != self.fees[ticket]:
            return "stale"
        if incidents in (None, now):
            return ""
        if form.incidents != now:
            return "stale"
        # The fee is charged before any are taken, and the first charge gives some.
        gift = FIRST_CHARGE if fee is not None and not self.counted.charged else 0
        return self._uncovered((incidents or 0) - now, gift)

    def _foreseen(self, ticket: int, fee: int | None, incidents: int | None, to_refuse: Act[int] | None) -> None:
        """SF1: the look before says what happens."""
        foreseen = self.desk.anna.read(ReadCosts(ticket, fee, incidents))
        balance = self.desk.gary.read(ReadAccount(self.who)).balance
        assert foreseen.refused == ("" if to_refuse is None else said_of(self.desk.anna, to_refuse)[1])
        assert (foreseen.balance, foreseen.balance_after) == (balance, balance - (fee or 0))

    def _note(self, ticket: int, incidents: tuple[int, int | None] | None, fee: int | None, whole: bool) -> None:
        """What the journal's newest row can take back."""
        rows = [one for one in self.desk.anna.read(ReadJournal(ticket)) if one.action in ("set", "reply")]
        if rows and (rows[0].id, rows[0].at) not in self.done:
            new = {one.id for one in self.desk.gary.read(ReadExpenses(self.who))} - set(self.expenses)
            kept = None if incidents is None or incidents[1] is None else (incidents[0], incidents[1])
            self.done[rows[0].id, rows[0].at] = Done(max(new) if fee is not None else None, kept, whole)

    # ---------------------------------------------------------------- spam and undo

    def mark_spam(self, which: int, number: int) -> None:
        there = [one for one in self.counted.tickets if one not in self.spam]
        if there:
            self.do(self.desk.anna, MarkSpam(ticket := there[which % len(there)]))
            self._marked(ticket)

    def no_spam(self, which: int, number: int) -> None:
        if self.spam:
            self.do(self.desk.anna, MarkSpam(ticket := sorted(self.spam)[which % len(self.spam)], spam=False))
            self._unmarked(ticket)

    def undo(self, which: int, number: int) -> None:
        """What was done to a ticket last is taken back, where nothing of it was changed since."""
        if not self.counted.tickets:
            return
        ticket = self._recent(which)
        rows = [one for one in self.desk.anna.read(ReadJournal(ticket)) if one.action in ("set", "reply", "spam")]
        if not rows:
            return
        self.acts += 1
        try:
            self.desk.anna.perform(Undo(rows[0].id))
        except Refused:
            return
        assert said_of(self.desk.anna, Undo(rows[0].id))[0] == "taken_back"
        if rows[0].action == "spam":
            (self._unmarked if ticket in self.spam else self._marked)(ticket)
        else:
            self._taken_back(ticket, self.done[rows[0].id, rows[0].at])

    def _taken_back(self, ticket: int, done: Done) -> None:
        """The fee goes back unless it was changed since, and so do incidents, where they are covered."""
        fee, incidents = done.expense in self.expenses and done.expense not in self.refunded, False
        if fee and done.expense is not None:
            self.counted.balance += self.expenses.pop(done.expense)
            self.counted.go_on(self.today)
        if done.incidents is not None:
            before, after = done.incidents
            now = len(self.counted.tickets[ticket])
            incidents = now == after and (before < now or self.counted.covers(before - now, self.today))
            if incidents:
                self.counted.to_total(ticket, before, self.today)
                self.owed.pop(ticket, None)
        assert not done.whole or ((fee or done.expense is None) and (incidents or done.incidents is None))

    def _marked(self, ticket: int) -> None:
        number = len(self.counted.tickets[ticket])
        if number:
            self.owed[ticket] = number
            self.counted.give_back(ticket, number, self.today)
        self.spam.add(ticket)
        self.held.discard(ticket)

    def _unmarked(self, ticket: int) -> None:
        self.spam.remove(ticket)
        self.held.discard(ticket)
        number = self.owed.get(ticket, 0)
        if number and self.counted.covers(number, self.today):
            self.counted.take(ticket, number, self.today)
            del self.owed[ticket]
