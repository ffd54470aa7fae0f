"""Idempotency keys: the same key and content give the earlier answer, other content is refused (SPEC Once; rule 22)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.hold import Release, Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import Parameters
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.questions import ReadQueue, ReadTicket
from helpdesk_tui.views import ParsedAttachment
from tests.desk.refusals import refused
from tests.desks import HANS, MadeDesk

NEW = NewTicket(HANS, "Tech", "Down", "Help", key="form-1")


def test_the_same_again_answers_as_before(desk: MadeDesk) -> None:
    """SF3, rule 22: a double key press, a retry after a lost answer, hours later, with the ticket out of my hands."""
    number = desk.gary.perform(NEW)
    desk.gary.perform(Take(number))
    reply = Reply(number, "Done", key="form-2")
    assert [desk.gary.perform(reply), desk.gary.perform(reply)] == [number, number]
    desk.gary.perform(Release(number))
    desk.clock.forward(hours=5)
    change = desk.gary.read(ReadQueue()).change
    assert (desk.gary.perform(reply), desk.gary.perform(NEW)) == (number, number)
    assert desk.gary.read(ReadQueue()).change == change
    assert len(desk.gary.read(ReadTicket(number)).messages) == 2
    assert len(desk.system.perform(LeaseOutbox("test/1/1", limit=9))) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(NEW, message="Help!"), replace(NEW, department="Sales"), replace(NEW, by_staff=True),
        replace(NEW, attachments=(ParsedAttachment("a", "text/plain", b"1"),)), Reply(1, "Help", key="form-1"),
        Comment(1, "Help", key="form-1"),
    ],
)  # fmt: skip
def test_other_content_is_refused(desk: MadeDesk, other: NewTicket | Reply | Comment) -> None:
    """Rule 22: same key, other content, other act: an error, and nothing is done."""
    number = desk.gary.perform(NEW)
    desk.gary.perform(Take(number))
    assert refused(desk.gary, other).code == "key_reused"
    assert len(desk.gary.read(ReadTicket(number)).messages) == 1


@pytest.mark.parametrize(
    "change", [{"comment": "x"}, {"close": True}, {"values": Parameters(front=True)}, {"text": "Done "}, {"seen": 1}]
)
def test_every_field_counts(desk: MadeDesk, change: dict[str, object]) -> None:
    """Rule 22: a form that was changed after it was sent is not the form that was sent."""
    number = desk.gary.perform(NEW)
    desk.gary.perform(Take(number))
    first = Reply(number, "Done", key="form-2")
    desk.gary.perform(first)
    assert refused(desk.gary, replace(first, **change)).code == "key_reused"  # type: ignore[arg-type]


def test_another_s_key_is_not_mine(desk: MadeDesk) -> None:
    """Rule 22: nobody learns another one's answer by their key."""
    desk.gary.perform(NEW)
    assert refused(desk.anna, NEW).code == "key_reused"


def test_what_was_refused_may_be_tried_again(desk: MadeDesk) -> None:
    """Rule 22: nothing was done under the key, so it is free."""
    number = desk.gary.perform(NEW)
    reply = Reply(number, "Done", key="form-2")
    assert refused(desk.gary, reply).code == "not_holder"
    desk.gary.perform(Take(number))
    assert desk.gary.perform(reply) == number


def test_without_a_key_it_is_done_again(desk: MadeDesk) -> None:
    """CLI: a key is the caller's choice."""
    plain = replace(NEW, key="")
    numbers = [desk.gary.perform(plain), desk.gary.perform(plain)]
    assert numbers[0] != numbers[1]
