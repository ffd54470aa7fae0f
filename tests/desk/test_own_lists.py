"""Emails through a list whose address is the desk's own (MG5, MG9, MG11; rules 12 to 16)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.questions import ReadOutbox, ReadTicket
from helpdesk_tui.rules.own_lists import as_written
from helpdesk_tui.rules.writers import is_proven, writer
from helpdesk_tui.views import Address, ParsedMail
from helpdesk_tui.vocab import UNPROVEN, MailOutcome
from tests.desk.letters import email
from tests.desk.paid import left, paid
from tests.desks import HANS, SUPPORT, MadeDesk

SERVER = "mx.desk.example"
VIA = Address("'Hans' via Support", SUPPORT)
WRITER = Address("Hans", HANS)


def through(said: str = "", **values: object) -> ParsedMail:
    """An email that a group of ours passed on, and what the receiving server says of it."""
    results = (f"{SERVER}; dmarc={said}",) if said else ()
    found = replace(email(), senders=(VIA,), lists=(SUPPORT,), wrote_to_list=(WRITER,), kind="list",
                    machine="It came through a mailing list (List-Id).", kind_apart="mail",
                    authentication_results=results)  # fmt: skip
    return replace(found, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("trusted", "said"), [("", ""), ("", "pass"), (SERVER, ""), (SERVER, "pass")])
def test_rule_14_whom_a_list_names_spends_nothing_before_staff_confirm_them(
    desk: MadeDesk, trusted: str, said: str
) -> None:
    """MG5, MG11: the writer's ticket, marked; DMARC that passes is the list's, not theirs. Nothing is answered."""
    paid(desk, 1)
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id=trusted)))
    report = desk.receive(through(said))
    assert (report.outcome, report.parsed and report.parsed.sender) == (MailOutcome.TICKET_CREATED, WRITER)
    assert report.ticket is not None
    assert UNPROVEN in desk.anna.read(ReadTicket(report.ticket)).messages[0].note
    assert (left(desk), desk.gary.read(ReadOutbox())) == (1, ())
    desk.anna.perform(ConfirmSender(report.ticket))
    assert left(desk) == 0


def test_mg11_behind_a_forged_from_of_ours_nobody_is_believed(desk: MadeDesk) -> None:
    """The email waits: it is neither lost as one of ours nor anybody's ticket."""
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id=SERVER)))
    report = desk.receive(through("fail"))
    assert (report.outcome, report.reason) == (MailOutcome.INCOMING, "the sender is forged, says the mail server")


def test_rule_16_a_sender_who_is_proven_is_not_answered_through_a_list_either(desk: MadeDesk) -> None:
    """From is as the client wrote it: the ticket is paid for, and no automatic email goes out."""
    paid(desk, 1)
    report = desk.receive(through(senders=(WRITER,)))
    assert (report.outcome, left(desk)) == (MailOutcome.TICKET_CREATED, 0)
    assert desk.gary.read(ReadOutbox()) == ()


def test_rule_12_several_names_are_nobody() -> None:
    """Both stay, so that no client is meant; a name of ours is none."""
    two = as_written(through(wrote_to_list=(WRITER, Address("", "omar@example.org"))), {SUPPORT})
    assert len(two.senders) == 2
    ours = as_written(through(wrote_to_list=(Address("Support", SUPPORT),)), {SUPPORT})
    assert (ours.senders, ours.by_list) == ((VIA,), "")


def test_mg9_a_list_of_others_stays_a_list() -> None:
    """Its name in From makes no list one of ours."""
    foreign = through(lists=("talk@lists.example",))
    assert as_written(foreign, {SUPPORT}) is foreign
    assert as_written(through(lists=("support.desk.example",)), {SUPPORT}).senders == (WRITER,)


def test_mg6_a_colleague_whom_a_list_names_passed_nothing_on() -> None:
    """Their name in another heading is no reason to believe what the text says."""
    seen = as_written(through(forwarded=Address("Nora", "nora@new.example")), {SUPPORT})
    assert writer(seen.sender, seen, of_staff=True, authserv_id="") == WRITER
    assert not is_proven("", seen)
