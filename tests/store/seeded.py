"""A few hundred tickets in every state, and the lists they belong in, said in plain Python.

`Seeded` keeps the facts of all tickets in memory; its methods say in the words of SPEC TQ2, TQ7 and TQ8 what a list
holds. Nothing in them knows of shelves, places, indexes or SQL.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert

from helpdesk_tui.desk.actions.clients import EditClient
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import Task, Ticket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tables import people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import Characteristic, MessageKind, Priority, QueueSort, QueueView
from tests.desks import NINE, MadeDesk
from tests.store.transactions import writing

TAGS = ("dns", "strasse", "vip")
"""Tags as they are kept."""
RATINGS = {1: Characteristic.GOOD, 2: Characteristic.PROBLEMATIC, 3: Characteristic.COMMON}
"""What the clients are said to be like (CL5)."""
WORDS = ("disk", "mail", "backup", "rechnung", "dns", "слово")
_favourite, _reading = table(people.Favourite), table(people.Reading)
_LOG = ParsedAttachment("console.log", "text/plain", b"It is down.")
_START = NINE - timedelta(days=20)


class Seeded:
    """What is in a desk: facts by number, favourites and readings by member of staff; of each ticket the words, and
    whether there is a file."""

    def __init__(self, desk: MadeDesk, scopes: dict[str, Scope], use_priority: bool) -> None:
        self.desk = desk
        self.scopes = scopes
        self.desks = {login: desk.system.staff(login) for login in scopes}
        self.use_priority = use_priority
        self.tickets: dict[int, Ticket] = {}
        self.words: dict[int, set[str]] = {}
        self.attached: set[int] = set()
        self.tags: dict[int, tuple[str, ...]] = {}
        self.favourites: dict[str, set[int]] = {login: set() for login in scopes}
        self.readings: dict[tuple[int, int], datetime] = {}

    def sees(self, login: str, ticket: Ticket) -> bool:
        """TQ1: tickets of departments they are assigned to; an administrator, all."""
        scope = self.scopes[login]
        return scope.admin or any(task.department in scope.departments for task in ticket.tasks)

    def view(self, login: str, view: QueueView) -> list[Ticket]:
        """TQ2: the tickets of a view, in no order."""
        return [t for t in self.tickets.values() if self.sees(login, t) and self._in_view(login, view, t)]

    def _in_view(self, login: str, view: QueueView, ticket: Ticket) -> bool:
        me = self.scopes[login]
        if ticket.spam or view is QueueView.SPAM or ticket.merged_into is not None:
            return ticket.spam and view is QueueView.SPAM and ticket.merged_into is None
        ours = [task for task in ticket.open_tasks if me.admin or task.department in me.departments]
        mine = [task for task in ticket.open_tasks if (task.holder or task.former) == me.staff_id]
        return {
            QueueView.SUPPORT: bool(ours) and not ticket.delayed,
            QueueView.MINE: bool(mine),
            QueueView.UNASSIGNED: any(task.holder is None for task in ours) and not ticket.delayed,
            QueueView.DELAYED: bool(ours) and ticket.delayed,
            QueueView.FAVOURITES: ticket.number in self.favourites[login],
            QueueView.AWAITING: not ticket.open_tasks and ticket.archived is None,
            QueueView.ALL: True,
        }[view]

    def listed(self, tickets: Iterable[Ticket], view: QueueView, sort: QueueSort) -> list[int]:
        """TQ8: their numbers in order; *All* and *Spam* have no queue order, the last change stands for it."""
        if view in (QueueView.ALL, QueueView.SPAM) and sort is QueueSort.QUEUE:
            sort = QueueSort.UPDATED
        keys: dict[QueueSort, Callable[[Ticket], object]] = {
            QueueSort.QUEUE: lambda t: (
                not t.front, -t.priority if self.use_priority else 0, t.waiting, t.number,
            ),
            QueueSort.NEWEST: lambda t: -t.number,
            QueueSort.OLDEST: lambda t: t.number,
            QueueSort.UPDATED: lambda t: (NINE - t.updated, -t.number),
        }  # fmt: skip
        return [ticket.number for ticket in sorted(tickets, key=keys[sort])]  # type: ignore[arg-type]

    def holder(self, login: str, ticket: Ticket) -> Task | None:
        """Clarification: taken by the asker if they hold one, else by the holder of the oldest open held task."""
        me = self.scopes[login].staff_id
        held = sorted((t for t in ticket.open_tasks if t.holder is not None), key=lambda t: (t.opened, t.id))
        return next((task for task in held if task.holder == me), held[0] if held else None)

    def unread(self, login: str, ticket: Ticket) -> bool:
        """Clarification: a client message newer than the holder's last reading; with no holder, than the answer."""
        if ticket.client_wrote is None:
            return False
        task = self.holder(login, ticket)
        seen = self.readings.get((task.holder or 0, ticket.number)) if task else ticket.staff_wrote
        return seen is None or ticket.client_wrote > seen


