"""Lives of made-up tickets end in the states that SPEC's *ticket's states, exactly* gives for their courses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from helpdesk_tui.demo.lives import Life, Lived, Part, live
from helpdesk_tui.rules.access import Scope

BORN = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
ANNA = Scope(7, "anna", "Anna", departments=(1,))
PART = Part(3, "Server down", 5, 1, ANNA, 2, "Sales")


def lived(life: Life, seed: int = 1) -> Lived:
    """A life in department 1, handled by anna, who is in no other."""
    return live(life, PART, BORN, Random(seed), timedelta(days=9))


@pytest.mark.parametrize(
    ("life", "status", "client_status", "holders", "open_tasks", "said", "version"),
    [
        (Life.WAITING, "in_progress", "in_progress", (), 1, "client", 1),
        (Life.FRONT, "in_progress", "in_progress", (), 1, "client", 2),
        (Life.RETURNED, "in_progress", "in_progress", (), 1, "client system", 3),
        (Life.HELD, "in_progress", "in_progress", (7,), 1, "client", 2),
        (Life.TALKING, "in_progress", "in_progress", (7,), 1, "client staff client", 4),
        (Life.COMMENTED, "in_progress", "in_progress", (7,), 1, "client comment", 2),
        (Life.REDIRECTED, "in_progress", "new_messages", (7,), 2, "client staff system", 4),
        (Life.REOPENED, "in_progress", "in_progress", (), 1, "client staff client", 4),
        (Life.DELAYED, "in_progress", "in_progress", (), 1, "client system", 2),
        (Life.DELAYED_HELD, "in_progress", "in_progress", (7,), 1, "client system", 3),
        (Life.ANSWERED, "awaiting_client", "new_messages", (), 0, "client staff", 3),
        (Life.READ, "awaiting_client", "reviewed", (), 0, "client staff", 4),
        (Life.ARCHIVED, "archived", "reviewed", (), 0, "client staff", 4),
        (Life.LONG_ARCHIVED, "archived", "reviewed", (), 0, "client staff client staff", 7),
        (Life.SPAM, "awaiting_client", "reviewed", (), 0, "client", 2),
    ],
)
def test_where_a_life_ends(
    life: Life, status: str, client_status: str, holders: tuple[int, ...], open_tasks: int, said: str, version: int
) -> None:
    """TQ3, TQ4, TQ5: statuses, holders, open tasks, who said what, and one version for each act that changed it."""
    found = lived(life)
    ticket = found.ticket
    assert (ticket.status.value, ticket.client_status.value) == (status, client_status)
    assert (ticket.holders(), len(ticket.open_tasks), ticket.version) == (holders, open_tasks, version)
    assert " ".join(turn.kind.value for turn in found.turns) == said


def test_every_life_is_in_the_table() -> None:
    """Fifteen courses; one that is added needs its line above."""
    assert len(Life) == 15


def test_marks() -> None:
    """TQ7: front of the queue, delayed, returned, spam, and the former holder of what was opened again (TQ9)."""
    assert lived(Life.FRONT).ticket.front
    delayed, returned = lived(Life.DELAYED).ticket, lived(Life.RETURNED).ticket
    assert (delayed.delayed, delayed.returned) == (True, False)
    assert delayed.delayed_until is not None
    assert timedelta(days=9) <= delayed.delayed_until - BORN < timedelta(days=9, hours=3)
    assert (returned.delayed, returned.returned, returned.delayed_until) == (False, True, None)
    assert lived(Life.SPAM).ticket.spam
    assert [task.former for task in lived(Life.REOPENED).ticket.open_tasks] == [7]
    assert [task.department for task in lived(Life.REDIRECTED).ticket.tasks] == [1, 2]


def test_system_messages_are_those_of_the_acts() -> None:
    """TF3, TF4: the words that redirecting and delaying leave."""
    assert lived(Life.REDIRECTED).turns[-1].text == 'The ticket has been assigned to "Sales".'
    delayed = lived(Life.DELAYED)
    assert delayed.ticket.delayed_until is not None
    until = delayed.ticket.delayed_until
    stamp = f"{until:%a} {until.day} {until:%b %Y} {until.hour}:{until:%M}"
    assert delayed.turns[-1].text == f"anna delayed the ticket until {stamp}."


@pytest.mark.parametrize("life", Life)
def test_time_runs_forwards(life: Life) -> None:
    """No life ends before it begins, whatever chance decides; the facts' times fit what was said."""
    for seed in range(20):
        found = lived(life, seed)
        times = [turn.at for turn in found.turns]
        assert times == sorted(times)
        assert times[0] == BORN == found.ticket.created
        assert found.ticket.updated >= times[0]
        assert found.ticket.client_wrote == max(turn.at for turn in found.turns if turn.kind.value == "client")


def test_the_same_seed_gives_the_same_life() -> None:
    """Chance is the caller's."""
    assert lived(Life.LONG_ARCHIVED, 4) == lived(Life.LONG_ARCHIVED, 4)
    assert lived(Life.LONG_ARCHIVED, 4) != lived(Life.LONG_ARCHIVED, 5)
