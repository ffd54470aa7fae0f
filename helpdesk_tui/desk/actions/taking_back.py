"""How an act is taken back: the facts of its tickets, its system messages, what it mailed (docs/adr/0015).

What every act has in common stands here; an act that does more says so in its own `take_back`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules.ticket import Ticket
from helpdesk_tui.rules.undo import MovedOn, Touched, taken_back
from helpdesk_tui.views import TAKEN_BACK
from helpdesk_tui.vocab import MessageKind, OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.rooms.journal import Entry
    from helpdesk_tui.store.tx import Tx

_DID = {
    "take": "took it", "take-over": "took it over", "release": "gave it back", "assign": "assigned it",
    "delay": "delayed it or brought it back", "close": "closed it", "archive": "archived it",
    "spam": "marked it as spam or took that off", "reply": "answered it",
    "comment": "commented on it", "set": "changed its parameters", "priority": "changed its place",
    "summary": "changed its summary", "tags": "changed its tags", "edit-message": "edited a message",
    "undo": "took something back",
}  # fmt: skip
"""What was done to a ticket since, in words that follow a name."""


def take_back(tx: Tx, entry: Entry) -> None:
    """Take back what an act changed of its tickets; all of it or, where somebody changed it since, nothing."""
    for number in sorted(entry.touched):
        change = entry.touched[number]
        ticket = load(tx, number, change)
        try:
            after = taken_back(ticket, change, tx.now)
        except MovedOn as moved:
            raise changed_since(tx, entry, number, moved.moved) from None
        check_people(tx, after, change)
        tx.tickets.save(ticket, after)
    say_it(tx, entry)
    stop_mails(tx, entry)


def load(tx: Tx, number: int, change: Touched) -> Ticket:
    """The ticket that an act changed; raises NotFound where I see it no more, Refused where it became another's."""
    ticket = tx.tickets.load(number)
    if ticket.merged_into is not None and "merged_into" not in change.fields:
        raise Refused(f"Ticket {number} was merged into {ticket.merged_into} since.", code="changed_since")
    return ticket


def changed_since(tx: Tx, entry: Entry, number: int, moved: frozenset[str]) -> Refused:
    """The sentence that says who did what since."""
    since = tx.journal.since(number, entry.change, moved)
    if since is None:
        who = "it was changed since"
    elif MessageKind.CLIENT.value in since.fields:
        who = "the client wrote since"
    elif since.action == "return-delayed":
        who = "its delay ended since"
    else:
        name = "you" if since.who == tx.scope.login else since.who
        who = f"{name} {_DID.get(since.action, 'changed it')} since"
    return Refused(f"Ticket {number} stays as it is: {who}.", code="changed_since")


def check_people(tx: Tx, after: Ticket, change: Touched) -> None:
    """Raise Refused where a task would go back to somebody who left, or to a department that was deleted."""
    for task in after.open_tasks:
        if task.id not in change.tasks:
            continue
        department = tx.people.department_name(task.department)
        if task.department not in tx.people.active((task.department,)):
            raise _gone(f"Department {department}, which had ticket {after.number}, was deleted")
        if task.holder is None or "holder" not in change.tasks[task.id]:
            continue
        login = tx.people.login(task.holder)
        try:
            person = tx.people.staff(login)
        except NotFound:
            raise _gone(f"{login}, who held ticket {after.number}, is no member of staff any more") from None
        if not (person.admin or task.department in person.departments):
            raise _gone(f"{login}, who held ticket {after.number}, is not in {department} any more")


def _gone(why: str) -> Refused:
    return Refused(f"{why}; nothing was taken back.", code="changed_since")


def say_it(tx: Tx, entry: Entry) -> None:
    """Where the act left a system message, leave one that it was taken back."""
    for number, message in entry.system:
        said = tx.conversation.text(message)
        tx.conversation.system(tx.tickets.look(number), f"{tx.scope.login}{TAKEN_BACK}{said}")


def stop_mails(tx: Tx, entry: Entry) -> None:
    """Notices that the act caused are not sent, where they have not left yet."""
    for mail in entry.mails:
        if tx.outbox.state(mail) in (OutboxState.HELD, OutboxState.QUEUED, OutboxState.RETRY):
            tx.outbox.drop(mail, f"Taken back by {tx.scope.login}.")