def seed(desk: MadeDesk, store: Store, count: int, use_priority: bool = False) -> Seeded:
    """Fill a desk with so many tickets, the same ones every time."""
    chance = random.Random(4812)
    scopes = {login: getattr(desk, login).scope() for login in ("gary", "anna", "gus")}
    everybody = [*scopes.values(), desk.john.scope()]
    scopes["every"] = _of_all_departments(desk)
    seeded = Seeded(desk, scopes, use_priority)
    for client, rating in RATINGS.items():
        desk.gary.perform(EditClient(f"#{client}", characteristic=rating))
    with writing(store) as tx:
        if use_priority:
            tx.desk.set("use_priority", "on")
        for _ in range(count):
            facts = _life(chance, everybody, min(seeded.tickets, default=0))
            words = set(chance.sample(WORDS, 2))
            facts = replace(facts, subject=f"Trouble with {sorted(words)[0]}")
            ticket = tx.tickets.add(facts)
            seeded.tickets[ticket.number] = ticket
            seeded.words[ticket.number] = words
            seeded.tags[ticket.number] = TAGS[: ticket.number % 4]
            tx.tags.share(ticket, seeded.tags[ticket.number])
            files = (_LOG,) * (ticket.number % 5 == 0)
            seeded.attached |= {ticket.number} if files else set()
            tx.conversation.say(
                ticket, MessageKind.CLIENT, f"About {sorted(words)[1]}.", author="hans@acme.example", attachments=files
            )
        for login, scope in scopes.items():
            for number, ticket in seeded.tickets.items():
                if seeded.sees(login, ticket) and chance.random() < 0.15:
                    seeded.favourites[login].add(number)
                    tx.connection.execute(insert(_favourite).values(staff=scope.staff_id, ticket=number, change=0))
                if chance.random() < 0.3 and scope.staff_id is not None:
                    at = ticket.updated + timedelta(minutes=chance.choice((-30, 0, 30)))
                    seeded.readings[scope.staff_id, number] = at
                    tx.connection.execute(insert(_reading).values(staff=scope.staff_id, ticket=number, at=at))
    return seeded


def _of_all_departments(desk: MadeDesk) -> Scope:
    """Somebody in all three departments who is no administrator."""
    from helpdesk_tui.desk.actions.setup import AddStaff

    desk.gary.perform(AddStaff("every", "Eve", departments=("Sales", "Billing", "Tech")))
    return desk.system.staff("every").scope()


def _life(chance: random.Random, people: list[Scope], known: int) -> Ticket:
    """A ticket to which a few things happened, often several in the same minute."""
    now = _START + timedelta(minutes=30 * chance.randrange(20 * 48))
    client = chance.randint(1, 3)
    service = chance.choice((None, 1, 2)) if client == 1 else 3 if client == 2 else None
    ticket = lifecycle.opened(
        number=0, client=client, subject="", service=service, now=now,
        departments=tuple(chance.sample((1, 2, 3), chance.choice((1, 1, 1, 2, 3)))),
    )  # fmt: skip
    ticket = replace(lifecycle.client_wrote(_numbered(ticket), now), priority=Priority(chance.randrange(4)))
    for _ in range(chance.randrange(7)):
        now += timedelta(minutes=chance.choice((0, 0, 1, 60, 600)))
        act, me, whom = chance.choice(_ACTS), chance.choice(people), chance.choice(people)
        try:
            ticket = _numbered(act(chance, ticket, me, whom, now))
        except Refused:
            continue
    if ticket.open_tasks and chance.random() < 0.1:
        ticket = replace(ticket, front=True)
    if known and chance.random() < 0.03:
        ticket = replace(ticket, merged_into=known)
    return replace(ticket, tasks=tuple(replace(task, id=0) for task in ticket.tasks), version=1)


def _numbered(ticket: Ticket) -> Ticket:
    """Tasks in the order in which they were opened, as the store reads them."""
    tasks = [replace(task, id=task.id or len(ticket.tasks) + at) for at, task in enumerate(ticket.tasks)]
    return replace(ticket, tasks=tuple(sorted(tasks, key=lambda task: (task.opened, task.id))))


Happening = Callable[[random.Random, Ticket, Scope, Scope, datetime], Ticket]
_ACTS: tuple[Happening, ...] = (
    lambda chance, t, me, whom, now: lifecycle.take(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.take(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.release(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.assign_department(t, me, chance.randint(1, 3), now),
    lambda chance, t, me, whom, now: lifecycle.assign_staff(t, me, whom.staff_id or 0, whom.departments, now),
    lambda chance, t, me, whom, now: lifecycle.staff_wrote(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.close_mine(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.close_all(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.close_all(t, me, now),
    lambda chance, t, me, whom, now: lifecycle.client_wrote(t, now),
    lambda chance, t, me, whom, now: lifecycle.archive(t, now),
    lambda chance, t, me, whom, now: lifecycle.delay(t, me, now + timedelta(days=90), now),
    lambda chance, t, me, whom, now: lifecycle.mark_spam(t, me, now) if chance.random() < 0.2 else t,
)
