"""What tests of support fees and incidents of a ticket have in common."""

from __future__ import annotations

from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.door import Desk, diagnose
from helpdesk_tui.questions import ReadIncidents, ReadMoney, ReadTicket
from helpdesk_tui.views import ChargesView
from helpdesk_tui.vocab import MessageKind, PaymentStatus
from tests.desks import HANS, MadeDesk


def held_ticket(desk: MadeDesk, incidents: int = 0, paid: int = 0) -> int:
    """A ticket of Hans's that anna holds; he has so many lifetime incidents and has paid so much."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    if incidents:
        desk.gary.perform(AdjustIncidents(HANS, incidents, "gift"))
    if paid:
        desk.gary.perform(AddPayment(HANS, paid, PaymentStatus.PAID))
    return number


def allow_extra(desk: MadeDesk, limit: int) -> None:
    """Let tickets take incidents on credit."""
    desk.gary.perform(SetProvider("extra_tickets", "on"))
    desk.gary.perform(SetProvider("extra_tickets_limit", str(limit)))


def charge(
    desk: Desk, number: int, fee: int | None = None, incidents: int | None = None, key: str = "",
    seen: tuple[int, int] | None = None,
) -> int:  # fmt: skip
    """Save these parameters; `seen` are the fees and incidents that the form showed."""
    form = None if seen is None else Parameters(fee=seen[0], incidents=seen[1])
    values = Parameters(fee=fee, incidents=incidents, seen=form)
    return desk.perform(SaveParameters(number, values, key=key))


def charged(desk: MadeDesk, number: int) -> ChargesView:
    """What the ticket shows."""
    return desk.gary.read(ReadTicket(number)).charges


def costs(desk: MadeDesk, number: int) -> tuple[int, int, int, int]:
    """The ticket's fee and incidents, the client's balance and incidents."""
    view = charged(desk, number)
    lines = desk.gary.read(ReadMoney(HANS))
    balance = lines[-1].balance if lines else 0
    return view.fee, view.incidents, balance, desk.gary.read(ReadIncidents(HANS)).total


def system_words(desk: MadeDesk, number: int) -> list[str]:
    """What the system said on a ticket."""
    found = desk.gary.read(ReadTicket(number)).messages
    return [one.text for one in found if one.kind is MessageKind.SYSTEM]


def sound(desk: MadeDesk) -> bool:
    """Whether `doctor` finds the ledger in order (rule 25)."""
    return all(found.ok for found in diagnose(desk.where, clock=desk.clock) if found.name == "ledger")
