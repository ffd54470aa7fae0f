"""`helpdesk-tui demo`: a throw-away desk with realistic data, and the app on it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import output, shapes
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import FILE, Whole
from helpdesk_tui.errors import StorageFailed, WrongUsage
from helpdesk_tui.text import one_line

if TYPE_CHECKING:
    from helpdesk_tui.demo.show import Looked


@verb(
    "demo",
    help="A throw-away desk with realistic data, and the app on it. Fresh mail comes in through a mailbox of its own."
    " Without a terminal, or with --json, it prints what became of the mail and the queue, and ends.",
    example="demo --tickets 10000 --keep /tmp/demo",
)
@click.option("--keep", metavar="DIR", type=FILE, help="Keep the desk as desk.sqlite in this folder.")
@click.option("--tickets", type=Whole(0, 10_000_000), default=400, show_default=True, help="How many tickets.")
@pass_session
def command(session: Session, keep: str | None, tickets: int) -> int:
    """Make it and open it."""
    from helpdesk_tui.demo.show import run

    on_screen = not session.json and output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)
    told = _as_json if session.json else _as_text
    try:
        return run(Path(keep) if keep else None, tickets, told, on_screen=on_screen)
    except FileExistsError as failed:
        raise WrongUsage(f"{keep} is a file; --keep needs a folder.") from failed
    except OSError as failed:
        raise StorageFailed(f"The demonstration cannot be made: {failed.strerror}.") from failed


def _as_json(looked: Looked) -> None:
    output.say_json({
        "database": str(looked.demo.database), "config": str(looked.demo.config), "login": looked.demo.login,
        "mail": [shapes.mail(report) for report in looked.mail], "queue": [shapes.ticket(row) for row in looked.rows],
    })  # fmt: skip


def _as_text(looked: Looked) -> None:
    demo = looked.demo
    output.say(f"A demonstration desk in {demo.database.parent}\n\nMail that came in:")
    for report in looked.mail:
        subject = one_line(report.parsed.subject) if report.parsed else "(could not be read)"
        became = f"ticket {report.ticket}" if report.ticket else one_line(report.reason)
        output.say(f"  {report.outcome.value:15} {became:28} {subject[:60]}")
    output.say(f"\nThe queue of {demo.login}:")
    for row in looked.rows:
        holder = row.taken_by or "-"
        output.say(f"  {row.number:>6}  {one_line(row.client)[:24]:24}  {one_line(row.subject)[:44]:44}  {holder}")
    output.say("\nOn a terminal this opens the desk itself.")
