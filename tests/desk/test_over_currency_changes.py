"""What goes on over a change of the provider's currency: acts that began before it and end after it (CL11)."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest

from helpdesk_tui.desk import currency_change
from helpdesk_tui.desk.actions.accounts import EditAccount
from helpdesk_tui.desk.actions.currencies import AddCurrency
from helpdesk_tui.desk.actions.expenses import EditExpense
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.reply import GivenBack, Reply
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.actions.undo import Undo
from helpdesk_tui.questions import (
    ReadAccount,
    ReadAccountChanges,
    ReadAccounts,
    ReadExpenses,
    ReadIncidents,
    ReadMonths,
    ReadMyTicket,
    ReadOutbox,
    ReadTurnover,
)
from helpdesk_tui.rules.ledger import Movement, Why
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import FeesView
from helpdesk_tui.vocab import EntryKind, Grace, OutboxState, Unit
from tests.desk.charges import allow_extra, charge, charged, held_ticket, sound, system_words
from tests.desk.refusals import refused
from tests.desk.selling import PAID, order
from tests.desk.test_currency_change import take, to, total
from tests.desk.test_undo import newest
from tests.desks import HANS, OMAR, MadeDesk
from tests.e2e.live import until
from tests.store.transactions import writing

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def test_spam_after_the_change_takes_again_what_it_gave_back(desk: MadeDesk) -> None:
    """Clarification, Spam: a new account counts its entries from 1 again; what the mark gave back before is past."""
    desk.anna.perform(AdjustIncidents(HANS, 5, "five"))
    ticket = take(desk, 1)
    for spam in (True, False):
        desk.anna.perform(MarkSpam(ticket, spam=spam))
    to(desk, "USD")
    desk.anna.perform(AdjustIncidents(HANS, 1, "one"))
    desk.anna.perform(MarkSpam(ticket))
    assert total(desk) == 6
    desk.anna.perform(MarkSpam(ticket, spam=False))
    assert total(desk) == 5
    causes = desk.sql("SELECT cause FROM entry WHERE kind = 'ticket_back' ORDER BY id")
    assert [tuple(one) for one in causes] == [("ticket:1:spam:3",), ("ticket:1:spam:3/of2",)], "the cause came again"
    assert sound(desk)


@pytest.fixture
def held(desk: MadeDesk) -> Iterator[MadeDesk]:
    """A desk that holds answers back for ten seconds."""
    holding = desk.with_rules(SendRules(undo_seconds=10))
    yield holding
    holding.close()


def test_an_answer_is_stopped_though_its_fee_stays(held: MadeDesk) -> None:
    """TR7, CL11: nothing is booked on an account that can only be read; the ticket says so, incidents come back."""
    number = held_ticket(held, incidents=5, paid=20_00)
    seen = Parameters("Server down", "", None, False, fee=0, incidents=0)
    held.anna.perform(Reply(number, "It is up again.", values=Parameters(fee=15_00, incidents=2, seen=seen)))
    to(held, "USD")
    assert total(held) == 3
    given = held.anna.perform(Undo(newest(held.anna))).given
    assert isinstance(given, GivenBack)
    assert given.answered
    assert {mail.state for mail in held.gary.read(ReadOutbox())} == {OutboxState.FAILED}
    assert total(held) == 5
    said = [line for line in system_words(held, number) if line.startswith("Not taken back")]
    assert said == ["Not taken back: its support fee is on the account in EUR, an earlier currency."]
    assert held.anna.read(ReadAccount(HANS, "EUR")).balance == 5_00
    assert sound(held)


def test_parameters_with_a_fee_stay_where_it_cannot_go_back(desk: MadeDesk) -> None:
    """X4: they are taken back whole or not at all, with the reason."""
    number = held_ticket(desk, incidents=5)
    charge(desk.anna, number, 15_00, 2)
    to(desk, "USD")
    refusal = refused(desk.anna, Undo(newest(desk.anna)))
    assert (refusal.code, refusal.sentence) == (
        "changed_since",
        f"Ticket {number} stays as it is: its support fee is on the account in EUR, an earlier currency.",
    )
    assert total(desk) == 3
    to(desk, "EUR")
    desk.anna.perform(Undo(newest(desk.anna)))
    assert (total(desk), desk.anna.read(ReadAccount(HANS)).balance) == (5, 0)
    assert sound(desk)


def test_back_in_an_earlier_currency_who_is_switched_off_stays_so(desk: MadeDesk) -> None:
    """CL11: the account that is in use again was on when it was left; what changes is on record."""
    desk.anna.perform(AddPayment(HANS, 5_00, PAID))
    to(desk, "USD")
    desk.anna.perform(AddPayment(HANS, 5_00, PAID))
    desk.anna.perform(EditAccount(HANS, active=False))
    to(desk, "EUR")
    found = desk.anna.read(ReadAccount(HANS))
    assert (found.currency, found.active, found.balance) == ("EUR", False, 5_00)
    assert refused(desk.gary, AddPayment(HANS, 1_00)).code == "account_inactive"
    assert [(one.who, one.field, one.before, one.after) for one in desk.anna.read(ReadAccountChanges(HANS))] == [
        ("anna", "account_active", "yes", "no"), ("gary", "account_active", "yes", "no"),
    ]  # fmt: skip


def figures(desk: MadeDesk) -> list[tuple[str, int, int]]:
    """Limit and usage of every account of Hans."""
    return [(one.currency, one.limit, one.usage) for one in desk.anna.read(ReadAccounts(HANS))]


def test_used_credit_is_usage_on_the_new_account_too(selling: MadeDesk) -> None:
    """IN9; SPEC, Manual, Credit: it is no limit below zero, which an edit would forgive; given back, it is no usage."""
    allow_extra(selling, 2)
    ticket = take(selling, 2)
    to(selling, "USD")
    assert figures(selling) == [("USD", 0, 2), ("EUR", 0, 0)]
    selling.anna.perform(EditAccount(HANS, incident_limit=0))
    assert selling.anna.read(ReadIncidents(HANS)).credit_used == 2
    selling.anna.perform(AdjustIncidents(HANS, 5, "five"))
    assert figures(selling)[0] == ("USD", 5, 2)
    to(selling, "GBP")
    assert figures(selling) == [("GBP", 3, 0), ("EUR", 0, 0), ("USD", 2, 2)]
    take(selling, 0, ticket)
    assert figures(selling) == [("GBP", 5, 0), ("EUR", 0, 0), ("USD", 2, 2)]
    assert sound(selling)


@pytest.mark.parametrize("first", ["account", "client"])
def test_who_locks_an_account_or_a_client_keeps_the_currency(desk: MadeDesk, store: Store, first: str) -> None:
    """CL11, rule 24: who changes the currency meanwhile waits at the desk's row, with nothing that others wait for."""
    desk.anna.perform(AdjustIncidents(HANS, 5, "five"))
    desk.gary.perform(AddCurrency("USD"))
    failures: list[BaseException] = []
    other = Store(desk.where)

    def change() -> None:
        try:
            with writing(other) as tx:
                tx.desk.keep_settings(change=True)
                currency_change.change(tx, "USD")
        except BaseException as failure:
            failures.append(failure)

    thread = Thread(target=change)
    with writing(store) as tx:
        client = tx.clients.find(HANS)
        if first == "client":
            tx.clients.lock(client)
        else:
            tx.accounts.locked(1)
        thread.start()
        if store.is_postgres:
            until(lambda: desk.sql(WAITING) == [(1,)], what="the change waits")
        account = tx.accounts.of(client)
        tx.accounts.check_open(account)
        tx.accounts.post(account.id, [Movement(Unit.INCIDENT, 2, EntryKind.LIMIT)], Why("two"))
    thread.join(30)
    other.close()
    assert failures == []
    assert figures(desk) == [("USD", 7, 0), ("EUR", 0, 0)]
    assert sound(desk)


