"""What staff do with *Incoming emails* (SPEC MG6; clarifications on them)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.clients import AddClientUser
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incoming import (
    AcceptIncoming,
    AnswerIncoming,
    DeleteIncoming,
    RegisterIncoming,
    RestoreIncoming,
    RetryIncoming,
    SpamIncoming,
)
from helpdesk_tui.desk.actions.outgoing import RetryOutgoing
from helpdesk_tui.desk.actions.redirect import Assign, Close
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import (
    ReadClient,
    ReadClients,
    ReadIncoming,
    ReadIncomingMail,
    ReadMatches,
    ReadOutbox,
    ReadOutgoing,
    ReadRaw,
    ReadTicket,
)
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import GatewayType, MailOutcome, MessageKind, OutboxState, QueueView, TicketStatus
from tests.desk.letters import email
from tests.desk.refusals import refused
from tests.desks import HANS, NORD, OMAR, SALES_MAIL, SUPPORT, MadeDesk

EVE = "eve@example.org"
LETTER = email(EVE, name="Eve Adams", subject="Can you help?", message_id="<1@example.org>")


@pytest.fixture
def mail(desk: MadeDesk) -> int:
    """An email of a stranger to Tech's gateway."""
    return desk.receive(LETTER, raw=b"the original").mail


def waiting(desk: MadeDesk) -> list[int]:
    return [row.id for row in desk.gary.read(ReadIncoming())]


def test_a_ticket_for_a_client(desk: MadeDesk, mail: int) -> None:
    """MG6: a ticket of that client in the gateway's department; the address is remembered as their user's."""
    number = desk.anna.perform(AcceptIncoming(mail, LETTER, client=HANS))
    shown = desk.anna.read(ReadTicket(number))
    assert (shown.row.client, shown.row.department, shown.row.subject) == ("Acme GmbH", "Tech", "Can you help?")
    assert [(m.author, m.text, m.mail) for m in shown.messages] == [(EVE, "Help!\n\n> quoted", mail)]
    users = desk.anna.read(ReadClient(HANS)).users
    assert ("Eve Adams", EVE, False) in [(user.name, user.email, user.main) for user in users]
    assert waiting(desk) == []
    assert shown.reply_to == (EVE,)
    again = desk.receive(email(EVE, in_reply_to="<1@example.org>"))
    assert (again.outcome, again.ticket) == (MailOutcome.REPLY_ADDED, number)


def test_onto_a_ticket(desk: MadeDesk, mail: int) -> None:
    """MG6: attached to an existing ticket, which the client's words reopen; noted who did it."""
    number = desk.ticket(client=OMAR)
    desk.gary.perform(Close(number))
    assert desk.anna.perform(AcceptIncoming(mail, LETTER, ticket=number)) == number
    shown = desk.anna.read(ReadTicket(number))
    assert (shown.row.status, shown.messages[-1].author, shown.messages[-1].note) == (
        TicketStatus.IN_PROGRESS, EVE, "added by anna",
    )  # fmt: skip
    assert waiting(desk) == []


def test_as_a_new_client(desk: MadeDesk, mail: int) -> None:
    """MG6: the sender is registered under the name of the email, and it is their first ticket."""
    number = desk.anna.perform(RegisterIncoming(mail, LETTER))
    card = desk.anna.read(ReadClient(EVE))
    assert (card.head.name, card.head.email, [row.number for row in card.tickets]) == ("Eve Adams", EVE, [number])
    assert waiting(desk) == []


def test_a_known_client_s_surplus(desk: MadeDesk) -> None:
    """MG12, MG6: what came above the limit is accepted without another user being made."""
    limited = desk.with_rules(SendRules(limit_all=1))
    limited.receive(email())
    surplus = limited.receive(email(text="Again"))
    limited.close()
    number = desk.anna.perform(AcceptIncoming(surplus.mail, email(text="Again"), client=HANS))
    assert desk.anna.read(ReadTicket(number)).messages[0].author == HANS
    assert len(desk.anna.read(ReadClient(HANS)).users) == 2


def test_a_sender_without_an_address(desk: MadeDesk) -> None:
    """MG10: an email that names nobody is accepted as its client's main user's; nothing odd is remembered."""
    for sender in ("", "undisclosed recipients", "eve@"):
        found = desk.receive(email(sender)).mail
        number = desk.anna.perform(AcceptIncoming(found, email(sender), client=HANS))
        assert desk.anna.read(ReadTicket(number)).messages[0].author == HANS
        other = desk.receive(email(sender)).mail
        assert refused(desk.anna, RegisterIncoming(other, email(sender))).code in ("no_sender", "usage")
    assert len(desk.anna.read(ReadClient(HANS)).users) == 2


