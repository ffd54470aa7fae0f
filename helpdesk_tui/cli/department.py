"""`helpdesk-tui department`: the departments (DS1)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import SWITCH
from helpdesk_tui.desk.actions.setup import AddDepartment, DeleteDepartment, EditDepartment
from helpdesk_tui.questions import ReadDepartments
from helpdesk_tui.views import DepartmentView


@verb(
    "add",
    acts=(AddDepartment,),
    example="department add Sales --email sales@acme.example --support-center on",
)
@click.argument("name")
@click.option("--email", metavar="ADDRESS", default="", help="The address its answers come from.")
@click.option("--signature", default="", help="The text below its answers.")
@click.option("--write-off", is_flag=True, help="A new ticket costs an incident.")
@click.option("--external", is_flag=True, help="Handled by a main desk.")
@click.option("--support-center", type=SWITCH, default="on", help="Whether clients can choose it (on).")
@pass_session
def add(
    session: Session, name: str, email: str, signature: str, write_off: bool, external: bool, support_center: bool
) -> None:
    """Add it."""
    act = AddDepartment(name, email, signature, write_off, external, support_center)
    _answer(session, session.staff().perform(act), "was added")


@verb("list", help="List the departments.", example="department list --json")
@pass_session
def listed(session: Session) -> None:
    """List them."""
    found = session.staff().read(ReadDepartments())
    rows = ((d.id, d.name, d.address, d.open_tickets, d.support_center, d.write_off, d.external) for d in found)
    headings = ("Id", "Name", "Address", "Open", "Support center", "Write off", "External")
    session.answer(
        [shapes.department(one) for one in found], lambda: tables.table(headings, rows, "There are no departments.")
    )


@verb(
    "edit",
    acts=(EditDepartment,),
    example="department edit Sales --email sales@acme.example --support-center off",
)
@click.argument("name")
@click.option("--name", "new_name", help="Its new name.")
@click.option("--email", metavar="ADDRESS", help="The address its answers come from; empty for none.")
@click.option("--signature", help="The text below its answers.")
@click.option("--write-off", type=SWITCH, is_flag=False, flag_value="on", help="A new ticket costs an incident.")
@click.option("--external", type=SWITCH, is_flag=False, flag_value="on", help="Handled by a main desk.")
@click.option("--support-center", type=SWITCH, help="Whether clients can choose it.")
@pass_session
def edit(
    session: Session,
    name: str,
    new_name: str | None,
    email: str | None,
    signature: str | None,
    write_off: bool | None,
    external: bool | None,
    support_center: bool | None,
) -> None:
    """Change what is named."""
    something(new_name, email, signature, write_off, external, support_center)
    act = EditDepartment(name, new_name, email, signature, write_off, external, support_center)
    _answer(session, session.staff().perform(act), "was changed")


@verb("delete", acts=(DeleteDepartment,), example="department delete Sales")
@click.argument("name")
@pass_session
def delete(session: Session, name: str) -> None:
    """Delete it."""
    number = session.staff().perform(DeleteDepartment(name))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Department {name} was deleted."))


def _answer(session: Session, number: int, done: str) -> None:
    found = _numbered(session, number)
    session.answer(shapes.department(found), lambda: tables.line(f"Department {found.name} {done}."))


def _numbered(session: Session, number: int) -> DepartmentView:
    return next(one for one in session.staff().read(ReadDepartments()) if one.id == number)


command = Noun("department", "Departments.", (add, listed, edit, delete))
