"""What a member of staff did and can take back (docs/adr/0015)."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from helpdesk_tui.questions import ReadJournal
from helpdesk_tui.rules.undo import UNDO_FOR
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import journal as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import JournalRow

_journal = table(tables.Journal)
_about = table(tables.JournalTicket)


def journal(asking: Asking, question: ReadJournal) -> tuple[JournalRow, ...]:
    """The asker's own acts that are not taken back yet and not too old, newest first."""
    mine = (_journal.c.staff == asking.scope.staff_id, _journal.c.undone.is_(None))
    asked = select(_journal).where(*mine, _journal.c.at > asking.now - UNDO_FOR)
    if question.number is not None:
        asked = asked.where(_journal.c.id.in_(select(_about.c.journal).where(_about.c.ticket == question.number)))
    rows = asking.connection.execute(asked.order_by(_journal.c.id.desc()).limit(question.limit)).all()
    if not rows:
        return ()
    about: dict[int, list[int]] = defaultdict(list)
    links = select(_about).where(_about.c.journal.in_([row.id for row in rows])).order_by(_about.c.ticket)
    for link in asking.connection.execute(links):
        about[link.journal].append(link.ticket)
    return tuple(JournalRow(row.id, row.at, row.action, row.words, tuple(about[row.id])) for row in rows)