def test_answer(desk: MadeDesk, mail: int) -> None:
    """MG6: an email to the sender, signed, threaded for them, of no ticket; the email stays where it is."""
    desk.gary.perform(EditDepartment("Tech", signature="Acme Tech"))
    desk.anna.perform(AnswerIncoming(mail, "Please register first.\n"))
    (sent,) = desk.system.perform(LeaseOutbox("test/1/1"))
    assert (sent.to, sent.sender, sent.subject, sent.in_reply_to, sent.references, sent.text) == (
        (EVE,), SUPPORT, "Re: Can you help?", "<1@example.org>", ("<1@example.org>",),
        "Please register first.\n\n-- \nAcme Tech\n",
    )  # fmt: skip
    assert sent.message_id.endswith("@desk.example>")
    assert waiting(desk) == [mail]
    later = desk.receive(email(EVE, in_reply_to=sent.message_id))
    assert (later.outcome, later.ticket) == (MailOutcome.INCOMING, None)


def test_what_could_not_be_read_becomes_nothing(desk: MadeDesk) -> None:
    """Rule 6: a quarantined email is refused with a sentence, by a ticket, a client or registering alike."""
    number, mail = desk.ticket(), desk.receive(None, raw=b"x", unreadable="the parser died").mail
    for act in (
        AcceptIncoming(mail, None, client=HANS), AcceptIncoming(mail, None, ticket=number),
    ):  # fmt: skip
        assert refused(desk.anna, act).code == "unreadable"
    assert refused(desk.anna, RegisterIncoming(mail, None)).code == "no_sender"
    assert waiting(desk) == [mail]


def test_retry_stores_what_stands_in_the_email(desk: MadeDesk, store: Store) -> None:
    """Rule 6: read at the second try it is as it had been read at the first: to whom, when, by a machine or not."""
    first = desk.receive(replace(LETTER, kind="generated"))
    second = desk.receive(None, raw=b"x", unreadable="the parser died")
    desk.anna.perform(RetryIncoming(second.mail, replace(LETTER, kind="generated")))
    shown = {number: desk.anna.read(ReadIncomingMail(number)) for number in (first.mail, second.mail)}
    assert shown[second.mail].to == shown[first.mail].to == (SUPPORT,)
    with store.read() as connection:
        columns = "date, auto, sender, sender_name, subject, message_id, outcome"
        kept = connection.execute(text(f"SELECT {columns} FROM mail ORDER BY id")).all()
    assert kept[0] == kept[1]


@pytest.mark.parametrize("act", [SpamIncoming, DeleteIncoming])
def test_spam_and_delete(desk: MadeDesk, mail: int, act: type[SpamIncoming]) -> None:
    """MG6: off the list, nothing made, the original stays; what is gone cannot be handled again."""
    assert desk.anna.perform(act(mail)) == mail
    assert waiting(desk) == []
    assert desk.gary.read(ReadRaw(mail)) == b"the original"
    for again in (SpamIncoming(mail), AcceptIncoming(mail, LETTER, client=HANS), AnswerIncoming(mail, "Hello")):
        assert refused(desk.anna, again).code == "not_found"
    with pytest.raises(NotFound):
        desk.anna.read(ReadTicket(1))


@pytest.mark.parametrize(("act", "state"), [(SpamIncoming, "spam"), (DeleteIncoming, "deleted")])
def test_what_was_put_away_comes_back(desk: MadeDesk, mail: int, act: type[SpamIncoming], state: str) -> None:
    """MG6, PEERS 3: nothing is gone by one key; it is listed among the handled ones and waits again."""
    desk.anna.perform(act(mail))
    assert [(row.id, row.state) for row in desk.anna.read(ReadIncoming(handled=True))] == [(mail, state)]
    assert refused(desk.john, RestoreIncoming(mail)).code == "not_found"
    assert desk.anna.perform(RestoreIncoming(mail)) == mail
    assert (waiting(desk), desk.anna.read(ReadIncoming(handled=True))) == ([mail], ())
    assert refused(desk.anna, RestoreIncoming(mail)).code == "waits_already"


def test_what_became_a_ticket_does_not_come_back(desk: MadeDesk, mail: int) -> None:
    """MG13: nothing is doubled."""
    number = desk.anna.perform(AcceptIncoming(mail, LETTER, client=HANS))
    [row] = desk.anna.read(ReadIncoming(handled=True))
    assert (row.id, row.state, row.ticket) == (mail, "accepted", number)
    refusal = refused(desk.anna, RestoreIncoming(mail))
    assert (refusal.code, str(number) in refusal.sentence) == ("accepted", True)


