"""Mass messages (MO2, CL8): who gets one, once; answers to tickets go out first; on both databases."""

from __future__ import annotations

import email

import pytest

from helpdesk_tui.desk.actions.clients import AddClient, EditClient
from helpdesk_tui.desk.actions.delivery import LeaseOutbox, SettleOutgoing
from helpdesk_tui.desk.actions.mass_messages import SendMassMessage
from helpdesk_tui.desk.actions.outgoing import DropOutgoing
from helpdesk_tui.desk.actions.setup import EditDepartment, EditStaff
from helpdesk_tui.errors import DeskError
from helpdesk_tui.mail.outgoing.render import render
from helpdesk_tui.questions import ReadClient, ReadMassMessage, ReadOutbox, ReadOutgoing
from helpdesk_tui.rules.client_query import parse_clients
from helpdesk_tui.vocab import MailOutcome, OutboxState
from tests.desk.letters import email as letter
from tests.desks import HANS, NORD, OMAR, SUPPORT, MadeDesk
from tests.race import Starter

ALL = (1, 2, 3)
NEWS = SendMassMessage("Tech", "News for {client.name}", "Hello {client.person},\n\nwe move.", ALL)
ASKED = ReadMassMessage("Tech", NEWS.subject, NEWS.text)


def refused(desk: MadeDesk, act: SendMassMessage) -> str:
    with pytest.raises(DeskError) as failure:
        desk.gary.perform(act)
    return failure.value.code


def queued(desk: MadeDesk) -> list[str]:
    """To whom something is in the outbox, the oldest first."""
    return [row.to for row in reversed(desk.gary.read(ReadOutbox(10_000)))]


def failed(desk: MadeDesk, address: str) -> int:
    """An email to this address that came back; its number."""
    desk.gary.perform(SendMassMessage("Tech", "First", "Hello.", ALL))
    number = next(row.id for row in desk.gary.read(ReadOutbox()) if row.to == address)
    desk.system.perform(SettleOutgoing(number, OutboxState.FAILED, "550 no such user"))
    return number


def test_each_client_gets_their_own(desk: MadeDesk) -> None:
    """One email each, to their main user, filled in for them, from the department, with its signature."""
    desk.gary.perform(EditDepartment("Tech", signature="Acme Tech"))
    done = desk.gary.perform(NEWS)
    assert (done.sent, done.without) == (3, ())
    assert queued(desk) == [HANS, NORD, OMAR]
    mail = desk.gary.read(ReadOutgoing(desk.gary.read(ReadOutbox())[-1].id))
    assert (mail.row.subject, mail.sender, mail.row.ticket) == ("News for Acme GmbH", SUPPORT, None)
    assert mail.text == "Hello Acme GmbH,\n\nwe move.\n\n-- \nAcme Tech\n"
    told = [(one.who, one.field, one.after) for one in desk.gary.read(ReadClient(HANS)).changes]
    assert ("gary", "mass message", f"1 to {HANS}") in told
    assert [row.to for row in desk.gary.read(ReadOutbox(client=2))] == [NORD]


def test_nobody_gets_it_twice(desk: MadeDesk) -> None:
    """Rule 22: what a kill left undone is sent again whole, by whomever; those who have it get no second one."""
    desk.gary.perform(SendMassMessage("Tech", NEWS.subject, NEWS.text, (1,)))
    desk.gary.perform(EditStaff("anna", admin=True))
    seen = desk.gary.read(ASKED)
    assert {one.client: one.without for one in seen.clients} == {1: "had this message already", 2: "", 3: ""}
    for _ in range(2):
        desk.anna.perform(NEWS)
    assert sorted(queued(desk)) == sorted((HANS, NORD, OMAR))
    # Another department, other words or another key are another message.
    assert desk.gary.perform(SendMassMessage("Sales", NEWS.subject, NEWS.text, ALL)).sent == 3
    assert desk.gary.perform(SendMassMessage("Tech", NEWS.subject, NEWS.text, ALL, "may")).sent == 3
    assert refused(desk, SendMassMessage("Tech", "Other", NEWS.text, ALL, "may")) == "key_reused"


def test_two_send_it_at_once(desk: MadeDesk, race: Starter) -> None:
    """Rule 22: four that start together write to each client once."""
    answers = race(desk.where, "write_to_many", [{"clients": [1, 2, 3]}] * 4)
    assert sum(answer["sent"] for answer in answers) == 3
    assert sorted(queued(desk)) == sorted((HANS, NORD, OMAR))


