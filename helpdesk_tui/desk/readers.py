"""Every question, the function of the store that answers it, and who may ask it at all.

The scope narrows the answer besides: a reader shows whoever asks what is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from helpdesk_tui import questions as q
from helpdesk_tui.errors import NotFound
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.store.reads import (
    abuse,
    accounts,
    area,
    billing,
    charges,
    clients,
    desk,
    hits,
    incident_moves,
    journal,
    letters,
    mail,
    mass,
    messages,
    my,
    papers,
    people,
    plans,
    presence,
    pricing,
    queue,
    rates,
    replies,
    statement,
    ticket,
    words,
)
from helpdesk_tui.store.reads.base import Asking

READERS: Mapping[type[q.Read[Any]], Callable[[Asking, Any], Any]] = {
    q.ReadQueue: queue.queue_page, q.ReadCounts: queue.counts, q.ReadMatches: queue.matches,
    q.ReadRow: queue.one_row, q.ReadViews: people.own_views, q.ReadTouched: queue.touched, q.ReadSearch: hits.search,
    q.ReadPresence: presence.presence,
    q.ReadTicket: ticket.ticket_form, q.ReadDraft: ticket.my_draft, q.ReadHistory: ticket.history,
    q.ReadEarlier: messages.earlier, q.ReadRegroupings: messages.regroupings,
    q.ReadSince: ticket.since_looked,
    q.ReadMyTickets: my.my_tickets, q.ReadMyTicket: my.my_ticket, q.ReadArea: area.area,
    q.ReadMyPlans: area.my_plans, q.ReadMyOffer: area.my_offer, q.ReadMyOrders: area.my_orders,
    q.ReadMyPayments: area.my_payments, q.ReadMyStatement: area.my_statement, q.ReadMyPayers: area.my_payers,
    q.ReadAttachment: ticket.attachment, q.ReadClient: clients.client_card, q.ReadClients: clients.client_list,
    q.ReadAccount: accounts.account, q.ReadAccounts: accounts.every_account,
    q.ReadMoney: accounts.money, q.ReadIncidents: accounts.incidents,
    q.ReadIncidentMoves: incident_moves.incident_moves,
    q.ReadExpenses: accounts.expenses, q.ReadExpense: accounts.expense,
    q.ReadPayments: accounts.payments, q.ReadPayment: accounts.payment,
    q.ReadSetUp: plans.set_up, q.ReadPlans: plans.plans, q.ReadOrders: plans.orders, q.ReadOrder: plans.order,
    q.ReadCurrencies: rates.currencies, q.ReadRates: rates.exchange_rates, q.ReadRate: rates.exchange_rate,
    q.ReadOffer: plans.offer, q.ReadCosts: charges.costs,
    q.ReadStatement: statement.statement, q.ReadIncidentStatement: incident_moves.incident_statement,
    q.ReadMonths: statement.months, q.ReadEntries: statement.entries, q.ReadTurnover: statement.turnover,
    q.ReadPaymentPart: billing.payments,
    q.ReadExpensePart: billing.expenses, q.ReadShares: billing.shares, q.ReadWithdrawals: billing.withdrawals,
    q.ReadAccountChanges: billing.account_changes, q.ReadPayers: billing.payers,
    q.ReadInvoice: papers.invoice, q.ReadInvoicePart: papers.invoices, q.ReadWithdrawalPart: papers.withdrawals,
    q.ReadPaperHistory: papers.history,
    q.ReadDiscounts: pricing.discounts, q.ReadTaxRules: pricing.tax_rules, q.ReadPaidPrice: pricing.paid_price,
    q.ReadPeople: clients.persons, q.ReadAbuses: abuse.abuses, q.ReadAbuse: abuse.one_abuse,
    q.ReadDepartments: people.departments, q.ReadStaff: people.staff, q.ReadMe: people.me, q.ReadLook: people.look,
    q.ReadGateways: mail.gateways, q.ReadKnownUnits: mail.known_units, q.ReadIncoming: mail.incoming,
    q.ReadIncomingMail: mail.incoming_mail, q.ReadMailMessages: mail.messages, q.ReadRaw: mail.raw,
    q.ReadOutbox: mail.outbox, q.ReadOutgoing: mail.outgoing, q.ReadLetters: letters.letters,
    q.ReadMassMessage: mass.mass_message,
    q.ReadSpamSenders: letters.spam_senders,
    q.ReadHealth: desk.health, q.ReadProvider: desk.provider, q.ReadDue: desk.due,
    q.ReadQueryWords: words.query_words, q.ReadReplies: replies.replies_seen, q.ReadJournal: journal.journal,
}  # fmt: skip
"""Every question and the function of the store that answers it."""

CLIENT_ONLY = frozenset({
    q.ReadArea, q.ReadMyTickets, q.ReadMyTicket, q.ReadMyPlans, q.ReadMyOffer, q.ReadMyOrders, q.ReadMyPayments,
    q.ReadMyStatement, q.ReadMyPayers,
})  # fmt: skip
"""Questions of the client area."""
_STAFF_ONLY = frozenset(READERS) - CLIENT_ONLY - {q.ReadAttachment}
_SYSTEM_ONLY = frozenset({q.ReadKnownUnits, q.ReadDue})


def may_ask(scope: Scope, question: type[q.Read[Any]]) -> None:
    """Raise NotFound for a question that is not for the actor: what is not theirs and what is not there read alike."""
    staff, client = scope.system or scope.staff_id is not None, scope.client_id is not None
    allowed = client if question in CLIENT_ONLY else staff or (client and question not in _STAFF_ONLY)
    if not allowed or (question in _SYSTEM_ONLY and not scope.system):
        raise NotFound("This")