def test_who_answered_is_told(desk: MadeDesk, mail: int) -> None:
    """MG6: so that nobody answers it again; the latest answer counts."""
    assert [row.answered_by for row in desk.gus.read(ReadIncoming())] == [""]
    desk.anna.perform(AnswerIncoming(mail, "Yes."))
    desk.clock.forward(minutes=3)
    desk.gus.perform(AnswerIncoming(mail, "And no."))
    [row] = desk.gus.read(ReadIncoming())
    assert (row.answered_by, row.answered) == ("gus", desk.clock.at)
    assert desk.anna.read(ReadIncomingMail(mail)).row == row


def test_an_answer_without_a_ticket_is_in_the_outbox(desk: MadeDesk, mail: int) -> None:
    """MO1, TQ1: for who wrote it and for the department of the email; they may send it again, nobody else."""
    number = desk.anna.perform(AnswerIncoming(mail, "Yes."))
    seen = [who for who in ("anna", "gus", "john", "gary") if getattr(desk, who).read(ReadOutbox())]
    assert seen == ["anna", "gus", "gary"]
    opened = desk.gus.read(ReadOutgoing(number))
    assert (opened.row.to, opened.written_by, opened.text.strip()) == (EVE, "anna", "Yes.")
    with pytest.raises(NotFound):
        desk.john.read(ReadOutgoing(number))
    (sent,) = desk.system.perform(LeaseOutbox("test/1/1"))
    desk.system.perform(SettleOutgoing(sent.id, OutboxState.FAILED, "550 no such user"))
    assert refused(desk.john, RetryOutgoing(number)).code == "not_found"
    assert desk.gus.perform(RetryOutgoing(number)) == number


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AcceptIncoming(1, LETTER), "one_of_two"), (AcceptIncoming(1, LETTER, client=HANS, ticket=1), "one_of_two"),
        (AcceptIncoming(1, LETTER, client="who@example.org"), "not_found"),
        (AcceptIncoming(1, LETTER, ticket=99), "not_found"), (AnswerIncoming(1, " "), "empty_reply"),
        (RetryIncoming(1, LETTER), "not_quarantined"), (SpamIncoming(99), "not_found"),
    ],
)  # fmt: skip
def test_refused(desk: MadeDesk, mail: int, act: Act[object], code: str) -> None:
    """MG6: and it still waits."""
    assert (mail, refused(desk.anna, act).code, waiting(desk)) == (1, code, [1])


def test_another_client_s_user_is_not_taken_away(desk: MadeDesk) -> None:
    """Rule 12: an address names one client; accepting under another one is refused with whose it is."""
    limited = desk.with_rules(SendRules(limit_all=1))
    limited.receive(email())
    surplus = limited.receive(email(OMAR)).mail
    limited.close()
    refusal = refused(desk.anna, AcceptIncoming(surplus, email(OMAR), client=NORD))
    assert (refusal.code, "#3" in refusal.sentence) == ("other_client", True)


def test_a_ticket_one_may_not_see_is_not_found(desk: MadeDesk, mail: int) -> None:
    """TQ1: nobody attaches an email to a ticket of another department."""
    number = desk.ticket("Sales")
    assert refused(desk.anna, AcceptIncoming(mail, LETTER, ticket=number)).code == "not_found"
    assert waiting(desk) == [mail]


# ---------------------------------------------------------------- what could not be read


def test_retry_reads_it_again(desk: MadeDesk) -> None:
    """MG10, rule 6: with a parser that can, it becomes what it would have been; by any member of staff."""
    mail = desk.receive(None, unreadable="it is nested too deeply").mail
    assert desk.john.perform(RetryIncoming(mail, None, "it is still nested too deeply")) == "quarantined"
    assert desk.john.read(ReadIncoming())[0].reason == "it is still nested too deeply"
    letter = email(message_id="<1@acme.example>")
    assert desk.john.perform(RetryIncoming(mail, letter)) == "ticket_created"
    assert waiting(desk) == []
    shown = desk.anna.read(ReadTicket(1))
    assert (shown.row.client, shown.messages[0].mail, shown.row.department) == ("Acme GmbH", mail, "Tech")


