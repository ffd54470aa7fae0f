"""Splitting a ticket and merging two (TF7): which messages go where, and what follows for the facts of both tickets.

Pure: facts in, facts out. Both moves have a *source*, whose messages go, and a *target*, where they come; taking one
back is a matter of three versions of each fact (before, after, now): what nobody changed since is as it was before,
what somebody did change stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.rules import lifecycle
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.ticket import Task, Ticket, unread
from helpdesk_tui.vocab import ClientStatus, MessageKind, Regrouped

_OWN = ("number", "client", "tasks", "updated", "version")
"""What of a ticket is never as it was before."""
_FACTS = tuple(field.name for field in fields(Ticket) if field.name not in _OWN)
_WROTE = {"client_wrote": MessageKind.CLIENT, "staff_wrote": MessageKind.STAFF}
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules know of a message."""

    id: int
    kind: MessageKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Both:
    """The facts of the ticket whose messages go, and of the one where they come."""

    source: Ticket
    target: Ticket


@dataclass(frozen=True, slots=True)
class Move:
    """A split or merge that was done: the tickets, the messages that moved, the facts around it.

    `before.target` of a split is what the new ticket was like at first, as `after.target`.
    """

    kind: Regrouped
    messages: tuple[int, ...]
    before: Both
    after: Both
    undone: bool = False


def going(messages: Iterable[Said], first: int) -> tuple[Said, ...]:
    """The messages that a split at `first` takes along, in their order: it and all that people said after it.

    The system's messages stay with the ticket whose tasks they tell of. Raises NotFound, and Refused where nothing
    would be left, or the message is the system's.
    """
    chosen = next((one for one in messages if one.id == first), None)
    if chosen is None:
        raise NotFound(f"Message {first}")
    if chosen.kind is MessageKind.SYSTEM:
        raise Refused("The system's messages stay; split at a message that somebody wrote.", code="system_message")
    said = in_order(one for one in messages if one.kind is not MessageKind.SYSTEM)
    at = said.index(chosen)
    if at == 0:
        raise Refused("Nothing would be left of the ticket; split it at a later message.", code="nothing_left")
    return said[at:]


def in_order(messages: Iterable[Said]) -> tuple[Said, ...]:
    """As a conversation shows them."""
    return tuple(sorted(messages, key=lambda one: (one.at, one.id)))


def split(ticket: Ticket, me: Scope, messages: Sequence[Said], gone: Sequence[Said], subject: str,
          now: datetime) -> Both:  # fmt: skip
    """The ticket without the messages that went, and the new one that they make.

    The new one has a task of the department that the actor works for, held by nobody; since when its client waits,
    who wrote last and what they read follow from its messages. Raises Refused where the actor holds no task.
    """
    department = lifecycle.my_task(ticket, me).department
    went = {one.id for one in gone}
    stays = [one for one in messages if one.id not in went]
    wrote: dict[str, Any] = {name: last(stays, kind) for name, kind in _WROTE.items()
                             if any(one.kind is kind for one in gone)}  # fmt: skip
    begun = gone[0].at
    waiting = ticket.waiting if ticket.waiting < begun else waits_since(stays, ticket.created)
    made = Ticket(
        0, ticket.client, subject, ticket.service, (Task(0, department, None, True, now),), begun, now,
        waits_since(gone, begun), ticket.priority, by_staff=gone[0].kind is not MessageKind.CLIENT,
        client_wrote=last(gone, MessageKind.CLIENT), staff_wrote=last(gone, MessageKind.STAFF),
        client_read=ticket.client_read,
    )  # fmt: skip
    return Both(replace(ticket, waiting=waiting, updated=now, **wrote), made)


