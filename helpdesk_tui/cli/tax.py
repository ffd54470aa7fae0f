"""`helpdesk-tui tax`: personal tax rules of clients (CL13)."""

from __future__ import annotations

import click

from helpdesk_tui.cli import order_shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, TAX_RULE, Word
from helpdesk_tui.desk.actions.taxes import AddTaxRule, DeleteTaxRule, EditTaxRule
from helpdesk_tui.questions import ReadTaxRules
from helpdesk_tui.rules.pricing import RATE_PLACES, parse_rate, say_percent
from helpdesk_tui.rules.taxes import say_wall
from helpdesk_tui.vocab import ProductType

ALL = "all"
PRODUCTS = click.option(
    "--product", "products", multiple=True, type=Word({ALL: ALL} | {one.value: one for one in ProductType}),
    help="A product type it is for; may be repeated. For all without it.",
)  # fmt: skip
Products = tuple[ProductType | str, ...]


@verb(
    "add", acts=(AddTaxRule,),
    example="tax add hans@acme.example 20 --zone Europe/Berlin --from '2026-01-01 00:00:00'",
)  # fmt: skip
@click.argument("client", type=CLIENT)
@click.argument("rate")
@click.option("--zone", required=True, help="The time zone of its times, like Europe/Berlin.")
@click.option("--from", "starts", metavar="WHEN", required=True, help="When it starts: YYYY-MM-DD hh:mm:ss.")
@click.option("--until", "ends", default="", metavar="WHEN", help="The last second of it; without end if not given.")
@PRODUCTS
@click.option("--comment", default="", help="A note for staff.")
@pass_session
def add(
    session: Session, client: str, rate: str, zone: str, starts: str, ends: str, products: Products, comment: str
) -> None:
    """Add it."""
    desk = session.staff()
    number = desk.perform(AddTaxRule(client, parse_rate(rate), zone, starts, ends, _types(products), comment))
    found = next(one for one in desk.read(ReadTaxRules(client)) if one.id == number)
    said = f"Tax rule {found.id}: {say_percent(found.rate, RATE_PLACES)} % from {say_wall(found.starts)} {found.zone}."
    session.answer(order_shapes.tax_rule(found), lambda: tables.line(said))


@verb("list", help="List the personal tax rules of a client.", example="tax list hans@acme.example")
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    found = session.staff().read(ReadTaxRules(client))
    headings = ("Id", "Rate", "From", "Until", "Time zone", "Products", "In force", "Comment")
    rows = (
        (one.id, say_percent(one.rate, RATE_PLACES), say_wall(one.starts), say_wall(one.ends), one.zone,
         ", ".join(one.products) or ALL, "yes" if one.in_force else "no", one.comment)
        for one in found
    )  # fmt: skip
    session.answer(
        [order_shapes.tax_rule(one) for one in found],
        lambda: tables.table(headings, rows, "The client has no tax rules of their own."),
    )


@verb("edit", acts=(EditTaxRule,), example="tax edit 3 --until '2026-12-31 23:59:59'")
@click.argument("rule", type=TAX_RULE)
@click.option("--rate", help="0 to 100, with at most three decimal places.")
@click.option("--zone", help="The time zone of its times.")
@click.option("--from", "starts", metavar="WHEN", help="When it starts.")
@click.option("--until", "ends", metavar="WHEN", help="The last second of it; '' for none.")
@PRODUCTS
@click.option("--comment", help="A note for staff.")
@pass_session
def edit(
    session: Session, rule: int, rate: str | None, zone: str | None, starts: str | None, ends: str | None,
    products: Products, comment: str | None,
) -> None:  # fmt: skip
    """Change what is named; `--product all` makes it one for all types again."""
    something(rate, zone, starts, ends, products or None, comment)
    units = None if rate is None else parse_rate(rate)
    types = _types(products) if products else None
    number = session.staff().perform(EditTaxRule(rule, units, zone, starts, ends, types, comment))
    session.answer({"id": number, "changed": True}, lambda: tables.line(f"Tax rule {number} was changed."))


@verb("delete", acts=(DeleteTaxRule,), example="tax delete 3")
@click.argument("rule", type=TAX_RULE)
@pass_session
def delete(session: Session, rule: int) -> None:
    """Delete it."""
    number = session.staff().perform(DeleteTaxRule(rule))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Tax rule {number} was deleted."))


def _types(products: Products) -> tuple[ProductType, ...]:
    """The product types that were named; none where `all` is among them."""
    return () if ALL in products else tuple(ProductType(one) for one in products)


command = Noun("tax", "Personal tax rules of clients.", (add, listed, edit, delete))
