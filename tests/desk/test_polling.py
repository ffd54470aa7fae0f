"""A poll from the source to the commit, on both databases (SPEC MG3, MG4, MG13; RELIABILITY rules 1 to 8)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings, NotePoll
from helpdesk_tui.mail.children import ParserPool
from helpdesk_tui.mail.polling import poll
from helpdesk_tui.mail.sources import Source, open_source
from helpdesk_tui.questions import ReadGateways, ReadKnownUnits
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import GatewayType, MailOutcome
from tests.desk.letters import email
from tests.desks import HANS, SUPPORT, MadeDesk
from tests.mail.on_maildir import make_box, put

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot

LETTER = f"From: Hans <{HANS}>\r\nTo: {SUPPORT}\r\nSubject: Never read\r\n\r\nHelp!\r\n".encode()
ME = "host/here/1/1"


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    """A parser child for all tests here."""
    with ParserPool(1) as opened:
        yield opened


def gateway(desk: MadeDesk, name: str = "support") -> GatewayView:
    return next(found for found in desk.system.read(ReadGateways()) if found.name == name)


def polled(desk: MadeDesk, pool: ParserPool, source: Source | None = None, name: str = "support") -> list[MailReport]:
    """One poll of the gateway as a worker makes it."""
    view = gateway(desk, name)
    opened = source or open_source(view, str, view.state)
    try:
        return list(poll(desk.system, view, opened, pool, owner=ME, max_bytes=1_000_000))
    finally:
        if source is None:
            opened.close()


@pytest.fixture
def box(desk: MadeDesk, tmp_path: Path) -> Path:
    """The Maildir of the gateway."""
    made = make_box(tmp_path)
    desk.gary.perform(EditGateway("support", GatewaySettings(path=str(made), delete=True)))
    return made


# ---------------------------------------------------------------- another mailbox


def test_a_file_of_a_known_name_in_another_maildir_is_read_first(
    desk: MadeDesk, pool: ParserPool, box: Path, tmp_path: Path
) -> None:
    """MG13, rule 4: a name says something within its mailbox only; nothing is deleted that was never read."""
    put(box, "new/1699.M1.host", LETTER.replace(b"Never", b"Once"))
    assert [report.outcome for report in polled(desk, pool)] == [MailOutcome.TICKET_CREATED]
    other = make_box(tmp_path / "other")
    kept = put(other, "new/1699.M1.host", LETTER)
    desk.gary.perform(EditGateway("support", GatewaySettings(path=str(other))))
    (report,) = polled(desk, pool)
    assert (report.outcome, report.parsed and report.parsed.subject) == (MailOutcome.TICKET_CREATED, "Never read")
    assert not kept.exists()
    assert polled(desk, pool) == []


def test_a_uid_of_a_known_number_in_another_folder_is_read_first(
    desk: MadeDesk, pool: ParserPool, dovecot: Dovecot
) -> None:
    """MG13, rule 4: two servers may well give one UIDVALIDITY/UID."""
    dovecot.append(LETTER)
    place = GatewaySettings(
        host=dovecot.host, port=dovecot.ports.imaps, login=dovecot.user, password="env:X", folder="Elsewhere",
        ca_file=str(dovecot.ca), delete=True,
    )  # fmt: skip
    desk.gary.perform(AddGateway("imap", GatewayType.IMAP, "imap@desk.example", "Tech", place))
    unit = f"{dovecot.uidvalidity()}/1"
    desk.receive(email(to="imap@desk.example"), "imap", unit=unit)
    desk.gary.perform(EditGateway("imap", GatewaySettings(folder="INBOX", match="any")))
    view = gateway(desk, "imap")
    source = open_source(view, lambda: dovecot.password, view.state)
    try:
        (report,) = polled(desk, pool, source, "imap")
    finally:
        source.close()
    assert (report.outcome, report.parsed and report.parsed.subject) == (MailOutcome.TICKET_CREATED, "Never read")
    assert dovecot.messages() == {}


def test_what_was_fetched_before_the_move_is_known_of_the_old_mailbox_only(desk: MadeDesk) -> None:
    """Rule 4: a worker that was in the middle of a mail commits it for the mailbox it read it from."""
    before = gateway(desk)
    desk.gary.perform(EditGateway("support", GatewaySettings(path="/var/mail/other")))
    after = gateway(desk)
    assert after.generation == before.generation + 1
    desk.receive(email(), unit="1/1", generation=before.generation)
    known = [desk.system.read(ReadKnownUnits(after.id, ("1/1",), view.generation)) for view in (before, after)]
    assert [set(units) for units in known] == [{"1/1"}, set()]


def test_the_state_of_the_old_mailbox_is_not_written_over_the_new_one_s(desk: MadeDesk) -> None:
    """Rule 3: a new mailbox starts at "now"; a worker's late note would make its history new mail."""
    before = gateway(desk)
    desk.gary.perform(EditGateway("support", GatewaySettings(path="/var/mail/other")))
    desk.system.perform(NotePoll(before.id, '{"old": 1}', generation=before.generation))
    after = gateway(desk)
    assert (after.state, after.last_poll, after.next_poll) == ("", None, None)
    desk.system.perform(NotePoll(after.id, '{"new": 1}', generation=after.generation))
    assert gateway(desk).state == '{"new": 1}'
