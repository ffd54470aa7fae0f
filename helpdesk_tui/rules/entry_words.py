"""What an entry of an account says, for who reads a list of them (IN12, CL11)."""

from __future__ import annotations

from helpdesk_tui.vocab import EntryKind, PurchaseKind

_AGAIN = {PurchaseKind.RENEWAL.value: " renewed", PurchaseKind.UPGRADE.value: " upgraded"}


def said(
    kind: EntryKind, text: str, ticket: int | None = None, *, purchase: str = "", reason: str = "", moved: str = ""
) -> str:  # fmt: skip
    """What it was for: `text` is that of its document, `purchase` the kind of one, `reason` that of a withdrawal, and
    `moved` where incidents came from or went (`from EUR`). `ticket 7`, `given back by ticket 7`, `Care renewed`,
    `withdrawal (referral): R1`, `moved from EUR`.
    """
    if kind is EntryKind.MOVED:
        return f"moved {moved}"
    if kind is EntryKind.WITHDRAWAL:
        return f"withdrawal ({reason})" + (f": {text}" if text else "")
    if kind is EntryKind.PURCHASE:
        return f"{text}{_AGAIN.get(purchase, '')}"
    if not text and ticket is not None:
        return f"ticket {ticket}" if kind is EntryKind.TICKET else f"given back by ticket {ticket}"
    return text
