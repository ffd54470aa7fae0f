"""A refused right is on record, and tells nobody anything (RELIABILITY rules 34 and 35)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incoming import SpamIncoming
from helpdesk_tui.desk.actions.redirect import Close
from helpdesk_tui.desk.actions.setup import AddDepartment
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadTicket, ReadTouched
from helpdesk_tui.store.engine import Store
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import MadeDesk


def recorded(store: Store) -> list[tuple[object, ...]]:
    with store.read() as connection:
        found = text("SELECT actor, actor_name, action, after, reason FROM event WHERE field = 'refused' ORDER BY id")
        return [tuple(row) for row in connection.execute(found)]


def test_who_reached_for_what(desk: MadeDesk, store: Store) -> None:
    """Rule 35: who, the act, its target and the refusal; whether the thing is there or not."""
    number, mail = desk.ticket(), desk.receive(email("eve@example.org")).mail
    for desk_of, act in (
        (desk.john, Take(number)), (desk.john, Take(999)), (desk.john, SpamIncoming(mail)),
        (desk.anna, AddDepartment("Abuse")), (desk.omar, Close(number)),
    ):  # fmt: skip
        refused(desk_of, act)
    assert recorded(store) == [
        ("staff", "john", "take", str(number), "not_found"), ("staff", "john", "take", "999", "not_found"),
        ("staff", "john", "spam-incoming", str(mail), "not_found"),
        ("staff", "anna", "add-department", "Abuse", "not_allowed"),
        ("client", "omar@example.org", "close", str(number), "not_allowed"),
    ]  # fmt: skip


def test_other_refusals_and_questions_are_not(desk: MadeDesk, store: Store) -> None:
    """What a rule of the work refuses is no reaching; reading leaves no trace."""
    number = desk.ticket()
    refused(desk.anna, Close(number))
    with pytest.raises(NotFound):
        desk.john.read(ReadTicket(number))
    assert recorded(store) == []


def test_nobody_sees_that_it_was_recorded(desk: MadeDesk) -> None:
    """Rule 34: the desk's change number does not move, or it would tell a ticket of others from none."""
    number = desk.ticket()
    before = desk.john.read(ReadTouched(0))
    refused(desk.john, Take(number))
    refused(desk.john, Take(999))
    assert desk.john.read(ReadTouched(0)) == before