def test_who_gets_none_and_why(desk: MadeDesk) -> None:
    """MO2: no address that anybody reads, none wanted, none that arrived; each with the reason."""
    desk.gary.perform(AddClient("noreply@nordlicht.example"))
    desk.gary.perform(EditClient(NORD, mass_messages=False))
    bad = failed(desk, OMAR)
    seen = desk.gary.read(ReadMassMessage("Tech", "Second", "Hello."))
    assert {one.address: one.without for one in seen.without} == {
        "noreply@nordlicht.example": "nobody reads mail there", NORD: "wants no mass messages",
        OMAR: "the last email there could not be delivered",
    }  # fmt: skip
    assert list(seen.reasons.values()) == [1, 1, 1]
    done = desk.gary.perform(SendMassMessage("Tech", "Second", "Hello.", (1, 2, 3, 4)))
    assert (done.sent, len(done.without)) == (1, 3)
    # Given up in the outbox it counts no longer.
    desk.gary.perform(DropOutgoing(bad))
    assert [one.client for one in desk.gary.read(ReadMassMessage("Tech", "Third", "Hello.")).getting] == [1, 3]
    desk.sql("UPDATE clientuser SET active = false WHERE client = 1")
    assert desk.gary.read(ReadMassMessage("Tech", "Third", "Hello.")).reasons["no address"] == 1


def test_what_arrives_later_counts_more(desk: MadeDesk) -> None:
    """MO2: an address that failed once gets mass messages again as soon as anything was delivered there."""
    bad = failed(desk, OMAR)
    later = ReadMassMessage("Tech", "Second", "Hello.")
    assert desk.gary.read(later).reasons == {"the last email there could not be delivered": 1}
    number = desk.anna.perform(AddClient("x@example.org", notify=True))
    [other] = [row.id for row in desk.gary.read(ReadOutbox(client=number))]
    desk.sql(f"UPDATE outbox SET to_addresses = (SELECT to_addresses FROM outbox WHERE id = {bad}) WHERE id = {other}")
    desk.system.perform(SettleOutgoing(other, OutboxState.SENT))
    assert desk.gary.read(later).reasons == {}


def test_those_that_the_list_finds(desk: MadeDesk) -> None:
    """CL1: words and fields, the language too, with the countries that speak it."""
    for client, language in ((HANS, "de-AT"), (NORD, "DE"), (OMAR, "den")):
        desk.gary.perform(EditClient(client, language=language))
    query = parse_clients("language:de")
    found = desk.gary.read(ReadMassMessage("Tech", "x", "y", query.words, query.tests))
    assert [one.client for one in found.clients] == [1, 2]
    turned = parse_clients("-language:de")
    assert [one.client for one in desk.gary.read(ReadMassMessage("Tech", "x", "y", (), turned.tests)).clients] == [3]


def test_what_is_not_sent(desk: MadeDesk) -> None:
    """PR3: a placeholder that nothing fills in, unless its braces are meant; nothing without words or an address."""
    braces = SendMassMessage("Tech", "News", "Ticket {ticket.number}", ALL)
    assert refused(desk, braces) == "unfilled"
    assert desk.gary.read(ReadMassMessage("Tech", "News", braces.text)).unfilled == ("{ticket.number}",)
    for act, code in (
        (SendMassMessage("Tech", " ", "x", ALL), "bad_value"), (SendMassMessage("Tech", "x", "\n", ALL), "bad_value"),
        (SendMassMessage("Tech", "x", "y" * 20_001, ALL), "too_long"),
        (SendMassMessage("No", "x", "y", ALL), "not_found"),
        (SendMassMessage("Tech", "x" * 201, "y", ALL), "too_long"),
        (SendMassMessage("Tech", "x", "y", tuple(range(101))), "too_many"),
        (SendMassMessage("Tech", "x", "y", ALL, "k" * 65), "too_long"),
    ):  # fmt: skip
        assert refused(desk, act) == code
    desk.sql("UPDATE gateway SET enabled = false")
    assert refused(desk, SendMassMessage("Billing", "x", "y", ALL)) == "no_sender"
    assert queued(desk) == []
    desk.gary.perform(SendMassMessage("Tech", "News", braces.text, (1,), as_is=True))
    assert desk.gary.read(ReadOutgoing(1)).text.startswith("Ticket {ticket.number}")


