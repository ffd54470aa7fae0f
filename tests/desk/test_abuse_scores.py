"""Violations withdrawn, the limit of scores, and their list (SPEC TF5 and clarification)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.abuse import WithdrawAbuse
from helpdesk_tui.desk.actions.clients import SetServiceState
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.questions import ReadAbuse, ReadAbuses, ReadClient, ReadProvider
from helpdesk_tui.vocab import AbuseState, ServiceStatus
from tests.desk.refusals import refused
from tests.desk.test_abuse import DATE, ONE, SUPPORT_QUEUE, add, answers, services, state, ticket, work
from tests.desk.test_work import said
from tests.desks import HANS, NINE, NORD, MadeDesk
from tests.race import Starter

# ---------------------------------------------------------------- withdrawn


def test_withdrawn_with_a_reason(desk: MadeDesk) -> None:
    """TF5: it was none after all: no action, no scores."""
    abuse = desk.anna.perform(add(number := ticket(desk)))
    desk.clock.forward(minutes=1)
    assert refused(desk.gus, WithdrawAbuse(abuse, "  ")).code == "reason_missing"
    assert refused(desk.gus, WithdrawAbuse(abuse, "x" * 2001)).code == "too_long"
    desk.gus.perform(WithdrawAbuse(abuse, " a false\nalarm "))
    shown = desk.gary.read(ReadAbuse(abuse))
    assert (shown.state, shown.reason, shown.ended) == (
        AbuseState.WITHDRAWN,
        "a false alarm",
        NINE + timedelta(minutes=1),
    )
    assert said(desk, number)[-1] == "gus withdrew abuse 1 (5 scores): a false alarm."
    assert desk.gary.read(ReadClient(HANS)).head.scores == 0
    assert refused(desk.gus, WithdrawAbuse(abuse, "again")).code == "withdrawn"
    desk.clock.at = DATE
    assert work(desk) == []
    answers(desk, number)
    assert state(desk, abuse) is AbuseState.WITHDRAWN


def test_what_it_suspended_stays_suspended_until_somebody_makes_it_active(desk: MadeDesk) -> None:
    """TF5: withdrawing gives the scores back; the service is set active by hand, with who did it on record."""
    abuse = desk.anna.perform(add(number := ticket(desk), ONE))
    desk.clock.at = DATE
    work(desk)
    desk.anna.perform(WithdrawAbuse(abuse, "false alarm"))
    assert said(desk, number)[-1].endswith(" What was suspended stays so until somebody makes it active.")
    assert services(desk) == "vps-31:suspended mail-pro:active"
    desk.anna.perform(SetServiceState(HANS, "vps-31", ServiceStatus.ACTIVE))
    desk.anna.perform(SetServiceState(HANS, "vps-31", ServiceStatus.ACTIVE))
    assert services(desk) == "vps-31:active mail-pro:active"
    changes = [one for one in desk.gary.read(ReadClient(HANS)).changes if one.field == "service_state"]
    assert [(one.who, one.after) for one in changes] == [("anna", "active"), ("system", "suspended")]


@pytest.mark.parametrize(
    ("service", "status", "code"),
    [("vps-12", ServiceStatus.ACTIVE, "not_found"), ("vps-31", ServiceStatus.DELETED, "service_deleted")],
)
def test_a_service_state_refused(desk: MadeDesk, service: str, status: ServiceStatus, code: str) -> None:
    """CL4: a service of this client, suspended or active."""
    assert refused(desk.anna, SetServiceState(HANS, service, status)).code == code
    assert services(desk) == "vps-31:active mail-pro:active"


# ---------------------------------------------------------------- the limit of scores


def test_the_limit_suspends_at_once(desk: MadeDesk) -> None:
    """TF5: reaching it is enough; in the transaction that adds the scores, with a system message."""
    desk.gary.perform(SetProvider("abuse_score_limit", "10"))
    number = ticket(desk)
    desk.anna.perform(add(number, SUPPORT_QUEUE, scores=9))
    assert services(desk) == "vps-31:active mail-pro:active"
    desk.anna.perform(add(ticket(desk, client=NORD, service="vps-12"), SUPPORT_QUEUE, scores=9))
    abuse = desk.anna.perform(add(number, SUPPORT_QUEUE, scores=1))
    assert services(desk) == "vps-31:suspended mail-pro:suspended"
    assert services(desk, NORD) == "vps-12:active"
    assert said(desk, number)[-1] == (
        "The client has 10 scores, the limit is 10: vps-31 and mail-pro are suspended at once."
    )
    assert state(desk, abuse) is AbuseState.OPEN, "its own date is still to come"
    desk.gary.perform(SetServiceState(HANS, "vps-31", ServiceStatus.ACTIVE))
    desk.anna.perform(add(number, SUPPORT_QUEUE, scores=1))
    assert services(desk) == "vps-31:suspended mail-pro:suspended"


@pytest.mark.parametrize("limit", ["0", ""])
def test_no_limit(desk: MadeDesk, limit: str) -> None:
    """TF5: 0 or nothing means none."""
    desk.gary.perform(SetProvider("abuse_score_limit", limit))
    assert desk.gary.read(ReadProvider())["abuse_score_limit"] == "0"
    desk.anna.perform(add(ticket(desk), scores=99_999))
    assert services(desk) == "vps-31:active mail-pro:active"


def test_withdrawn_scores_do_not_count(desk: MadeDesk) -> None:
    """TF5: the sum is of what stands."""
    desk.gary.perform(SetProvider("abuse_score_limit", "10"))
    number = ticket(desk)
    desk.anna.perform(WithdrawAbuse(desk.anna.perform(add(number, scores=9)), "false alarm"))
    desk.anna.perform(add(number, scores=9))
    assert services(desk) == "vps-31:active mail-pro:active"


def test_two_at_once_reach_the_limit(desk: MadeDesk, race: Starter) -> None:
    """Rule 33: on two tickets of one client, neither of which reaches it alone."""
    desk.gary.perform(SetProvider("abuse_score_limit", "10"))
    numbers = [ticket(desk) for _ in range(4)]
    race(desk.where, "add_abuse", [{"number": number, "scores": 3} for number in numbers])
    assert desk.gary.read(ReadClient(HANS)).head.scores == 12
    assert services(desk) == "vps-31:suspended mail-pro:suspended"


# ---------------------------------------------------------------- the list


def test_the_list_begins_with_what_is_due_next(desk: MadeDesk) -> None:
    """TF5: open ones by their date, then those that ended, the last one first; by state and client."""
    hans, nord = ticket(desk), ticket(desk, client=NORD, service="vps-12")
    late = desk.anna.perform(replace(add(hans), until=DATE + timedelta(days=1)))
    soon = desk.anna.perform(add(nord))
    first, last = (desk.anna.perform(add(nord)) for _ in range(2))
    for abuse in (last, first):
        desk.clock.forward(minutes=1)
        desk.anna.perform(WithdrawAbuse(abuse, "no"))
    found = desk.anna.read(ReadAbuses())
    assert [one.id for one in found] == [soon, late, first, last]
    assert [one.id for one in desk.anna.read(ReadAbuses((AbuseState.OPEN,)))] == [soon, late]
    assert [one.id for one in desk.anna.read(ReadAbuses((AbuseState.WITHDRAWN, AbuseState.DONE)))] == [first, last]
    assert [one.id for one in desk.anna.read(ReadAbuses(client=1))] == [late]
    assert [one.id for one in desk.anna.read(ReadAbuses(limit=1))] == [soon]
