"""From whom an answer comes, in the form and in the email (SPEC clarification: replies go out from ...)."""

from __future__ import annotations

import pytest

from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.gateways import AddGateway, DeleteGateway, EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.questions import ReadTicket
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.views import OutgoingMail, TicketView
from helpdesk_tui.vocab import GatewayType
from tests.desks import SUPPORT, MadeDesk


@pytest.fixture
def mine(desk: MadeDesk) -> int:
    """A ticket of Hans in Tech that anna holds."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    return number


def form(desk: MadeDesk, number: int) -> TicketView:
    return desk.anna.read(ReadTicket(number))


def outgoing(desk: MadeDesk) -> list[OutgoingMail]:
    """What would be sent now."""
    return desk.system.perform(LeaseOutbox("test/1/1", limit=10))


@pytest.mark.parametrize(
    ("address", "gateway", "sender", "reply_to"),
    [
        (SUPPORT, True, SUPPORT, ""), ("tech@desk.example", True, "tech@desk.example", SUPPORT),
        ("", True, SUPPORT, ""), (SUPPORT, False, SUPPORT, ""), ("", False, "desk@desk.example", ""),
    ],
    ids=["the gateway's own", "another address", "no address", "no gateway", "neither"],
)  # fmt: skip
def test_from_whom(desk: MadeDesk, mine: int, address: str, gateway: bool, sender: str, reply_to: str) -> None:
    """Clarification: from the department's address; Reply-To is the gateway's where none takes that address."""
    desk.gary.perform(EditDepartment("Tech", address=address))
    if not gateway:
        desk.gary.perform(DeleteGateway("support"))
    configured = desk.with_rules(SendRules(sender="desk@desk.example"))
    configured.anna.perform(Reply(mine, "Hello"))
    (mail,) = outgoing(configured)
    configured.close()
    assert (mail.sender, mail.reply_to) == (sender, reply_to)
    assert form(desk, mine).answers_arrive is gateway


@pytest.mark.parametrize(
    ("off", "sender", "reply_to"),
    [((), "zzz@desk.example", ""), (("z-billing",), "support@desk.example", ""),
     (("z-billing", "support", "a-sales"), "desk@desk.example", "")],
)  # fmt: skip
def test_the_form_says_from_whom_it_will_come(desk: MadeDesk, off: tuple[str, ...], sender: str, reply_to: str) -> None:
    """Clarification: the review line and the email follow one rule, with several gateways and without any."""
    for name, department in (("a-sales", "Sales"), ("z-billing", "Billing")):
        address = f"{name[0] * 3}@desk.example"
        place = GatewaySettings(path=f"/var/mail/{name}")
        desk.gary.perform(AddGateway(name, GatewayType.MAILDIR, address, department, place))
    for name in off:
        desk.gary.perform(EditGateway(name, GatewaySettings(enabled=False)))
    configured = desk.with_rules(SendRules(sender="desk@desk.example"))
    number = configured.ticket("Billing")
    configured.gary.perform(Take(number))
    shown = configured.gary.read(ReadTicket(number))
    configured.gary.perform(Reply(number, "Hello"))
    (mail,) = outgoing(configured)
    configured.close()
    assert (shown.reply_from, shown.reply_to) == (mail.sender, mail.to)
    assert (mail.sender, mail.reply_to) == (sender, reply_to)


def test_answers_go_to_a_gateway_that_is_on(desk: MadeDesk, mine: int) -> None:
    """Clarification: no gateway takes the department's address while its own is off, so Reply-To is another's."""
    place = GatewaySettings(path="/var/mail/other")
    desk.gary.perform(AddGateway("other", GatewayType.MAILDIR, "other@desk.example", "Sales", place))
    desk.gary.perform(EditGateway("support", GatewaySettings(enabled=False)))
    assert form(desk, mine).answers_arrive
    desk.anna.perform(Reply(mine, "Hello"))
    (mail,) = outgoing(desk)
    assert (mail.sender, mail.reply_to) == (SUPPORT, "other@desk.example")


def test_a_gateway_that_is_off_takes_no_answers(desk: MadeDesk, mine: int) -> None:
    """Clarification: where answers will not arrive, the review line warns."""
    desk.gary.perform(EditGateway("support", GatewaySettings(enabled=False)))
    assert not form(desk, mine).answers_arrive
