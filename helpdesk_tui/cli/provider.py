"""`helpdesk-tui provider`: the provider's settings."""

from __future__ import annotations

import click

from helpdesk_tui.cli import tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.desk.actions.currencies import ChangeCurrency
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadProvider
from helpdesk_tui.rules.currencies import change_words
from helpdesk_tui.rules.provider import SETTINGS

CURRENCY = "currency"
"""What `set` calls the provider's currency, which is more than a setting."""


@verb("show", help="Show the provider's settings.", example="provider show --json")
@pass_session
def show(session: Session) -> None:
    """Show them."""
    _answer(session)


@verb(
    "set", acts=(SetProvider, ChangeCurrency), help="Change a setting; a new currency closes accounts in the old one.",
    example="provider set use_priority on",
)  # fmt: skip
@click.argument("key")
@click.argument("value")
@pass_session
def change(session: Session, key: str, value: str) -> None:
    """Change one."""
    if key == CURRENCY:
        _change_currency(session, value)
        return
    session.staff().perform(SetProvider(key, value))
    _answer(session)


def _change_currency(session: Session, code: str) -> None:
    """Change the provider's currency, and say what that did."""
    done = session.staff().perform(ChangeCurrency(code))
    if session.json or done.before == done.after:
        _answer(session)
        return
    tables.line(f"The provider's currency is {done.after} now; it was {done.before}.")
    for line in change_words(done).splitlines():
        tables.line(line)


def _answer(session: Session) -> None:
    found = session.staff().read(ReadProvider())
    shown = {CURRENCY: found[CURRENCY]}
    shown |= {name: found.get(name, setting.default) for name, setting in SETTINGS.items()}
    says = {name: setting.help for name, setting in SETTINGS.items()} | {CURRENCY: "the provider's currency"}
    rows = ((name, value, says[name]) for name, value in shown.items())
    session.answer(shown, lambda: tables.table(("Setting", "Value", "What it does"), rows, ""))


command = Noun("provider", "Settings of the provider.", (show, change))
