"""A write transaction as the acts see it: the moment, the actor's scope, and the rooms of the store.

An act reads and changes through the rooms only. What changed is collected as events and written at the end with
one change number, so that readers see changes in the order of their commits on both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from helpdesk_tui.clock import Clock
from helpdesk_tui.rules.access import SYSTEM_SCOPE, Scope
from helpdesk_tui.store.events import Change, event_row, word
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.store.tables.desk import Desk, Event
from helpdesk_tui.vocab import Actor

if TYPE_CHECKING:
    from helpdesk_tui.packing import Packed
    from helpdesk_tui.store.engine import Store
    from helpdesk_tui.store.rooms.abuse import Abuses
    from helpdesk_tui.store.rooms.accounts import Accounts
    from helpdesk_tui.store.rooms.billing import Billing
    from helpdesk_tui.store.rooms.bulk import Bulk
    from helpdesk_tui.store.rooms.clients import Clients
    from helpdesk_tui.store.rooms.conversation import Conversation
    from helpdesk_tui.store.rooms.desk import DeskRoom
    from helpdesk_tui.store.rooms.drafts import Drafts
    from helpdesk_tui.store.rooms.following import Following
    from helpdesk_tui.store.rooms.journal import Journal
    from helpdesk_tui.store.rooms.letters import Letters
    from helpdesk_tui.store.rooms.mail import MailRoom
    from helpdesk_tui.store.rooms.mass import MassRoom
    from helpdesk_tui.store.rooms.orders import Orders
    from helpdesk_tui.store.rooms.outbox import OutboxRoom
    from helpdesk_tui.store.rooms.payers import Payers
    from helpdesk_tui.store.rooms.people import People
    from helpdesk_tui.store.rooms.personal import Personal
    from helpdesk_tui.store.rooms.plans import Plans
    from helpdesk_tui.store.rooms.pricing import Pricing
    from helpdesk_tui.store.rooms.rates import Rates
    from helpdesk_tui.store.rooms.regroupings import Regroupings
    from helpdesk_tui.store.rooms.replies import Replies
    from helpdesk_tui.store.rooms.tags import Tags
    from helpdesk_tui.store.rooms.tickets import Tickets

T = TypeVar("T")

_desk = table(Desk)
_event = table(Event)
_insert_event = Statement(insert(_event))
_bump = Statement(update(_desk).values(change=_desk.c.change + 1).returning(_desk.c.change))
_number = Statement(select(_desk.c.change))


@dataclass(frozen=True, slots=True)
class SendRules:
    """What of the configuration an act needs to write outgoing mail: names, addresses, the undo window in seconds.

    `zone` is the desk's: times that people read are written in it.
    """

    desk_name: str = ""
    sender: str = ""
    undo_seconds: int = 0
    limit_all: int = 0
    limit_client: int = 0
    zone: tzinfo = UTC


class Tx:
    """One write transaction."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        clock: Clock,
        actor: Actor,
        scope: Scope,
        action: str,
        rules: SendRules,
        packed: Mapping[bytes, Packed] | None = None,
    ) -> None:
        self.store = store
        self.connection = connection
        self.clock = clock
        self.now = clock.now()
        self.actor = actor
        self.scope = scope
        self.action = action
        self.rules = rules
        self.packed = packed or {}
        self._changes: list[Change] = []
        self._telling = False
        self._standing: dict[str, Any] | None = None
        self._standing_changed = False
        self.trying = False
        """Whether what is done now is taken back: numbers that must not be lost are not given out."""

    def after(self, moment: datetime) -> None:
        """Move the transaction's time on to now, and beyond `moment`.

        It began before it got its lock, or on a computer whose clock is behind: what waited for the lock happens after
        what it waited for, and times on one ticket never go back.
        """
        self.now = max(self.now, self.clock.now(), moment + timedelta(milliseconds=1))

    @cached_property
    def lease_now(self) -> datetime:
        """The time by which leases are given and end: one clock for all who share the database (rule 8)."""
        found: datetime = self.store.dialect.lease_now(self.connection, self.clock)
        return found

    @cached_property
    def tickets(self) -> Tickets:
        """Tickets and their tasks."""
        from helpdesk_tui.store.rooms.tickets import Tickets

        return Tickets(self)

    @cached_property
    def tags(self) -> Tags:
        """Tags of tickets."""
        from helpdesk_tui.store.rooms.tags import Tags

        return Tags(self)

    @cached_property
    def conversation(self) -> Conversation:
        """Messages, attachments and blobs."""
        from helpdesk_tui.store.rooms.conversation import Conversation

        return Conversation(self)

    @cached_property
    def people(self) -> People:
        """Departments and staff."""
        from helpdesk_tui.store.rooms.people import People

        return People(self)

    @cached_property
    def personal(self) -> Personal:
        """Drafts, favourites and readings of the acting member of staff."""
        from helpdesk_tui.store.rooms.personal import Personal

        return Personal(self)

    @cached_property
    def drafts(self) -> Drafts:
        """What the actor typed and did not send."""
        from helpdesk_tui.store.rooms.drafts import Drafts

        return Drafts(self)

    @cached_property
    def following(self) -> Following:
        """The same of everybody on two tickets, when messages go from one to the other."""
        from helpdesk_tui.store.rooms.following import Following

        return Following(self)

    @cached_property
    def regroupings(self) -> Regroupings:
        """Messages that go from one ticket to another."""
        from helpdesk_tui.store.rooms.regroupings import Regroupings

        return Regroupings(self)

    @cached_property
    def clients(self) -> Clients:
        """Clients, users and services."""
        from helpdesk_tui.store.rooms.clients import Clients

        return Clients(self)

    @cached_property
    def abuses(self) -> Abuses:
        """Violations of clients."""
        from helpdesk_tui.store.rooms.abuse import Abuses

        return Abuses(self)

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts of clients and their entries."""
        from helpdesk_tui.store.rooms.accounts import Accounts

        return Accounts(self)

    @cached_property
    def billing(self) -> Billing:
        """Payments, expenses and withdrawals."""
        from helpdesk_tui.store.rooms.billing import Billing

        return Billing(self)

    @cached_property
    def plans(self) -> Plans:
        """Plans of per-incident support, and whether it is set up."""
        from helpdesk_tui.store.rooms.plans import Plans

        return Plans(self)

    @cached_property
    def orders(self) -> Orders:
        """Orders of incidents."""
        from helpdesk_tui.store.rooms.orders import Orders

        return Orders(self)

    @cached_property
    def payers(self) -> Payers:
        """Payers of clients."""
        from helpdesk_tui.store.rooms.payers import Payers

        return Payers(self)

    @cached_property
    def pricing(self) -> Pricing:
        """What makes the prices of clients."""
        from helpdesk_tui.store.rooms.pricing import Pricing

        return Pricing(self)

    @cached_property
    def rates(self) -> Rates:
        """The directory of currencies, and exchange rates."""
        from helpdesk_tui.store.rooms.rates import Rates

        return Rates(self)

    @cached_property
    def mail(self) -> MailRoom:
        """Gateways and incoming mail."""
        from helpdesk_tui.store.rooms.mail import MailRoom

        return MailRoom(self)

    @cached_property
    def letters(self) -> Letters:
        """Texts of the desk's own emails, and senders of spam."""
        from helpdesk_tui.store.rooms.letters import Letters

        return Letters(self)

    @cached_property
    def replies(self) -> Replies:
        """Predefined replies."""
        from helpdesk_tui.store.rooms.replies import Replies

        return Replies(self)

    @cached_property
    def outbox(self) -> OutboxRoom:
        """Outgoing mail."""
        from helpdesk_tui.store.rooms.outbox import OutboxRoom

        return OutboxRoom(self)

    @cached_property
    def mass(self) -> MassRoom:
        """Mass messages."""
        from helpdesk_tui.store.rooms.mass import MassRoom

        return MassRoom(self)

    @cached_property
    def desk(self) -> DeskRoom:
        """The desk's own row, settings, idempotency keys and leases."""
        from helpdesk_tui.store.rooms.desk import DeskRoom

        return DeskRoom(self)

    @cached_property
    def journal(self) -> Journal:
        """What the acting member of staff does, so that it can be taken back."""
        from helpdesk_tui.store.rooms.journal import Journal

        return Journal(self)

    @cached_property
    def bulk(self) -> Bulk:
        """Ready-made tickets, for demonstrations."""
        from helpdesk_tui.store.rooms.bulk import Bulk

        return Bulk(self)

    def standing(self, what: str, read: Callable[[], T]) -> T:
        """What seldom changes, as `read` finds it: once a transaction, and on SQLite once until somebody writes.

        Whoever changes it says so with `changed_standing`.
        """
        if self._standing is None:
            self._standing = self.store.dialect.standing(self.connection)
        if what not in self._standing:
            self._standing[what] = read()
        found: T = self._standing[what]
        return found

    def changed_standing(self) -> None:
        """Forget what seldom changes: this transaction changed some of it."""
        self._standing, self._standing_changed = {}, True

    def _keep_standing(self) -> None:
        if self._standing is not None and not self._standing_changed:
            self.store.dialect.keep_standing(self.connection, self._standing)

    @contextmanager
    def as_program(self) -> Iterator[None]:
        """What is done within reaches what the program itself does; the actor stays on record."""
        scope, self.scope = self.scope, SYSTEM_SCOPE
        try:
            yield
        finally:
            self.scope = scope

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """What is done within is taken back at the end: to see what the program itself would do."""
        before, scope = len(self._changes), self.scope
        kept = self.connection.begin_nested()
        self.trying, self.scope = True, SYSTEM_SCOPE
        try:
            yield
        finally:
            self.trying, self.scope = False, scope
            kept.rollback()
            del self._changes[before:]
            if self._standing_changed:
                self._standing = {}

    def record(
        self,
        field: str,
        before: object = "",
        after: object = "",
        *,
        ticket: int | None = None,
        client: int | None = None,
        reason: str = "",
        whole: bool = False,
        document: str | None = None,
    ) -> None:
        """Remember a change; it becomes an event at the commit. What was there `before` is kept `whole` on demand."""
        kept = str(before) if whole else word(before)
        self._changes.append(Change(ticket, client, field, kept, word(after), reason, document))

    def tell(self) -> None:
        """Wake the listeners at the commit, though nothing goes on record: something passing is otherwise now."""
        self._telling = True

    @property
    def changed(self) -> bool:
        """Whether anything was recorded that others should see."""
        return bool(self._changes)

    def finish(self) -> int:
        """Write the events under the next change number and tell the listeners; the number, 0 without changes.

        The number is taken last and its row stays locked until the commit, so numbers are visible in their order.
        """
        if not self._changes:
            if self._telling:
                self.store.dialect.notify(self.connection)
            self._keep_standing()
            return 0
        number: int = _bump.scalar(self.connection)
        _insert_event.run_each(self.connection, [self._event(change, number) for change in self._changes])
        self.journal.write(number)
        self.store.dialect.notify(self.connection)
        self._keep_standing()
        return number

    def record_refusal(self, code: str, target: str) -> None:
        """Write down that a right was refused, and for what; no change that anybody would have to look at again."""
        refused = Change(None, None, "refused", "", word(target), code)
        _insert_event.run(self.connection, self._event(refused, self.change_number()))

    def _event(self, change: Change, number: int) -> dict[str, Any]:
        return event_row(change, number, self.now, self.actor, self.action)

    def change_number(self) -> int:
        """The desk's change number as this transaction sees it."""
        found: int = _number.scalar(self.connection)
        return found
