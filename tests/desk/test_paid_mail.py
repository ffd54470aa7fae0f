"""An email's new ticket takes an incident where requests are written off (IN10, MG7, MG11; clarifications)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk_tui.desk.actions.confirm import ConfirmSender
from helpdesk_tui.desk.actions.explain import ExplainMail
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.incoming import AcceptIncoming, RegisterIncoming
from helpdesk_tui.desk.actions.messages import MergeTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Archive, Close
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from helpdesk_tui.questions import ReadIncomingMail, ReadTicket
from helpdesk_tui.views import MailReport
from helpdesk_tui.vocab import GatewayType
from tests.desk.letters import email
from tests.desk.paid import TAKEN, extra, left, moves, paid, refused, said
from tests.desks import HANS, SALES_MAIL, SUPPORT, MadeDesk


def outcome(report: MailReport) -> tuple[str, int | None, str]:
    return report.outcome.value, report.ticket, report.reason


# ---------------------------------------------------------------- by email


def test_an_email_s_ticket_takes_one_incident(desk: MadeDesk) -> None:
    """IN10, MG5; MG7: an answer costs nothing, and without incidents no ticket is made."""
    paid(desk, 1)
    first = desk.receive(email(message_id="<1@acme.example>"))
    answer = desk.receive(email(message_id="<2@acme.example>", in_reply_to="<1@acme.example>"))
    assert [outcome(one) for one in (first, answer)] == [
        ("ticket_created", 1, ""), ("reply_added", 1, "by the client's earlier Message-ID"),
    ]  # fmt: skip
    assert "A new ticket costs 1 support incident there." in first.why
    assert (moves(desk), left(desk)) == ([(*TAKEN, 1)], 0)
    assert outcome(desk.receive(email(message_id="<3@acme.example>"))) == (
        "refused", None, "no support incidents are left",
    )  # fmt: skip
    extra(desk, 1)
    assert outcome(desk.receive(email(message_id="<4@acme.example>")))[:2] == ("ticket_created", 2)
    assert outcome(desk.receive(email(message_id="<5@acme.example>"))) == (
        "refused", None, "no support incidents are left, and the limit of 1 on credit is reached",
    )  # fmt: skip
    assert left(desk) == -1


def test_the_same_email_takes_once(desk: MadeDesk) -> None:
    """MG3, MG13: whatever often it is delivered."""
    paid(desk, 5)
    for unit in ("1", "1", "2"):
        desk.receive(email(), raw=b"one", unit=unit)
    assert left(desk) == 4


def test_explaining_an_email_takes_nothing(desk: MadeDesk) -> None:
    paid(desk, 5)
    report = desk.gary.perform(ExplainMail("support", b"one", "d" * 64, email()))
    assert (report.outcome.value, left(desk)) == ("ticket_created", 5)
    assert "A new ticket costs 1 support incident there." in report.why


@pytest.mark.parametrize("paying", [("Tech",), ("Sales",), ("Tech", "Sales")])
def test_an_email_to_two_gateways_takes_one_incident(desk: MadeDesk, paying: tuple[str, ...]) -> None:
    """Clarification: one ticket with a task in each department and one incident, whichever came first."""
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", GatewaySettings(path="/x")))
    paid(desk, 5, *paying)
    both = email(to=(SUPPORT, SALES_MAIL))
    first = desk.receive(both, raw=b"one")
    second = desk.receive(both, raw=b"one", gateway="sales")
    assert (first.ticket, second.outcome.value, second.ticket) == (1, "duplicate", 1)
    assert (moves(desk), left(desk)) == ([(*TAKEN, 1)], 4)


@pytest.mark.parametrize("order", [("support", "sales"), ("sales", "support")])
def test_the_department_that_costs_nothing_gets_it_all_the_same(desk: MadeDesk, order: tuple[str, str]) -> None:
    """MG7 speaks of the department that writes off: the other one's ticket is made, whichever gateway is first."""
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", GatewaySettings(path="/x")))
    paid(desk, 0, "Sales")
    both = email(to=(SUPPORT, SALES_MAIL))
    first, second = (desk.receive(both, raw=b"one", gateway=gateway) for gateway in order)
    assert (first.outcome.value, second.outcome.value) == ("ticket_created", "duplicate")
    assert [task.department for task in desk.gary.read(ReadTicket(1)).tasks] == ["Tech"]
    assert "Where a new ticket needs support incidents it is not made, as no support incidents are left." in first.why
    assert left(desk) == 0


