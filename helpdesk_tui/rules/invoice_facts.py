"""An invoice as facts that are kept with the email that sends it (CL12): what it is drawn from at each attempt (pure).

What it said when it was sent stays so, whatever is paid, covered or renamed later.
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
        price, paid = found["price"], found["paid"]
        return Invoice(**found | {
            "created": date.fromisoformat(found["created"]), "paid": None if paid is None else date.fromisoformat(paid),
            "items": tuple(Item(**one) for one in found["items"]), "price": None if price is None else Price(**price),
        })  # fmt: skip
    except (ValueError, TypeError, KeyError):
        raise UnusableData("The invoice that is kept with this email cannot be read.", code="bad_invoice") from None
