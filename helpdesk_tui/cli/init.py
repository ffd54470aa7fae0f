"""`helpdesk-tui init`: the desk and its first administrator."""

from __future__ import annotations

import click

from helpdesk_tui.cli import tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session, user_name
from helpdesk_tui.desk.actions.setup import UNNAMED, MakeDesk
from helpdesk_tui.questions import ReadHealth


@verb(
    "init",
    help="Create the desk, or bring it to this version; safe to repeat.",
    acts=(MakeDesk,),
    example="--database /srv/desk/desk.sqlite init --admin anna --name 'Acme support' --currency EUR",
)
@click.option("--admin", metavar="LOGIN", help="The first administrator; by default your name in the system.")
@click.option("--name", help="The desk's name; by default the one of the configuration.")
@click.option("--currency", metavar="CODE", default="EUR", show_default=True, help="The provider's currency.")
@pass_session
def command(session: Session, admin: str | None, name: str | None, currency: str) -> None:
    """Make the desk; a desk that has its administrator already keeps it."""
    from helpdesk_tui.desk.door import make_desk

    settings = session.settings
    admin = admin or session.chosen_login or user_name() or "admin"
    act = MakeDesk(admin, name or settings.desk.name or UNNAMED, currency.upper())
    made = make_desk(settings.database, act, settings.clock())
    health = session.desk.read(ReadHealth())
    shape = {"created": made, "database": health.database, "desk": health.desk, "schema": health.schema}
    done = "is ready" if made else "was ready already; nothing was changed"
    session.answer(shape, lambda: tables.line(f"The desk {health.desk} in {health.database} {done}."))
