"""Taking an act back: what it changed of a ticket's facts, and the facts without it (docs/adr/0015).

Pure. `touched` compares the facts before and after an act; `taken_back` puts exactly those fields back that the act
changed, and refuses where somebody changed one of them since. Values are kept plain, so that they can be stored as JSON
and compared with what a database gives back: times are milliseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ticket import Task, Ticket
from helpdesk_tui.vocab import Priority

UNDO_FOR = timedelta(hours=24)
"""How long an act can be taken back; an answer as long as it is held back only."""

Plain = str | int | bool | None
Change = tuple[Plain, Plain]
"""A value before and after the act."""

_FIELDS = tuple(f.name for f in fields(Ticket) if f.name not in ("number", "tasks", "version", "updated"))
_TASK_FIELDS = tuple(f.name for f in fields(Task) if f.name != "id")
_TIMES = {
    "created", "waiting", "archived", "delayed_until", "client_wrote", "staff_wrote", "client_read",
    "opened", "closed", "answered",
}  # fmt: skip
_ENDS_WITH_THE_LAST_TASK = {"front", "delayed", "delayed_until", "returned", "archived"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class MovedOn(Refused):
    """Somebody changed since what the act had changed; `moved` are the names of these facts."""

    code = "changed_since"

    def __init__(self, moved: Iterable[str]) -> None:
        super().__init__("It was changed by somebody else since; nothing was taken back.")
        self.moved = frozenset(moved)


@dataclass(frozen=True, slots=True)
class Touched:
    """What an act changed: fields of the ticket, fields of its tasks by their ids, and the tasks that it added.

    `client_wrote` is when the client had written last: a delay is not put back over a later message of theirs.
    """

    fields: Mapping[str, Change] = field(default_factory=dict)
    tasks: Mapping[int, Mapping[str, Change]] = field(default_factory=dict)
    added: Mapping[int, Mapping[str, Plain]] = field(default_factory=dict)
    client_wrote: Plain = None

    @property
    def anything(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.fields or self.tasks or self.added)

    def data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "fields": {name: list(change) for name, change in self.fields.items()},
            "tasks": {str(number): {name: list(change) for name, change in changes.items()}
                      for number, changes in self.tasks.items()},
            "added": {str(number): dict(values) for number, values in self.added.items()},
            "client_wrote": self.client_wrote,
        }  # fmt: skip

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Touched:
        """From what JSON kept."""
        return cls(
            {name: (before, after) for name, (before, after) in data["fields"].items()},
            {int(number): {name: (before, after) for name, (before, after) in changes.items()}
             for number, changes in data["tasks"].items()},
            {int(number): values for number, values in data["added"].items()},
            data["client_wrote"],
        )  # fmt: skip


def touched(before: Ticket, after: Ticket) -> Touched:
    """What changed between the facts before and after an act; every task of `after` has its id."""
    earlier = {task.id: task for task in before.tasks}
    changes = {task.id: _task_changes(earlier[task.id], task) for task in after.tasks if task.id in earlier}
    return Touched(
        _changes(before, after, _FIELDS),
        {number: changed for number, changed in changes.items() if changed},
        {task.id: {name: _plain(getattr(task, name)) for name in _TASK_FIELDS}
         for task in after.tasks if task.id not in earlier},
        _plain(after.client_wrote),
    )  # fmt: skip


def taken_back(now: Ticket, change: Touched, at: datetime) -> Ticket:
    """The facts as they are now without what the act changed; raises MovedOn where somebody changed it since."""
    moved = _moved_fields(now, change) | {"tasks" for _ in _moved_tasks(now, change)}
    if moved:
        raise MovedOn(moved)
    after = _restored(now, change, set(change.fields), set(change.tasks), at)
    if not sound(after) and sound(now):
        raise MovedOn({"tasks", "archived"})
    return after


def answer_taken_back(now: Ticket, change: Touched, at: datetime) -> Ticket:
    """The facts without an answer that nobody has got yet: what somebody changed since stays as it is (TR7).

    The answer is stopped in any case: a client who wrote again meanwhile is the best reason to take it back.
    """
    moved = _moved_fields(now, change)
    others = set(_moved_tasks(now, change))
    # The ticket was reopened or closed by somebody: what ended with its last task is theirs now too.
    kept = moved | (_ENDS_WITH_THE_LAST_TASK if others else set())
    answered = {number: {"answered": change.tasks[number]["answered"]} for number in others
                if "answered" in change.tasks.get(number, {})
                and _value(_task(now, number), "answered") == change.tasks[number]["answered"][1]}  # fmt: skip
    narrowed = replace(change, tasks=dict(change.tasks) | answered)
    whole = (set(change.tasks) - others) | set(answered)
    after = _restored(now, narrowed, set(change.fields) - kept, whole, at)
    if not sound(after):
        narrowed = replace(change, tasks=answered)
        after = _restored(now, narrowed, set(change.fields) - kept - _ENDS_WITH_THE_LAST_TASK, set(answered), at)
    return _waits_again(now, after, change) if "waiting" in moved and "staff_wrote" not in moved else after


def sound(ticket: Ticket) -> bool:
    """Whether the sentences of SPEC on tasks hold: one holder a task, nothing delayed, first or archived by mistake,
    nothing open that is spam.
    """
    opened = ticket.open_tasks
    if opened and ticket.spam:
        return False
    unheld = [task.department for task in opened if task.holder is None]
    held = [task.holder for task in opened if task.holder is not None]
    if len(set(unheld)) < len(unheld) or len(set(held)) < len(held):
        return False
    if any(task.holder is not None and task.former is not None for task in opened):
        return False
    if ticket.delayed != (ticket.delayed_until is not None):
        return False
    if opened:
        return ticket.archived is None
    return not (ticket.front or ticket.delayed or ticket.returned)


def _waits_again(now: Ticket, after: Ticket, change: Touched) -> Ticket:
    """The client wrote since: they have been waiting since before the answer, if they were waiting then."""
    waited, wrote = change.fields["waiting"][0], change.fields.get("staff_wrote", (None, None))[0]
    unanswered = isinstance(change.client_wrote, int) and (not isinstance(wrote, int) or wrote < change.client_wrote)
    return replace(after, waiting=_typed("waiting", waited)) if unanswered else replace(after, waiting=now.waiting)


def _moved_fields(now: Ticket, change: Touched) -> set[str]:
    moved = {name for name, (_, after) in change.fields.items() if _value(now, name) != after}
    delay_comes_back = change.fields.get("delayed", (False, False))[0]
    if delay_comes_back and _plain(now.client_wrote) != change.client_wrote:
        moved.add("delayed")
    return moved


def _moved_tasks(now: Ticket, change: Touched) -> list[int]:
    """The tasks of the act that are not as it left them."""
    here = {task.id: task for task in now.tasks}
    left = {number: {name: after for name, (_, after) in changes.items()} for number, changes in change.tasks.items()}
    return [
        number
        for number, values in (left | dict(change.added)).items()
        if number not in here or any(_value(here[number], name) != value for name, value in values.items())
    ]


def _restored(now: Ticket, change: Touched, names: set[str], numbers: set[int], at: datetime) -> Ticket:
    """These fields and these tasks as they were before the act; the tasks it added are gone."""
    values = {name: _typed(name, change.fields[name][0]) for name in names}
    tasks = [
        replace(task, **{name: _typed(name, before) for name, (before, _) in change.tasks[task.id].items()})
        if task.id in numbers else task
        for task in now.tasks if task.id not in change.added
    ]  # fmt: skip
    return replace(now, **values, tasks=tuple(tasks), updated=at)


def _task(ticket: Ticket, number: int) -> Task | None:
    return next((task for task in ticket.tasks if task.id == number), None)


def _changes(before: Any, after: Any, names: Iterable[str]) -> dict[str, Change]:
    pairs = {name: (_value(before, name), _value(after, name)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def _task_changes(before: Task, after: Task) -> dict[str, Change]:
    """What changed of a task; who has it and whether it is open belong together, so all of that or nothing."""
    changed = _changes(before, after, _TASK_FIELDS)
    if changed.keys() <= {"answered"}:
        return changed
    return {name: (_value(before, name), _value(after, name)) for name in _TASK_FIELDS
            if name != "answered" or name in changed}  # fmt: skip


def _value(of: Any, name: str) -> Plain:
    return _plain(getattr(of, name, None))


def _plain(value: object) -> Plain:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MILLISECOND
    if isinstance(value, Priority):
        return int(value)
    assert value is None or isinstance(value, str | int | bool)
    return value


def _typed(name: str, value: Plain) -> Any:
    if name in _TIMES and isinstance(value, int):
        return _EPOCH + value * _MILLISECOND
    return Priority(value) if name == "priority" and isinstance(value, int) else value