@pytest.mark.parametrize(
    ("letter", "outcome", "left"),
    [
        (email(EVE), "incoming", True), (email(to="else@desk.example"), "ignored", False),
        (email(kind="auto"), "ignored", False), (email(text=""), "ignored", False),
    ],
    ids=["stranger", "alias", "auto-reply", "empty"],
)  # fmt: skip
def test_retry_decides_as_intake_does(desk: MadeDesk, letter: ParsedMail, outcome: str, left: bool) -> None:
    """MG10: the same rules, the same outcomes; the sender is shown where it still waits."""
    mail = desk.receive(None, unreadable="x").mail
    assert desk.anna.perform(RetryIncoming(mail, letter)) == outcome
    assert waiting(desk) == [mail] * left
    if left:
        row = desk.anna.read(ReadIncoming())[0]
        assert (row.address, row.subject, row.outcome) == (EVE, "Server down", MailOutcome.INCOMING)


# ---------------------------------------------------------------- who sees them


def test_they_follow_the_gateway_s_department(desk: MadeDesk) -> None:
    """Clarification: of one's department; quarantined ones for all staff, their bytes for that department only."""
    settings = GatewaySettings(path="/var/mail/sales")
    desk.gary.perform(AddGateway("sales", GatewayType.MAILDIR, SALES_MAIL, "Sales", settings))
    tech = desk.receive(email(EVE)).mail
    sales = desk.receive(email(EVE, SALES_MAIL), "sales").mail
    broken = desk.receive(None, "sales", unreadable="x", raw=b"bytes").mail
    seen = {who: sorted(row.id for row in getattr(desk, who).read(ReadIncoming())) for who in
            ("anna", "john", "gus", "gary")}  # fmt: skip
    assert seen == {
        "anna": [tech, broken], "john": [sales, broken], "gus": [tech, sales, broken], "gary": [tech, sales, broken],
    }  # fmt: skip
    assert desk.anna.read(ReadIncomingMail(broken)).row.id == broken
    assert desk.john.read(ReadRaw(broken)) == desk.gary.read(ReadRaw(broken)) == b"bytes"
    with pytest.raises(NotFound):
        desk.anna.read(ReadRaw(broken))


def test_the_original_of_a_ticket_s_email(desk: MadeDesk) -> None:
    """MG10, TQ1: whoever sees the ticket may export it, also in a department it was redirected to."""
    report = desk.receive(email(), raw=b"bytes")
    with pytest.raises(NotFound):
        desk.john.read(ReadRaw(report.mail))
    desk.anna.perform(Assign(report.ticket or 0, department="Sales"))
    assert desk.john.read(ReadRaw(report.mail)) == b"bytes"
    for client in (desk.hans, desk.omar):
        with pytest.raises(NotFound):
            client.read(ReadRaw(report.mail))


def test_nothing_is_made_twice(desk: MadeDesk, mail: int) -> None:
    """MG13: two members of staff accept the same email; the second is told that it is gone."""
    desk.anna.perform(AcceptIncoming(mail, LETTER, client=HANS))
    assert refused(desk.gus, RegisterIncoming(mail, LETTER)).code == "not_found"
    assert desk.gary.read(ReadMatches(QueueView.ALL)) == 1
    assert desk.gary.read(ReadTicket(1)).messages[0].kind is MessageKind.CLIENT


def test_narrowed_to_one_client(desk: MadeDesk, mail: int) -> None:
    """TF9: emails from the client's addresses, or about their tickets; outbox and clients as well."""
    number = desk.ticket(client=OMAR)
    omar = desk.gary.read(ReadTicket(number)).client.id
    assert desk.gary.read(ReadIncoming(client=omar)) == ()
    about = desk.receive(email("mallory@example.net", subject=f"Re: Help [#{number}]")).mail
    assert [row.id for row in desk.gary.read(ReadIncoming(client=omar))] == [about]
    desk.gary.perform(AddClientUser(OMAR, EVE, "Eve"))
    assert [row.id for row in desk.gary.read(ReadIncoming(client=omar))] == [about, mail]
    assert waiting(desk) == [about, mail]
    other = desk.ticket(client=HANS)
    for ticket in (number, other):
        desk.anna.perform(Take(ticket))
        desk.anna.perform(Reply(ticket, "Yes.", key=str(ticket)))
    assert [row.ticket for row in desk.anna.read(ReadOutbox(client=omar))] == [number]
    assert {row.ticket for row in desk.anna.read(ReadOutbox())} == {number, other}
    assert [row.id for row in desk.anna.read(ReadClients(client=omar))] == [omar]
    assert desk.anna.read(ReadClients("acme", client=omar)) == ()
