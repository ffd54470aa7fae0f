"""`helpdesk-tui provider`: the provider's settings."""

from __future__ import annotations

import click

from helpdesk_tui.cli import tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadProvider
from helpdesk_tui.rules.provider import SETTINGS


@verb("show", help="Show the provider's settings.", example="provider show --json")
@pass_session
def show(session: Session) -> None:
    """Show them."""
    _answer(session)


@verb("set", acts=(SetProvider,), example="provider set use_priority on")
@click.argument("key")
@click.argument("value")
@pass_session
def change(session: Session, key: str, value: str) -> None:
    """Change one."""
    session.staff().perform(SetProvider(key, value))
    _answer(session)


def _answer(session: Session) -> None:
    found = session.staff().read(ReadProvider())
    shown = {name: found.get(name, setting.default) for name, setting in SETTINGS.items()}
    rows = ((name, value, SETTINGS[name].help) for name, value in shown.items())
    session.answer(shown, lambda: tables.table(("Setting", "Value", "What it does"), rows, ""))


command = Noun("provider", "Settings of the provider.", (show, change))
