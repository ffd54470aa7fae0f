"""The one door: everything that changes a desk is `perform`, everything that is asked is `read`.

This is the only module that opens the store. An act runs in one short write transaction: it is refused, or all of it
is there. Screens, mail, worker and command line get a `Desk` handed in and never see what is behind it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from helpdesk_tui import questions as q
from helpdesk_tui.clock import Clock, SystemClock
from helpdesk_tui.config import Settings
from helpdesk_tui.desk.actions.area import LogInAsClient
from helpdesk_tui.desk.actions.base import Act, Who, not_allowed
from helpdesk_tui.desk.actions.setup import MakeDesk
from helpdesk_tui.desk.readers import READERS, may_ask
from helpdesk_tui.desk.registry import ACTS
from helpdesk_tui.errors import DeskError, NotFound, Refused, TryLater
from helpdesk_tui.packing import Packed, pack_all
from helpdesk_tui.rules.access import NOBODY, SYSTEM_SCOPE, Scope
from helpdesk_tui.store.engine import Store, Watch
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.rooms.people import staff_scope
from helpdesk_tui.store.tx import SendRules, Tx
from helpdesk_tui.views import Finding
from helpdesk_tui.vocab import SYSTEM, Actor, ActorKind

R = TypeVar("R")
V = TypeVar("V")

_TRIES = 3
_RIGHTS = ("not_allowed", "not_found")
"""Refusals that may be somebody reaching for what is not theirs."""
_TARGETS = (
    "number",
    "abuse",
    "expense",
    "payment",
    "order",
    "payer",
    "discount",
    "tax_rule",
    "exchange_rate",
    "currency",
    "mail",
    "client",
    "gateway",
    "reply",
    "department",
    "login",
    "setting",
)
"""Fields of acts that say what is acted on, the most exact first."""


class _TakenBack(Exception):
    """Ends a transaction that was only to show what an act would do."""


class Desk:
    """A desk, as one actor sees it. Threads may share it; `acting_as` gives the same desk to another actor."""

    def __init__(
        self, store: Store, actor: Actor = SYSTEM, clock: Clock | None = None, rules: SendRules | None = None
    ) -> None:
        self._store = store
        self.actor = actor
        self.clock: Clock = clock or SystemClock()
        self._rules = rules or SendRules()

    def acting_as(self, actor: Actor) -> Desk:
        """The same desk for another actor."""
        return Desk(self._store, actor, self.clock, self._rules)

    def staff(self, login: str) -> Desk:
        """The same desk for a member of staff; raises NotFound for an unknown or inactive login."""
        found = next((s for s in self.acting_as(SYSTEM).read(q.ReadStaff()) if s.login == login), None)
        if found is None:
            raise NotFound(f"Staff member {login}")
        return self.acting_as(Actor(ActorKind.STAFF, found.id, found.login))

    def as_client(self, client: str) -> Desk:
        """The same desk for a client by address or `#id`, with a member of staff behind it (CL16); on record.

        Raises NotFound, and Refused for whoever is no member of staff.
        """
        number, email = self.perform(LogInAsClient(client))
        return self.acting_as(Actor(ActorKind.CLIENT, number, email, self.actor))

    @property
    def name(self) -> str:
        """The database's name for people."""
        return self._store.name

    def perform(self, act: Act[R], packed: Mapping[bytes, Packed] | None = None, *, lasting: bool = True) -> R:
        """Do it, in one write transaction; raises Refused, or what went wrong with the database.

        With an idempotency key the same act again answers as before and changes nothing (rule 22). `packed` is what
        `packing` made of the act's contents, where somebody had the time for that before. What is not `lasting` may be
        undone by a power cut until the next act that is: nobody outside is told of it before.
        """
        if type(act) not in ACTS:
            raise TypeError(f"{type(act).__name__} is not in the registry of acts")
        try:
            return self._tried(act, pack_all(act.contents()) if packed is None else packed, lasting)
        except DeskError as refusal:
            if refusal.code in _RIGHTS and self.actor.kind is not ActorKind.SYSTEM:
                self._note_refusal(act, refusal.code)
            elif refusal.code == act.leaves:
                self._leave(act)
            raise

    @contextmanager
    def together(self) -> Iterator[Desk]:
        """Several acts in one write transaction: those performed on the desk that is handed out.

        Each is refused, or all of it is there, as ever; at the end all are on the disk, or none if an error left the
        context. Everybody else waits meanwhile, so it is for acts that are quick and ready.
        """
        with self._store.together() as store:
            yield Desk(store, self.actor, self.clock, self._rules)

    def _tried(self, act: Act[R], packed: Mapping[bytes, Packed], lasting: bool) -> R:
        """Perform it, again where another transaction was in the way."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._perform(act, packed, lasting)
            except TryLater as failure:
                # A deadlock or serialization failure of PostgreSQL; a lock was waited for long enough already.
                if attempt == _TRIES or failure.code != "conflict":
                    raise
            except IntegrityError as failure:
                # Somebody stored the same thing, or removed what it points at, between our look and our write.
                if attempt == _TRIES:
                    raise self._store.contradicted(failure) from failure
            except Refused:
                # What refuses it may be its own work: the same key was at it when we looked, and is done by now.
                if not self._is_done(act):
                    raise
                return self._perform(act, packed, lasting)
        raise AssertionError("unreachable")

    def _is_done(self, act: Act[Any]) -> bool:
        """Whether the act's idempotency key has been answered; raises Refused `key_reused` for other content."""
        key = getattr(act, "key", "")
        if not key:
            return False
        with self._store.write() as connection:
            tx = Tx(self._store, connection, self.clock, self.actor, NOBODY, act.name, self._rules)
            return tx.desk.answered(key, _fingerprint(act, self.actor)) is not None

    def foreseen(self, act: Act[R]) -> R:
        """What the act would answer now: it is performed and taken back. Raises Refused as `perform` does."""
        answers: list[R] = []
        with suppress(_TakenBack), self._store.write() as connection:
            scope = self._scope(connection)
            _allow(act, scope)
            packed = pack_all(act.contents())
            tx = Tx(self._store, connection, self.clock, self.actor, scope, act.name, self._rules, packed)
            answers.append(act.apply(tx))
            raise _TakenBack
        return answers[0]

    def refusal(self, act: Act[Any]) -> str:
        """Why an act would be refused now, in a sentence; empty when it would not."""
        try:
            self.foreseen(act)
        except Refused as refused:
            return refused.sentence
        return ""

    def read(self, question: q.Read[V]) -> V:
        """Answer a question in the actor's scope; raises NotFound."""
        reader = READERS[type(question)]
        with self._store.read() as connection:
            scope = self._scope(connection)
            may_ask(scope, type(question))
            now, told, rules = self.clock.now(), self._lease_now(connection), self._rules
            asking = Asking(connection, scope, now, self._store.name, told, rules.sender, rules.zone, rules.desk_name)
            answer: V = reader(asking, question)
            return answer

    def scope(self) -> Scope:
        """What the actor may reach now."""
        with self._store.read() as connection:
            return self._scope(connection)

    def watch(self) -> Watch:
        """A watch on the commits of other processes, kept by the caller."""
        return self._store.watch()

    def close(self) -> None:
        """Close the database's connections."""
        self._store.close()

    def _note_refusal(self, act: Act[Any], code: str) -> None:
        """Put a refused right on record (rule 35): alike whether the thing is there or not, so that nobody learns."""
        target = next((str(getattr(act, name)) for name in _TARGETS if hasattr(act, name)), "")
        # Somebody who may not is refused in any case; a database that is gone now says so at the next act.
        with suppress(DeskError), self._store.write() as connection:
            tx = Tx(self._store, connection, self.clock, self.actor, NOBODY, act.name, self._rules)
            tx.record_refusal(code, target)

    def _leave(self, act: Act[Any]) -> None:
        """Do what stays of a refused act, whose own transaction is gone; the refusal is what is told in any case."""
        with suppress(DeskError, IntegrityError), self._store.write() as connection:
            scope = self._scope(connection)
            _allow(act, scope)
            tx = Tx(self._store, connection, self.clock, self.actor, scope, act.name, self._rules)
            act.leave(tx)
            tx.finish()

    def _perform(self, act: Act[R], packed: Mapping[bytes, Packed], lasting: bool) -> R:
        with self._store.write(lasting=lasting) as connection:
            scope = self._scope(connection, kept=True)
            _allow(act, scope)
            tx = Tx(self._store, connection, self.clock, self.actor, scope, act.name, self._rules, packed)
            key = getattr(act, "key", "")
            fingerprint = _fingerprint(act, self.actor) if key else ""
            if key:
                earlier = tx.desk.answered(key, fingerprint)
                if earlier is not None:
                    answer: R = json.loads(earlier)
                    return answer
            answer = act.apply(tx)
            tx.journal.enter(act.done(tx) if tx.changed else "")
            if key:
                tx.desk.remember(key, fingerprint, json.dumps(answer))
            tx.finish()
            return answer

    def _scope(self, connection: Any, *, kept: bool = False) -> Scope:
        if self.actor.kind is ActorKind.SYSTEM:
            return SYSTEM_SCOPE
        if self.actor.kind is ActorKind.STAFF and self.actor.id is not None:
            return staff_scope(connection, self.actor.id, kept=kept) or NOBODY
        if self.actor.by is None:
            return Scope(client_id=self.actor.id, name=self.actor.name)
        behind = staff_scope(connection, self.actor.by.id or 0, kept=kept)
        return NOBODY if behind is None else Scope(client_id=self.actor.id, name=self.actor.name, behind=behind)

    def _lease_now(self, connection: Any) -> Callable[[], datetime]:
        def told() -> datetime:
            found: datetime = self._store.dialect.lease_now(connection, self.clock)
            return found

        return told


