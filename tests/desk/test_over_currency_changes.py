"""What goes on over a change of the provider's currency: acts that began before it and end after it (CL11)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.incidents import AdjustIncidents
from helpdesk_tui.desk.actions.spam_ticket import MarkSpam
from tests.desk.charges import sound
from tests.desk.test_currency_change import take, to, total
from tests.desks import HANS, MadeDesk


def test_spam_after_the_change_takes_again_what_it_gave_back(desk: MadeDesk) -> None:
    """Clarification, Spam: a new account counts its entries from 1 again; what the mark gave back before is past."""
    desk.anna.perform(AdjustIncidents(HANS, 5, "five"))
    ticket = take(desk, 1)
    for spam in (True, False):
        desk.anna.perform(MarkSpam(ticket, spam=spam))
    to(desk, "USD")
    desk.anna.perform(AdjustIncidents(HANS, 1, "one"))
    desk.anna.perform(MarkSpam(ticket))
    assert total(desk) == 6
    desk.anna.perform(MarkSpam(ticket, spam=False))
    assert total(desk) == 5
    causes = desk.sql("SELECT cause FROM entry WHERE kind = 'ticket_back' ORDER BY id")
    assert [tuple(one) for one in causes] == [("ticket:1:spam:3",), ("ticket:1:spam:3/of2",)], "the cause came again"
    assert sound(desk)
