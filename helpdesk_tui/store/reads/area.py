"""The client area (CL16): what a client has, and where they can turn to.

Each answer is about the scope's own client, never about one that is named. What staff noted and who of them did
something is left out here, in one place, before it leaves the store. Accounts in an earlier currency are not there
(CL11).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import (
    Narrow,
    ReadAccount,
    ReadArea,
    ReadIncidents,
    ReadMyOffer,
    ReadMyOrders,
    ReadMyPayers,
    ReadMyPayments,
    ReadMyPlans,
    ReadMyStatement,
    ReadOffer,
    ReadOrders,
    ReadPayers,
    ReadPaymentPart,
    ReadPlans,
    ReadStatement,
)
from helpdesk_tui.rules.invoice import due_on, lines_of
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store import shelves
from helpdesk_tui.store.reads import accounts, billing, plans, statement
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.charges import credit_of, foreseen, holding_of
from helpdesk_tui.store.reads.clients import currency_of
from helpdesk_tui.store.reads.my import is_unread, may_set_priority, my_tickets_where
from helpdesk_tui.store.rooms.invoices import settings_of
from helpdesk_tui.store.rooms.plans import is_set_up
from helpdesk_tui.store.tables import clients, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import (
    AreaView,
    DepartmentChoice,
    MoneyLine,
    OfferView,
    OrderView,
    Part,
    PayerView,
    PaymentView,
    PlansView,
)
from helpdesk_tui.vocab import EntryKind, Grace, PaymentStatus, ServiceStatus

_client = table(clients.Client)
_service = table(clients.Service)
_department = table(people.Department)
_ticket = table(tickets.Ticket)
_CLIENTS_WORDS = frozenset({EntryKind.PAYMENT, EntryKind.PAYMENT_BACK, EntryKind.EXPENSE, EntryKind.EXPENSE_CHANGE})
"""Movements whose text invoices and expenses tell the client too; a withdrawal's reference is the desk's own."""


def area(asking: Asking, question: ReadArea) -> AreaView:
    """What the client has, how many tickets, and what a new one costs them in each department."""
    number = client_of(asking)
    row = asking.connection.execute(select(_client.c.email, _client.c.name).where(_client.c.id == number)).first()
    if row is None:
        raise NotFound("This client")
    has = accounts.account(asking, ReadAccount(number))
    credit = credit_of(asking)
    takes, left, refused = _next(asking, number)
    unread, active, archived = _counted(asking)
    behind = asking.scope.behind
    return AreaView(
        number, row.email, row.name, has.balance, has.currency, has.credit_limit, has.postpaid,
        has.blocked_since is not None, accounts.incidents(asking, ReadIncidents(number)),
        credit.limit if credit.allowed else None, is_set_up(asking.connection), unread, active, archived,
        _departments(asking, refused), _services(asking, number),
        may_set_priority(asking), behind is not None and not behind.everything, takes, left,
        lines_of(settings_of(asking.connection)["invoice_bank"]),
    )  # fmt: skip


def my_plans(asking: Asking, question: ReadMyPlans) -> PlansView:
    """The plans that are sold, with the periods that are offered."""
    found = plans.plans(asking, ReadPlans())
    sold = (replace(one, prices=one.offered, held=()) for one in found.plans if one.offered)
    return replace(found, plans=tuple(sold))


def my_offer(asking: Asking, question: ReadMyOffer) -> OfferView:
    """What an order, or the renewal of one of theirs, would cost and give."""
    number = question.order
    if number is None:
        return plans.offer(asking, ReadOffer(client_of(asking), question.plan, question.months, question.package))
    if number not in {one.id for one in my_orders(asking, ReadMyOrders())}:
        raise NotFound(f"Order {number}")
    return plans.offer(asking, ReadOffer(months=question.months, order=number))


def my_orders(asking: Asking, question: ReadMyOrders) -> tuple[OrderView, ...]:
    """The orders in the provider's currency, without who placed them."""
    found, currency = plans.orders(asking, ReadOrders(client_of(asking))), currency_of(asking)
    return tuple(replace(one, staff="") for one in found if one.currency == currency)


def my_payments(asking: Asking, question: ReadMyPayments) -> Part[PaymentView]:
    """The payments in the provider's currency, those that are New with the last day to pay."""
    mine = Narrow(client_of(asking), currency=currency_of(asking), status=question.status)
    rows, newer, older = billing.payment_rows(asking, ReadPaymentPart(mine, question.part))
    days = int(settings_of(asking.connection)["invoice_due_days"])
    return Part(tuple(_payment(asking, row, days) for row in rows), newer, older)


def my_statement(asking: Asking, question: ReadMyStatement) -> Part[MoneyLine]:
    """The movements of money."""
    found = statement.statement(asking, ReadStatement(client_of(asking), question.part))
    return Part(tuple(_told(line) for line in found.rows), found.newer, found.older)


def my_payers(asking: Asking, question: ReadMyPayers) -> tuple[PayerView, ...]:
    """Who pays."""
    return billing.payers(asking, ReadPayers(client_of(asking)))


def client_of(asking: Asking) -> int:
    """The client who asks; raises NotFound where it is none."""
    if asking.scope.client_id is None:
        raise NotFound("This")
    return asking.scope.client_id


def _payment(asking: Asking, row: Any, days: int) -> PaymentView:
    """A payment of a row, with until when to pay it; the provider gives so many `days` where the account has none."""
    view = accounts.payment_view(row)
    if view.status is PaymentStatus.PAID:
        return view
    return replace(view, due=due_on(day_of(view.created, asking.zone), Grace(row.grace), row.respite, days))


def _told(line: MoneyLine) -> MoneyLine:
    return replace(line, who="", text=line.text if line.kind in _CLIENTS_WORDS else "")


def _counted(asking: Asking) -> tuple[int, int, int]:
    """Unread tickets, active ones (unread among them), archived ones: of those that are seen."""
    is_archived = _ticket.c.shelf == shelves.ARCHIVED
    asked = select(
        func.count().filter(is_unread(asking)), func.count().filter(~is_archived), func.count().filter(is_archived)
    )
    unread, active, archived = asking.connection.execute(asked.where(*my_tickets_where(asking))).one()
    return unread, active, archived


def _departments(asking: Asking, refused: str) -> tuple[DepartmentChoice, ...]:
    """Those that are shown in the Support center (DS1), with what a new ticket costs there (IN8, IN10)."""
    asked = select(_department.c.name, _department.c.write_off).where(
        _department.c.support_center, _department.c.active
    )
    return tuple(
        DepartmentChoice(row.name, int(row.write_off), refused if row.write_off else "")
        for row in asking.connection.execute(asked.order_by(_department.c.name))
    )


def _next(asking: Asking, client: int) -> tuple[str, str, str]:
    """What a ticket that costs one incident takes now, what is left then, and why it would be refused; in words."""
    try:
        return *foreseen(asking, holding_of(asking, accounts.account_row(asking, client)), 1), ""
    except Refused as refused:
        return "", "", refused.sentence


def _services(asking: Asking, client: int) -> tuple[str, ...]:
    asked = select(_service.c.name).where(_service.c.client == client, _service.c.status != ServiceStatus.DELETED.value)
    return tuple(dict.fromkeys(asking.connection.execute(asked.order_by(_service.c.id)).scalars()))
