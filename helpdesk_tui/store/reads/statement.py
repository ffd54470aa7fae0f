"""Statements of accounts in parts, what each month had, and every entry for the accountant (CL11, IN12, IN13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from itertools import accumulate
from typing import Any

from sqlalchemy import case, func, select, true

from helpdesk_tui.questions import ReadEntries, ReadMonths, ReadStatement, ReadTurnover
from helpdesk_tui.rules.periods import after_months, day_of
from helpdesk_tui.store.reads.accounts import PLANS_OF_ORDERS, TEXTS, account_row, moves
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import find_client
from helpdesk_tui.store.reads.entry_texts import entry_texts
from helpdesk_tui.store.reads.parts import part_of
from helpdesk_tui.store.tables import billing, clients, ledger, people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import EntryLine, MoneyLine, MonthView, Part, TurnoverView
from helpdesk_tui.vocab import EntryKind, Unit

_account = table(ledger.Account)
_order = table(billing.IncidentOrder)
_entry = table(ledger.Entry)
_lot = table(ledger.Lot)
_client = table(clients.Client)
_staff = table(people.Staff)
_FOR_TICKETS = (EntryKind.TICKET.value, EntryKind.TICKET_BACK.value, EntryKind.LAPSED_BACK.value)
_everything = (
    select(_entry, _account.c.currency, _client.c.email, _staff.c.login, _lot.c.starts, _lot.c.ends)
    .join_from(_entry, _account, _account.c.id == _entry.c.account)
    .join(_lot, _lot.c.id == _entry.c.lot, isouter=True)
    .join(_client, _client.c.id == _account.c.client, isouter=True)
    .join(_staff, _staff.c.id == _entry.c.staff, isouter=True)
    .order_by(_entry.c.id)
)


def statement(asking: Asking, question: ReadStatement) -> Part[MoneyLine]:
    """Movements of money with the balance after each; the balance is carried from the account's end of the list."""
    row = account_row(asking, find_client(asking, question.client), question.currency)
    if row is None:
        return Part()
    rows, newer, older = part_of(asking, moves.where(*_of(row.id)), _entry.c.seq, question.part)
    if not rows:
        return Part((), newer, older)
    later = select(func.coalesce(func.sum(_entry.c.amount), 0)).where(*_of(row.id), _entry.c.seq > rows[0].seq)
    top = row.balance - int(asking.connection.execute(later).scalar_one())
    balances = accumulate((-one.amount for one in rows[:-1]), initial=top)
    texts = texts_of(asking, (one.document for one in rows))
    lines = tuple(
        MoneyLine(one.seq, one.at, one.login or "", EntryKind(one.kind), one.amount, after, row.currency,
                  texts.get(one.document, ""), one.ticket, one.document)
        for one, after in zip(rows, balances, strict=True)
    )  # fmt: skip
    return Part(lines, newer, older)


def _of(account: int) -> tuple[Any, Any]:
    return _entry.c.account == account, _entry.c.unit == Unit.MONEY.value


def months(asking: Asking, question: ReadMonths) -> tuple[MonthView, ...]:
    """One sum for each month, unit and whether a ticket used it, in one walk through the account's entries."""
    client = find_client(asking, question.client)
    row = account_row(asking, client, question.currency)
    this = day_of(asking.now, asking.zone).replace(day=1)
    firsts = [after_months(this, -back) for back in range(question.months - 1, -1, -1)]
    edges = [_begins(day, asking) for day in firsts]
    sums = {} if row is None else _monthly(asking, row.id, edges)

    def of(month: int, unit: Unit, kind: str) -> int:
        return sums.get((month, unit.value, kind), 0)

    balance, lifetime = of(-1, Unit.MONEY, "in") + of(-1, Unit.MONEY, "out"), of(-1, Unit.INCIDENT, "pool")
    found = []
    for at, first in enumerate(firsts):
        paid, charged = of(at, Unit.MONEY, "in"), of(at, Unit.MONEY, "out")
        balance += paid + charged
        lifetime += of(at, Unit.INCIDENT, "pool")
        used, given = -of(at, Unit.INCIDENT, "used"), of(at, Unit.INCIDENT, "given")
        found.append(MonthView(first, paid, -charged, balance, used, given, lifetime))
    return tuple(found)


def entries(asking: Asking, question: ReadEntries) -> tuple[EntryLine, ...]:
    """Entries by their number, which grows with time on every account."""
    asked = _everything.where(_entry.c.id > question.after).limit(max(question.limit, 1))
    if question.client is not None:
        number = find_client(asking, question.client)
        asked = asked.where(_entry.c.account.in_(select(_account.c.id).where(_account.c.client == number)))
    if question.since is not None:
        asked = asked.where(_entry.c.at >= question.since)
    if question.until is not None:
        asked = asked.where(_entry.c.at < question.until)
    found = asking.connection.execute(asked).all()
    texts = entry_texts(asking, found, texts_of(asking, (one.document for one in found)))
    return tuple(
        EntryLine(one.id, one.account, one.seq, one.email or "", one.at, one.login or "", Unit(one.unit),
                  EntryKind(one.kind), one.amount, one.currency, one.ticket, one.document,
                  texts[one.id], one.starts, one.ends)
        for one in found
    )  # fmt: skip


