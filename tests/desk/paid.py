"""A desk with paid support: a plan, and the department Tech writes requests off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.gateways import EditGateway, GatewaySettings
from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.setup import EditDepartment
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import Refused
from helpdesk_tui.questions import ReadIncidentMoves, ReadIncidents, ReadTicket
from helpdesk_tui.vocab import MessageKind
from tests.desks import HANS, NINE, MadeDesk

TAKEN = ("ticket", -1, None)
LATER = NINE + timedelta(days=60)


def set_up(desk: MadeDesk) -> None:
    """There is a plan of per-incident support."""
    desk.sql("INSERT INTO plan (name, name_key, incidents, active) VALUES ('Support', 'support', 1, TRUE)")


def paid(desk: MadeDesk, incidents: int = 0, *departments: str) -> None:
    """Tech, or these departments, write requests off, and Hans has so many lifetime incidents."""
    set_up(desk)
    for department in departments or ("Tech",):
        desk.gary.perform(EditDepartment(department, write_off=True))
    if incidents:
        desk.gary.perform(AdjustIncidents(HANS, incidents, "gift"))


def extra(desk: MadeDesk, limit: int) -> None:
    """Extra tickets are allowed on credit."""
    desk.gary.perform(SetProvider("extra_tickets", "on"))
    desk.gary.perform(SetProvider("extra_tickets_limit", str(limit)))


def left(desk: MadeDesk, client: str = HANS) -> int:
    """What the client has, whatever the clock says: acts that waited for a lock happen a little later."""
    found = desk.gary.read(ReadIncidents(client, at=LATER))
    return found.lifetime - found.credit_used


def moves(desk: MadeDesk, client: str = HANS) -> list[tuple[str, int, date | None, int | None]]:
    """What tickets moved: why, how many, the end of the lot, the ticket."""
    found = desk.gary.read(ReadIncidentMoves(client))
    return [(one.kind.value, one.amount, one.ends, one.ticket) for one in found if one.ticket]


def said(desk: MadeDesk, number: int = 1) -> list[str]:
    """The ticket's system messages about incidents."""
    found = desk.gary.read(ReadTicket(number)).messages
    return [one.text for one in found if one.kind is MessageKind.SYSTEM and " support incident" in one.text]


def refused(desk: Desk, act: Act[int]) -> Refused:
    """How an act is refused."""
    with pytest.raises(Refused) as found:
        desk.perform(act)
    return found.value


def by_client(desk: MadeDesk, key: str = "") -> int:
    """Hans opens a ticket himself."""
    return desk.hans.perform(NewTicket(HANS, "Tech", "Disk full", "Help!", key=key))


@pytest.fixture
def trusting(desk: MadeDesk) -> MadeDesk:
    """A desk with paid support whose gateway trusts a server's word on senders."""
    desk.gary.perform(EditGateway("support", GatewaySettings(authserv_id="mx.desk.example")))
    paid(desk, 1)
    return desk
