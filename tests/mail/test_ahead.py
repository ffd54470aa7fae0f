"""Which emails are committed together: those that are ready, while others are still fetched or read (ADR 0014)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

from helpdesk_tui.errors import Unavailable
from helpdesk_tui.mail.gateways.ahead import Fetched, Line, Ready
from helpdesk_tui.mail.gateways.sources import FoundMail

READY = Ready(None, "", "", {})


class Box:
    """Emails of a size in bytes; those at `slow` are not ready before they are freed."""

    def __init__(self, sizes: list[int], slow: frozenset[int] = frozenset(), gone_at: int | None = None) -> None:
        self.sizes, self.slow, self.gone_at = sizes, slow, gone_at
        self.fetched: list[Fetched] = []

    def mails(self) -> Iterator[Fetched]:
        """Fetched one by one."""
        for number, size in enumerate(self.sizes):
            if number == self.gone_at:
                raise Unavailable("The server is gone.")
            ready: Future[Ready] = Future()
            if number not in self.slow:
                ready.set_result(READY)
            self.fetched.append(Fetched(FoundMail(str(number), size, False), bytes(size), ready))
            yield self.fetched[-1]


def keys(some: list[Fetched]) -> list[int]:
    """Numbers of emails."""
    return [int(one.mail.key) for one in some]


def test_one_that_is_being_read_is_not_waited_for_by_those_before_it() -> None:
    """MG3: while the fourth is read the three before it are committed; only the first of a group is waited for."""
    box = Box([1] * 9, slow=frozenset({3}))
    line = Line(box.mails())
    assert [keys(line.some()) for _ in range(3)] == [[0], [1, 2], [3, 4, 5, 6]]
    box = Box([1] * 9, slow=frozenset({4}))
    line = Line(box.mails())
    assert [keys(line.some()) for _ in range(4)] == [[0], [1, 2], [3], [4, 5, 6, 7, 8]]


def test_fetching_goes_on_while_the_first_is_being_read_but_not_for_ever() -> None:
    """Rule 6: sixteen emails are on their way at most."""
    box = Box([1] * 40, slow=frozenset({0}))
    assert keys(Line(box.mails()).some()) == [0]
    assert len(box.fetched) == 16


def test_large_ones_are_neither_hoarded_nor_put_together() -> None:
    """Rule 7: two are on their way however large they are, more while they have 16 MB; a group has a megabyte."""
    box = Box([20_000_000] * 4, slow=frozenset({0}))
    line = Line(box.mails())
    assert keys(line.some()) == [0]
    assert len(box.fetched) == 2
    assert [keys(line.some()) for _ in range(4)] == [[1], [2], [3], []]
    line = Line(Box([10, 400_000, 500_000, 200_000, 1]).mails())
    assert [keys(line.some()) for _ in range(4)] == [[0], [1, 2], [3, 4], []]


def test_what_was_fetched_before_the_server_went_is_committed() -> None:
    """Rule 1: the failure is told when the line is at its end."""
    line = Line(Box([1] * 9, gone_at=2).mails())
    assert [keys(line.some()) for _ in range(3)] == [[0], [1], []]
    assert line.failure is not None
    assert line.failure.sentence == "The server is gone."


def test_a_line_that_was_ended_fetches_no_more() -> None:
    """MG3: the mailbox refused a mark; what is on its way is committed, nothing else is begun."""
    box = Box([1] * 9, slow=frozenset({0}))
    line = Line(box.mails())
    line.some()
    line.end()
    assert keys(line.some()) + keys(line.some()) + keys(line.some()) == list(range(1, 9))
    assert line.some() == []
