"""Predefined replies as the asker sees them (PR1)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import and_, or_, select

from helpdesk_tui.questions import ReadReplies
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.replies import Whose
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import people, replies
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import ReplyView

_reply = table(replies.PredefinedReply)
_text = table(replies.ReplyText)
_department = table(people.Department)
_staff = table(people.Staff)


def replies_seen(asking: Asking, question: ReadReplies) -> tuple[ReplyView, ...]:
    """Those that the asker may see, by name; English first among the texts of one."""
    seen = _seen(asking.scope)
    asked = (
        select(
            _reply.c.id, _reply.c.name, _reply.c.department, _reply.c.staff,
            _department.c.name.label("department_name"), _staff.c.login,
        )
        .outerjoin(_department, _department.c.id == _reply.c.department)
        .outerjoin(_staff, _staff.c.id == _reply.c.staff)
        .where(*seen)
    )  # fmt: skip
    rows = asking.connection.execute(asked).all()
    written = select(_text).join(_reply, _reply.c.id == _text.c.reply).where(*seen)
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for number, language, text in asking.connection.execute(written):
        texts[number][language] = text
    found = (_view(asking.scope, row, texts[row.id]) for row in rows if texts[row.id])
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.whose, one.id)))


def _seen(scope: Scope) -> tuple[Any, ...]:
    """`Whose.seen_by` for the database."""
    if scope.everything:
        return ()
    everybody = and_(_reply.c.department.is_(None), _reply.c.staff.is_(None))
    return (or_(everybody, _reply.c.department.in_(scope.departments), _reply.c.staff == scope.staff_id),)


def _view(scope: Scope, row: Any, texts: dict[str, str]) -> ReplyView:
    whose = Whose(row.department, row.staff)
    ordered = {code: texts[code] for code in sorted(texts, key=lambda code: (code != "en", code))}
    here = row.staff is None or row.staff == scope.staff_id
    return ReplyView(row.id, row.name, row.department_name, row.login, ordered, whose.kept_by(scope), here)
