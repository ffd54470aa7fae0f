"""`helpdesk-tui service`: services of clients (CL4)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import shapes, tables
from helpdesk_tui.cli.commands import Noun, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, Word
from helpdesk_tui.desk.actions.clients import AddService, SetServiceState
from helpdesk_tui.questions import ReadClient
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.vocab import ServiceStatus


@verb(
    "add",
    acts=(AddService,),
    example="service add hans@acme.example --name vps-31 --plan KVM-2 --domain acme.example --cost 12.50",
)
@click.argument("client", type=CLIENT)
@click.option("--name", required=True, help="What it is called.")
@click.option("--plan", default="", help="The tariff plan.")
@click.option("--domain", default="", help="The domain it serves.")
@click.option("--cost", default="0", metavar="SUM", help="What it costs, in the desk's currency.")
@pass_session
def add(session: Session, client: str, name: str, plan: str, domain: str, cost: str) -> None:
    """Add it."""
    desk = session.staff()
    head = desk.read(ReadClient(client)).head
    number = desk.perform(AddService(client, name, plan, domain, minor_units(cost, head.currency)))
    added = next(one for one in desk.read(ReadClient(head.id)).head.services if one.id == number)
    session.answer(shapes.service(added), lambda: tables.line(f"Service {added.name} was added to client #{head.id}."))


@verb("list", help="List the services of a client.", example="service list hans@acme.example --json")
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    found = session.staff().read(ReadClient(client)).head.services
    rows = ((s.id, s.name, s.plan, s.domain, s.status.value, f"{amount(s.cost, s.currency)} {s.currency}")
            for s in found)  # fmt: skip
    headings = ("Id", "Name", "Plan", "Domain", "Status", "Cost")
    session.answer(
        [shapes.service(one) for one in found], lambda: tables.table(headings, rows, "The client has no services.")
    )


@verb("state", acts=(SetServiceState,), example="service state hans@acme.example vps-31 active")
@click.argument("client", type=CLIENT)
@click.argument("name")
@click.argument("status", type=Word({one.value: one for one in (ServiceStatus.ACTIVE, ServiceStatus.SUSPENDED)}))
@pass_session
def state(session: Session, client: str, name: str, status: ServiceStatus) -> None:
    """Change it."""
    desk = session.staff()
    number = desk.perform(SetServiceState(client, name, status))
    changed = next(one for one in desk.read(ReadClient(client)).head.services if one.id == number)
    session.answer(shapes.service(changed), lambda: tables.line(f"Service {changed.name} is {changed.status.value}."))


command = Noun("service", "Services of clients.", (add, listed, state))