@pytest.mark.parametrize(("has", "also"), [(1, True), (0, False)])
def test_a_second_gateway_may_be_the_one_that_costs(desk: MadeDesk, has: int, also: bool) -> None:
    """The same, where the email does not name the second gateway: its department gets it for an incident, or not."""
    settings = GatewaySettings(path="/x", match="any")
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", settings))
    paid(desk, has, "Sales")
    desk.receive(email(), raw=b"one")
    assert left(desk) == has
    second = desk.receive(email(), raw=b"one", gateway="sales", unit="a")
    desk.receive(email(), raw=b"one", gateway="sales", unit="b")
    assert second.reason == (
        "mail 1 again" if also else "mail 1 again; not for Sales, as no support incidents are left"
    )
    assert ([task.department for task in desk.gary.read(ReadTicket(1)).tasks] == ["Tech", "Sales"]) is also
    assert (len(moves(desk)), left(desk)) == (has, 0)


def test_what_goes_on_with_an_archived_ticket_costs_nothing(desk: MadeDesk) -> None:
    """MG7: an answer to an existing ticket is always accepted, also where it becomes a new, linked one (TQ9)."""
    paid(desk, 1)
    desk.gary.perform(SetProvider("archive_days", "30"))
    desk.receive(email(message_id="<1@acme.example>"))
    desk.gary.perform(Close(1))
    desk.gary.perform(Archive(1))
    desk.clock.forward(days=31)
    later = desk.receive(email(message_id="<2@acme.example>", in_reply_to="<1@acme.example>"))
    assert (later.outcome.value, later.ticket, left(desk)) == ("ticket_created", 2, 0)


def test_the_client_is_told_in_answer_to_the_email(desk: MadeDesk) -> None:
    """MO2: incidents charged, where it is switched on; through the same gate as every automatic email."""
    paid(desk, 5)
    desk.gary.perform(SetProvider("mail_incidents_charged", "on"))
    desk.receive(email(message_id="<1@acme.example>"))
    desk.receive(email(message_id="<2@acme.example>", kind="generated"))
    assert desk.sql("SELECT kind, to_addresses, in_reply_to FROM outbox") == [
        ("incidents_charged", '["hans@acme.example"]', "<1@acme.example>")
    ]
    assert left(desk) == 3


# ---------------------------------------------------------------- senders who are not proven


def test_an_unproven_sender_spends_nothing_until_confirmed(trusting: MadeDesk) -> None:
    """MG11, rule 14: the ticket is made, its incident waits for a member of staff, and is taken once."""
    report = trusting.receive(email())
    assert (report.outcome.value, left(trusting), said(trusting)) == ("ticket_created", 1, [])
    trusting.anna.perform(ConfirmSender(1))
    assert (moves(trusting), left(trusting)) == ([(*TAKEN, 1)], 0)
    assert refused(trusting.anna, ConfirmSender(1)).code == "nothing_to_confirm"
    assert trusting.sql("SELECT staff FROM entry WHERE kind = 'ticket'") == [(2,)]


def test_a_forged_sender_spends_nothing(trusting: MadeDesk) -> None:
    """MG11: the email waits, with that reason."""
    forged = replace(email(), authentication_results=("mx.desk.example; dmarc=fail header.from=acme.example",))
    assert (trusting.receive(forged).outcome.value, left(trusting)) == ("incoming", 1)
    proven = replace(email(), authentication_results=("mx.desk.example; dmarc=pass header.from=acme.example",))
    assert (trusting.receive(proven).outcome.value, left(trusting)) == ("ticket_created", 0)


