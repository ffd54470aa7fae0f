"""Who may edit, split, merge and take back, messages and tickets that are there (SPEC TF7, TQ1; Clarifications)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.messages import EditMessage, MergeTicket, SplitTicket, TakeBack
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import ReadTicket
from tests.desk.test_rights import EVERYBODY, HOLDER, MEMBERS, outcome
from tests.desk.things import ticket
from tests.desks import MadeDesk


def edit(desk: MadeDesk, number: int) -> EditMessage:
    """Of what Hans wrote."""
    made = ticket(desk, number)
    [message] = desk.gary.read(ReadTicket(made)).messages
    return EditMessage(made, message.id, "Something else")


def split(desk: MadeDesk, number: int) -> SplitTicket:
    """At anna's answer."""
    made = ticket(desk, number)
    desk.anna.perform(Reply(made, "Hello"))
    return SplitTicket(made, desk.gary.read(ReadTicket(made)).messages[-1].id)


MESSAGES: dict[str, tuple[str, Callable[[MadeDesk, int], Act[object]]]] = {
    "edit": (HOLDER, edit),
    "split": (HOLDER, split),
    "merge": (HOLDER, lambda d, n: MergeTicket(ticket(d, n), d.ticket())),
    "take back": (MEMBERS, lambda d, n: TakeBack(d.anna.perform(split(d, n)))),
}


@pytest.mark.parametrize("act", MESSAGES)
def test_who_may_do_what_with_messages(desk: MadeDesk, act: str) -> None:
    """Clarifications: edit, split and merge need taking, of administrators, too."""
    expected, make = MESSAGES[act]
    found = [outcome(getattr(desk, who).perform, make(desk, number)) for number, who in enumerate(EVERYBODY)]
    assert " ".join(found) == expected
