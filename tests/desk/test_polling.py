"""A poll from the source to the commit, on both databases (SPEC MG3, MG4, MG13; RELIABILITY rules 1 to 8)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpdesk_tui.desk.actions.gateways import AddGateway, EditGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.actions.incoming import AcceptIncoming, RegisterIncoming, RetryIncoming
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import DeskError, StorageFailed, TryLater, Unavailable
from helpdesk_tui.mail.gateways.lease import DeskFailed, DeskTrouble
from helpdesk_tui.mail.gateways.polling import poll
from helpdesk_tui.mail.gateways.sources import FoundMail, Source, open_source
from helpdesk_tui.mail.parsers.children import ParserPool
from helpdesk_tui.questions import ReadGateways, ReadIncoming, ReadKnownUnits
from helpdesk_tui.views import GatewayView, MailReport
from helpdesk_tui.vocab import GatewayType, MailOutcome, TlsMode
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, SUPPORT, MadeDesk
from tests.mail.on_maildir import make_box, put, source

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


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (GatewaySettings(host="mail.new.example"), True),
        (GatewaySettings(port=110, tls=TlsMode.STARTTLS), True),
        (GatewaySettings(login="other"), False),
        (GatewaySettings(host="mail.new.example", login="other"), False),
    ],
    ids=["host", "port", "login", "both"],
)
def test_mg3_what_pop3_was_done_with_is_remembered_when_its_server_alone_changes(
    desk: MadeDesk, change: GatewaySettings, same: bool
) -> None:
    """What came since the last poll would be taken for history, and never be read."""
    place = GatewaySettings(host="mail.desk.example", login="support", password="env:X")
    desk.gary.perform(AddGateway("pop", GatewayType.POP3, "pop@desk.example", "Tech", place))
    before = gateway(desk, "pop")
    desk.system.perform(NotePoll(before.id, '{"done": 1}'))
    desk.gary.perform(EditGateway("pop", change))
    after = gateway(desk, "pop")
    assert (after.state, after.generation - before.generation) == (('{"done": 1}', 0) if same else ("", 1))


def test_the_state_of_the_old_mailbox_is_not_written_over_the_new_one_s(desk: MadeDesk) -> None:
    """Rule 3: a new mailbox starts at "now"; a worker's late note would make its history new mail."""
    before = gateway(desk)
    desk.gary.perform(EditGateway("support", GatewaySettings(path="/var/mail/other")))
    desk.system.perform(NotePoll(before.id, '{"old": 1}', generation=before.generation))
    after = gateway(desk)
    assert (after.state, after.last_poll, after.next_poll) == ("", None, None)
    desk.system.perform(NotePoll(after.id, '{"new": 1}', generation=after.generation))
    assert gateway(desk).state == '{"new": 1}'


# ---------------------------------------------------------------- what goes wrong on the way


def told(desk: MadeDesk, pool: ParserPool, box: Any, reports: list[MailReport], max_bytes: int = 1_000_000) -> None:
    """One poll that fails; `reports` gets what it told before."""
    for report in poll(desk.system, gateway(desk), box, pool, owner=ME, max_bytes=max_bytes):
        reports.append(report)


def test_what_is_committed_is_told_though_the_source_has_gone(desk: MadeDesk, pool: ParserPool, box: Path) -> None:
    """MG13: and the mails that were fetched before it went are committed too."""
    for number in range(3):
        put(box, f"new/{number}.host", LETTER.replace(b"Never", b"%d" % number))
    opened = source(box)
    really_taken = opened.taken

    def gone(mail: FoundMail) -> None:
        if mail.key == "1.host":
            raise Unavailable("The server has gone.")
        really_taken(mail)

    opened.taken = gone  # type: ignore[method-assign]
    reports: list[MailReport] = []
    with pytest.raises(Unavailable):
        told(desk, pool, opened, reports)
    assert [report.outcome for report in reports] == [MailOutcome.TICKET_CREATED] * 3


def test_a_file_that_is_closed_to_us_stops_no_others(
    desk: MadeDesk, pool: ParserPool, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 2: an error for a person, after everything else; the file is taken when it has been opened."""
    for number in range(4):
        put(box, f"new/{number}.host", LETTER.replace(b"Never", b"%d" % number))
    really_open = os.open

    def refusing(path: str, flags: int, *, dir_fd: int | None = None) -> int:
        if path in ("1.host", "2.host"):
            raise PermissionError(13, os.strerror(13))
        return really_open(path, flags, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refusing)
    reports: list[MailReport] = []
    with pytest.raises(StorageFailed, match=r"[12]\.host .* cannot be read"):
        told(desk, pool, source(box, delete=True), reports)
    assert len(reports) == 2
    monkeypatch.undo()
    assert len(polled(desk, pool)) == 2


class Busy(Desk):
    """A desk that fails as a locked or lost database does, once the poll has its lease."""

    failure: DeskError

    def read(self, question: Any) -> Any:
        raise self.failure


@pytest.mark.parametrize(
    ("kind", "told_as"), [(TryLater, DeskTrouble), (Unavailable, DeskTrouble), (StorageFailed, DeskFailed)]
)
def test_the_desk_s_own_trouble_is_not_the_gateway_s(
    desk: MadeDesk, pool: ParserPool, box: Path, kind: type[DeskError], told_as: type[DeskError]
) -> None:
    """Rule 8: a database that is locked for a moment is no reason to look at the mailbox an hour later."""
    put(box, "new/1.host", LETTER)
    view = gateway(desk)
    busy = Busy.__new__(Busy)
    busy.__dict__.update(desk.system.__dict__)
    busy.failure = kind("The database is locked.")
    with pytest.raises(told_as, match="locked"):
        list(poll(busy, view, source(box), pool, owner=ME, max_bytes=1000))
    assert len(polled(desk, pool)) == 1


# ---------------------------------------------------------------- too large


def test_a_large_mail_to_somebody_else_is_left_alone(desk: MadeDesk, pool: ParserPool, box: Path) -> None:
    """MG4, rule 7: its headings say so."""
    kept = put(box, "new/1.host", LETTER.replace(SUPPORT.encode(), b"boss@acme.example") + b"x" * 9000)
    reports: list[MailReport] = []
    told(desk, pool, source(box, delete=True), reports, max_bytes=5000)
    assert [report.reason for report in reports] == [f"not addressed to {SUPPORT}"]
    assert kept.exists()
    assert desk.gary.read(ReadIncoming(ignored=True)) == ()


def test_of_a_large_mail_the_headings_are_shown_and_nothing_is_made_of_its_beginning(
    desk: MadeDesk, pool: ParserPool, box: Path
) -> None:
    """Rule 7: a half attachment is no attachment; the mail stays unread at its source."""
    kept = put(box, "new/1.host", LETTER + b"x" * 9000)
    reports: list[MailReport] = []
    told(desk, pool, source(box, delete=True), reports, max_bytes=5000)
    (row,) = desk.gary.read(ReadIncoming())
    assert (row.address, row.subject, row.outcome) == (HANS, "Never read", MailOutcome.QUARANTINED)
    assert "its beginning is kept" in row.reason
    assert kept.exists()
    for act in (
        AcceptIncoming(row.id, email(), client=HANS), RegisterIncoming(row.id, email()), RetryIncoming(row.id, email())
    ):  # fmt: skip
        assert refused(desk.gary, act).code == "head_only"
