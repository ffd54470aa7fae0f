"""Tags of tickets on both databases (TQ10, TQ11)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadHistory, ReadQueryWords, ReadRow, ReadTicket, ReadTouched
from helpdesk_tui.rules.query_tree import Field
from tests.desks import MadeDesk


def tags(desk: MadeDesk, number: int) -> tuple[str, ...]:
    return desk.gary.read(ReadTicket(number)).row.tags


def test_tags_are_added_and_taken_off(desk: MadeDesk) -> None:
    """TQ10: sorted, each once, folded; the history says what changed, others see it."""
    number = desk.ticket()
    before = desk.gary.read(ReadTouched(0))[0]
    version = desk.anna.read(ReadRow(number)).version
    desk.anna.perform(TagTicket(number, ("VIP", "dns", "#Dns")))
    assert tags(desk, number) == ("dns", "vip")
    desk.anna.perform(TagTicket(number, ("new",), ("vip", "never there")))
    assert tags(desk, number) == ("dns", "new")
    assert desk.gary.read(ReadTouched(before))[1] == {number}
    assert desk.anna.read(ReadRow(number)).version == version + 2
    last, first = (e for e in desk.gary.read(ReadHistory(number)) if e.field == "tags")
    assert (first.before, first.after, first.who) == ("", "dns, vip", "anna")
    assert (last.before, last.after, last.action) == ("dns, vip", "dns, new", "tags")
    assert [e.field for e in desk.gary.read(ReadHistory(number))].count("tasks") == 0


def test_a_tag_that_is_there_already_changes_nothing(desk: MadeDesk) -> None:
    number = desk.ticket()
    desk.anna.perform(TagTicket(number, ("dns",)))
    row = desk.anna.read(ReadRow(number))
    desk.anna.perform(TagTicket(number, ("DNS",), ("vip",)))
    assert desk.anna.read(ReadRow(number)) == row


def test_membership_is_enough_unless_somebody_else_holds_it(desk: MadeDesk) -> None:
    """Clarification: from the list, tags need only membership."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(TagTicket(number, ("held",)))
    with pytest.raises(NotFound):
        desk.john.perform(TagTicket(number, ("foreign",)))
    other = desk.ticket()
    desk.gary.perform(Take(other))
    with pytest.raises(Refused) as refusal:
        desk.anna.perform(TagTicket(other, ("x",)))
    assert (refusal.value.code, refusal.value.sentence) == ("ticket_blocked", f"gary holds ticket {other}.")
    assert tags(desk, other) == ()


def test_a_refused_tag_leaves_nothing_behind(desk: MadeDesk) -> None:
    """CLI, set: the other parameters are not changed either."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    with pytest.raises(Refused):
        desk.anna.perform(SaveParameters(number, Parameters(subject="Other"), tag=("fine", "a,b")))
    assert desk.anna.read(ReadRow(number)).subject != "Other"
    desk.anna.perform(SaveParameters(number, Parameters(subject="Other"), tag=("fine",), untag=("x",)))
    assert (desk.anna.read(ReadRow(number)).subject, tags(desk, number)) == ("Other", ("fine",))


def test_every_tag_is_offered_once(desk: MadeDesk) -> None:
    """TQ10: completion; by steps along the index, however many tickets carry a tag."""
    assert desk.anna.read(ReadQueryWords())[Field.TAG] == ()
    for number in (desk.ticket(), desk.ticket()):
        desk.anna.perform(TagTicket(number, ("vip", "dns", "слово")))
    assert desk.anna.read(ReadQueryWords())[Field.TAG] == ("dns", "vip", "слово")
