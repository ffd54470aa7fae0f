"""No question reads a whole table, except those that are here with their reason (PERFORMANCE P3, P7)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC

from benchmarks.measure import listened, plan
from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions.currencies import AddCurrency
from helpdesk_tui.desk.actions.orders import PlaceOrder
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.rates import AddRate
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.desk.readers import CLIENT_ONLY, READERS
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import Read
from helpdesk_tui.rules.query import parse_query
from helpdesk_tui.store.engine import Store
from helpdesk_tui.vocab import PaymentStatus, QueueView
from tests.desks import HANS, NINE, MadeDesk, only

database = only("sqlite")
SMALL = {
    "desk",
    "setting",
    "gateway",
    "department",
    "staff",
    "membership",
    "plan",
    "planprice",
    "planpackage",
    "currency",
}
"""Tables with a row a desk, a setting, a gateway, a department, a person, a plan, a currency: always read whole."""
_SCAN = re.compile(r"\bSCAN (\w+)")

ALLOWED = {
    q.ReadCounts: {"ticket", "task"},  # every ticket of a view is counted
    q.ReadMatches: {"ticket", "task"},  # the same
    q.ReadHealth: {"ticket", "message", "client", "mail", "outbox"},  # `status` counts them; asked once
    q.ReadDepartments: {"task"},  # an index of the open ones alone
    q.ReadGateways: {"arrival"},  # counted for the screen of gateways alone
    q.ReadClients: {"client", "clientuser"},  # parts of names and addresses; a page of it
    q.ReadOutbox: {"outbox"},  # a walk from the newest to the last row of the page
    q.ReadAbuses: {"abuse"},  # the list itself: few tickets have a violation
    q.ReadSpamSenders: {"spamsender"},  # the list itself
    q.ReadPresence: {"presence"},  # a row for each form that is open now
    q.ReadLetters: {"letter"},  # a row for each text that the desk changed
    q.ReadReplies: {"predefinedreply", "replytext"},  # the list itself, kept in memory while one searches it
    q.ReadPeople: {"client", "clientuser"},  # as ReadClients
    q.ReadMassMessage: {"client", "clientuser"},  # everybody whom a mass message would reach
    q.ReadPaymentPart: {"payment"},  # a walk from the newest to the last row of the page; with words, until it is full
    q.ReadExpensePart: {"expense"},  # the same
    q.ReadInvoicePart: {"payment", "entry"},  # as ReadPaymentPart; of what is Paid a walk through what was booked
    q.ReadWithdrawalPart: {"withdrawal"},  # the same
    q.ReadTurnover: {"entry", "account"},  # what every account has, for the accountant
    # The first names of each kind, asked when somebody begins to filter; `step` goes from tag to tag, not by rows.
    q.ReadQueryWords: {"client", "service", "step"},
    q.ReadSearch: {"message_search", "ticket_search", "client_search", "CONSTANT"},  # how SQLite calls asking the index
}
"""Questions and the tables that they may walk through."""


def every_question(number: int) -> list[Read[object]]:
    """One of each kind."""
    query = parse_query("server", now=NINE, zone=NINE.tzinfo)  # type: ignore[arg-type]
    return [
        q.ReadQueue(), q.ReadCounts(), q.ReadMatches(QueueView.ALL), q.ReadRow(number), q.ReadTouched(0),
        q.ReadSearch(query),
        q.ReadPresence(), q.ReadPresence(number),
        q.ReadTicket(number), q.ReadDraft(number), q.ReadHistory(number), q.ReadSince(number),
        q.ReadAttachment(1), q.ReadClient(HANS),
        q.ReadClients(), q.ReadDepartments(), q.ReadStaff(), q.ReadMe(), q.ReadLook(), q.ReadGateways(),
        q.ReadKnownUnits(1, ("x",)),
        q.ReadIncoming(), q.ReadIncomingMail(1), q.ReadRaw(1), q.ReadOutbox(), q.ReadHealth(), q.ReadProvider(),
        q.ReadMailMessages(NINE), q.ReadLetters(), q.ReadSpamSenders(), q.ReadReplies(), q.ReadAbuses(), q.ReadAbuse(1),
        q.ReadViews(),
        q.ReadDue(), q.ReadQueryWords(), q.ReadOutgoing(1), q.ReadPeople(),
        q.ReadMassMessage("Department 0", "News", "Hello."), q.ReadMyTickets(), q.ReadMyTicket(number),
        q.ReadEarlier(1), q.ReadRegroupings(number),
        q.ReadJournal(), q.ReadJournal(number), q.ReadAccount(HANS), q.ReadMoney(HANS), q.ReadIncidents(HANS),
        q.ReadIncidentMoves(HANS), q.ReadExpenses(HANS), q.ReadExpense(1),
        q.ReadStatement(HANS), q.ReadStatement(HANS, q.Slice(1)), q.ReadIncidentStatement(HANS), q.ReadMonths(HANS),
        q.ReadEntries(), q.ReadEntries(client=HANS), q.ReadTurnover(), q.ReadTurnover(HANS), q.ReadPaymentPart(),
        q.ReadPaymentPart(q.Narrow(HANS)), q.ReadExpensePart(), q.ReadExpensePart(q.Narrow(HANS)),
        q.ReadInvoice(1), q.ReadInvoicePart(), q.ReadInvoicePart(q.Narrow(HANS)), q.ReadWithdrawalPart(),
        q.ReadInvoicePart(q.Narrow(status=PaymentStatus.PAID)), q.ReadInvoice(1, turn=1),
        q.ReadWithdrawalPart(q.Narrow(HANS)), q.ReadPaperHistory("payment:1"),
        q.ReadShares("payment:1"), q.ReadWithdrawals(HANS), q.ReadAccountChanges(HANS), q.ReadPayers(HANS),
        q.ReadDiscounts(HANS), q.ReadTaxRules(HANS), q.ReadPaidPrice(1),
        q.ReadPayments(HANS), q.ReadPayment(1), q.ReadSetUp(),
        q.ReadPlans(), q.ReadOrders(HANS), q.ReadOrder(1), q.ReadOffer(HANS, "Care"), q.ReadOffer(order=1),
        q.ReadCosts(number, 5_00, 1), q.ReadAccounts(HANS), q.ReadCurrencies(), q.ReadRates(), q.ReadRates(HANS),
        q.ReadRate(1), q.ReadCosts(None, None, 1, HANS), q.ReadCosts(number, confirmed=True),
        q.ReadArea(), q.ReadMyTickets(archived=False, unread=True), q.ReadMyPlans(),
        q.ReadMyOffer("Care", 3), q.ReadMyOffer(order=1), q.ReadMyOrders(), q.ReadMyPayments(), q.ReadMyStatement(),
        q.ReadMyPayers(),
    ]  # fmt: skip


def test_no_question_reads_a_whole_table(desk: MadeDesk) -> None:
    """P3: for an administrator, a member of one department, and the program itself."""
    number = desk.ticket()
    desk.gary.perform(AddPlan("Care", 10, {0: 0, 3: 0}))
    desk.gary.perform(AddCurrency("USD"))
    desk.gary.perform(AddRate(HANS, "USD", "EUR", "1"))
    desk.gary.perform(PlaceOrder(HANS, "Care", 3))
    as_hans = desk.anna.as_client(HANS)
    asked_for = every_question(number)
    assert {type(one) for one in asked_for} == set(READERS)
    whole = set()
    for who in (desk.gary, desk.anna, desk.system, desk.hans, as_hans):
        store: Store = who._store
        for question in asked_for:
            if (who is desk.system) is not isinstance(question, q.ReadDue | q.ReadKnownUnits):
                continue
            if (who in (desk.hans, as_hans)) is not (type(question) in CLIENT_ONLY):
                continue
            with listened(store) as asked, suppress(NotFound):
                who.read(question)
            for statement in asked:
                tables = set(_SCAN.findall(plan(store, statement))) - SMALL - ALLOWED.get(type(question), set())
                whole |= {(type(question).__name__, table, statement[0][:90]) for table in tables}
    assert whole == set()


ALONG_A_TAG = ("has:attachment", "has:attachment status:progress", "tag:dns has:attachment", "tag:dns",
               "-tag:vip tag:dns", "tag:dns,vip", "tag:dns tag:vip", "tag:dns status:progress",
               "tag:dns dept:tech", "tag:dns is:unread", "tag:dns service:vps-31", "tag:dns -from:acme")  # fmt: skip
BY_AN_INDEX = ("tag:dns client:#1", "tag:dns server", "tag:dns from:acme")
"""Led by the tag only where departments limit: there no index has a client's tickets or those of a word."""
ALONG_THE_VIEW = ("-has:attachment", "has:attachment #1", "tag:dns #1", "-tag:dns")


def test_which_filters_walk_along_a_tag(desk: MadeDesk) -> None:
    """P3, TQ10: a tag leads unless something that is found by an index of its own narrows more."""
    desk.anna.perform(TagTicket(desk.ticket(), ("dns",)))
    for who in (desk.gary, desk.gus):
        store: Store = who._store
        for view in (QueueView.SUPPORT, QueueView.UNASSIGNED, QueueView.ALL):
            leads = (*ALONG_A_TAG, *(() if who is desk.gary else BY_AN_INDEX))
            for text in (*ALONG_A_TAG, *BY_AN_INDEX, *ALONG_THE_VIEW):
                with listened(store) as asked:
                    who.read(q.ReadQueue(view, query=parse_query(text + " ", now=NINE, zone=UTC)))
                [walk] = [plan(store, one) for one in asked if "sort_value" in one[0]]
                assert ("INDEX ix_tagrow_" in walk) is (text in leads), (text, walk)
                assert "SCAN tagrow" not in walk, (text, walk)
