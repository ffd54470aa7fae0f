"""What a ticket costs its client, and what it would cost (SF1, IN11, IN12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import func, select, union

from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadCosts, ReadRow
from helpdesk_tui.rules import incident_words as words
from helpdesk_tui.rules import provider
from helpdesk_tui.rules.account_terms import check_active
from helpdesk_tui.rules.incidents import Credit, Holding, Take, balance, moved, taken, to_total
from helpdesk_tui.rules.money import checked
from helpdesk_tui.rules.moving import ranked, widened
from helpdesk_tui.rules.periods import day_of
from helpdesk_tui.store.reads.accounts import account_row, moves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import currency_of, find_client
from helpdesk_tui.store.reads.queue import one_row
from helpdesk_tui.store.reads.support import lots_of
from helpdesk_tui.store.rooms.ledger_rows import takes_everywhere
from helpdesk_tui.store.rooms.plans import is_set_up
from helpdesk_tui.store.tables import billing, desk, ledger, mail, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import ChargeLine, ChargesView, CostsView, FeesView, SupportView
from helpdesk_tui.vocab import EntryKind, Unit

_account = table(ledger.Account)
_entry = table(ledger.Entry)
_expense = table(billing.Expense)
_mail = table(mail.Mail)
_ticket = table(tickets.Ticket)
_regrouping = table(tickets.Regrouping)
_setting = table(desk.Setting)


def charges_of(asking: Asking, number: int, currency: str, support: SupportView) -> ChargesView:
    """What was charged on a ticket, and on those that were merged into it; `support` is what its client has."""
    asked = moves.add_columns(_account.c.currency).join(_account, _account.c.id == _entry.c.account)
    asked = asked.where(_entry.c.ticket.in_((number, *_merged(asking, number))))
    lines = tuple(_line(row) for row in asking.connection.execute(asked.order_by(None).order_by(_entry.c.id)))
    own = [one for one in lines if one.ticket == number]
    others = [one for one in lines if one.ticket != number]
    had = support.incidents or any(one.unit is Unit.INCIDENT for one in lines)
    settable = had or is_set_up(asking.connection)
    now = _fees(own, others, currency)
    before = tuple(_fees(own, others, one) for one in _currencies(lines) if one != currency)
    return ChargesView(
        currency, now.fee, now.charged, _incidents(own), now.merged, _incidents(others), settable, lines, before,
    )  # fmt: skip


def costs(asking: Asking, question: ReadCosts) -> CostsView:
    """What charging a ticket would do now; raises NotFound."""
    client = _client(asking, question)
    account = None if client is None else account_row(asking, client)
    fee = question.fee or 0
    found = CostsView(currency_of(asking), fee)
    if account is not None:
        found = CostsView(account.currency, fee, account.balance, 0 if account.postpaid else account.credit_limit)
    if question.confirmed and question.number is not None:
        return _confirmed(asking, question.number, _Payer(client, account), found)
    try:
        checked(fee, found.currency, zero=question.fee is None)
        if question.fee is not None and account is not None:
            check_active(account.active)
        if question.incidents is None:
            return found
        return _taken(asking, question, _Payer(client, account), question.incidents, found)
    except Refused as refused:
        return replace(found, refused=refused.sentence)


class _Payer(NamedTuple):
    """Whose incidents a ticket takes: a client, None for one who is registered with it, and their account's row."""

    client: int | None
    account: Any


def _client(asking: Asking, question: ReadCosts) -> int | None:
    if question.number is not None:
        return one_row(asking, ReadRow(question.number)).client_id
    return find_client(asking, question.client) if question.client else None


def _confirmed(asking: Asking, number: int, payer: _Payer, found: CostsView) -> CostsView:
    """What confirming the ticket's senders takes: everything that waits for it, or why nothing can be taken."""
    held = select(func.count()).where(_mail.c.ticket == number, _mail.c.proof == "held")
    waits = asking.connection.execute(held).scalar_one()
    if not waits:
        return found
    before = sum(take.left for take in _takes(asking, number, payer.client))
    try:
        return _taken(asking, ReadCosts(number, confirmed=True), payer, before + waits, found)
    except Refused as why:
        return replace(found, refused=why.sentence)


def _merged(asking: Asking, number: int) -> set[int]:
    """The tickets that lead to this one, also by way of others: what was charged on them stays where it is."""
    found: set[int] = set()
    new = {number}
    while new:
        # A merge, or a split that was taken back: only these make links, and a ticket has few of them.
        ends = (_regrouping.c.source, _regrouping.c.target), (_regrouping.c.target, _regrouping.c.source)
        near = [select(one.label("ticket")).where(other.in_(new)) for one, other in ends]
        linked = select(_ticket.c.id).where(_ticket.c.id.in_(union(*near)), _ticket.c.merged_into.in_(new))
        new = set(asking.connection.execute(linked).scalars()) - found - {number}
        found |= new
    return found


