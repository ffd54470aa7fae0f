"""`helpdesk-tui discount`: personal discounts of clients (CL13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import order_shapes, tables
from helpdesk_tui.cli.commands import Noun, something, verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import CLIENT, DISCOUNT
from helpdesk_tui.desk.actions.discounts import AddDiscount, DeleteDiscount, EditDiscount
from helpdesk_tui.questions import ReadDiscounts
from helpdesk_tui.rules.pricing import DISCOUNT_PLACES, parse_discount, say_percent

if TYPE_CHECKING:
    from helpdesk_tui.views import DiscountView


@verb("add", acts=(AddDiscount,), example="discount add hans@acme.example 12.5 --plan Care --until 2026-12-31")
@click.argument("client", type=CLIENT)
@click.argument("percent")
@click.option("--plan", default="", help="For this plan only; for all without it.")
@click.option("--from", "starts", default="", metavar="DATE", help="The first day it is given; at once without it.")
@click.option("--until", "ends", default="", metavar="DATE", help="The last day; without end if not given.")
@click.option("--comment", default="", help="A note for staff.")
@pass_session
def add(session: Session, client: str, percent: str, plan: str, starts: str, ends: str, comment: str) -> None:
    """Add it."""
    desk = session.staff()
    number = desk.perform(AddDiscount(client, parse_discount(percent), plan, starts, ends, comment))
    found = next(one for one in desk.read(ReadDiscounts(client)) if one.id == number)
    session.answer(order_shapes.discount(found), lambda: tables.line(f"Discount {found.id}: {_words(found)}."))


@verb("list", help="List the personal discounts of a client.", example="discount list hans@acme.example")
@click.argument("client", type=CLIENT)
@pass_session
def listed(session: Session, client: str) -> None:
    """List them."""
    found = session.staff().read(ReadDiscounts(client))
    headings = ("Id", "Percent", "Plan", "From", "Until", "In force", "Comment")
    rows = (
        (one.id, say_percent(one.percent, DISCOUNT_PLACES), one.plan or "all", str(one.starts or ""),
         str(one.ends or ""), "yes" if one.in_force else "no", one.comment)
        for one in found
    )  # fmt: skip
    session.answer(
        [order_shapes.discount(one) for one in found],
        lambda: tables.table(headings, rows, "The client has no discounts."),
    )


@verb("edit", acts=(EditDiscount,), example="discount edit 3 --percent 15 --until ''")
@click.argument("discount", type=DISCOUNT)
@click.option("--percent", help="Above 0, at most 100, with at most two decimal places.")
@click.option("--plan", help="For this plan only; '' for all.")
@click.option("--from", "starts", metavar="DATE", help="The first day; '' for none.")
@click.option("--until", "ends", metavar="DATE", help="The last day; '' for none.")
@click.option("--comment", help="A note for staff.")
@pass_session
def edit(
    session: Session, discount: int, percent: str | None, plan: str | None, starts: str | None, ends: str | None,
    comment: str | None,
) -> None:  # fmt: skip
    """Change what is named."""
    something(percent, plan, starts, ends, comment)
    units = None if percent is None else parse_discount(percent)
    number = session.staff().perform(EditDiscount(discount, units, plan, starts, ends, comment))
    session.answer({"id": number, "changed": True}, lambda: tables.line(f"Discount {number} was changed."))


@verb("delete", acts=(DeleteDiscount,), example="discount delete 3")
@click.argument("discount", type=DISCOUNT)
@pass_session
def delete(session: Session, discount: int) -> None:
    """Delete it."""
    number = session.staff().perform(DeleteDiscount(discount))
    session.answer({"id": number, "deleted": True}, lambda: tables.line(f"Discount {number} was deleted."))


def _words(one: DiscountView) -> str:
    return f"{say_percent(one.percent, DISCOUNT_PLACES)} % on {one.plan or 'all plans'}"


command = Noun("discount", "Personal discounts of clients.", (add, listed, edit, delete))
