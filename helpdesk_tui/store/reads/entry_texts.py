"""What entries of an account say: the text of their document, or what they did for a ticket (IN12, CL11).

An entry holds no text itself; what it is about is named by its cause, document and ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from helpdesk_tui.rules.entry_words import said
from helpdesk_tui.rules.moving import pair_of
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import billing, ledger
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import EntryKind

_account = table(ledger.Account)
_step = table(billing.OrderStep)
_withdrawal = table(billing.Withdrawal)


def entry_texts(asking: Asking, rows: Sequence[Any], texts: Mapping[str, str]) -> Mapping[int, str]:
    """The texts of entries, by their ids; `texts` are those of their documents."""
    causes = [row.cause for row in rows if row.kind == EntryKind.MOVED.value]
    moved, steps = currencies_of(asking, causes), _steps(asking, rows)
    reasons = _reasons(asking, rows)
    found = {}
    for row in rows:
        pair, of = pair_of(row.cause), moved.get(row.cause, ("", ""))
        left = pair is not None and pair[0] == row.account
        found[row.id] = said(
            EntryKind(row.kind), texts.get(row.document, ""), row.ticket,
            purchase=steps.get(_step_of(row.cause), ""), reason=reasons.get(row.document, ""),
            moved=f"to {of[1]}" if left else f"from {of[0]}",
        )  # fmt: skip
    return found


def currencies_of(asking: Asking, causes: Iterable[str | None]) -> Mapping[str, tuple[str, str]]:
    """From which currency and to which one these causes of moved incidents moved them; other causes are left out."""
    pairs = {cause: pair for cause in causes if cause is not None and (pair := pair_of(cause)) is not None}
    if not pairs:
        return {}
    numbers = {number for pair in pairs.values() for number in pair}
    asked = select(_account.c.id, _account.c.currency).where(_account.c.id.in_(numbers))
    known = {row.id: row.currency for row in asking.connection.execute(asked)}
    return {cause: (known.get(old, ""), known.get(new, "")) for cause, (old, new) in pairs.items()}


def _steps(asking: Asking, rows: Iterable[Any]) -> Mapping[int, str]:
    """What kind of purchase gave these incidents, by its number."""
    numbers = {_step_of(row.cause) for row in rows if row.kind == EntryKind.PURCHASE.value} - {0}
    if not numbers:
        return {}
    asked = select(_step.c.id, _step.c.kind).where(_step.c.id.in_(numbers))
    return {row.id: row.kind for row in asking.connection.execute(asked)}


def _step_of(cause: str) -> int:
    """The purchase that is named in the cause `order:3:7` or `order:3:7:2026-04-11`; 0 for none."""
    parts = cause.split(":")
    return int(parts[2]) if len(parts) > 2 and parts[0] == "order" and parts[2].isdecimal() else 0


def _reasons(asking: Asking, rows: Iterable[Any]) -> Mapping[str, str]:
    """Why money was withdrawn, by the document."""
    documents = {row.document for row in rows if row.kind == EntryKind.WITHDRAWAL.value}
    numbers = [int(one.partition(":")[2]) for one in documents if one.startswith("withdrawal:")]
    if not numbers:
        return {}
    asked = select(_withdrawal.c.id, _withdrawal.c.reason).where(_withdrawal.c.id.in_(numbers))
    return {f"withdrawal:{row.id}": row.reason for row in asking.connection.execute(asked)}