def _taken(asking: Asking, question: ReadCosts, payer: _Payer, total: int, view: CostsView) -> CostsView:
    """The view with what would be taken or given back, and what would be left; raises Refused."""
    takes_before = _takes(asking, question.number, payer.client)
    holding = widened(_holding(asking, payer), takes_before)
    if question.fee and payer.client is not None:
        # The fee is charged first, and a first charge may give incidents.
        holding = Holding(holding.pool + _for_first_charge(asking, payer.client), holding.dated)
    day = day_of(asking.now, asking.zone)
    found = to_total(holding, takes_before, total, day, credit_of(asking))
    if not found:
        return view
    by_hand = question.number is not None and not question.confirmed
    if payer.account is not None and by_hand and sum(move.amount for move in found) < 0:
        check_active(payer.account.active)
    left = balance(moved(holding, found), asking.now, asking.zone)
    return replace(view, incidents=words.moved(holding, found), left=words.left(left), total=left.total)


def _holding(asking: Asking, payer: _Payer) -> Holding:
    """What there is to take from: of who is registered with the ticket, what registration gives (IN6)."""
    if payer.client is None:
        return Holding(int(setting_of(asking, "incidents_registration")))
    return holding_of(asking, payer.account)


def holding_of(asking: Asking, account: Any) -> Holding:
    """The incidents on an account, by its row; none where no account was opened yet."""
    return Holding() if account is None else Holding(account.pool, tuple(lots_of(asking, [account.id])[account.id]))


def foreseen(asking: Asking, holding: Holding, number: int) -> tuple[str, str]:
    """What a new ticket that costs so many incidents takes now, and what is left then, in words; raises Refused."""
    found = taken(holding, number, day_of(asking.now, asking.zone), credit_of(asking))
    return words.taken(holding, found), words.left(balance(moved(holding, found), asking.now, asking.zone))


def _takes(asking: Asking, number: int | None, client: int | None) -> tuple[Take, ...]:
    """What a ticket has taken already; nothing where it is new."""
    if number is None or client is None:
        return ()
    asked = moves.where(_entry.c.account.in_(_every(client)), _entry.c.ticket == number)
    rows = asking.connection.execute(asked.order_by(None).order_by(_entry.c.id)).all()
    return ranked(takes_everywhere(rows, number))


def _every(client: int) -> Any:
    """The numbers of all accounts of a client, those in earlier currencies too."""
    return select(_account.c.id).where(_account.c.client == client)


def _for_first_charge(asking: Asking, client: int) -> int:
    """How many incidents the next expense gives by itself (IN6)."""
    before = select(_expense.c.id).where(_expense.c.account.in_(_every(client))).limit(1)
    if asking.connection.execute(before).first() is not None:
        return 0
    return int(setting_of(asking, "incidents_first_charge"))


def credit_of(asking: Asking) -> Credit:
    """*Allow extra tickets*, as the provider has it set (IN8)."""
    return Credit(setting_of(asking, "extra_tickets") == "on", int(setting_of(asking, "extra_tickets_limit")))


def cost_of(asking: Asking, number: int, currency: str) -> tuple[int, int, str, tuple[FeesView, ...]]:
    """What a ticket cost its client: incidents, fees in minor units of the currency, those in others (SF1, IN10)."""
    paid = _entry.c.unit == Unit.MONEY.value
    money, incidents = (func.coalesce(func.sum(_entry.c.amount).filter(one), 0) for one in (paid, ~paid))
    asked = (
        select(_account.c.currency, money.label("money"), incidents.label("incidents"))
        .join_from(_entry, _account, _account.c.id == _entry.c.account)
        .where(_entry.c.ticket == number)
        .group_by(_account.c.currency)
        .order_by(func.max(_entry.c.id).filter(paid).desc(), _account.c.currency)
    )
    rows = asking.connection.execute(asked).all()
    fees = {row.currency: -int(row.money) for row in rows}
    before = tuple(FeesView(one, fee) for one, fee in fees.items() if fee and one != currency)
    return -sum(int(row.incidents) for row in rows), fees.get(currency, 0), currency, before


def setting_of(asking: Asking, name: str) -> str:
    """A provider setting as it is, or as it is at first."""
    found = asking.connection.execute(select(_setting.c.value).where(_setting.c.name == name)).scalar()
    return provider.default(name) if found is None else str(found)


def _line(row: Any) -> ChargeLine:
    return ChargeLine(
        row.id, row.at, row.login or "", EntryKind(row.kind), Unit(row.unit), row.amount, row.currency, row.ticket,
        row.document, row.starts, row.ends,
    )  # fmt: skip


def _currencies(lines: Sequence[ChargeLine]) -> Iterable[str]:
    """Those in which fees moved, the one in which the last did first."""
    return dict.fromkeys(one.currency for one in reversed(lines) if one.unit is Unit.MONEY)


def _fees(own: Sequence[ChargeLine], others: Sequence[ChargeLine], currency: str) -> FeesView:
    """The fees in a currency: of the ticket, and of those that were merged into it."""
    charged = _fee((one for one in own if one.kind is EntryKind.EXPENSE), currency)
    return FeesView(currency, _fee(own, currency), charged, _fee(others, currency))


def _fee(lines: Iterable[ChargeLine], currency: str) -> int:
    return -sum(one.amount for one in lines if one.unit is Unit.MONEY and one.currency == currency)


def _incidents(lines: Iterable[ChargeLine]) -> int:
    return -sum(one.amount for one in lines if one.unit is Unit.INCIDENT)
