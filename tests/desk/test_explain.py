"""What would become of an email, and why, without doing it (CLI: mail explain)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.explain import ExplainMail, ExplainStored
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadIncoming, ReadMatches, ReadOutbox
from helpdesk_tui.views import ParsedMail
from helpdesk_tui.vocab import MailOutcome, QueueView
from tests.desk.letters import email
from tests.desks import MadeDesk

ADDRESSED = "It is addressed to support@desk.example."
PERSON = (
    "It is from no address of this desk.", "It is no delivery report.", "No machine sent it as an answer or to a list.",
    "It says something.", "It names one sender.",
)  # fmt: skip
UNCHECKED = "No server is trusted to say whether the sender is forged."


def explained(desk: MadeDesk, mail: ParsedMail | None, unreadable: str = "") -> tuple[MailOutcome, tuple[str, ...]]:
    """Outcome and reasons at the gateway `support`, as anna asks."""
    report = desk.anna.perform(ExplainMail("support", b"raw", "0" * 64, mail, unreadable))
    return report.outcome, report.why


TOLD = [
    (email(), "ticket_created", (
        ADDRESSED, *PERSON, "hans@acme.example is a user of client #1.", "It names no ticket.", UNCHECKED)),
    (email(to="sales@desk.example"), "ignored", (
        "Its headings do not name support@desk.example (to): it was sent to somebody else.",)),
    (email("eve@evil.example", subject="[#1] hello"), "incoming", (
        ADDRESSED, *PERSON, "eve@evil.example is nobody's address.",
        "It names ticket 1, of which its sender is no participant.", UNCHECKED)),
    (email(subject="Re: Server down [#1]"), "reply_added", (
        ADDRESSED, *PERSON, "hans@acme.example is a user of client #1.",
        "It belongs to ticket 1, by the number in the subject.", UNCHECKED)),
    (email(kind="auto", machine="an automatic answer"), "ignored", (
        ADDRESSED, PERSON[0], PERSON[1], "A machine sent it: an automatic answer.")),
    (email(kind="list", machine="It is bulk mail (Precedence: bulk)."), "ignored", (
        ADDRESSED, PERSON[0], PERSON[1], "A machine sent it.", "It is bulk mail (Precedence: bulk).")),
    (email("mailer-daemon@x.example", kind="bounce", machine="It is a delivery report: no such user."), "ignored", (
        ADDRESSED, PERSON[0], "It is a delivery report: no such user.")),
    (email("sales@desk.example"), "ignored", (
        ADDRESSED, "It is from an address of this desk: from an address of this desk.")),
    (email(text="  "), "ignored", (
        ADDRESSED, *PERSON[:3], "It says nothing and has no attachment: empty.")),
    (email(("hans@acme.example", "eve@evil.example")), "incoming", (
        ADDRESSED, *PERSON[:4], "It does not name one sender: no single sender.")),
]  # fmt: skip


@pytest.mark.parametrize(("mail", "outcome", "why"), TOLD, ids=[case[1] + str(n) for n, case in enumerate(TOLD)])
def test_each_question_and_its_answer(desk: MadeDesk, mail: ParsedMail, outcome: str, why: tuple[str, ...]) -> None:
    """In the order in which they are asked; the last one decided."""
    desk.ticket()
    assert explained(desk, mail) == (outcome, why)


def test_what_cannot_be_read_is_explained_too(desk: MadeDesk) -> None:
    """Quarantine, with the reason."""
    assert explained(desk, None, "it has no headings") == (
        MailOutcome.QUARANTINED, ("It cannot be read: it has no headings. It is kept whole.",),
    )  # fmt: skip


def test_nothing_is_stored(desk: MadeDesk) -> None:
    """Neither ticket nor email nor letter, and nobody sees a change."""
    desk.gary.perform(SetProvider("mail_ticket_received", "on"))
    before = desk.sql("SELECT change FROM desk")
    for _ in range(2):
        assert explained(desk, email())[0] is MailOutcome.TICKET_CREATED
    assert (desk.gary.read(ReadMatches(QueueView.ALL)), desk.gary.read(ReadOutbox())) == (0, ())
    assert desk.sql("SELECT count(*) FROM mail, arrival") == [(0,)]
    assert desk.sql("SELECT change FROM desk") == before


def test_an_email_that_is_here_already_says_so(desk: MadeDesk) -> None:
    """A duplicate names the mail."""
    report = desk.receive(email(), raw=b"raw")
    digest = desk.sql("SELECT digest FROM mail")[0][0]
    told = desk.anna.perform(ExplainMail("support", b"raw", digest, email()))
    assert (told.outcome, told.why) == (
        MailOutcome.DUPLICATE, (f"It is here already, as mail {report.mail}: an email is taken once.",),
    )  # fmt: skip


def test_a_stored_email_is_explained_to_those_who_may_see_it(desk: MadeDesk) -> None:
    """As the desk would decide today, and what it became then; for others it is not there."""
    mail = desk.receive(email("eve@evil.example")).mail
    why = desk.anna.perform(ExplainStored(mail, email("eve@evil.example")))
    assert why == (
        ADDRESSED, *PERSON, "eve@evil.example is nobody's address.", "It names no ticket.", UNCHECKED,
        "It became: incoming (unknown sender).",
    )  # fmt: skip
    assert len(desk.anna.read(ReadIncoming())) == 1
    with pytest.raises(NotFound):
        desk.john.perform(ExplainStored(mail, email("eve@evil.example")))


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ("mx.desk.example; dmarc=pass", "The trusted server vouches for the sender."),
        ("mx.desk.example; dmarc=fail", "The trusted server says that the sender is forged."),
        ("", "The trusted server says nothing about the sender, whom staff confirm."),
    ],
)
def test_mg11_what_the_trusted_server_says_is_told(desk: MadeDesk, results: str, said: str) -> None:
    """Where one is named."""
    from dataclasses import replace

    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    mail = replace(email(), authentication_results=(results,) if results else ())
    assert explained(desk, mail)[1][-1] == said


def test_explaining_uses_up_no_ticket_numbers(desk: MadeDesk) -> None:
    """On PostgreSQL a number that is taken back is lost; so none is taken."""
    for _ in range(3):
        explained(desk, email())
    assert desk.receive(email()).ticket == 1


def test_it_is_the_program_that_decides_and_not_who_asks(desk: MadeDesk) -> None:
    """john does not see tickets of Tech; what he is told is what would happen all the same."""
    desk.ticket()
    report = desk.john.perform(ExplainMail("support", b"raw", "0" * 64, email(subject="Re: Server down [#1]")))
    assert report.outcome is MailOutcome.REPLY_ADDED