def turnover(asking: Asking, question: ReadTurnover) -> tuple[TurnoverView, ...]:
    """Sums of the entries before the period and within it, for each account that has any.

    What was left of a lot on its last day is there before the period, lapsed in it, or there after it.
    """
    within = true() if question.since is None else _entry.c.at >= question.since
    day = day_of(question.until or asking.now, asking.zone)
    gone = [(_lot.c.ends < day, _LAPSED)]
    if question.since is not None:
        gone.insert(0, (_lot.c.ends < day_of(question.since, asking.zone), _LAPSED_BEFORE))
    asked = (
        select(_account.c.id, _account.c.currency, _client.c.email, _entry.c.unit, _entry.c.kind,
               within.label("within"), case(*gone, else_=_THERE).label("lapse"), func.sum(_entry.c.amount).label("sum"))
        .join_from(_entry, _account, _account.c.id == _entry.c.account)
        .join(_client, _client.c.id == _account.c.client, isouter=True)
        .join(_lot, _lot.c.id == _entry.c.lot, isouter=True)
        .group_by(_account.c.id, _account.c.currency, _client.c.email, _entry.c.unit, _entry.c.kind, "within", "lapse")
        .order_by(_client.c.email, _account.c.id)
    )  # fmt: skip
    if question.client is not None:
        asked = asked.where(_account.c.client == find_client(asking, question.client))
    if question.until is not None:
        asked = asked.where(_entry.c.at < question.until)
    found: dict[int, TurnoverView] = {}
    for row in asking.connection.execute(asked):
        one = found.get(row.id) or TurnoverView(row.id, row.email or "", row.currency, 0, 0, 0, 0, 0, 0, 0)
        if row.unit == Unit.INCIDENT.value:
            found[row.id] = _with_incidents(one, row.kind, int(row.sum), row.lapse, within=bool(row.within))
        else:
            found[row.id] = _with_money(one, row.kind, int(row.sum), within=bool(row.within))
    return tuple(found.values())


_LAPSED_BEFORE, _LAPSED, _THERE = 0, 1, 2


def _with_incidents(one: TurnoverView, kind: str, amount: int, lapse: int, *, within: bool) -> TurnoverView:
    """The sums with another one, of incidents whose lot lapsed before the period, in it, or not yet."""
    if lapse == _LAPSED or (lapse == _LAPSED_BEFORE and within):
        one = replace(one, lapsed=one.lapsed + amount)
    if not within:
        return one if lapse == _LAPSED_BEFORE else replace(one, incidents_before=one.incidents_before + amount)
    what = _what(kind)
    if what == "moved":
        return replace(one, moved=one.moved + amount)
    return replace(one, used=one.used - amount) if what == "used" else replace(one, given=one.given + amount)


def _with_money(one: TurnoverView, kind: str, amount: int, *, within: bool) -> TurnoverView:
    """The sums with another one, of money."""
    one = replace(one, after=one.after + amount)
    if not within:
        return replace(one, before=one.before + amount)
    if kind in _INCOME:
        return replace(one, paid=one.paid + amount)
    if kind == EntryKind.WITHDRAWAL.value:
        return replace(one, withdrawn=one.withdrawn - amount)
    return replace(one, charged=one.charged - amount)


def texts_of(asking: Asking, documents: Iterable[str]) -> Mapping[str, str]:
    """What these documents say, by the name that entries have of them."""
    wanted: dict[str, set[int]] = {}
    for document in documents:
        name, _, number = document.partition(":")
        if number.isdecimal():
            wanted.setdefault(name, set()).add(int(number))
    found: dict[str, str] = {}
    for name, where, text in TEXTS:
        if name in wanted:
            asked = select(where.c.id, text.label("said")).where(where.c.id.in_(wanted[name]))
            found |= {f"{name}:{row.id}": row.said for row in asking.connection.execute(asked)}
    if "order" in wanted:
        bought = PLANS_OF_ORDERS.where(_order.c.id.in_(wanted["order"]))
        found |= {f"order:{row.id}": row.name for row in asking.connection.execute(bought)}
    return found


def _monthly(asking: Asking, account: int, edges: list[datetime]) -> dict[tuple[int, str, str], int]:
    """Sums by month (-1: before the first), unit and what they are: in, out; pool, used, given, moved."""
    month = case(*[(_entry.c.at < edge, at - 1) for at, edge in enumerate(edges)], else_=len(edges) - 1)
    asked = (
        select(month.label("month"), _entry.c.unit, _entry.c.kind, _entry.c.lot.is_(None).label("lifetime"),
               func.sum(_entry.c.amount).label("sum"))
        .where(_entry.c.account == account)
        .group_by("month", _entry.c.unit, _entry.c.kind, "lifetime")
    )  # fmt: skip
    sums: dict[tuple[int, str, str], int] = {}
    for row in asking.connection.execute(asked):
        if row.unit == Unit.MONEY.value:
            names = ["in" if row.kind in _INCOME else "out"]
        else:
            names = [_what(row.kind), *(["pool"] if row.lifetime else [])]
        for name in names:
            at = (row.month, row.unit, name)
            sums[at] = sums.get(at, 0) + int(row.sum)
    return sums


def _what(kind: str) -> str:
    """What a movement of incidents counts as: what comes with another currency of the provider is only moved, because
    it was given, or used on credit, before.
    """
    if kind == EntryKind.MOVED.value:
        return "moved"
    return "used" if kind in _FOR_TICKETS else "given"


_INCOME = (EntryKind.PAYMENT.value, EntryKind.PAYMENT_BACK.value)


def _begins(day: date, asking: Asking) -> datetime:
    """The moment at which a day begins in the desk's time zone."""
    return datetime.combine(day, time(), asking.zone)
