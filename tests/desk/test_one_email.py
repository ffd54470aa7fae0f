"""One email, whichever ways it came (SPEC MG4, MG13; RELIABILITY rule 4), from its bytes on, on both databases."""

from __future__ import annotations

import hashlib

from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.mail.gateways.identity import content_hash, earlier_hash
from helpdesk_tui.mail.gateways.polling import receive
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.questions import ReadGateways, ReadMatches, ReadTicket
from helpdesk_tui.views import MailReport
from helpdesk_tui.vocab import GatewayType, MailOutcome, QueueView
from tests.desk.paid import left, paid
from tests.desks import HANS, SALES_MAIL, SUPPORT, MadeDesk

WORDS = (
    f"From: Hans Meier <{HANS}>\r\nTo: {SUPPORT}, {SALES_MAIL}\r\nSubject: Server down\r\n"
    "Message-ID: <one@acme.example>\r\nDate: Sat, 11 Apr 2026 08:59:00 +0000\r\n\r\nHelp!\r\n"
).encode()


def arrives(desk: MadeDesk, raw: bytes, gateway: str = "support", unit: str = "") -> MailReport:
    """An email is handed to a gateway as it came."""
    number = next(one.id for one in desk.system.read(ReadGateways()) if one.name == gateway)
    return receive(desk.system, number, "pipe", unit, raw, parse(raw))


def test_two_paths_to_two_gateways_are_one_ticket_and_one_incident(desk: MadeDesk) -> None:
    """MG4, clarification: each path has its filters, and each of them writes its own headings above the email."""
    paid(desk, 3, "Tech", "Sales")
    desk.gary.perform(AddGateway("sales", GatewayType.PIPE, SALES_MAIL, "Sales", GatewaySettings()))
    here = (
        b"Received: from a by b\r\nIronPort-SDR: 5f_a\r\nARC-Filter: OpenARC v1.0.0 a\r\nspamdiagnosticoutput: 1:2\r\n"
    )
    there = b"Received: from c by d\r\nIronPort-SDR: 7b_c\r\nReceived-DKIM: pass\r\n"
    first, second = arrives(desk, here + WORDS), arrives(desk, there + WORDS, "sales")
    assert (first.outcome, second.outcome) == (MailOutcome.TICKET_CREATED, MailOutcome.DUPLICATE)
    assert (second.ticket, second.reason) == (first.ticket, f"mail {first.mail} again")
    assert (desk.gary.read(ReadMatches(QueueView.ALL)), left(desk)) == (1, 2)
    tasks = desk.gary.read(ReadTicket(first.ticket or 0)).tasks
    assert sorted(task.department for task in tasks) == ["Sales", "Tech"]


def test_the_same_id_with_other_words_is_another_email(desk: MadeDesk) -> None:
    """Rule 4: a Message-ID alone makes no email a repetition."""
    first = arrives(desk, WORDS)
    second = arrives(desk, WORDS.replace(b"Help!", b"More help!"))
    assert (first.outcome, second.outcome) == (MailOutcome.TICKET_CREATED, MailOutcome.TICKET_CREATED)
    assert second.reason == f"its Message-ID is that of mail {first.mail}, which was another email"


def test_an_email_that_was_stored_under_its_earlier_hash_is_known(desk: MadeDesk) -> None:
    """MG13: a box that is numbered anew after the program learned another hash brings no ticket a second time."""
    paid(desk, 3)
    first = arrives(desk, WORDS, unit="1/7")
    desk.sql(f"UPDATE mail SET digest = '{earlier_hash(WORDS)}' WHERE id = {first.mail}")
    assert content_hash(WORDS) != earlier_hash(WORDS)
    for unit in ("1/7", "2/1", ""):
        again = arrives(desk, WORDS, unit=unit)
        assert (again.outcome, again.ticket, again.mail) == (MailOutcome.DUPLICATE, first.ticket, first.mail)
    assert (desk.gary.read(ReadMatches(QueueView.ALL)), left(desk)) == (1, 2)


def test_the_place_of_such_an_email_may_hold_another_one(desk: MadeDesk) -> None:
    """Rule 4: other bytes under a place that was seen before are another email, as ever."""
    first = arrives(desk, WORDS, unit="1/7")
    desk.sql(f"UPDATE mail SET digest = '{hashlib.sha256(b'else').hexdigest()}' WHERE id = {first.mail}")
    assert arrives(desk, WORDS, unit="1/7").outcome is MailOutcome.TICKET_CREATED