def test_an_unproven_answer_waits_for_nothing(trusting: MadeDesk) -> None:
    """MG7: an answer costs nothing, so confirming its sender takes nothing."""
    trusting.ticket()
    trusting.receive(email(subject="Re: Server down [#1]"))
    trusting.anna.perform(ConfirmSender(1))
    assert left(trusting) == 1


def test_confirming_without_incidents_is_refused(trusting: MadeDesk) -> None:
    """MG7, MG11: a ticket that has to be paid for is not given away; on credit it is taken where that is allowed."""
    trusting.receive(email())
    trusting.gary.perform(AdjustIncidents(HANS, -1, "mistake"))
    assert refused(trusting.anna, ConfirmSender(1)).sentence == "This needs 1 support incident; 0 are left."
    assert (left(trusting), trusting.sql("SELECT proof FROM mail")) == (0, [("held",)])
    extra(trusting, 1)
    trusting.anna.perform(ConfirmSender(1))
    assert (left(trusting), trusting.sql("SELECT proof FROM mail")) == (-1, [("confirmed",)])


def test_what_waits_counts_for_the_next_unproven_one(trusting: MadeDesk) -> None:
    """Rule 14, MG7: one incident is promised once; who is proven does not wait behind what anybody may have forged."""
    first, second = (trusting.receive(email(message_id=f"<{number}@acme.example>")) for number in (1, 2))
    assert (first.outcome.value, second.outcome.value, second.reason) == (
        "ticket_created", "refused", "no support incidents are left",
    )  # fmt: skip
    assert "Emails whose sender staff have yet to confirm will take 1 support incident." in second.why
    trusting.anna.perform(MarkSpam(1))
    third = trusting.receive(email(message_id="<3@acme.example>"))
    assert third.outcome.value == "ticket_created", "what is spam takes nothing"
    proven = replace(email(), authentication_results=("mx.desk.example; dmarc=pass header.from=acme.example",))
    assert (trusting.receive(proven).outcome.value, left(trusting)) == ("ticket_created", 0)
    assert refused(trusting.anna, ConfirmSender(third.ticket or 0)).code == "no_incidents"


def test_what_is_held_back_follows_the_messages(trusting: MadeDesk) -> None:
    """Merge: charges stay where they were made; what was not charged yet is charged where the email is, once."""
    trusting.gary.perform(AdjustIncidents(HANS, 1, "gift"))
    trusting.receive(email(message_id="<1@acme.example>"))
    trusting.receive(email(message_id="<2@acme.example>"))
    trusting.anna.perform(Take(1))
    trusting.anna.perform(Take(2))
    trusting.anna.perform(MergeTicket(2, 1))
    trusting.anna.perform(ConfirmSender(1))
    assert (moves(trusting), left(trusting)) == ([(*TAKEN, 1), (*TAKEN, 1)], 0)


# ---------------------------------------------------------------- incoming emails


def test_accepting_and_registering_cost_as_any_new_ticket(desk: MadeDesk) -> None:
    """Clarification, Incoming: one in a department that writes off, or the number that staff enter; 0 is a number."""
    paid(desk, 4)
    first, second, third, fourth = (desk.receive(email(f"{who}@acme.example")).mail for who in ("a", "b", "c", "d"))
    desk.anna.perform(AcceptIncoming(first, email("a@acme.example"), HANS))
    assert (moves(desk), left(desk)) == ([(*TAKEN, 1)], 3)
    desk.anna.perform(AcceptIncoming(second, email("b@acme.example"), HANS, incidents=2))
    desk.anna.perform(AcceptIncoming(third, email("c@acme.example"), HANS, incidents=0))
    assert left(desk) == 1
    act = AcceptIncoming(fourth, email("d@acme.example"), HANS, incidents=2)
    assert refused(desk.anna, act).sentence == (
        "This needs 2 support incidents; 1 is left. With 0 it becomes a ticket that takes none."
    )
    assert refused(desk.anna, replace(act, client="", ticket=1, incidents=1)).code == "one_of_two"
    desk.anna.perform(replace(act, client="", ticket=1, incidents=None))
    assert (left(desk), desk.sql("SELECT count(*) FROM ticket")) == (1, [(3,)])