def open_desk(where: str, clock: Clock | None = None, rules: SendRules | None = None, durable: bool = True) -> Desk:
    """The desk in this database, acting as the program itself.

    Raises UnusableData when it is no desk, damaged, older or newer, StorageFailed when it cannot be read.
    """
    store = Store(where, durable)
    try:
        store.check()
        store.check_row()
    except BaseException:
        store.close()
        raise
    return Desk(store, SYSTEM, clock, rules)


def open_for(settings: Settings, durable: bool = True) -> Desk:
    """The desk that the configuration names, with its clock and what it says about sending and intake."""
    rules = SendRules(
        settings.desk.name, settings.smtp.sender, settings.send.undo_seconds, settings.intake.messages_per_hour,
        settings.intake.messages_per_hour_client, settings.desk.zone,
    )  # fmt: skip
    return open_desk(settings.database, settings.clock(), rules, durable)


def make_desk(where: str, act: MakeDesk, clock: Clock | None = None, durable: bool = True) -> bool:
    """Create or upgrade the desk in this database and its first administrator; whether anything was done."""
    from helpdesk_tui.store.upgrade import upgrade

    act.check()
    store = Store(where, durable)
    try:
        upgraded = upgrade(store)
        return Desk(store, SYSTEM, clock).perform(act) or upgraded
    finally:
        store.close()


