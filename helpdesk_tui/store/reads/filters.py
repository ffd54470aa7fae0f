"""The query language (TQ10) as SQL: a condition on the ticket for each term. Values are bound, never text (rule 41)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial, singledispatch
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, not_, or_, select, text, true

from helpdesk_tui.rules import query_tree as tree
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.rules.query_text import Websearch, fts5_any, fts5_match, websearch
from helpdesk_tui.rules.tags import ATTACHED, folded_tag
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.rooms.people import folded
from helpdesk_tui.store.search import apart
from helpdesk_tui.store.tables import clients, people, tickets
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import TicketStatus

_ticket = table(tickets.Ticket)
_task = table(tickets.Task)
_message = table(tickets.Message)
_attachment = table(tickets.Attachment)
_client = table(clients.Client)
_user = table(clients.ClientUser)
_service = table(clients.Service)
_department = table(people.Department)
_staff = table(people.Staff)
_favourite = table(people.Favourite).alias("starred")
_reading = table(people.Reading)
_tagged = table(tickets.TicketTag)
_RARE = 2000
"""A tag of fewer tickets is rare: all of them are looked at and put into order sooner than a walk meets them."""

_INDEXED = (tree.ClientIn, tree.FromHas, tree.FreeText)
"""What is found among all tickets by an index of its own, mostly few: a tag beside it is looked for on those."""

Condition = ColumnElement[bool]


def conditions(query: tree.Query, asking: Asking) -> list[Condition]:
    """What a ticket has to fulfil; the walk adds the scope."""
    found = [_negated(term.negated, _of(term.test, asking)) for term in query.filters]
    postgres = asking.connection.dialect.name == "postgresql"
    return found + (_postgres_text(query) if postgres else _sqlite_text(query))


def leading_tags(query: tree.Query, asking: Asking) -> tuple[tuple[str, ...], tree.Query]:
    """The tags, folded, of which a ticket has to carry one and that narrow most, and what else is asked for.

    No tags where none is wanted, or where something else narrows more (P3). Of several conditions on tags the rarest
    leads; only then are they counted.
    """
    wanted = [term for term in query.terms if not term.negated]
    tagged = [term for term in wanted if isinstance(term.test, tree.TagIn)]
    # Who walks along tasks looks at each ticket for all of that, and along a tag's rows at fewer.
    pointed: tuple[type, ...] = (tree.NumberIn, *(_INDEXED if asking.scope.everything else ()))
    if any(isinstance(term.test, pointed) for term in wanted):
        return (), query
    if not tagged:
        # Of the list of attachments every ticket is looked at all the same: a message may have gone again.
        attached = any(isinstance(term.test, tree.HasAttachment) for term in wanted)
        return ((ATTACHED,) if attached else ()), query
    first = tagged[0] if len(tagged) == 1 else min(tagged, key=lambda term: _carrying(term.test, asking))
    rest = tuple(term for term in query.terms if term is not first)
    return _folded(first.test), replace(query, terms=rest)


def _folded(test: tree.Test) -> tuple[str, ...]:
    return tuple(sorted({folded_tag(tag) for tag in test.tags})) if isinstance(test, tree.TagIn) else ()


def _carrying(test: tree.Test, asking: Asking) -> int:
    """How many tickets carry one of these tags; `_RARE` stands for that many and more."""
    some = select(_tagged.c.ticket).where(_tagged.c.tag.in_(_folded(test))).limit(_RARE)
    counted: int = asking.connection.execute(select(func.count()).select_from(some.subquery())).scalar_one()
    return counted


def _in_one(matching: Callable[[str], Any]) -> Condition:
    """All of it stands in one place: a message, the ticket's subject and summary, or its client's name and address.

    `matching` gives the tickets of the messages, the tickets, or the clients that hold all of it.
    """
    by_text = [_ticket.c.id.in_(matching("message")), _ticket.c.id.in_(matching("ticket"))]
    return or_(*by_text, _ticket.c.client.in_(matching("client")))


def _sqlite_text(query: tree.Query) -> list[Condition]:
    words = fts5_match(query.words, query.phrases, unfinished=query.unfinished)
    unwanted = fts5_any(query.unwanted)
    found = [_in_one(partial(_virtual, words))] if words else []
    return found + ([not_(_in_one(partial(_virtual, unwanted)))] if unwanted else [])


def _virtual(match: str, where: str) -> Any:
    name = f"{where}_search"
    found = text(f"SELECT rowid FROM {name} WHERE {name} MATCH :match_{name}")  # noqa: S608 - the name is a constant
    bound = found.bindparams(bindparam(f"match_{name}", match, unique=True))
    numbers: Any = select(literal_column("rowid")).select_from(bound.columns(literal_column("rowid")).subquery())
    if where != "message":
        return numbers
    return select(_message.c.ticket).where(_message.c.id.in_(numbers), _message.c.taken_back.is_(None))


def _postgres_text(query: tree.Query) -> list[Condition]:
    wanted = tsqueries(websearch(query.words, query.phrases, unfinished=query.unfinished))
    found = [_in_one(partial(_vectors, wanted))] if wanted else []
    for words in query.unwanted:
        if unwanted := tsqueries(websearch((words,))):
            found.append(not_(_in_one(partial(_vectors, unwanted))))
    return found


def tsqueries(search: Websearch) -> list[Any]:
    """The queries that one text vector has to fulfil on PostgreSQL; none where there is nothing to search for."""
    found: list[Any] = [func.websearch_to_tsquery("simple", apart(search.text))] if search.text else []
    begun = [apart(prefix.removesuffix(":*")) + ":*" for prefix in search.prefixes]
    return found + [func.to_tsquery("simple", prefix) for prefix in begun]


def _vectors(queries: list[Any], where: str) -> Any:
    source = {"message": _message, "ticket": _ticket, "client": _client}[where].alias("found")
    number = source.c.ticket if where == "message" else source.c.id
    shown = [source.c.taken_back.is_(None)] if where == "message" else []
    return select(number).where(*shown, *[literal_column("found.search").op("@@")(query) for query in queries])


def _negated(negated: bool, condition: Condition) -> Condition:
    return not_(condition) if negated else condition


def contains(column: Any, part: str) -> Condition:
    """Whether a column holds a part of a text, without regard to case."""
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: Condition = func.lower(column).like(f"%{escaped.lower()}%", escape="\\")
    return found


def clients_with(parts: Iterable[str]) -> Any:
    """Numbers of the clients whose name or an address of whose users holds one of the parts."""
    parts = tuple(parts)
    named = [contains(_client.c.name, part) for part in parts] + [contains(_client.c.email, part) for part in parts]
    users = select(_user.c.client).where(or_(*[contains(_user.c.address, part) for part in parts]))
    return select(_client.c.id).where(or_(*named, _client.c.id.in_(users)))


@singledispatch
def _of(test: object, asking: Asking) -> Condition:
    raise NotImplementedError(type(test).__name__)


@_of.register
def _status(test: tree.StatusIn, asking: Asking) -> Condition:
    return _ticket.c.status.in_([status.value for status in test.statuses])


@_of.register
def _dept(test: tree.DepartmentIn, asking: Asking) -> Condition:
    named = select(_department.c.id).where(_department.c.name_key.in_([folded(name) for name in test.names]))
    return select(_task.c.id).where(_task.c.ticket == _ticket.c.id, _task.c.department.in_(named)).exists()


@_of.register
def _held_by(test: tree.StaffIn, asking: Asking) -> Condition:
    parts: list[Condition] = []
    if test.logins:
        parts.append(_task.c.holder.in_(select(_staff.c.id).where(_staff.c.login.in_(test.logins))))
    if test.me:
        parts.append(_task.c.holder == asking.scope.staff_id)
    if test.nobody:
        parts.append(_task.c.holder.is_(None))
    return select(_task.c.id).where(_task.c.ticket == _ticket.c.id, _task.c.open.is_(True), or_(*parts)).exists()


@_of.register
def _client_is(test: tree.ClientIn, asking: Asking) -> Condition:
    parts: list[Condition] = [_ticket.c.client.in_(test.ids)] if test.ids else []
    if test.names:
        names = [name.lower() for name in test.names]
        called = select(_client.c.id).where(func.lower(_client.c.name).in_(names))
        users = select(_user.c.client).where(_user.c.address.in_([compared(name) for name in test.names]))
        parts += [_ticket.c.client.in_(called), _ticket.c.client.in_(users)]
    return or_(*parts)


@_of.register
def _from(test: tree.FromHas, asking: Asking) -> Condition:
    return _ticket.c.client.in_(clients_with(test.parts))


@_of.register
def _service_is(test: tree.ServiceIn, asking: Asking) -> Condition:
    names = [name.lower() for name in test.names]
    named = or_(func.lower(_service.c.name).in_(names), func.lower(_service.c.domain).in_(names))
    # A ticket without a service is none of these, which `NOT IN` alone would leave open.
    found = and_(_ticket.c.service.is_not(None), _ticket.c.service.in_(select(_service.c.id).where(named)))
    return or_(_ticket.c.service.is_(None), found) if tree.NO_SERVICE in names else found


@_of.register
def _priority_is(test: tree.PriorityIn, asking: Asking) -> Condition:
    return _ticket.c.priority.in_([int(priority) for priority in test.priorities])


@_of.register
def _tag(test: tree.TagIn, asking: Asking) -> Condition:
    """A rare tag is asked for its tickets; a common one is looked for on each ticket of the walk, which meets many."""
    some = select(_tagged.c.ticket).where(_tagged.c.tag.in_(_folded(test)))
    if _carrying(test, asking) < _RARE:
        return _ticket.c.id.in_(some)
    return some.where(_tagged.c.ticket == _ticket.c.id).exists()


@_of.register
def _rated(test: tree.CharacteristicIn, asking: Asking) -> Condition:
    wanted = [characteristic.value for characteristic in test.characteristics]
    return _ticket.c.client.in_(select(_client.c.id).where(_client.c.characteristic.in_(wanted)))


@_of.register
def _created(test: tree.CreatedIn, asking: Asking) -> Condition:
    parts: list[Condition] = []
    for span in test.spans:
        since = true() if span.since is None else _ticket.c.created >= span.since
        until = true() if span.until is None else _ticket.c.created < span.until
        parts.append(and_(since, until))
    return or_(*parts)


@_of.register
def _has(test: tree.HasAttachment, asking: Asking) -> Condition:
    attached = select(_attachment.c.id).join(_message, _message.c.id == _attachment.c.message)
    return attached.where(_message.c.ticket == _ticket.c.id, _message.c.taken_back.is_(None)).exists()


@_of.register
def _flag(test: tree.FlagIn, asking: Asking) -> Condition:
    return or_(*[_flagged(flag, asking) for flag in test.flags])


def _flagged(flag: tree.Flag, asking: Asking) -> Condition:
    me = asking.scope.staff_id
    if flag is tree.Flag.FAVOURITE:
        return select(_favourite.c.ticket).where(_favourite.c.staff == me, _favourite.c.ticket == _ticket.c.id).exists()
    if flag is tree.Flag.MINE:
        return select(_task.c.id).where(_task.c.ticket == _ticket.c.id, _task.c.owner == me).exists()
    if flag is tree.Flag.UNREAD:
        return _unread(me)
    if flag is tree.Flag.FRONT:
        return _ticket.c.front.is_(True)
    if flag is tree.Flag.DELAYED:
        return _ticket.c.delayed.is_(True)
    if flag is tree.Flag.UNASSIGNED:
        return and_(_ticket.c.free.is_(True), _ticket.c.status == TicketStatus.IN_PROGRESS.value)
    raise NotImplementedError(flag)


def _unread(me: int | None) -> Condition:
    """`rules.ticket.unread` as SQL, as a row is marked.

    What was seen is the holder's reading, without a holder the last answer. The holder is the asker if they hold a
    task, else who holds the oldest one.
    """
    held = (_task.c.ticket == _ticket.c.id, _task.c.open.is_(True), _task.c.holder.is_not(None))
    first = select(_task.c.holder).where(*held).order_by(_task.c.holder != me, _task.c.opened, _task.c.id).limit(1)
    holder = first.correlate(_ticket).scalar_subquery()
    reading = select(_reading.c.at).where(_reading.c.ticket == _ticket.c.id, _reading.c.staff == holder)
    read = reading.correlate(_ticket).scalar_subquery()
    seen = case((holder.is_(None), _ticket.c.staff_wrote), else_=read)
    return and_(_ticket.c.client_wrote.is_not(None), or_(seen.is_(None), _ticket.c.client_wrote > seen))


@_of.register
def _number(test: tree.NumberIn, asking: Asking) -> Condition:
    return _ticket.c.id.in_(test.numbers)
