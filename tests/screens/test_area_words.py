"""What the client area says in words (CL16, SF1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from helpdesk_tui.screens.area.words import ticket_lines
from helpdesk_tui.views import ClientTicket, ClientTicketRow, FeesView
from helpdesk_tui.vocab import ClientStatus

AT = datetime(2026, 4, 11, 10, 0, tzinfo=UTC)
ROW = ClientTicketRow(1, "Server down", "Tech", None, ClientStatus.IN_PROGRESS, False, AT, AT)
TICKET = ClientTicket(ROW, (), 0, 0, "KWD")


@pytest.mark.parametrize(
    ("ticket", "said"),
    [
        (TICKET, ""),
        (replace(TICKET, fee=1_234), " · support fee 1.234 KWD"),
        (replace(TICKET, earlier=(FeesView("EUR", 10_00),)), " · support fee 10.00 EUR"),
        (replace(TICKET, fee=1_234, earlier=(FeesView("EUR", 10_00),)), " · support fee 1.234 KWD, 10.00 EUR"),
    ],
)
def test_fees_in_every_currency(ticket: ClientTicket, said: str) -> None:
    """SF1, CL11: what was charged before the provider had another currency is not forgotten."""
    _, facts = ticket_lines(ticket, 80)
    assert facts == [(f" Tech{said}", "dim")]
