"""Violations by the rules alone: what they may say, how they end, in whatever order things happen (SPEC TF5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import abuse as rules
from helpdesk_tui.rules.abuse import Abuse
from helpdesk_tui.vocab import AbuseAction, AbuseState
from tests.rules.people import NINE

DATE = NINE + timedelta(days=3)
OPEN = Abuse(1, 7, 1, 31, 5, AbuseAction.SUSPEND_SERVICE, DATE, "Open relay")
EVENTS = st.lists(st.tuples(st.sampled_from(("answer", "worker", "withdraw")), st.integers(0, 200_000)), max_size=8)


def refusal(abuse: Abuse) -> str:
    with pytest.raises(Refused) as refused:
        rules.registered(abuse, NINE)
    return refused.value.code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scores": 0}, "bad_scores"), ({"scores": -5}, "bad_scores"), ({"scores": 100_000}, "bad_scores"),
        ({"until": NINE}, "not_ahead"), ({"until": NINE - timedelta(days=1)}, "not_ahead"),
        ({"until": NINE + timedelta(days=3661)}, "too_far"), ({"service": None}, "no_service"),
        ({"comment": "x" * 2001}, "too_long"),
    ],
)  # fmt: skip
def test_what_a_violation_cannot_say(more: dict[str, Any], code: str) -> None:
    assert refusal(replace(OPEN, **more)) == code


@pytest.mark.parametrize("action", [AbuseAction.SUPPORT, AbuseAction.SUSPEND_ALL])
def test_the_other_actions_need_no_service(action: AbuseAction) -> None:
    made = replace(OPEN, service=None, action=action, scores=1, until=NINE + timedelta(milliseconds=1), comment=" a\n")
    assert rules.registered(made, NINE) == replace(made, comment="a")


@given(EVENTS)
def test_the_first_of_answer_date_and_withdrawal_counts(events: list[tuple[str, int]]) -> None:
    """TF5: an action is done at most once, never before its date, never after an answer or a withdrawal."""
    abuse, now, done = OPEN, NINE, 0
    for what, seconds in events:
        now += timedelta(seconds=seconds)
        before = abuse
        if what == "answer":
            abuse = rules.answered(abuse, now)
            assert (abuse.state is AbuseState.ANSWERED) == (before.state in (AbuseState.OPEN, AbuseState.ANSWERED))
        elif what == "worker":
            abuse = rules.carried_out(abuse, now)
            done += abuse != before
            assert (abuse != before) == (before.state is AbuseState.OPEN and now >= DATE)
        elif before.state is AbuseState.WITHDRAWN:
            with pytest.raises(Refused):
                rules.withdrawn(abuse, "false alarm", now)
        else:
            abuse = rules.withdrawn(abuse, "false alarm", now)
            assert (abuse.state, abuse.reason, abuse.ended) == (AbuseState.WITHDRAWN, "false alarm", now)
        if abuse != before:
            assert abuse.ended == now
        assert (abuse.ended is None) == (abuse.state is AbuseState.OPEN)
        assert replace(abuse, state=AbuseState.OPEN, ended=None, reason="") == OPEN, "what it says never changes"
    assert done <= 1


@pytest.mark.parametrize(
    ("scores", "limit", "reached"),
    [(0, 0, False), (99_999, 0, False), (9, 10, False), (10, 10, True), (11, 10, True), (0, 1, False), (1, 1, True)],
)
def test_reaching_the_limit_is_enough(scores: int, limit: int, reached: bool) -> None:
    """TF5: a limit of 0 is none."""
    assert rules.reaches(scores, limit) is reached
    assert bool(rules.at_once(scores, limit, ["dns"])) is reached


@pytest.mark.parametrize(
    ("action", "scores", "said"),
    [
        (AbuseAction.SUPPORT, 1, "1 score; without an answer by Tue 14 Apr 2026 9:00 the ticket comes back to the"
                                 " support queue."),
        (AbuseAction.SUSPEND_SERVICE, 1200, "1,200 scores; without an answer by Tue 14 Apr 2026 9:00 vps-31 will be"
                                            " suspended."),
        (AbuseAction.SUSPEND_ALL, 2, "2 scores; without an answer by Tue 14 Apr 2026 9:00 all services of the client"
                                     " will be suspended."),
    ],
)  # fmt: skip
def test_what_will_happen_is_one_sentence(action: AbuseAction, scores: int, said: str) -> None:
    assert rules.announced(replace(OPEN, action=action, scores=scores), "vps-31", UTC) == said


@pytest.mark.parametrize(
    ("services", "said"),
    [
        ([], "no service was active any more"), (["a"], "a is suspended"), (["a", "b"], "a and b are suspended"),
        (["a", "b", "c"], "a, b and c are suspended"),
    ],
)  # fmt: skip
def test_suspended_services_are_named(services: list[str], said: str) -> None:
    assert rules.suspended(services) == said
    assert rules.at_once(12, 10, services) == (
        f"The client has 12 scores, the limit is 10: {said}{' at once' * bool(services)}."
    )


def test_a_long_name_does_not_take_the_sentence_over() -> None:
    assert len(rules.suspended(["x" * 500])) < 60


def test_a_reason_is_one_line() -> None:
    assert rules.withdrawn(OPEN, " a \n b ", NINE).reason == "a b"


def test_the_date_is_told_in_the_desk_s_zone() -> None:
    at = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    assert "Tue 1 Dec 2026 23:30" in rules.announced(replace(OPEN, until=at), "vps-31", UTC)