@pytest.mark.parametrize(
    ("paying", "to", "usual"),
    [("Tech", (SUPPORT,), 1), ("Sales", (SUPPORT,), None), ("Sales", (SUPPORT, "sales+t7@desk.example"), 1),
     ("Sales", (SUPPORT, SALES_MAIL), 1)],
)  # fmt: skip
def test_what_a_waiting_email_will_cost_is_known_before(
    desk: MadeDesk, paying: str, to: tuple[str, ...], usual: int | None
) -> None:
    """IN10, MG6: one where any department that it went to writes requests off; as the act then takes."""
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", GatewaySettings(path="/x")))
    paid(desk, 4, paying)
    waits = email("a@acme.example", to)
    mail = desk.receive(waits).mail
    assert desk.gary.read(ReadIncomingMail(mail)).incidents == usual
    desk.gary.perform(AcceptIncoming(mail, waits, HANS))
    assert left(desk) == 4 - (usual or 0)


def test_a_department_that_is_gone_costs_what_the_first_one_does(desk: MadeDesk) -> None:
    """The same, where the email's department was deleted; a refused email costs nothing unless staff say so."""
    paid(desk, 0, "Tech")
    waits = email("a@acme.example")
    mails = [desk.receive(one).mail for one in (waits, email())]
    assert [desk.gary.read(ReadIncomingMail(one)).incidents for one in mails] == [1, 0]
    desk.sql("UPDATE department SET active = (name <> 'Tech')")
    desk.sql("UPDATE gateway SET enabled = FALSE")
    assert desk.gary.read(ReadIncomingMail(mails[0])).incidents is None, "Sales is free"
    number = desk.gary.perform(AcceptIncoming(mails[0], waits, HANS))
    assert [task.department for task in desk.gary.read(ReadTicket(number)).tasks] == ["Sales"]


def test_registering_takes_from_the_new_client(desk: MadeDesk) -> None:
    """Clarification, Incoming: they have what the provider gives them, or the number must be 0."""
    paid(desk)
    one = desk.receive(email("eve@new.example")).mail
    assert refused(desk.anna, RegisterIncoming(one, email("eve@new.example"))).code == "no_incidents"
    assert desk.sql("SELECT count(*) FROM client WHERE email = 'eve@new.example'") == [(0,)]
    desk.anna.perform(RegisterIncoming(one, email("eve@new.example"), incidents=0))
    desk.gary.perform(SetProvider("incidents_registration", "3"))
    two = desk.receive(email("ian@new.example")).mail
    desk.anna.perform(RegisterIncoming(two, email("ian@new.example")))
    assert (left(desk, "eve@new.example"), left(desk, "ian@new.example")) == (0, 2)


def test_a_refused_email_is_accepted_for_nothing(desk: MadeDesk) -> None:
    """Clarification, Incoming: a refused email is converted with 0 unless a number is entered."""
    paid(desk)
    refused_mails = [desk.receive(email(message_id=f"<{n}@acme.example>")).mail for n in (1, 2)]
    desk.gary.perform(AdjustIncidents(HANS, 5, "gift"))
    desk.anna.perform(AcceptIncoming(refused_mails[0], email(), HANS))
    assert left(desk) == 5
    desk.anna.perform(AcceptIncoming(refused_mails[1], email(), HANS, incidents=1))
    assert left(desk) == 4
