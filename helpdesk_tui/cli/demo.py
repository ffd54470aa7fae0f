"""`helpdesk-tui demo`: a throw-away desk with realistic data, and the app on it."""

from __future__ import annotations

from pathlib import Path

import click

from helpdesk_tui.cli import output
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import FILE, Whole
from helpdesk_tui.errors import StorageFailed, WrongUsage


@verb(
    "demo",
    help="A throw-away desk with realistic data, and the app on it. Fresh mail comes in through a mailbox of its own."
    " Without a terminal it prints what it did and ends.",
    example="demo --tickets 10000 --keep /tmp/demo",
)
@click.option("--keep", metavar="DIR", type=FILE, help="Keep the desk as desk.sqlite in this folder.")
@click.option("--tickets", type=Whole(0, 10_000_000), default=400, show_default=True, help="How many tickets.")
@pass_session
def command(session: Session, keep: str | None, tickets: int) -> int:
    """Make it and open it."""
    from helpdesk_tui.demo import run

    try:
        return run(Path(keep) if keep else None, tickets)
    except FileExistsError as failed:
        raise WrongUsage(f"{keep} is a file; --keep needs a folder.") from failed
    except BrokenPipeError:
        raise output.ReaderGone from None
    except OSError as failed:
        raise StorageFailed(f"The demonstration cannot be made: {failed.strerror}.") from failed