@pytest.mark.parametrize("first", ["at once", "later"])
def test_terms_come_from_the_account_that_was_the_client_s_last(rich: MadeDesk, first: str) -> None:
    """CL11: back in euro they are those of the account in euro, whichever account was opened later."""
    rich.anna.perform(EditAccount(HANS, grace=Grace.DUE, respite=3, block=14))
    to(rich, "USD")
    rich.anna.perform(AddPayment(HANS, 1_00))
    rich.anna.perform(EditAccount(HANS, postpaid=True, respite=5, block=20))
    to(rich, "EUR")
    rich.anna.perform(EditAccount(HANS, respite=7, block=30))
    if first == "at once":
        rich.anna.perform(AdjustIncidents(HANS, 1, "one"))
    to(rich, "GBP")
    rich.anna.perform(AddPayment(HANS, 1_00))
    found = rich.anna.read(ReadAccount(HANS))
    assert (found.currency, found.postpaid, found.respite, found.block) == ("GBP", False, 7, 30)
    rich.anna.perform(AddPayment(OMAR, 1_00))
    to(rich, "USD")
    to(rich, "JPY")
    rich.anna.perform(EditAccount(OMAR, postpaid=True))
    rich.anna.perform(EditAccount(HANS, referred_by=OMAR))
    found = rich.anna.read(ReadAccount(HANS))
    assert (found.postpaid, found.respite, found.block) == (True, 5, 20), "those of the account in dollars"


