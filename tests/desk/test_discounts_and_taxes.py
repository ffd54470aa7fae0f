"""Personal discounts and tax rules are added, edited and deleted, and every change is on record (CL13, CL14), on both
databases."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.desk.actions.clients import AddClient, DeleteClient
from helpdesk_tui.desk.actions.discounts import AddDiscount, DeleteDiscount, EditDiscount
from helpdesk_tui.desk.actions.plans import AddPlan, DeletePlan
from helpdesk_tui.desk.actions.taxes import AddTaxRule, DeleteTaxRule, EditTaxRule
from helpdesk_tui.errors import DeskError, NotFound
from helpdesk_tui.questions import ReadClient, ReadDiscounts, ReadTaxRules
from helpdesk_tui.vocab import ProductType
from tests.desk.selling import at
from tests.desks import HANS, NORD, MadeDesk

ALL, INCIDENTS = (), (ProductType.INCIDENTS,)
YEAR = "2026-01-01 00:00"


def discounts(desk: MadeDesk, client: str = HANS) -> list[tuple[Any, ...]]:
    return [
        (one.percent, one.plan, str(one.starts), str(one.ends), one.comment)
        for one in desk.anna.read(ReadDiscounts(client))
    ]


def rules(desk: MadeDesk, client: str = HANS) -> list[tuple[Any, ...]]:
    return [
        (one.rate, one.zone, str(one.starts), str(one.ends), one.products, one.comment)
        for one in desk.anna.read(ReadTaxRules(client))
    ]


def history(desk: MadeDesk) -> list[tuple[str, str, str, str]]:
    found = [(one.who, one.field, one.before, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    return sorted(one for one in found if one[1].startswith(("discount", "tax")))


def test_discounts(desk: MadeDesk) -> None:
    """CL13, CL14: kept field by field; the history says who, before and after, the plan by its name."""
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00}))
    one = desk.anna.perform(AddDiscount(HANS, 12_50, "care", "2026-01-01", "2026-12-31", " for \n years "))
    two = desk.anna.perform(AddDiscount(HANS, 5_00))
    assert discounts(desk) == [
        (12_50, "Care", "2026-01-01", "2026-12-31", "for years"), (5_00, "", "None", "None", ""),
    ]  # fmt: skip
    assert discounts(desk, NORD) == []
    desk.gary.perform(EditDiscount(one, 20_00, "", "", "2027-01-31", "longer"))
    desk.gary.perform(EditDiscount(two, comment="small"))
    desk.gary.perform(DeleteDiscount(two))
    assert discounts(desk) == [(20_00, "", "None", "2027-01-31", "longer")]
    assert history(desk) == sorted([
        ("anna", "discount", "", "12.5 % on Care from 2026-01-01 until 2026-12-31"),
        ("anna", "discount", "", "5 % on all plans"), ("gary", "discount_percent", "12.5", "20"),
        ("gary", "discount_plan", "Care", ""), ("gary", "discount_starts", "2026-01-01", ""),
        ("gary", "discount_ends", "2026-12-31", "2027-01-31"), ("gary", "discount_comment", "for years", "longer"),
        ("gary", "discount_comment", "", "small"), ("gary", "discount", "5 % on all plans", ""),
    ])  # fmt: skip


def test_tax_rules(desk: MadeDesk) -> None:
    """CL13, CL14: the same; times stay what was typed, in whatever zone they are meant."""
    one = desk.anna.perform(
        AddTaxRule(HANS, 8_875, "America/New_York", YEAR, "2026-12-31 23:59:59", INCIDENTS, " city ")
    )
    two = desk.anna.perform(AddTaxRule(HANS, 0, "UTC", YEAR))
    assert rules(desk) == [
        (8_875, "America/New_York", "2026-01-01 00:00:00", "2026-12-31 23:59:59", INCIDENTS, "city"),
        (0, "UTC", "2026-01-01 00:00:00", "None", ALL, ""),
    ]
    assert rules(desk, NORD) == []
    desk.gary.perform(EditTaxRule(one, 20_000, "Europe/Berlin", "2026-02-01 12:30", "", ALL, ""))
    desk.gary.perform(EditTaxRule(two, zone="Asia/Tokyo"))
    desk.gary.perform(DeleteTaxRule(two))
    assert rules(desk) == [(20_000, "Europe/Berlin", "2026-02-01 12:30:00", "None", ALL, "")]
    assert history(desk) == sorted([
        ("anna", "tax", "", "8.875 % from 2026-01-01 00:00:00 until 2026-12-31 23:59:59 America/New_York on incidents"),
        ("anna", "tax", "", "0 % from 2026-01-01 00:00:00 UTC"), ("gary", "tax_rate", "8.875", "20"),
        ("gary", "tax_zone", "America/New_York", "Europe/Berlin"),
        ("gary", "tax_starts", "2026-01-01 00:00:00", "2026-02-01 12:30:00"),
        ("gary", "tax_ends", "2026-12-31 23:59:59", ""), ("gary", "tax_products", "incidents", ""),
        ("gary", "tax_comment", "city", ""), ("gary", "tax_zone", "UTC", "Asia/Tokyo"),
        ("gary", "tax", "0 % from 2026-01-01 00:00:00 Asia/Tokyo", ""),
    ])  # fmt: skip


def test_in_force(desk: MadeDesk) -> None:
    """CL13: the lists say which of them count today."""
    at(desk, "2026-04-11")
    for starts, ends in (("", ""), ("2026-04-11", "2026-04-11"), ("2026-04-12", ""), ("", "2026-04-10")):
        desk.anna.perform(AddDiscount(HANS, 1, starts=starts, ends=ends))
    for starts, ends in ((YEAR, ""), ("2026-04-11 12:00:00", "2026-04-11 12:00:00"), ("2026-04-11 12:00:01", "")):
        desk.anna.perform(AddTaxRule(HANS, 1, "UTC", starts, ends))
    assert [one.in_force for one in desk.anna.read(ReadDiscounts(HANS))] == [True, True, False, False]
    assert [one.in_force for one in desk.anna.read(ReadTaxRules(HANS))] == [True, True, False]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AddDiscount(HANS, 0), "bad_percent"), (AddDiscount(HANS, 100_01), "bad_percent"),
        (AddDiscount(HANS, 1, "other"), "not_found"), (AddDiscount("nobody@example.org", 1), "not_found"),
        (AddDiscount(HANS, 1, starts="tomorrow"), "usage"), (AddDiscount(HANS, 1, ends="2026-02-30"), "usage"),
        (AddDiscount(HANS, 1, starts="2026-02-02", ends="2026-02-01"), "bad_period"),
        (AddDiscount(HANS, 1, comment="x" * 501), "too_long"), (EditDiscount(9, 1), "not_found"),
        (DeleteDiscount(9), "not_found"), (AddTaxRule(HANS, -1, "UTC", YEAR), "bad_percent"),
        (AddTaxRule(HANS, 100_001, "UTC", YEAR), "bad_percent"), (AddTaxRule(HANS, 1, "Mars", YEAR), "bad_zone"),
        (AddTaxRule(HANS, 1, "UTC", ""), "no_start"), (AddTaxRule(HANS, 1, "UTC", "2026-01-01"), "usage"),
        (AddTaxRule(HANS, 1, "UTC", YEAR, "2025-12-31 00:00"), "bad_period"), (EditTaxRule(9, 1), "not_found"),
        (AddTaxRule("nobody@example.org", 1, "UTC", YEAR), "not_found"), (DeleteTaxRule(9), "not_found"),
    ],
)  # fmt: skip
def test_what_is_refused(desk: MadeDesk, act: Any, code: str) -> None:
    with pytest.raises(DeskError) as refused:
        desk.anna.perform(act)
    assert (refused.value.code, discounts(desk), rules(desk)) == (code, [], [])


def test_an_edit_is_checked_as_a_whole(desk: MadeDesk) -> None:
    """What is changed has to fit what stays."""
    one = desk.anna.perform(AddDiscount(HANS, 1, ends="2026-02-01"))
    rule = desk.anna.perform(AddTaxRule(HANS, 1, "UTC", YEAR))
    for act, code in (
        (EditDiscount(one, starts="2026-02-02"), "bad_period"),
        (EditTaxRule(rule, ends="2025-12-31 00:00"), "bad_period"),
        (EditTaxRule(rule, starts=""), "no_start"), (EditDiscount(one, plan="other"), "not_found"),
    ):  # fmt: skip
        with pytest.raises(DeskError) as refused:
            desk.anna.perform(act)
        assert refused.value.code == code
    assert (discounts(desk), len(rules(desk))) == ([(1, "", "None", "2026-02-01", "")], 1)


def test_a_plan_that_was_deleted_keeps_its_discounts(desk: MadeDesk) -> None:
    desk.gary.perform(AddPlan("Care", 10, {0: 50_00}))
    one = desk.anna.perform(AddDiscount(HANS, 1, "care"))
    desk.gary.perform(DeletePlan("Care"))
    desk.anna.perform(EditDiscount(one, 2))
    assert discounts(desk) == [(2, "Care", "None", "None", "")]


def test_they_go_with_the_client(desk: MadeDesk) -> None:
    """CL6: they alone keep nobody."""
    desk.gary.perform(AddClient("new@example.org"))
    one = desk.gary.perform(AddDiscount("new@example.org", 1))
    rule = desk.gary.perform(AddTaxRule("new@example.org", 1, "UTC", YEAR))
    desk.gary.perform(DeleteClient("new@example.org"))
    for act in (EditDiscount(one, 2), EditTaxRule(rule, 2)):
        with pytest.raises(NotFound):
            desk.gary.perform(act)
