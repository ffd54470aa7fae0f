"""`helpdesk-tui client area`: what a client sees (CL16)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import charges, order_shapes, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, TICKET, Whole
from helpdesk_tui.clock import iso
from helpdesk_tui.desk.actions.area import LogInAsClient
from helpdesk_tui.questions import ReadArea, ReadMyOrders, ReadMyPayments, ReadMyTicket, ReadMyTickets
from helpdesk_tui.rules.incident_words import counted
from helpdesk_tui.rules.money import amount
from helpdesk_tui.views import AreaView, ClientTicket, ClientTicketRow, FeesView, OrderView, PaymentView
from helpdesk_tui.vocab import PaymentStatus


@verb(
    "area",
    help="Show what a client sees: tickets, incidents left, what a new ticket costs. It goes on record.",
    acts=(LogInAsClient,),
    example="client area hans@acme.example --json\nclient area hans@acme.example --ticket 4812",
)
@click.argument("client", type=CLIENT)
@click.option("--ticket", type=TICKET, help="One of their tickets, with what was said to and fro.")
@click.option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="At most so many tickets.")
@pass_session
def area(session: Session, client: str, ticket: int | None, limit: int) -> None:
    """Look as the client does; nothing is read for them."""
    desk = session.staff().as_client(client)
    if ticket is not None:
        found = desk.read(ReadMyTicket(ticket))
        session.answer(_ticket(found), lambda: _say_ticket(session, found))
        return
    there, rows, orders = desk.read(ReadArea()), desk.read(ReadMyTickets(limit=limit)), desk.read(ReadMyOrders())
    waiting = desk.read(ReadMyPayments(status=PaymentStatus.NEW)).rows
    session.answer(_area(there, rows, orders, waiting), lambda: _say(session, there, rows, waiting))


def _area(
    there: AreaView, rows: tuple[ClientTicketRow, ...], orders: tuple[OrderView, ...], waiting: tuple[PaymentView, ...]
) -> shapes.Shape:
    return {
        "client": f"#{there.client}", "email": there.email, "name": there.name,
        "balance": amount(there.balance, there.currency), "currency": there.currency,
        "incidents": shapes.incidents(there.incidents), "credit_limit_incidents": there.credit,
        "unread": there.unread, "active": there.active, "archived": there.archived,
        "may_set_priority": there.may_set_priority, "limited": there.limited,
        "departments": [
            {"name": one.name, "incidents": one.incidents, "refused": one.refused} for one in there.departments
        ],
        "tickets": [_row(row) for row in rows], "orders": [order_shapes.order(one) for one in orders],
        "to_pay": [shapes.payment(one) | {"due": one.due and one.due.isoformat()} for one in waiting],
        "where_to_pay": list(there.bank),
    }  # fmt: skip


def _row(row: ClientTicketRow) -> shapes.Shape:
    return {
        "number": row.number, "subject": row.subject, "client_status": row.status.value, "archived": row.archived,
        "department": row.department, "service": row.service, "priority": row.priority and row.priority.word,
        "created": iso(row.created), "written": iso(row.written),
    }  # fmt: skip


def _ticket(found: ClientTicket) -> shapes.Shape:
    messages = [
        {"id": one.id, "kind": one.kind.value, "author": one.author, "at": iso(one.at), "text": one.text,
         "edited": iso(one.edited), "attachments": [shapes.attachment(file) for file in one.attachments]}
        for one in found.messages
    ]  # fmt: skip
    return _row(found.row) | {
        "incidents": found.incidents, "fee": amount(found.fee, found.currency), "currency": found.currency,
        "earlier_fees": charges.earlier(found.earlier), "messages": messages,
    }  # fmt: skip


def _say(
    session: Session, there: AreaView, rows: tuple[ClientTicketRow, ...], waiting: tuple[PaymentView, ...]
) -> None:
    has = there.incidents
    tables.pairs((
        ("Client", f"#{there.client} {there.name} <{there.email}>"),
        ("Balance", f"{amount(there.balance, there.currency)} {there.currency}"),
        ("Incidents", tables.incidents_left(has.dated, has.lifetime, has.credit_used)),
        ("Tickets", f"{there.active} active, {there.unread} with new messages, {there.archived} in the archive"),
        *(("New ticket", f"{one.name}: {one.refused or (counted(one.incidents) if one.incidents else 'free')}")
          for one in there.departments),
        *(("To be paid", _to_pay(one)) for one in waiting),
        *(("Where to pay", line) for line in there.bank if waiting),
    ))  # fmt: skip
    headings = ("Number", "Subject", "Department", "Service", "Status", "Archived", "Last written")
    lines = (
        (row.number, row.subject, row.department, row.service or "", row.status.value, row.archived,
         tables.at(row.written, session.zone))
        for row in rows
    )  # fmt: skip
    tables.table(headings, lines, "No tickets.")
    if there.limited:
        tables.line("Only tickets of your departments are listed.")


def _to_pay(one: PaymentView) -> str:
    until = f", until {one.due}" if one.due else ""
    return f"Payment {one.id}: {amount(one.amount, one.currency)} {one.currency}{until}  {one.text}".rstrip()


def _say_ticket(session: Session, found: ClientTicket) -> None:
    row = found.row
    tables.pairs((
        ("Ticket", f"{row.number} {row.subject}"), ("Status", row.status.value), ("Archived", row.archived),
        ("Department", row.department), ("Service", row.service or ""), ("Incidents", found.incidents),
        *(("Fee", f"{amount(one.fee, one.currency)} {one.currency}")
          for one in (FeesView(found.currency, found.fee), *found.earlier)),
    ))  # fmt: skip
    for one in found.messages:
        tables.line("")
        tables.line(f"{tables.at(one.at, session.zone)}  {one.author}")
        for line in one.text.split("\n"):
            tables.line(line)
