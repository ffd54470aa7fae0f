"""`helpdesk-tui search`: full text over what was said (TQ10)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import Whole
from helpdesk_tui.questions import ReadSearch
from helpdesk_tui.rules.query_parse import parse_query


@verb(
    "search",
    help="Search subjects, messages and internal comments; the newest tickets first.",
    example="search 'from:acme \"disk full\"'",
)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=Whole(1, 10_000), default=50, show_default=True, help="At most so many.")
@pass_session
def command(session: Session, query: tuple[str, ...], limit: int) -> None:
    """Search."""
    asked = parse_query(" ".join(query), now=session.now, zone=session.zone)
    hits = session.staff().read(ReadSearch(asked, limit))
    session.answer(
        [shapes.found(hit) for hit in hits],
        lambda: tables.table(("Ticket", "Message", "Text"), hits, "Nothing was found."),
    )