def merge(source: Ticket, target: Ticket, me: Scope, now: datetime) -> Both:
    """The source as a link to the target, and the target with what was the source's.

    Open tasks join per department: the target's own stays with who holds it, one that nobody holds goes to the
    source's holder. The target waits as long as the one of both that waits longest for an answer. Raises Refused.
    """
    if source.number == target.number:
        raise Refused("A ticket cannot be merged into itself.", code="same_ticket")
    if source.client != target.client:
        raise Refused(
            f"Ticket {target.number} is another client's, who would read what this one wrote.", code="other_client"
        )
    for one in (source, target):
        if one.spam:
            raise Refused(f"Ticket {one.number} is spam.", code="spam")
    link = replace(lifecycle.close_everywhere(source, me, now), merged_into=target.number, updated=now)
    return Both(link, _joined(source, target, now))


def take_back(move: Move, now: Both, where: Mapping[int, int], conversations: tuple[Sequence[Said], Sequence[Said]],
              me: Scope, at: datetime) -> Both:  # fmt: skip
    """The facts of both tickets without the move; the first of the conversations is the source's as it will be.

    `where` tells on which ticket each message that moved is now. A new ticket that a split made becomes a link to the
    old one: it cannot be unmade, and answers to it have to arrive. Raises Refused with the reason.
    """
    _may_take_back(move, now, where)
    source = _back(now.source, move.before.source, move.after.source, conversations[0], at)
    if move.kind is Regrouped.MERGE:
        return Both(source, _back(now.target, move.before.target, move.after.target, conversations[1], at))
    if not _alike(now.target, move.after.target):
        # Somebody worked on it since: what they did goes along, as if it were merged.
        return Both(_joined(now.target, source, at), _link(now.target, source, me, at))
    return Both(source, _link(now.target, source, me, at))


def _link(ticket: Ticket, to: Ticket, me: Scope, now: datetime) -> Ticket:
    return replace(lifecycle.close_everywhere(ticket, me, now), merged_into=to.number, updated=now)


def _may_take_back(move: Move, now: Both, where: Mapping[int, int]) -> None:
    if move.undone:
        raise Refused("It was taken back already.", code="taken_back")
    looked = (now.target,) if move.kind is Regrouped.MERGE else (now.source, now.target)
    for one in looked:
        if one.merged_into is not None:
            raise Refused(
                f"Ticket {one.number} was merged into {one.merged_into} since; take that back first.",
                code="changed_since",
            )
    elsewhere = next((id for id in move.messages if where.get(id) != now.target.number), None)
    if elsewhere is not None:
        raise Refused(
            f"Message {elsewhere} is on ticket {where.get(elsewhere)} now; take back first what brought it there.",
            code="changed_since",
        )


def last(messages: Iterable[Said], kind: MessageKind) -> datetime | None:
    """When somebody of this kind wrote last."""
    return max((one.at for one in messages if one.kind is kind), default=None)


def waits_since(messages: Iterable[Said], created: datetime) -> datetime:
    """Since when the client of such a conversation waits: for an answer, or after the last one."""
    since, unanswered = created, False
    for one in in_order(messages):
        if one.kind is MessageKind.STAFF or (one.kind is MessageKind.CLIENT and not unanswered):
            since = one.at
        if one.kind in (MessageKind.STAFF, MessageKind.CLIENT):
            unanswered = one.kind is MessageKind.CLIENT
    return since


def reading(of_target: datetime, of_source: datetime | None, source: Ticket) -> datetime:
    """When somebody counts as having read the target: before what the client wrote on the source, if that is new."""
    if source.client_wrote is None or not unread(source.client_wrote, of_source):
        return of_target
    return min(of_target, source.client_wrote - _MILLISECOND)


