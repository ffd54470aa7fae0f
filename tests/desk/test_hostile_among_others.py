"""A parser child that chews on one email keeps no other waiting longer than it may chew (MG10; rules 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.questions import ReadIncoming
from helpdesk_tui.vocab import MailOutcome
from tests.desk.polled import BOX, Polled, letter
from tests.desks import MadeDesk
from tests.mail.contract.places import MaildirPlace

OTHER = "other@desk.example"
CHEWED, SECONDS = 66, 60
HOSTILE = letter(CHEWED).replace(b"\n\n", b"\nContent-Type: multipart/mixed; boundary=edge\n\n") + (
    b"--edge\n\nx\n" * 100_000 + b"--edge--\n"
)
LARGE = b"x" * 75 + b"\n"


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    """A parser child for all tests here."""
    with ParserPool(1) as opened:
        yield opened


class Chewed:
    """An email that a child reads for as long as it may, and is then ended; meanwhile something happens."""

    packed: tuple[bytes, ...] = ()

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile

    def done(self) -> bool:
        return False

    def result(self) -> Any:
        self._meanwhile()
        raise UnreadableMail(f"reading it took more than {SECONDS} seconds")


class Children:
    """The pool, one of whose children chews on the hostile email."""

    def __init__(self, pool: ParserPool, meanwhile: Callable[[], None]) -> None:
        self._pool, self._meanwhile = pool, meanwhile

    def ask(self, raw: bytes) -> Any:
        return Chewed(self._meanwhile) if b"Number %d\n" % CHEWED in raw else self._pool.ask(raw)


def two_boxes(desk: MadeDesk, pool: ParserPool, folder: Path) -> tuple[Polled, Polled]:
    """Two gateways, each on a Maildir of its own."""
    found = []
    for name, address in (("box", BOX), ("other", OTHER)):
        (folder / name).mkdir()
        found.append(Polled(desk, pool, MaildirPlace(folder / name), delete=False, name=name, address=address))
    return found[0], found[1]


def test_rule_6_while_a_child_chews_the_others_are_stored(desk: MadeDesk, pool: ParserPool, tmp_path: Path) -> None:
    """Those before it at its gateway, all of another gateway; those behind it once the child was ended, none lost."""
    box, other = two_boxes(desk, pool, tmp_path)
    for number in (1, 2, 3):
        box.place.put(letter(number))
    box.place.put(HOSTILE)
    for number in (4, 5):
        box.place.put(letter(number))
    for number in range(10, 20):
        other.place.put(letter(number, OTHER))
    stored: list[set[int]] = []

    def meanwhile() -> None:
        stored.append(set(box.tickets()))
        other.poll()
        desk.clock.forward(seconds=SECONDS)
        stored.append(set(box.tickets()))

    box.pool = Children(pool, meanwhile)  # type: ignore[assignment]
    reports = box.poll(limit=2_000_000)
    assert stored == [{1, 2, 3}, {1, 2, 3, *range(10, 20)}]
    assert [report.outcome for report in reports] == [
        *[MailOutcome.TICKET_CREATED] * 3, MailOutcome.QUARANTINED, *[MailOutcome.TICKET_CREATED] * 2,
    ]  # fmt: skip
    assert box.tickets() == dict.fromkeys((1, 2, 3, 4, 5, *range(10, 20)), 1)
    (row,) = desk.gary.read(ReadIncoming())
    assert f"more than {SECONDS} seconds" in row.reason
    assert box.poll(limit=2_000_000) == []


def test_rule_7_a_hundred_thousand_parts_and_a_very_large_email_stop_nobody(
    desk: MadeDesk, pool: ParserPool, tmp_path: Path
) -> None:
    """Read by a real child: the first is refused for its parts, of the second the head alone is fetched."""
    box, _ = two_boxes(desk, pool, tmp_path)
    box.place.put(HOSTILE)
    box.place.put(letter(2, text=(LARGE * 50_000).decode()))
    box.place.put(letter(3))
    reports = box.poll(limit=2_000_000)
    assert [report.outcome for report in reports] == [
        MailOutcome.QUARANTINED, MailOutcome.QUARANTINED, MailOutcome.TICKET_CREATED,
    ]  # fmt: skip
    assert "parts" in reports[0].reason
    assert box.tickets() == {3: 1}
