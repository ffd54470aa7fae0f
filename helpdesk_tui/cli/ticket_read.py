"""Reading tickets: lists, the form, the history, an attachment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import charges, files, output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import ATTACHMENT, FILE, TICKET, Whole, Word
from helpdesk_tui.desk.actions.parameters import MarkRead
from helpdesk_tui.questions import ReadAttachment, ReadHistory, ReadQueue, ReadRow, ReadTicket
from helpdesk_tui.rules.query_parse import parse_query
from helpdesk_tui.vocab import QueueSort, QueueView

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.views import QueueRow

VIEW = Word({view.value: view for view in QueueView})
SORT = Word({sort.value: sort for sort in QueueSort})
_PAGE = 500
_MANY = 1000
"""Rows that a person is shown at most; a program gets what there is, or it would take a part for the whole."""
_ALL = 2**31


@verb(
    "list",
    help="List tickets: of a view, or all that match a query. Without either: the tickets that want staff.",
    example="ticket list 'status:progress dept:sales from:acme \"disk full\"' --sort newest --limit 20",
)
@click.argument("query", nargs=-1)
@click.option("--view", type=VIEW, help="The view; support, or with a query all.")
@click.option("--sort", type=SORT, help="The order; queue, or among all tickets the last change first.")
@click.option("--limit", type=Whole(min=1), help="At most so many; 1000, with --json all of them.")
@click.option("--offset", type=Whole(0, 2**31), default=0, help="Leave out so many at the beginning.")
@pass_session
def listed(
    session: Session,
    query: tuple[str, ...],
    view: QueueView | None,
    sort: QueueSort | None,
    limit: int | None,
    offset: int,
) -> None:
    """List them."""
    limit = limit or (_ALL if session.json else _MANY)
    words = " ".join(query)
    asked = parse_query(words, now=session.now, zone=session.zone)
    if view is None:
        view = QueueView.ALL if words.strip() else QueueView.SUPPORT
    question = ReadQueue(view, sort or QueueSort.QUEUE, asked, offset=offset)
    found = list(tickets(session.staff(), question, limit + 1))
    rows = found[:limit]
    session.answer(
        [shapes.ticket(row) for row in rows],
        lambda: tables.tickets(rows, session.now, session.zone, f"No ticket is {_where(view, words)}."),
    )
    if len(found) > limit and not session.json:
        output.complain(f"There are more; --offset {offset + limit} goes on.")


@verb("show", help="Show a ticket with its tasks, its messages and what it costs.", example="ticket show 4812 --json")
@click.argument("number", type=TICKET)
@pass_session
def show(session: Session, number: int) -> None:
    """Show it."""
    form = session.staff().read(ReadTicket(number))

    def tell() -> None:
        tables.ticket_form(form, session.now, session.zone)
        charges.show(form.charges, session.zone)

    session.answer(shapes.ticket_form(form) | charges.shape(form.charges), tell)


@verb("history", help="Show what was changed on a ticket, newest first.", example="ticket history 4812")
@click.argument("number", type=TICKET)
@click.option("--limit", type=Whole(1, 1_000_000), default=200, show_default=True, help="At most so many.")
@pass_session
def history(session: Session, number: int, limit: int) -> None:
    """Show it."""
    found = session.staff().read(ReadHistory(number, limit))
    rows = ((tables.at(e.at, session.zone), e.who, e.action, e.field, e.before, e.after, e.reason) for e in found)
    headings = ("At", "Who", "Did", "Field", "Before", "After", "Reason")
    session.answer([shapes.event(one) for one in found], lambda: tables.table(headings, rows, "Nothing was changed."))


@verb(
    "attachment",
    help="Save an attachment to a file that is not there yet, into a folder, or to standard output.",
    example="ticket attachment 57 console.txt",
)
@click.argument("attachment", type=ATTACHMENT)
@click.argument("file", type=FILE)
@pass_session
def attachment(session: Session, attachment: int, file: str) -> None:
    """Save it; an existing file is never overwritten."""
    name, content = session.staff().read(ReadAttachment(attachment))
    if file == files.STANDARD:
        files.pour(content)
        return
    saved = files.save_file(file, name, content)
    shape = {"id": attachment, "name": name, "file": saved, "size": len(content)}
    session.answer(shape, lambda: tables.line(f"{saved}: {len(content):,} bytes."))


@verb("read", acts=(MarkRead,), example="ticket read 4812")
@click.argument("number", type=TICKET)
@pass_session
def read(session: Session, number: int) -> None:
    """Mark it."""
    session.staff().perform(MarkRead(number))
    answer(session, number, "is marked as read")


def tickets(desk: Desk, question: ReadQueue, limit: int) -> Iterator[QueueRow]:
    """Tickets of a list, read in pages by key."""
    while limit > 0:
        page = desk.read(replace(question, limit=min(limit, _PAGE)))
        yield from page.rows
        limit -= len(page.rows)
        if not page.more or not page.rows:
            return
        question = replace(question, after=question.key_of(page.rows[-1]), offset=0)


def answer(session: Session, number: int, done: str) -> None:
    """What every command answers with that makes or changes a ticket: the ticket as in a list."""
    row = session.staff().read(ReadRow(number))
    session.answer(shapes.ticket(row), lambda: tables.line(f"Ticket {number} {done}."))


def answer_with_costs(session: Session, number: int, done: str) -> None:
    """The same, with what the ticket costs by now and every movement of it, as `ticket show` has them."""
    desk = session.staff()
    row, costs = desk.read(ReadRow(number)), desk.read(ReadTicket(number)).charges

    def show() -> None:
        tables.line(f"Ticket {number} {done}.")
        charges.show(costs, session.zone)

    session.answer(shapes.ticket(row) | charges.shape(costs), show)


def _where(view: QueueView, query: str) -> str:
    return f"in the view {view.value}" + (" that matches" if query.strip() else "")


VERBS = (listed, show, history, attachment, read)
