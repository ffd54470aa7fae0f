"""The words of the queue: its views and orders, and what an empty list says (TQ2, TQ8; SCREENS: States)."""

from __future__ import annotations

from collections.abc import Callable

from helpdesk_tui.questions import ReadClients, ReadDepartments, ReadGateways, ReadQueue
from helpdesk_tui.rules.query_tree import Query
from helpdesk_tui.screens.key_labels import label
from helpdesk_tui.screens.session import Session
from helpdesk_tui.vocab import QueueSort, QueueView

LABELS = {
    QueueView.SUPPORT: "Support", QueueView.MINE: "Mine", QueueView.UNASSIGNED: "Unassigned",
    QueueView.DELAYED: "Delayed", QueueView.FAVOURITES: "Favourites", QueueView.AWAITING: "Awaiting",
    QueueView.ALL: "All", QueueView.SPAM: "Spam",
}  # fmt: skip
EMPTY = {
    QueueView.SUPPORT: "All done: no ticket wants you now.",
    QueueView.MINE: "You hold no ticket. Take one with {t} in Support.",
    QueueView.UNASSIGNED: "Every ticket has somebody.",
    QueueView.DELAYED: "No ticket is delayed.",
    QueueView.FAVOURITES: "No favourites yet; {s} adds a ticket.",
    QueueView.AWAITING: "No ticket awaits a client.",
    QueueView.ALL: "There are no tickets yet.",
    QueueView.SPAM: "No ticket is marked as spam.",
}
_ORDERS = {
    QueueSort.QUEUE: "queue order", QueueSort.NEWEST: "newest first", QueueSort.OLDEST: "oldest first",
    QueueSort.UPDATED: "last changed first",
}  # fmt: skip


def order_words(view: QueueView, sort: QueueSort) -> str:
    """The order a view is in; *All* and *Spam* have no queue order and begin with the last changed."""
    return _ORDERS[ReadQueue(view, sort).order]


def empty_words(view: QueueView, client: str, query: Query | None, keyed: Callable[[str], str]) -> str:
    """Why a list is empty: what hides its tickets and the key that shows them in force, or that there are none."""
    if query is not None and query.lone_number is not None:
        opens = keyed(f"{{palette::}} {query.lone_number} opens the ticket of that number")
        return f"Nothing here has {query.lone_number} in it ({opens})."
    if query is not None and client:
        return f"No ticket of {client} passes the filter {keyed('(Esc clears it, {f} shows all clients)')}."
    if query is not None:
        return "Nothing here passes the filter (Esc clears it)."
    if client:
        return f"{client} has no ticket here {keyed('({f} shows all clients)')}."
    return keyed(EMPTY[view])


async def first_steps(session: Session) -> str:
    """What a new desk still needs before a ticket can come in, each with its keys; empty when nothing is missing."""
    departments = await session.read(ReadDepartments())
    gateways = await session.read(ReadGateways())
    clients = await session.read(ReadClients(limit=1))
    go = label(session.settings.keys, "go", "g")
    missing = [
        *([] if departments else [f"{go} d: departments, who works on what", f"{go} p: staff, who works where"]),
        *([] if gateways else [f"{go} y: mail gateways, how emails come in"]),
        *([] if clients else [f"{go} c: clients, whose emails become tickets"]),
    ]
    if not missing:
        return ""
    who = "" if session.scope.everything else " An administrator sets up departments, staff and gateways."
    return "\n".join([f"There are no tickets yet. What the desk still needs:{who}", "", *missing])