def test_what_a_client_is_called_is_no_template(desk: MadeDesk) -> None:
    """Rule 40."""
    desk.gary.perform(EditClient(HANS, full_name="{staff.email} {client.email}"))
    desk.gary.perform(NEWS)
    first = desk.gary.read(ReadOutgoing(1))
    assert first.row.subject == "News for {staff.email} {client.email}"


def test_answers_go_first(desk: MadeDesk) -> None:
    """MO1: whatever else is due is sent before it, though it was written later; and shown before it."""
    desk.gary.perform(NEWS)
    desk.gary.perform(AddClient("new@example.org", notify=True))
    first = desk.system.perform(LeaseOutbox("test/1/1"))[0]
    assert first.to == ("new@example.org",)
    others = [mail.to[0] for _ in range(4) for mail in desk.system.perform(LeaseOutbox("test/1/1"))]
    assert sorted(others) == sorted((HANS, NORD, OMAR))
    rows = desk.gary.read(ReadOutbox(10, True))
    assert rows[0].to == "new@example.org"


def test_machines_do_not_answer_it_and_it_can_be_left(desk: MadeDesk) -> None:
    """RFC 2369, 3834: marked as sent to many; the address in it takes the client off, without ticket or cost."""
    desk.gary.perform(EditDepartment("Tech", write_off=False))
    desk.gary.perform(NEWS)
    mail = desk.system.perform(LeaseOutbox("test/1/1"))[0]
    raw = email.message_from_bytes(render(mail))
    assert (raw["Precedence"], raw["Auto-Submitted"], mail.null_sender) == ("bulk", None, False)
    left = "".join(raw["List-Unsubscribe"].split())
    assert left.startswith(f"<mailto:{SUPPORT}?subject=unsubscribe%201.")
    subject = mail.leaving
    # With somebody else's number the signature is not theirs.
    forged = subject.replace(" 1.", " 2.")
    assert desk.receive(letter(subject=forged, text="stop", sender=HANS)).outcome is MailOutcome.TICKET_CREATED
    report = desk.receive(letter(subject=f"Re: {subject}", text="", own_lines=0, sender="other@example.org"))
    assert (report.outcome, report.reason) == (MailOutcome.IGNORED, "client #1 asked for no more mass messages")
    assert not desk.gary.read(ReadClient(HANS)).head.mass_messages
    assert desk.gary.read(ReadClient(NORD)).head.mass_messages


def test_an_answer_becomes_a_ticket(desk: MadeDesk) -> None:
    """MG8: it belongs to no ticket yet."""
    desk.gary.perform(NEWS)
    mail = desk.system.perform(LeaseOutbox("test/1/1"))[0]
    answer = letter(subject="Re: News", text="Great!", sender=HANS, in_reply_to=mail.message_id)
    assert desk.receive(answer).outcome is MailOutcome.TICKET_CREATED


def test_one_that_comes_back(desk: MadeDesk) -> None:
    """MG9: the outbox says so, no ticket is made, nothing is sent because of it."""
    desk.gary.perform(NEWS)
    mail = desk.system.perform(LeaseOutbox("test/1/1"))[0]
    desk.system.perform(SettleOutgoing(mail.id, OutboxState.SENT))
    bounce = letter(
        kind="bounce", machine="550 no such user", reported=(mail.message_id,), sender="mailer@acme.example"
    )
    assert desk.receive(bounce).outcome is MailOutcome.IGNORED
    rows = desk.gary.read(ReadOutbox(10, True))
    assert (rows[0].id, rows[0].state, rows[0].error) == (mail.id, OutboxState.FAILED, "550 no such user")
    assert len(rows) == 3
    assert desk.gary.read(ReadClient(HANS)).head.tickets == 0


def test_failures_of_answers_stand_first(desk: MadeDesk) -> None:
    """MO1: five hundred addresses that are gone do not hide the one answer that failed before them."""
    number = desk.gary.perform(AddClient("new@example.org", notify=True))
    first = next(row.id for row in desk.gary.read(ReadOutbox(client=number)))
    desk.gary.perform(NEWS)
    for row in desk.gary.read(ReadOutbox()):
        desk.system.perform(SettleOutgoing(row.id, OutboxState.FAILED, "550"))
    assert desk.gary.read(ReadOutbox(10, True))[0].id == first
