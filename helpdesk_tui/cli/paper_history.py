"""What became of a payment or an expense: who changed what, and when (CL12, SF2)."""

from __future__ import annotations

from helpdesk_tui.cli import money_shapes, tables
from helpdesk_tui.cli.session import Session
from helpdesk_tui.questions import ReadPaperHistory


def tell_history(session: Session, document: str) -> None:
    """Answer with the history of a document (`payment:12`), the oldest change first."""
    found = session.staff().read(ReadPaperHistory(document))
    rows = ((one.id, tables.at(one.at, session.zone), one.who, one.field, one.before, one.after) for one in found)
    session.answer(
        [money_shapes.paper_change(one) for one in found],
        lambda: tables.table(("Id", "At", "Who", "What", "Before", "After"), rows, "Nothing is on record."),
    )
