"""`helpdesk-tui gateway`: mail gateways (MG1, MG2)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import SWITCH, Word
from helpdesk_tui.desk.actions.gateways import AddGateway, DeleteGateway, EditGateway, GatewaySettings
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.rules.addressed import MATCHES
from helpdesk_tui.vocab import GatewayType, TlsMode

KIND = Word({kind.value: kind for kind in GatewayType})
TLS = Word({mode.value: mode for mode in TlsMode})

_PLACES = {
    "password_env": "env", "password_command": "command", "password_file": "file", "oauth2_command": "oauth2",
}  # fmt: skip
"""Options that say where the password is, and how the place is named by each."""

_SETTINGS = (
    click.option("--host", help="The server of an IMAP or POP3 gateway; where an LMTP gateway listens."),
    click.option("--port", type=int, help="Its port; by default the usual one of IMAP or POP3."),
    click.option("--tls", type=TLS, help="How the connection is protected; none is for this computer only."),
    click.option("--login", help="The login at the server."),
    click.option("--password-env", metavar="VAR", help="The password stands in this variable."),
    click.option("--password-command", metavar="CMD", help="The password is what this command prints."),
    click.option("--password-file", metavar="FILE", help="The password is the first line of this file."),
    click.option("--oauth2-command", metavar="CMD", help="The access token for OAuth2 is what this command prints."),
    click.option("--folder", help="The folder at an IMAP server (INBOX)."),
    click.option("--path", help="The Maildir or mbox file, or the socket at which an LMTP gateway listens."),
    click.option("--delete", type=SWITCH, is_flag=False, flag_value="on", help="Delete mail that was taken."),
    click.option("--interval", type=int, metavar="SECONDS", help="Seconds between polls (300)."),
    click.option("--authserv-id", metavar="ID", help="Whose Authentication-Results are trusted."),
    click.option(
        "--match", type=click.Choice(MATCHES), help="The headings that have to name the address (to)."
    ),
    click.option("--ca-file", metavar="FILE", help="Certificates to trust instead of the system's (PEM)."),
    click.option("--enabled", type=SWITCH, help="Whether it takes mail."),
)  # fmt: skip


def _settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a gateway's settings."""
    for option in reversed(_SETTINGS):
        function = option(function)
    return function


@verb(
    "add",
    acts=(AddGateway,),
    example="gateway add support --type imap --address support@acme.example --department Support"
    " --host mail.acme.example --login support --password-env SUPPORT_PASSWORD",
)
@click.argument("name")
@click.option("--type", "kind", type=KIND, required=True, help="How its mail is got.")
@click.option("--address", required=True, help="The address whose mail it takes.")
@click.option("--department", required=True, metavar="NAME", help="Where its tickets go.")
@_settings
@pass_session
def add(session: Session, /, name: str, kind: GatewayType, address: str, department: str, **given: Any) -> None:
    """Add it."""
    number = session.staff().perform(AddGateway(name, kind, address, department, _chosen(given)))
    _answer(session, number, "was added")


@verb("list", help="List the mail gateways.", example="gateway list --json")
@pass_session
def listed(session: Session) -> None:
    """List them."""
    found = session.staff().read(ReadGateways())
    rows = (
        (g.id, g.name, g.type.value, g.address, g.department, g.enabled, tables.at(g.last_poll, session.zone),
         g.taken, g.authserv_id or "not verified", g.last_error) for g in found
    )  # fmt: skip
    headings = ("Id", "Name", "Type", "Address", "Department", "On", "Last poll", "Taken", "Senders", "Last error")
    session.answer(
        [shapes.gateway(one) for one in found], lambda: tables.table(headings, rows, "There are no mail gateways.")
    )


@verb("edit", acts=(EditGateway,), example="gateway edit support --interval 60 --enabled off")
@click.argument("name")
@click.option("--address", help="The address whose mail it takes.")
@click.option("--department", metavar="NAME", help="Where its tickets go.")
@_settings
@pass_session
def edit(session: Session, /, name: str, address: str | None, department: str | None, **given: Any) -> None:
    """Change what is named."""
    something(address, department, *given.values())
    number = session.staff().perform(EditGateway(name, _chosen(given), address, department))
    _answer(session, number, "was changed")


@verb("delete", acts=(DeleteGateway,), example="gateway delete support")
@click.argument("name")
@pass_session
def delete(session: Session, name: str) -> None:
    """Delete it."""
    number = session.staff().perform(DeleteGateway(name))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Gateway {name} was deleted."))


@verb(
    "test",
    help="Connect to a gateway's mailbox and say what a poll would look at; changes nothing.",
    example="gateway test support",
)
@click.argument("name")
@pass_session
def test(session: Session, name: str) -> None:
    """Look, as administrators may: it uses the gateway's password."""
    desk = session.staff()
    if not desk.scope().everything:
        raise Refused("Only an administrator can test a mail gateway.", code="not_allowed")
    from helpdesk_tui.mail.gateways.sources import tested
    from helpdesk_tui.mail.parsers.handed_in import gateway_named

    gateway = gateway_named(session.desk, name)
    found = tested(gateway)
    session.answer(shapes.gateway_test(gateway, found), lambda: tables.line(found.words(gateway.name)))


def _chosen(given: dict[str, Any]) -> GatewaySettings:
    """The settings that were named; a password comes from one place."""
    named = {place: given.pop(option, None) for option, place in _PLACES.items()}
    places = [
        f"{place}:{os.path.abspath(found) if place == 'file' and found.strip() else found}"
        for place, found in named.items()
        if found is not None
    ]
    if len(places) > 1:
        raise click.UsageError("A password comes from one place: a variable, a command, a file or OAuth2.")
    for name in ("path", "ca_file"):
        if given.get(name):
            # The worker runs somewhere else.
            given[name] = os.path.abspath(os.path.expanduser(given[name]))
    return GatewaySettings(password=places[0] if places else None, **given)


def _answer(session: Session, number: int, done: str) -> None:
    found = next(one for one in session.staff().read(ReadGateways()) if one.id == number)
    session.answer(shapes.gateway(found), lambda: tables.line(f"Gateway {found.name} {done}."))


command = Noun("gateway", "Mail gateways.", (add, listed, edit, delete, test))
