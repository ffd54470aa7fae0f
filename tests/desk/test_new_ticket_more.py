"""What a ticket to a client comes with: a comment for staff, and a violation (CL15, TF5), on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.abuse import CarryOutAbuse
from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadAbuses, ReadClient, ReadMatches, ReadMyTicket, ReadTicket
from helpdesk_tui.rules.abuse import Violation
from helpdesk_tui.vocab import AbuseAction, MessageKind, QueueView, ServiceStatus, TicketStatus
from tests.desk.refusals import refused
from tests.desks import HANS, NINE, MadeDesk

DATE = NINE + timedelta(days=3)
BAD = Violation(5, AbuseAction.SUSPEND_SERVICE, DATE, "Open relay")
ACT = NewTicket(HANS, "Tech", "Your server sends spam", "Please look.", "vps-31", True, comment="He was told twice.",
                violation=BAD)  # fmt: skip


def test_it_comes_with_the_ticket(desk: MadeDesk) -> None:
    """CL15: a quote that only staff see, and scores, action, comment of a violation; the service is the ticket's."""
    number = desk.anna.perform(ACT)
    found = desk.gary.read(ReadTicket(number)).messages
    assert [(one.kind, one.text) for one in found] == [
        (MessageKind.STAFF, "Please look."), (MessageKind.COMMENT, "He was told twice."),
        (MessageKind.SYSTEM, "anna registered abuse 1: 5 scores; without an answer by Tue 14 Apr 2026 9:00 vps-31 will "
                             "be suspended. Open relay"),
    ]  # fmt: skip
    (abuse,) = desk.gary.read(ReadAbuses())
    assert (abuse.ticket, abuse.scores, abuse.action, abuse.until, abuse.comment, abuse.service, abuse.by) == (
        number, 5, AbuseAction.SUSPEND_SERVICE, DATE, "Open relay", "vps-31", "anna",
    )  # fmt: skip
    assert [one.text for one in desk.hans.read(ReadMyTicket(number)).messages] == ["Please look."]
    sent = desk.system.perform(LeaseOutbox("test", 9))
    assert "He was told twice." not in "".join(one.text for one in sent)


def test_it_is_carried_out_on_the_closed_ticket(desk: MadeDesk) -> None:
    """TF5: Ok closed it at once; without an answer the service is suspended on the date all the same."""
    number = desk.anna.perform(replace(ACT, close=True))
    assert desk.gary.read(ReadTicket(number)).row.status is TicketStatus.AWAITING
    desk.clock.forward(days=3)
    assert desk.system.perform(CarryOutAbuse(1))
    states = {one.name: one.status for one in desk.gary.read(ReadClient(HANS)).head.services}
    assert states == {"vps-31": ServiceStatus.SUSPENDED, "mail-pro": ServiceStatus.ACTIVE}


def test_the_limit_suspends_at_once(desk: MadeDesk) -> None:
    """TF5: as everywhere."""
    desk.gary.perform(SetProvider("abuse_score_limit", "5"))
    desk.anna.perform(ACT)
    assert {one.status for one in desk.gary.read(ReadClient(HANS)).head.services} == {ServiceStatus.SUSPENDED}


@pytest.mark.parametrize(
    ("violation", "code"),
    [
        (replace(BAD, scores=0), "bad_scores"), (replace(BAD, until=NINE), "not_ahead"),
        (replace(BAD, service="vps-99"), "not_found"), (replace(BAD, comment="x" * 2001), "too_long"),
    ],
)  # fmt: skip
def test_what_cannot_be_registered_makes_no_ticket(desk: MadeDesk, violation: Violation, code: str) -> None:
    """One transaction: ticket, email and violation, or none of it."""
    assert refused(desk.anna, replace(ACT, violation=violation)).code == code
    assert desk.gary.read(ReadMatches(QueueView.ALL)) == 0
    assert desk.system.perform(LeaseOutbox("test", 9)) == []


def test_clients_give_neither(desk: MadeDesk) -> None:
    """DS3: a client neither comments nor registers violations."""
    mine = NewTicket(HANS, "Tech", "Down", "Help!")
    for more in (replace(mine, comment="x"), replace(mine, violation=BAD)):
        assert refused(desk.hans, more).code == "not_allowed"


def test_what_the_client_said_may_have_them_too(desk: MadeDesk) -> None:
    """Entered after a call: the client wrote it, the comment and the violation are the staff's."""
    number = desk.anna.perform(replace(ACT, by_staff=False))
    kinds = [one.kind for one in desk.gary.read(ReadTicket(number)).messages]
    assert kinds == [MessageKind.CLIENT, MessageKind.COMMENT, MessageKind.SYSTEM]
    assert len(desk.gary.read(ReadAbuses())) == 1
