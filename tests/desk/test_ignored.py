"""Ignored mail can be seen and taken, mail for other addresses is left alone (SPEC MG4, MG6, MG9; rule 11)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.gateways import AddGateway, DeleteGateway, EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.incoming import (
    AcceptIncoming,
    AnswerIncoming,
    DeleteIncoming,
    RetryIncoming,
    SpamIncoming,
)
from helpdesk_tui.questions import (
    ReadClient,
    ReadIncoming,
    ReadIncomingMail,
    ReadKnownUnits,
    ReadOutbox,
    ReadTicket,
)
from helpdesk_tui.vocab import GatewayType, MailOutcome
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, OMAR, SALES_MAIL, SUPPORT, MadeDesk

EVE = "eve@example.org"
LIST = email(HANS, kind="list", machine="It came through a mailing list (List-Id).")


def ignored(desk: MadeDesk) -> list[int]:
    return [row.id for row in desk.anna.read(ReadIncoming(ignored=True))]


def test_what_was_ignored_is_listed_on_demand_with_its_reason(desk: MadeDesk) -> None:
    """Rule 11: nothing is ignored without a record; what was sent to somebody else is nobody's here (MG4)."""
    mail = desk.receive(LIST).mail
    elsewhere = desk.receive(email(to="boss@acme.example")).mail
    stranger = desk.receive(email(EVE)).mail
    assert [row.id for row in desk.anna.read(ReadIncoming())] == [stranger]
    rows = desk.anna.read(ReadIncoming(ignored=True))
    assert [(row.id, row.outcome, row.reason) for row in rows] == [
        (stranger, MailOutcome.INCOMING, "unknown sender"), (mail, MailOutcome.IGNORED, LIST.machine),
    ]  # fmt: skip
    assert desk.anna.read(ReadIncomingMail(mail)).row.reason == LIST.machine
    assert desk.john.read(ReadIncoming(ignored=True)) == ()
    assert refused(desk.anna, AcceptIncoming(elsewhere, LIST, client=HANS)).code == "not_found"
    assert refused(desk.john, AcceptIncoming(mail, LIST, client=HANS)).code == "not_found"


def test_it_is_taken_like_any_other(desk: MadeDesk) -> None:
    """MG6."""
    mail = desk.receive(LIST).mail
    number = desk.anna.perform(AcceptIncoming(mail, LIST, client=HANS))
    assert desk.anna.read(ReadTicket(number)).messages[0].mail == mail
    assert ignored(desk) == []


def test_it_is_answered_put_away_and_tried_again_like_any_other(desk: MadeDesk) -> None:
    """MG6."""
    first, second, third = (desk.receive(LIST).mail for _ in range(3))
    desk.anna.perform(AnswerIncoming(first, "We saw it."))
    assert desk.gary.read(ReadOutbox())[0].to == HANS
    desk.anna.perform(SpamIncoming(first))
    desk.anna.perform(DeleteIncoming(second))
    assert ignored(desk) == [third]
    assert desk.anna.perform(RetryIncoming(third, LIST)) == MailOutcome.IGNORED
    assert ignored(desk) == [third]
    assert desk.anna.perform(RetryIncoming(third, email())) == MailOutcome.TICKET_CREATED
    assert ignored(desk) == []


def test_rule_11_what_was_handed_in_for_somebody_else_is_within_reach(desk: MadeDesk) -> None:
    """By pipe and LMTP it is accepted and nowhere else any more; a mailbox still has it, and it is not the desk's."""
    for kind, path in ((GatewayType.PIPE, ""), (GatewayType.LMTP, "/run/desk/lmtp.sock")):
        settings = GatewaySettings(path=path)
        desk.gary.perform(AddGateway(kind.value, kind, f"{kind.value}@desk.example", "Tech", settings))
        letter = email(to="boss@acme.example")
        report = desk.receive(letter, kind.value)
        reason = f"handed in, not addressed to {kind.value}@desk.example"
        assert (report.outcome, report.reason) == (MailOutcome.IGNORED, reason)
        assert ignored(desk) == [report.mail]
        assert desk.anna.perform(RetryIncoming(report.mail, letter)) == MailOutcome.IGNORED
        desk.anna.perform(AcceptIncoming(report.mail, letter, client=HANS))
        assert ignored(desk) == []