def diagnose(where: str, fix: bool = False, clock: Clock | None = None) -> tuple[Finding, ...]:
    """What is wrong with the desk in this database, thing by thing; with `fix`, after mending what can be mended.

    Raises UnusableData when it is no desk, damaged, older or newer, StorageFailed when it cannot be read.
    """
    from helpdesk_tui.store.doctor import examine

    store = Store(where)
    try:
        store.check()
        return examine(store, fix=fix, now=(clock or SystemClock()).now())
    finally:
        store.close()


def _allow(act: Act[Any], scope: Scope) -> None:
    """Who may perform an act at all; the department rule is asked where the ticket is loaded."""
    staff = scope.system or scope.staff_id is not None
    allowed = {
        Who.SYSTEM: scope.system,
        Who.ADMIN: scope.everything,
        Who.STAFF: staff,
        Who.CLIENT: staff or scope.client_id is not None,
        Who.THEMSELVES: scope.client_id is not None,
    }[act.who]
    if not allowed:
        raise not_allowed(type(act))


def _fingerprint(act: Act[Any], actor: Actor) -> str:
    """A hash of everything the act would do, for whom."""
    parts = [act.name, actor.kind.value, str(actor.id)]
    parts += [f"{f.name}={getattr(act, f.name)!r}" for f in fields(act) if f.compare and f.name != "key"]  # type: ignore[arg-type]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