def _joined(source: Ticket, target: Ticket, now: datetime) -> Ticket:
    """The target with what was the source's."""
    both = (target, source)
    waits = [one.waiting for one in both if one.open_tasks and unread(one.client_wrote, one.staff_wrote)]
    opened = [one for one in both if one.open_tasks]
    delays = [one.delayed_until for one in opened if one.delayed and one.delayed_until is not None]
    delayed = bool(opened) and len(delays) == len(opened)
    joined = replace(
        target, tasks=_joined_tasks(source, target), updated=now,
        created=min(one.created for one in both),
        waiting=min(waits) if waits else max(one.waiting for one in both),
        priority=max(one.priority for one in both), front=any(one.front for one in both),
        summary=target.summary or source.summary,
        service=source.service if target.service is None else target.service,
        delayed=delayed, delayed_until=min(delays) if delayed else None,
        returned=any(one.returned for one in both), client_read=_read(both),
        client_wrote=_later(one.client_wrote for one in both), staff_wrote=_later(one.staff_wrote for one in both),
    )  # fmt: skip
    return _fitting(joined)


def _joined_tasks(source: Ticket, target: Ticket) -> tuple[Task, ...]:
    """The target's tasks, and those of the source whose departments have none there."""
    tasks = list(target.tasks)
    departments = {task.department for task in target.open_tasks}
    for task in source.open_tasks:
        # Nobody holds two tasks of one ticket.
        holder = None if any(t.open and t.holder == task.holder for t in tasks) else task.holder
        free = next((n for n, t in enumerate(tasks) if _is_free(t, task.department)), None)
        if task.department not in departments:
            if holder is not None or free is None:
                tasks.append(replace(task, id=0, holder=holder))
        elif free is not None and holder is not None:
            tasks[free] = replace(tasks[free], holder=holder, former=None, answered=task.answered)
    # Who saw the source has to find it: a department whose part is done comes along as one that is done.
    known = {task.department for task in tasks}
    done = {task.department: replace(task, id=0) for task in source.tasks if task.department not in known}
    return (*tasks, *done.values())


def _is_free(task: Task, department: int) -> bool:
    return task.open and task.holder is None and task.department == department


def _read(both: Sequence[Ticket]) -> datetime | None:
    """When the client read the joined ticket: before what they have not read on one of both."""
    unseen = [one.client_read for one in both if one.client_status is ClientStatus.NEW_MESSAGES]
    if not unseen:
        return _later(one.client_read for one in both)
    seen = [moment for moment in unseen if moment is not None]
    return min(seen) if len(seen) == len(unseen) else None


def _later(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _back(now: Ticket, before: Ticket, after: Ticket, messages: Sequence[Said], at: datetime) -> Ticket:
    """The facts as they were before, except those that somebody changed since."""
    values = {name: getattr(before, name) for name in _FACTS if getattr(now, name) == getattr(after, name)}
    for name, kind in _WROTE.items():
        values.setdefault(name, last(messages, kind))
    values.setdefault("waiting", waits_since(messages, before.created))
    tasks = _tasks_back(now.tasks, before.tasks, after.tasks, at)
    return _fitting(replace(now, tasks=tasks, updated=at, **values))


def _tasks_back(now: Iterable[Task], before: Iterable[Task], after: Iterable[Task], at: datetime) -> tuple[Task, ...]:
    earlier, later = {task.id: task for task in before}, {task.id: task for task in after}
    kept: list[Task] = []
    for task in now:
        one = earlier.get(task.id) if task == later.get(task.id) else task
        if one is None:
            continue
        if one.open and one.holder is None and any(_is_free(t, one.department) for t in kept):
            # Somebody gave back a part that was added since, and now nobody holds the first one either.
            one = replace(one, open=False, closed=at)
        kept.append(one)
    return tuple(kept)


def _fitting(ticket: Ticket) -> Ticket:
    """Marks that go with open tasks alone, and the archive that goes with none (SPEC: the states, exactly)."""
    if ticket.open_tasks:
        return replace(ticket, archived=None)
    return replace(ticket, front=False, delayed=False, delayed_until=None, returned=False)


def _alike(one: Ticket, other: Ticket) -> bool:
    return one.tasks == other.tasks and all(getattr(one, name) == getattr(other, name) for name in _FACTS)