def test_what_moves_is_neither_given_nor_used(rich: MadeDesk) -> None:
    """CL11, X5: in the figures of months and of a period what moved counts where it was given or used, once."""
    rich.anna.perform(AdjustIncidents(HANS, 5, "five"))
    order(rich, 3)
    allow_extra(rich, 9)
    take(rich, 12)
    before = rich.anna.read(ReadMonths(HANS, 1))[0]
    given, used = before.given, before.used
    assert (given, used, total(rich)) == (35, 12, 3), "the months to come are given too"
    to(rich, "USD")
    old, new = rich.anna.read(ReadMonths(HANS, 1, "EUR"))[0], rich.anna.read(ReadMonths(HANS, 1))[0]
    assert [(one.given, one.used) for one in (old, new)] == [(given, used), (0, 0)]
    assert [one.lifetime for one in (old, new)] == [0, rich.anna.read(ReadIncidents(HANS)).lifetime]
    turned = [(one.currency, one.given, one.used) for one in rich.anna.read(ReadTurnover(HANS))]
    assert turned == [("EUR", given, used), ("USD", 0, 0)]
    take(rich, 1)
    assert rich.anna.read(ReadMonths(HANS, 1))[0].used == 1


def test_a_ticket_tells_its_fees_in_every_currency(desk: MadeDesk) -> None:
    """SF1, CL11, CL16: what was charged before a change is told beside what is charged after it, also to clients."""
    number, other = held_ticket(desk), held_ticket(desk)
    charge(desk.anna, other, 2_00)
    desk.anna.perform(MergeTicket(other, number))
    charge(desk.anna, number, 10_00)
    (_, expense) = desk.gary.read(ReadExpenses(HANS))
    desk.gary.perform(EditExpense(expense.id, 9_00))
    to(desk, "KWD")
    assert charged(desk, number).earlier == (FeesView("EUR", 9_00, 10_00, 2_00),)
    charge(desk.anna, number, 1_234)
    to(desk, "USD")
    view, seen = charged(desk, number), desk.anna.as_client(HANS).read(ReadMyTicket(number))
    assert (view.currency, view.fee, view.charged, view.merged_fee) == ("USD", 0, 0, 0)
    assert view.earlier == (FeesView("KWD", 1_234, 1_234), FeesView("EUR", 9_00, 10_00, 2_00))
    assert (seen.fee, seen.currency) == (0, "USD")
    assert seen.earlier == (FeesView("KWD", 1_234), FeesView("EUR", 9_00))
    to(desk, "EUR")
    view, seen = charged(desk, number), desk.anna.as_client(HANS).read(ReadMyTicket(number))
    assert (view.fee, view.charged, view.merged_fee) == (9_00, 10_00, 2_00)
    assert view.earlier == (FeesView("KWD", 1_234, 1_234),)
    assert (seen.fee, seen.earlier) == (9_00, (FeesView("KWD", 1_234),))
