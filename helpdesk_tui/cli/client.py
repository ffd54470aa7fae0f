"""`helpdesk-tui client`: clients and their users (CL1, CL2, CL6)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.client_area import area
from helpdesk_tui.cli.client_message import message
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, SWITCH, Whole, Word
from helpdesk_tui.desk.actions.clients import AddClient, AddClientUser, DeleteClient, EditClient
from helpdesk_tui.questions import ReadClient, ReadClients
from helpdesk_tui.rules.client_query import parse_clients
from helpdesk_tui.rules.money import amount
from helpdesk_tui.views import ClientCard
from helpdesk_tui.vocab import Characteristic

RATING = Word({rating.value: rating for rating in Characteristic})


@verb(
    "add",
    acts=(AddClient,),
    example="client add --email hans@acme.example --name 'Acme GmbH' --country DE --language de",
)
@click.option("--email", metavar="ADDRESS", required=True, help="The main address; mail from it is theirs.")
@click.option("--name", default="", help="The name of the company or person.")
@click.option("--login", default="", help="The login of the client area; without one the address is it.")
@click.option("--country", default="", metavar="XX", help="The country.")
@click.option("--language", default="", metavar="XX", help="The language of what is sent to them.")
@click.option("--comment", default="", help="A comment for staff.")
@click.option("--label", default="", help="A label to filter by.")
@click.option("--characteristic", type=RATING, default="common", show_default=True, help="How staff rate them.")
@click.option("--notify", is_flag=True, help="Tell them by email where to write to.")
@pass_session
def add(
    session: Session,
    email: str,
    name: str,
    login: str,
    country: str,
    language: str,
    comment: str,
    label: str,
    characteristic: Characteristic,
    notify: bool,
) -> None:
    """Add them."""
    act = AddClient(email, name, login, country, language, comment, label, characteristic, notify)
    _answer(session, session.staff().perform(act), "was added and is told by email" if notify else "was added")


@verb(
    "list",
    help="List clients; with words, those whose name, address or label holds them all. status:active or inactive,"
    " characteristic:common, good or problematic, label:... and language:... leave only those.",
    example="client list acme --json\nclient list status:active characteristic:good,common",
)
@click.argument("query", nargs=-1)
@click.option("--limit", type=Whole(1, 1_000_000), default=1000, show_default=True, help="At most so many.")
@pass_session
def listed(session: Session, query: tuple[str, ...], limit: int) -> None:
    """List them."""
    asked = parse_clients(" ".join(query))
    found = session.staff().read(ReadClients(asked.words, limit, tests=asked.tests))
    rows = ((c.id, c.name, c.email, c.active, c.characteristic.value, c.label, c.open_tickets) for c in found)
    headings = ("Id", "Name", "Address", "Active", "Rated", "Label", "Open tickets")
    session.answer(
        [shapes.client(one) for one in found], lambda: tables.table(headings, rows, "There is no such client.")
    )


@verb("show", help="Show a client's card: users, services, tickets.", example="client show hans@acme.example")
@click.argument("client", type=CLIENT)
@pass_session
def show(session: Session, client: str) -> None:
    """Show it."""
    card = session.staff().read(ReadClient(client))
    session.answer(shapes.client_card(card), lambda: _card(session, card))


@verb("edit", acts=(EditClient,), example="client edit hans@acme.example --characteristic good --label wholesale")
@click.argument("client", type=CLIENT)
@click.option("--name", help="The name of the company or person.")
@click.option("--country", metavar="XX", help="The country.")
@click.option("--language", metavar="XX", help="The language of what is sent to them.")
@click.option("--comment", help="A comment for staff.")
@click.option("--label", help="A label to filter by.")
@click.option("--characteristic", type=RATING, help="How staff rate them.")
@click.option("--mass-messages", type=SWITCH, help="Whether they get mass messages.")
@pass_session
def edit(
    session: Session,
    client: str,
    name: str | None,
    country: str | None,
    language: str | None,
    comment: str | None,
    label: str | None,
    characteristic: Characteristic | None,
    mass_messages: bool | None,
) -> None:
    """Change what is named."""
    something(name, country, language, comment, label, characteristic, mass_messages)
    act = EditClient(client, name, country, language, comment, label, characteristic, mass_messages)
    _answer(session, session.staff().perform(act), "was changed")


@verb("delete", acts=(DeleteClient,), example="client delete hans@acme.example")
@click.argument("client", type=CLIENT)
@pass_session
def delete(session: Session, client: str) -> None:
    """Delete them."""
    number = session.staff().perform(DeleteClient(client))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Client {client} was deleted."))


@verb("add", acts=(AddClientUser,), example="client user add hans@acme.example --email it@acme.example --name Ida")
@click.argument("client", type=CLIENT)
@click.option("--email", metavar="ADDRESS", required=True, help="The address; mail from it is the client's.")
@click.option("--name", default="", help="The person's name.")
@pass_session
def add_user(session: Session, client: str, email: str, name: str) -> None:
    """Add the person."""
    desk = session.staff()
    number = desk.perform(AddClientUser(client, email, name))
    card = desk.read(ReadClient(client))
    added = next(user for user in card.users if user.id == number)
    session.answer(
        shapes.user(added, card.head.id), lambda: tables.line(f"{added.email} is a user of client #{card.head.id}.")
    )


@verb("list", help="List the users of a client.", example="client user list hans@acme.example")
@click.argument("client", type=CLIENT)
@pass_session
def list_users(session: Session, client: str) -> None:
    """List them."""
    card = session.staff().read(ReadClient(client))
    rows = ((user.id, user.name, user.email, user.main, user.active) for user in card.users)
    headings = ("Id", "Name", "Address", "Main", "Active")
    session.answer(
        [shapes.user(one, card.head.id) for one in card.users],
        lambda: tables.table(headings, rows, "The client has no users."),
    )


def _answer(session: Session, number: int, done: str) -> None:
    head = session.staff().read(ReadClient(number)).head
    name = head.name or head.email
    session.answer(shapes.client(head), lambda: tables.line(f"Client #{head.id} {name} {done}."))


def _card(session: Session, card: ClientCard) -> None:
    head, has = card.head, card.head.support
    tables.pairs((
        ("Client", f"#{head.id} {head.name}"), ("Address", head.email), ("Active", head.active),
        ("Rated", head.characteristic.value), ("Label", head.label), ("Country", head.country),
        ("Language", head.language), ("Since", tables.at(head.registered, session.zone)),
        ("Balance", f"{amount(has.balance, head.currency)} {head.currency}"),
        ("Turnover", f"{amount(card.turnover, head.currency)} {head.currency} in twelve months"),
        ("Incidents", tables.incidents_left(has.dated, has.lifetime, has.credit_used)),
        *(() if head.mass_messages else (("Mass messages", "none wanted"),)),
        ("Comment", head.comment), ("Tickets", f"{head.tickets}, {head.open_tickets} open"),
        ("Users", ", ".join(f"{user.name} <{user.email}>".strip() for user in card.users)),
    ))  # fmt: skip
    for one in head.services:
        cost = f"{amount(one.cost, one.currency)} {one.currency}"
        tables.line(f"Service {one.name} {one.plan} {one.domain}: {one.status.value}, {cost}")
    tables.tickets(card.tickets, session.now, session.zone, "No tickets.")


users = Noun("user", "The people of a client, each with an address of their own.", (add_user, list_users))
command = Noun("client", "Clients and their users.", (add, listed, show, area, edit, message, delete, users))
