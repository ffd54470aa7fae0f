"""Orders in words: every purchase with its sum, what became of each month, what an upgrade leaves as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from helpdesk_tui.screens.order_words import gift_words, order_words
from helpdesk_tui.views import OfferView, OrderView, Price, PurchaseView, WindowView
from helpdesk_tui.vocab import OrderState, PurchaseKind

AT = datetime(2026, 4, 11, 10, tzinfo=UTC)
LAPSED = WindowView(date(2026, 4, 11), date(2026, 5, 10), 10, 0, 10)
MOVED = WindowView(date(2026, 5, 11), date(2026, 6, 10), 10, 0, 0, 10, "KWD")
THERE = WindowView(date(2026, 6, 11), date(2026, 7, 10), 10, 4)


def bought(kind: PurchaseKind, total: int, refunded: int = 0, state: OrderState = OrderState.ACTIVE) -> PurchaseView:
    return PurchaseView(kind, state, AT, Price(total, 0, total, 0, 0, total), refunded)


def order(*purchases: PurchaseView) -> OrderView:
    return OrderView(
        3, 1, "Care", 3, 10, 25_00, "EUR", OrderState.ACTIVE, LAPSED.starts, THERE.ends, 0, (LAPSED, MOVED, THERE),
        None, AT, "anna", True, purchases,
    )  # fmt: skip


def test_months_that_lapsed_and_that_moved() -> None:
    """IN4, CL11: on the page of all months each says its own; in the list those that are over are one line."""
    alone = order(bought(PurchaseKind.ORDER, 25_00))
    first = "10 support incidents a month for 3 months; ordered for 25.00 EUR."
    assert order_words(alone, date(2026, 5, 20), every=True).split("\n") == [
        first, "11 Apr 2026 to 10 May 2026: 10 of 10 lapsed.",
        "11 May 2026 to 10 Jun 2026: 10 of 10 moved to the account in KWD.",
        "11 Jun 2026 to 10 Jul 2026: 4 of 10 left.",
    ]  # fmt: skip
    assert order_words(alone, date(2026, 5, 20)).split("\n")[:2] == [first, "1 month over by 10 May 2026; 10 lapsed."]


def test_every_purchase_and_what_all_of_it_costs() -> None:
    """IN4, SF2: plain ones too, once there are several; what was given up counts nothing, what was refunded is said."""
    found = order(
        bought(PurchaseKind.ORDER, 25_00, 12_50), bought(PurchaseKind.RENEWAL, 25_00),
        bought(PurchaseKind.UPGRADE, 5_00, state=OrderState.CANCELLED),
    )  # fmt: skip
    assert order_words(found, date(2026, 5, 20)).split("\n")[:4] == [
        "10 support incidents a month for 3 months; 37.50 EUR in all.",
        "Order of 11 Apr 2026: 25.00 EUR, refunded 12.50.", "Renewal of 11 Apr 2026: 25.00 EUR.",
        "Upgrade of 11 Apr 2026: 5.00 EUR, given up.",
    ]  # fmt: skip
    refunded = order(bought(PurchaseKind.ORDER, 25_00, 25_00))
    assert "Order of 11 Apr 2026: 25.00 EUR, refunded 25.00." in order_words(refunded, date(2026, 5, 20))


def test_an_upgrade_for_life_leaves_months_as_they_are() -> None:
    """IN5: the form says so."""
    offer = OfferView(Price(5_00, 0, 5_00, 0, 0, 5_00), "EUR", 10_00, 0, 20, 10, (), months_stay=True)
    assert gift_words(offer) == "Gives 10 support incidents for life. The months of the order stay as they are."
