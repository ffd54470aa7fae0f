"""`helpdesk-tui status`: one screen of health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.questions import ReadHealth

if TYPE_CHECKING:
    from helpdesk_tui.views import Health


@verb(
    "status",
    help="One screen of health: version, counts, gateways, outbox, worker.",
    example="status --json",
)
@pass_session
def command(session: Session) -> None:
    """Show it; for whoever can reach the database, since it holds numbers only."""
    health = session.desk.read(ReadHealth())
    session.answer(shapes.health(health), lambda: _show(session, health))


def _show(session: Session, health: Health) -> None:
    seen = tables.at(health.worker_seen, session.zone) or "never"
    worker = f"alive, seen {seen}" if health.worker_alive else f"not running (seen {seen}); start `helpdesk-tui worker`"
    name = session.settings.desk.name or health.desk
    tables.pairs((
        ("Program", health.version), ("Desk", name), ("Database", health.database), ("Schema", health.schema),
        ("Counts", ", ".join(f"{name} {number:,}" for name, number in health.counts.items())),
        ("Outbox", ", ".join(f"{number:,} {state}" for state, number in health.outbox.items()) or "empty"),
        ("Worker", worker),
    ))  # fmt: skip
    for gateway in health.gateways:
        poll = tables.at(gateway.last_poll, session.zone) or "never polled"
        went = "ok" if gateway.last_poll else ""
        tables.line(f"Gateway {gateway.name}: {poll}{' (late)' if gateway.late else ''} {gateway.error or went}")
