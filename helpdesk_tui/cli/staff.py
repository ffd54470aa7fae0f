"""`helpdesk-tui staff`: the members of staff (DS2)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import SWITCH
from helpdesk_tui.desk.actions.setup import AddStaff, DeleteStaff, EditStaff, RestoreStaff
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadStaff

_release = click.option(
    "--release", is_flag=True, help="Give back what they hold in departments that they leave; refused without it."
)


@verb(
    "add",
    acts=(AddStaff,),
    example="staff add gary --name 'Gary Miles' --email gary@acme.example --department Tech --department Sales",
)
@click.argument("login")
@click.option("--name", default="", help="The full name.")
@click.option("--email", metavar="ADDRESS", default="", help="The address for notices.")
@click.option("--admin", is_flag=True, help="An administrator: sees and manages everything.")
@click.option("--department", "departments", multiple=True, metavar="NAME", help="A department; may be repeated.")
@click.option("--language", default="", metavar="XX", help="The language of this person.")
@click.option("--signature", default="", help="The text below this person's answers.")
@pass_session
def add(
    session: Session,
    login: str,
    name: str,
    email: str,
    admin: bool,
    departments: tuple[str, ...],
    language: str,
    signature: str,
) -> None:
    """Add them."""
    act = AddStaff(login, name, email, admin, departments, language, signature)
    _answer(session, session.staff().perform(act), "was added")


@verb("list", help="List the members of staff.", example="staff list --former --json")
@click.option("--former", is_flag=True, help="Those who were deleted, too: `staff restore` brings them back.")
@pass_session
def listed(session: Session, former: bool) -> None:
    """List them."""
    found = session.staff().read(ReadStaff(former))
    rows = ((s.id, s.login, s.name, s.email, s.admin, ", ".join(s.departments) if s.active else "(deleted)")
            for s in found)  # fmt: skip
    headings = ("Id", "Login", "Name", "Address", "Admin", "Departments")
    session.answer([shapes.staff(one) for one in found], lambda: tables.table(headings, rows, "There is nobody."))


@verb("edit", acts=(EditStaff,), example="staff edit gary --department Tech --admin off")
@click.argument("login")
@click.option("--name", help="The full name.")
@click.option("--email", metavar="ADDRESS", help="The address for notices.")
@click.option("--admin", type=SWITCH, is_flag=False, flag_value="on", help="An administrator, or no longer one.")
@click.option("--department", "departments", multiple=True, metavar="NAME",
              help="All departments from now on; may be repeated.")  # fmt: skip
@click.option("--no-departments", is_flag=True, help="Take all departments away.")
@click.option("--language", metavar="XX", help="The language of this person.")
@click.option("--signature", help="The text below this person's answers.")
@_release
@pass_session
def edit(
    session: Session,
    login: str,
    name: str | None,
    email: str | None,
    admin: bool | None,
    departments: tuple[str, ...],
    no_departments: bool,
    language: str | None,
    signature: str | None,
    release: bool,
) -> None:
    """Change what is named."""
    if departments and no_departments:
        raise click.UsageError("--department and --no-departments do not go together.")
    wanted = departments if departments or no_departments else None
    something(name, email, admin, wanted, language, signature)
    act = EditStaff(login, name, email, admin, wanted, language, signature, release)
    _answer(session, _performed(session, act), "was changed")


@verb("delete", acts=(DeleteStaff,), example="staff delete gary\nstaff delete gary --release")
@click.argument("login")
@_release
@pass_session
def delete(session: Session, login: str, release: bool) -> None:
    """Delete them."""
    number = _performed(session, DeleteStaff(login, release))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Staff member {login} was deleted."))


@verb("restore", acts=(RestoreStaff,), example="staff restore gary")
@click.argument("login")
@pass_session
def restore(session: Session, login: str) -> None:
    """Make somebody who was deleted active again, with their departments and role."""
    _answer(session, session.staff().perform(RestoreStaff(login)), "is active again")


def _performed(session: Session, act: EditStaff | DeleteStaff) -> int:
    try:
        return session.staff().perform(act)
    except Refused as refused:
        if "tickets" in refused.details:
            sentence = f"{refused.sentence} --release gives them back."
            raise Refused(sentence, code=refused.code, **refused.details) from None
        raise


def _answer(session: Session, number: int, done: str) -> None:
    found = next(one for one in session.staff().read(ReadStaff()) if one.id == number)
    session.answer(shapes.staff(found), lambda: tables.line(f"Staff member {found.login} {done}."))


command = Noun("staff", "Members of staff and their departments.", (add, listed, edit, delete, restore))
