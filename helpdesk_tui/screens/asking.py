"""What acts on tickets ask for before they are performed: a place, a time, a priority, tags; for one ticket or many."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpdesk_tui.desk.actions.redirect import Assign
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadDepartments, ReadQueryWords, ReadStaff
from helpdesk_tui.rules.query_tree import Field
from helpdesk_tui.rules.tags import complete_tags, read_tags
from helpdesk_tui.rules.when import parse_when, say_when, when_as_typed
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import AskLine, Choose
from helpdesk_tui.views import StaffView
from helpdesk_tui.vocab import Priority
from helpdesk_tui.widgets.record_list import Column


@dataclass(frozen=True, slots=True)
class Place:
    """Where tickets are redirected to: a department, or a member of staff by login."""

    name: str
    staff: bool

    def act(self, number: int) -> Assign:
        """The act that redirects a ticket there."""
        return Assign(number, staff=self.name) if self.staff else Assign(number, department=self.name)


async def ask_place(screen: DeskScreen[Any]) -> Place | None:
    """A department or a colleague; None when the question was left."""
    departments = await screen.session.read(ReadDepartments())
    staff = await screen.session.read(ReadStaff())
    options = [(Place(d.name, staff=False), (d.name, "department", "")) for d in departments]
    options += [(Place(s.login, staff=True), (s.login, s.name, _places(s))) for s in staff]
    return await screen.ask(Choose("Assign to", options, (Column("", 16), Column("", 24), Column(""))))


def _places(person: StaffView) -> str:
    return "administrator" if person.admin else ", ".join(person.departments)


async def ask_priority(screen: DeskScreen[Any]) -> Priority | None:
    """A priority, the highest first; None when the question was left."""
    return await screen.ask(Choose("Priority", [(priority, (priority.word,)) for priority in reversed(Priority)]))


async def ask_when(screen: DeskScreen[Any]) -> datetime | None:
    """Ask for a time until one is understood and was shown; None when the question was left."""
    title = "Delay until (2d, tomorrow 9:00, mon, 2027-01-15)"
    clock, zone = screen.session.clock, screen.session.zone

    def understood(typed: str) -> str:
        """The time as it is understood at every key; empty for words that have to be looked up."""
        moment = when_as_typed(typed, now=clock.now(), zone=zone)
        return "" if moment is None else say_when(moment, clock.now(), zone)

    typed, said = "", ""
    while True:
        answer = await screen.ask(AskLine(title, value=typed, explain=understood, said=said))
        if answer is None or not answer.strip():
            return None
        typed, said = answer, ""
        try:
            moment = await asyncio.to_thread(parse_when, typed, now=clock.now(), zone=zone)
            if understood(typed):
                return moment
            # Words that were looked up: the time they mean is shown before it counts.
            typed = f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
        except DeskError as wrong:
            said = wrong.sentence


async def ask_tags(
    screen: DeskScreen[Any], before: tuple[str, ...] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The tags to add and those to take off; None when the question was left.

    With `before` the line holds the ticket's tags and what is missing from it is taken off; without, for many tickets,
    a minus before a tag takes it off.
    """
    known = (await screen.session.read(ReadQueryWords())).get(Field.TAG, ())

    def understood(typed: str) -> str:
        named, taken = read_tags(typed)
        return " ".join([*(f"#{tag}" for tag in named), *(f"without #{tag}" for tag in taken)])

    title = "Tags, with commas between" if before is not None else "Tags to add, -tag takes off"
    answer = await screen.ask(
        AskLine(title, value=", ".join(before or ()), explain=understood,
                completer=lambda line, at: complete_tags(line, at, known))
    )  # fmt: skip
    if answer is None:
        return None
    named, taken = read_tags(answer)
    if before is None:
        return named, taken
    return tuple(tag for tag in named if tag not in before), tuple(tag for tag in before if tag not in named)
