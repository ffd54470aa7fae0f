"""Only one process works on a gateway at a time (RELIABILITY rules 8 and 32), and the worker says that it lives."""

from __future__ import annotations

from datetime import timedelta

from helpdesk_tui.desk.actions.delivery import Heartbeat, ReleaseLease, TakeLease
from helpdesk_tui.questions import ReadHealth
from tests.desks import MadeDesk

THING = "gateway:support"


def take(desk: MadeDesk, owner: str, seconds: float = 20, dead: str = "") -> str:
    return desk.system.perform(TakeLease(THING, owner, seconds, dead))


def test_the_second_is_told_who_has_it(desk: MadeDesk) -> None:
    """CLI: of two pollers the second ends and leaves the first alone; the first one renews."""
    assert (take(desk, "a"), take(desk, "b"), take(desk, "a"), take(desk, "b")) == ("a", "a", "a", "a")


def test_it_ends_by_itself(desk: MadeDesk) -> None:
    """CLI: the lease of a dead poller ends within 20 seconds; renewed, it holds longer."""
    take(desk, "a")
    desk.clock.forward(seconds=19)
    assert take(desk, "b") == "a"
    assert take(desk, "a") == "a"
    desk.clock.forward(seconds=19)
    assert take(desk, "b") == "a"
    desk.clock.forward(seconds=1)
    assert (take(desk, "b"), take(desk, "a")) == ("b", "b")


def test_the_worker_keeps_its_gateways_between_two_polls(desk: MadeDesk) -> None:
    """CLI, rule 8: with its heartbeat; what it gave back or lost is not taken again."""
    take(desk, "a")
    for _ in range(3):
        desk.clock.forward(seconds=15)
        desk.system.perform(Heartbeat("host/1/1", ("a", "x"), 20))
        assert take(desk, "b") == "a"
    desk.system.perform(ReleaseLease(THING, "a"))
    desk.system.perform(Heartbeat("host/1/1", ("a", "x"), 20))
    assert take(desk, "b") == "b"
    desk.system.perform(Heartbeat("host/1/1", ("a", "x"), 20))
    assert take(desk, "c") == "b"


def test_a_dead_owner_s_is_void_at_once(desk: MadeDesk) -> None:
    """Rule 8: on the same host; not the lease of whoever took it meanwhile."""
    take(desk, "a")
    assert take(desk, "b", dead="a") == "b"
    assert take(desk, "c", dead="a") == "b"


def test_it_is_given_back_by_its_owner_only(desk: MadeDesk) -> None:
    """Rule 8: a late process does not free what another one has."""
    take(desk, "a")
    desk.system.perform(ReleaseLease(THING, "b"))
    assert take(desk, "b") == "a"
    desk.system.perform(ReleaseLease(THING, "a"))
    assert take(desk, "b") == "b"


def test_a_clock_that_was_put_back_blocks_nobody(desk: MadeDesk) -> None:
    """Rule 32: leases tolerate a day; one that ends later than that is void."""
    desk.clock.forward(days=30)
    take(desk, "a")
    desk.clock.at -= timedelta(days=30)
    assert take(desk, "b") == "b"


def test_other_things_have_leases_of_their_own(desk: MadeDesk) -> None:
    take(desk, "a")
    assert desk.system.perform(TakeLease("gateway:sales", "b", 20)) == "b"


def test_the_worker_lives(desk: MadeDesk) -> None:
    """CLI, status: the heartbeat; half a minute of silence means that nobody works, and it is no change for anybody."""
    before = desk.gary.read(ReadHealth())
    assert (before.worker_alive, before.worker_seen) == (False, None)
    desk.system.perform(Heartbeat("host/1/1"))
    alive = []
    for seconds in (0, 29, 1):
        desk.clock.forward(seconds=seconds)
        alive.append(desk.gary.read(ReadHealth()).worker_alive)
    assert alive == [True, True, False]
    assert desk.gary.read(ReadHealth()).change == before.change
