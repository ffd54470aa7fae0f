"""An invoice as facts that are kept: with its payment once that is Paid, and with the email that sends it (CL12; pure).

What it said then stays so, whatever is covered, edited or renamed later (docs/adr/0024, 0025).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.rules.invoice import Invoice, Item
from helpdesk_tui.views import Price


def kept(invoice: Invoice) -> str:
    """The invoice as JSON."""
    return json.dumps(asdict(invoice), default=date.isoformat, ensure_ascii=False)


def read(facts: str) -> Invoice:
    """The invoice of JSON that `kept` made; raises UnusableData for anything else."""
    try:
        found: dict[str, Any] = json.loads(facts)
        price, paid, due = found["price"], found["paid"], found.get("due")
        return Invoice(**found | {
            "created": date.fromisoformat(found["created"]), "paid": None if paid is None else date.fromisoformat(paid),
            "items": tuple(Item(**one) for one in found["items"]), "price": None if price is None else Price(**price),
            "due": None if due is None else date.fromisoformat(due),
            "put_back": None,
            "returned": tuple(Item(**one) for one in found.get("returned", ())),
        })  # fmt: skip
    except (ValueError, TypeError, KeyError):
        raise UnusableData("The facts of this invoice cannot be read.", code="bad_invoice") from None
