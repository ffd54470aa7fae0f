"""`helpdesk-tui doctor`: what is wrong with a desk, and mending what can be mended."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session

BROKEN = 65


@verb(
    "doctor",
    help="Check schema, integrity, originals, search index, lists and gateways. Ends with 65 when something is broken;"
    " a note is worth knowing and breaks nothing.",
    example="doctor\ndoctor --fix",
)
@click.option("--fix", is_flag=True, help="Mend what follows from other data: search index, lists, the file's rights.")
@pass_session
def command(session: Session, fix: bool) -> int:
    """Look, and answer with a finding about each thing."""
    from helpdesk_tui.desk.door import diagnose

    found = diagnose(session.settings.database, fix, session.settings.clock())
    rows = (("broken" if not one.ok else "note" if one.note else "ok", one.name, one.sentence) for one in found)
    session.answer([shapes.finding(one) for one in found], lambda: tables.table(("State", "What", "Finding"), rows, ""))
    return 0 if all(one.ok for one in found) else BROKEN
