"""What a list says about an act is what the door says: a dimmed key is never a key that works (DESIGN: one door)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions import hold, parameters, redirect, reply
from helpdesk_tui.desk.actions.base import Context, Glimpse, TicketAct
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadRow
from tests.desks import NINE, MadeDesk

TOMORROW = NINE + timedelta(days=1)
ACTS: list[TicketAct] = [
    hold.Take(0), hold.TakeOver(0, "ill"), hold.Release(0), reply.Reply(0, "Hello"), reply.Comment(0, "Look"),
    redirect.Close(0), redirect.Assign(0, department="Billing"), redirect.Delay(0, TOMORROW), redirect.Archive(0),
    parameters.SaveParameters(0, parameters.Parameters(subject="Other")), parameters.SetPriority(0, front=True),
    parameters.Summarise(0, "Short"), parameters.ToggleFavourite(0), parameters.MarkRead(0), MarkSpam(0),
]  # fmt: skip


def free(desk: MadeDesk) -> int:
    return desk.ticket()


def held(desk: MadeDesk) -> int:
    number = desk.ticket()
    desk.anna.perform(hold.Take(number))
    return number


def two_tasks(desk: MadeDesk) -> int:
    """Held by anna for Tech, free for Sales."""
    number = held(desk)
    desk.anna.perform(redirect.Assign(number, department="Sales"))
    return number


def half_closed(desk: MadeDesk) -> int:
    """Done for Tech, free for Sales."""
    number = two_tasks(desk)
    desk.anna.perform(redirect.Close(number))
    return number


def closed(desk: MadeDesk) -> int:
    number = desk.ticket()
    desk.gary.perform(redirect.Close(number))
    return number


def delayed(desk: MadeDesk) -> int:
    number = held(desk)
    desk.anna.perform(redirect.Delay(number, TOMORROW))
    return number


def spam(desk: MadeDesk) -> int:
    number = desk.ticket()
    desk.gary.perform(MarkSpam(number))
    return number


STATES: list[Callable[[MadeDesk], int]] = [free, held, two_tasks, half_closed, closed, delayed, spam]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_what_the_row_says_holds(desk: MadeDesk, state: Callable[[MadeDesk], int]) -> None:
    """For every act, every state and every member who sees the ticket: refused by the row means refused, alike."""
    compared, number = 0, state(desk)
    for login in ("gary", "anna", "gus"):
        asker: Desk = getattr(desk, login)
        for act in ACTS:
            row = Glimpse.of_row(asker.read(ReadRow(number)))
            foreseen = act.blocked(Context(asker.scope(), row))
            if foreseen is None:
                continue
            with pytest.raises(DeskError) as refusal:
                asker.perform(replace(act, number=number))  # type: ignore[type-var]
            told = (refusal.value.code, refusal.value.sentence, refusal.value.details)
            assert told == (foreseen.code, foreseen.sentence, foreseen.details), (act.name, login)
            compared += 1
    assert compared >= 4


def test_a_dimmed_key_says_why(desk: MadeDesk) -> None:
    """TQ6: otherwise a message says how; the reason is there before the key is pressed."""
    number = desk.ticket()
    row = Glimpse.of_row(desk.anna.read(ReadRow(number)))
    refusal = reply.Reply.blocked(Context(desk.anna.scope(), row))
    assert refusal is not None
    assert refusal.sentence == f"Take ticket {number} first: only its holder can do this."


def test_without_a_ticket_nothing_is_foreseen(desk: MadeDesk) -> None:
    """DESIGN: where the row cannot know, the answer is *ask*; rights that need no ticket are known all the same."""
    context = Context(desk.anna.scope())
    assert {act.name for act in ACTS if act.blocked(context) is not None} == {"take-over"}
