"""A Maildir in which the name of one email is given to another one (MG13; rule 4), on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.vocab import MailOutcome
from tests.desk.polled import Polled, letter
from tests.desks import MadeDesk
from tests.mail.contract.places import MaildirPlace
from tests.mail.on_maildir import put


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(1) as opened:
        yield opened


@pytest.mark.parametrize("delete", [False, True], ids=["keeps", "deletes"])
def test_another_email_under_a_known_name_is_taken_before_it_is_marked(
    desk: MadeDesk, pool: ParserPool, tmp_path: Path, delete: bool
) -> None:
    """A restored or copied folder, a delivery agent that counts from one again."""
    place = MaildirPlace(tmp_path)
    box = Polled(desk, pool, place, delete=delete)
    first, second = letter(1), letter(2, text="Help me more!")
    put(place.path, "new/102.a.host", first)
    assert [report.outcome for report in box.poll()] == [MailOutcome.TICKET_CREATED]
    for file in (place.path / "cur").iterdir():
        file.unlink()
    put(place.path, "new/102.a.host", second)
    (report,) = box.poll()
    assert (report.outcome, report.reason) == (
        MailOutcome.TICKET_CREATED, "came from the place of mail 1, which was another email",
    )  # fmt: skip
    assert box.tickets() == {1: 1, 2: 1}
    assert box.acknowledged()


@pytest.mark.parametrize("delete", [False, True], ids=["keeps", "deletes"])
def test_before_an_email_is_marked_or_deleted_its_bytes_tell_which_one_it_is(
    desk: MadeDesk, pool: ParserPool, tmp_path: Path, delete: bool
) -> None:
    """MG13: of the same size, too."""
    place = MaildirPlace(tmp_path)
    box = Polled(desk, pool, place, delete=delete)
    for number in (1, 2):
        for file in (place.path / "cur").iterdir():
            file.unlink()
        put(place.path, "new/102.a.host", letter(number))
        assert [report.outcome for report in box.poll()] == [MailOutcome.TICKET_CREATED]
        assert box.acknowledged()
    assert box.tickets() == {1: 1, 2: 1}


def test_the_same_email_again_is_marked_and_makes_nothing(desk: MadeDesk, pool: ParserPool, tmp_path: Path) -> None:
    """Somebody marks it as unread: its bytes tell that it is the same, and it is marked as read again."""
    place = MaildirPlace(tmp_path)
    box = Polled(desk, pool, place, delete=False)
    put(place.path, "new/102.a.host", letter(1))
    box.poll()
    (place.path / "cur" / "102.a.host:2,S").rename(place.path / "cur" / "102.a.host:2,")
    assert [report.outcome for report in box.poll()] == [MailOutcome.DUPLICATE]
    assert box.tickets() == {1: 1}
    assert box.acknowledged()
    assert box.poll() == []
