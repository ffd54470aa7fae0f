"""One place at a source, several emails; and the work that is done before the transaction (RELIABILITY rules 4, 28)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.packing import Packed, pack
from helpdesk_tui.questions import ReadAttachment, ReadRaw, ReadTicket
from helpdesk_tui.store.rooms import conversation
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import MailOutcome
from tests.desk.letters import email
from tests.desks import MadeDesk


def test_other_bytes_under_the_same_place_are_another_email(desk: MadeDesk) -> None:
    """Rule 4: stored, made a ticket, and said so; nothing that arrived is thrown away."""
    first = desk.receive(email(subject="One"), unit="7.1", raw=b"one")
    second = desk.receive(email(subject="Two"), unit="7.1", raw=b"two")
    assert (second.outcome, second.ticket == first.ticket) == (MailOutcome.TICKET_CREATED, False)
    assert second.reason == f"came from the place of mail {first.mail}, which was another email"
    assert [desk.gary.read(ReadRaw(mail)) for mail in (first.mail, second.mail)] == [b"one", b"two"]


def test_each_of_them_is_known_from_then_on(desk: MadeDesk) -> None:
    """MG3: never the same email twice in any case."""
    mails = [desk.receive(email(), unit="7.1", raw=raw).mail for raw in (b"one", b"two")]
    again = [desk.receive(email(), unit="7.1", raw=raw) for raw in (b"one", b"two", b"two")]
    assert [report.outcome for report in again] == [MailOutcome.DUPLICATE] * 3
    assert [report.mail for report in again] == [*mails, mails[1]]


def test_bytes_are_packed_before_the_transaction(desk: MadeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 28: forty megabytes take more than a second to compress; nobody waits for the lock meanwhile."""

    def late(content: bytes) -> Packed:
        raise AssertionError("packed within the transaction")

    monkeypatch.setattr(conversation, "pack", late)
    file = ParsedAttachment("log.txt", "text/plain", b"log" * 1000)
    report = desk.receive(email(files=(file,)), raw=b"raw" * 1000)
    number = report.ticket or 0
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "Hello", attachments=(ParsedAttachment("plan.txt", "text/plain", b"plan"),)))
    kept = [a.id for message in desk.anna.read(ReadTicket(number)).messages for a in message.attachments]
    assert [desk.anna.read(ReadAttachment(one))[1] for one in kept] == [b"log" * 1000, b"plan"]
    assert desk.anna.read(ReadRaw(report.mail)) == b"raw" * 1000


def test_packing() -> None:
    """The hash is that of the bytes, not of what they were packed to."""
    assert pack(b"").sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