def test_an_email_whose_gateway_is_gone_is_tried_again(desk: MadeDesk) -> None:
    """MG6: once it can be read it waits for staff, who make of it what they like."""
    lost = desk.receive(None, unreadable="it is nested too deeply").mail
    desk.gary.perform(DeleteGateway("support"))
    assert desk.anna.perform(RetryIncoming(lost, None, "it is nested too deeply")) == MailOutcome.QUARANTINED
    assert desk.anna.perform(RetryIncoming(lost, email())) == MailOutcome.INCOMING
    (row,) = desk.anna.read(ReadIncoming())
    assert (row.id, row.reason, row.address) == (lost, "its gateway is no more", HANS)
    assert desk.anna.perform(AcceptIncoming(lost, email(), client=HANS)) == 1


# ---------------------------------------------------------------- onto a ticket


@pytest.mark.parametrize("sender", [EVE, ""])
def test_a_stranger_s_email_on_a_ticket_makes_him_nobody_of_the_client(desk: MadeDesk, sender: str) -> None:
    """MG6, MG8: its author stays with the message; answers go to the client's own people, also the next ones."""
    number = desk.receive(email(HANS)).ticket or 0
    letter = email(sender, name="Eve Adams", message_id="<1@example.org>")
    desk.anna.perform(AcceptIncoming(desk.receive(letter).mail, letter, ticket=number))
    shown = desk.anna.read(ReadTicket(number))
    assert (shown.messages[-1].author, shown.messages[-1].note) == (sender or "unknown", "added by anna")
    assert shown.reply_to == (HANS,)
    assert EVE not in [user.email for user in desk.anna.read(ReadClient(HANS)).users]
    again = desk.receive(email(EVE, in_reply_to="<1@example.org>"))
    assert (again.outcome, again.ticket) == (MailOutcome.INCOMING, None)


def test_another_client_s_email_is_not_put_on_a_ticket(desk: MadeDesk) -> None:
    """Rule 12: who may read a ticket is settled by whose it is."""
    letter = email(OMAR, kind="list")
    mail = desk.receive(letter).mail
    number = desk.ticket()
    assert refused(desk.anna, AcceptIncoming(mail, letter, ticket=number)).code == "other_client"


# ---------------------------------------------------------------- gateways


def test_two_gateways_of_one_mailbox_are_both_served(desk: MadeDesk) -> None:
    """Clarification: one ticket with a task in each department, whichever gateway took the mail from their box."""
    place = GatewaySettings(path="/var/mail/support")
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", place))
    report = desk.receive(email(to=("boss@acme.example", SUPPORT, SALES_MAIL)))
    tasks = desk.gary.read(ReadTicket(report.ticket or 0)).tasks
    assert [task.department for task in tasks] == ["Tech", "Sales"]
    desk.gary.perform(EditGateway("sales", GatewaySettings(enabled=False)))
    report = desk.receive(email(to=(SUPPORT, SALES_MAIL)))
    assert [task.department for task in desk.gary.read(ReadTicket(report.ticket or 0)).tasks] == ["Tech"]


@pytest.mark.parametrize(
    "change",
    [EditGateway("support", address="info@desk.example"), EditGateway("support", GatewaySettings(match="to,cc"))],
    ids=["address", "match"],
)
def test_what_was_not_for_a_gateway_is_looked_at_again_when_that_changes(desk: MadeDesk, change: EditGateway) -> None:
    """MG4: mail for the new address may have lain there for days."""
    letter = email(to="info@desk.example", cc=(SUPPORT,))
    desk.receive(letter, unit="1/1", raw=b"one")
    desk.receive(email(), unit="1/2")
    desk.gary.perform(EditGateway("support", GatewaySettings(interval=60)))
    assert set(desk.system.read(ReadKnownUnits(1, ("1/1", "1/2")))) == {"1/1", "1/2"}
    desk.gary.perform(change)
    assert set(desk.system.read(ReadKnownUnits(1, ("1/1", "1/2")))) == {"1/2"}
    assert desk.receive(letter, unit="1/1", raw=b"one").outcome is MailOutcome.TICKET_CREATED
