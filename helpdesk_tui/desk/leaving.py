"""Who leaves a department, or the desk, and holds tickets there: they go back to the department (DS2, TR1).

Only an administrator could reach them otherwise, one take-over after the other. What was typed on them stays the
leaver's draft, and whoever takes the ticket next gets a copy of it, as after a take-over (docs/adr/0027).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle

if TYPE_CHECKING:
    from helpdesk_tui.rules.ticket import Task, Ticket
    from helpdesk_tui.store.rooms.people import Staff
    from helpdesk_tui.store.tx import Tx

_NAMED = 5
"""So many tickets are named in a sentence; of more, the number stands for the rest."""


def give_back(tx: Tx, who: Staff, kept: Collection[int], *, release: bool) -> int:
    """Give back what they hold in departments other than the kept ones; how many tickets.

    Raises Refused `in_use` with their number where there are some and `release` was not asked for.
    """
    numbers = tx.people.held_outside(who.id, kept)
    if numbers and not release:
        raise Refused(_held(who.login, numbers), code="in_use", tickets=len(numbers))
    for number in numbers:
        ticket = tx.tickets.load(number)
        after = tx.tickets.save(ticket, lifecycle.given_back(ticket, who.id, kept, tx.now))
        tx.conversation.system(after, f"{who.login} left the department; nobody holds the ticket now.")
    return len(numbers)


def hand_on_draft(tx: Tx, before: Ticket, after: Ticket) -> None:
    """Lay a copy of the former holder's draft beside mine, where I took what they lost with their department."""
    former = _taken_from(before, after)
    if former is None:
        return
    person = tx.people.staff_numbered(former.former or 0)
    if person.active and (person.admin or former.department in tx.people.active(person.departments)):
        return  # they are here and may go on themselves
    tx.journal.note(before.number, copied=tx.drafts.hand_over(before.number, person.id))


def _taken_from(before: Ticket, after: Ticket) -> Task | None:
    holders = {task.id: task.holder for task in after.tasks}
    freed = (task for task in before.open_tasks if task.holder is None and task.former is not None)
    return next((task for task in freed if holders.get(task.id) is not None), None)


def _held(login: str, numbers: Collection[int]) -> str:
    first = ", ".join(str(number) for number in sorted(numbers)[:_NAMED])
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    tickets = f"{len(numbers)} tickets" if len(numbers) > 1 else "1 ticket"
    return f"{login} holds {tickets} ({first}{more}), which would have to go back to the department."
