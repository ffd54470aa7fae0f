"""The desk's own row, provider settings, idempotency keys and leases, in a write transaction."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.provider import default
from helpdesk_tui.store import search
from helpdesk_tui.store.statements import Statement
from helpdesk_tui.store.tables import desk as tables
from helpdesk_tui.store.tables import rates
from helpdesk_tui.store.tables.base import table

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_desk = table(tables.Desk)
_event = table(tables.Event)
_setting = table(tables.Setting)
_once = table(tables.Once)
_lease = table(tables.Lease)
_known = table(rates.Currency)
_CURRENCY_SET = "setting currency"
_lasting = Statement(select(_desk.c.name, _desk.c.secret))
_currency = Statement(select(_desk.c.currency))
_all_settings = Statement(select(_setting.c.name, _setting.c.value))


class DeskRoom:
    """The desk as a whole."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._kept = False
        self._left = ""
        """The currency that the provider leaves in this transaction."""

    def found(self) -> bool:
        """Whether the desk's row is there."""
        return self._tx.connection.execute(select(_desk.c.id)).first() is not None

    def make(self, name: str, currency: str) -> None:
        """Write the desk's row, with the secret that signs our Message-IDs (rule 15)."""
        values = {
            "id": 1,
            "name": name,
            "currency": currency,
            "secret": secrets.token_hex(32),
            "change": 0,
            "created": self._tx.now,
            "worker": "",
        }
        self._tx.connection.execute(insert(_desk).values(values))
        # Tables whose desk is gone may know it already.
        self._tx.connection.execute(delete(_known).where(_known.c.code == currency))
        self._tx.connection.execute(insert(_known).values(code=currency, active=True))
        self._tx.record("desk", "", name)

    def touch(self) -> None:
        """Write what stands there, so that the transaction is one."""
        self._tx.connection.execute(update(_desk).values(change=_desk.c.change))

    def secret(self) -> str:
        """The secret that signs Message-IDs."""
        return str(self._row().secret)

    def name(self) -> str:
        """The desk's name: the one of the configuration, else its own."""
        return self._tx.rules.desk_name or str(self._row().name)

    def _row(self) -> Any:
        """What of the desk's row never changes once it is made."""
        return self._tx.standing("desk", lambda: _lasting.first(self._tx.connection))

    def currency(self) -> str:
        """The provider's currency, three letters; nobody changes it until the transaction ends."""
        return self._tx.standing("currency", self._read_currency)

    def _read_currency(self) -> str:
        self.keep_settings()
        return str(_currency.scalar(self._tx.connection))

    def change_currency(self, code: str) -> None:
        """Let the provider have another currency; whoever asks has `keep_settings(change=True)`."""
        before = self.currency()
        self._tx.connection.execute(update(_desk).values(currency=code))
        self._tx.changed_standing()
        self._tx.record(_CURRENCY_SET, before, code)
        self._left = before

    def earlier_currencies(self) -> tuple[str, ...]:
        """Those that the provider had before the present one, as the history has them, the latest first."""
        # Neither of a ticket nor of a client: the walk of an index there passes only what was set up.
        of_desk = _event.c.ticket.is_(None), _event.c.client.is_(None), _event.c.field == _CURRENCY_SET
        asked = select(_event.c.before).where(*of_desk).order_by(_event.c.id.desc())
        run = self._tx.connection.execute
        written = self._tx.standing("earlier currencies", lambda: tuple(run(asked).scalars()))
        # The change that goes on is written down at its end.
        return (self._left, *written) if self._left else written

    def setting(self, name: str) -> str:
        """A provider setting; its default where it was never set."""
        return self._tx.standing("settings", self._all_settings).get(name, default(name))

    def _all_settings(self) -> dict[str, str]:
        self.keep_settings()
        return {row.name: row.value for row in _all_settings.rows(self._tx.connection)}

    def keep_settings(self, *, change: bool = False) -> None:
        """Let nobody change a setting until the transaction ends; who is about to `change` one waits for all others.

        Asked before a ticket is locked, so that everybody locks in the same order.
        """
        if self._tx.store.is_postgres and (change or not self._kept):
            asked = select(_desk.c.id)
            lock = asked.with_for_update() if change else asked.with_for_update(read=True, key_share=True)
            self._tx.connection.execute(lock)
            self._kept = True

    def switch(self, name: str) -> bool:
        """A provider setting that is on or off."""
        return self.setting(name) == "on"

    def set(self, name: str, value: str) -> None:
        """Change a provider setting."""
        before = self.setting(name)
        done = self._tx.connection.execute(update(_setting).where(_setting.c.name == name).values(value=value))
        if done.rowcount == 0:
            self._tx.connection.execute(insert(_setting).values(name=name, value=value))
        self._tx.changed_standing()
        if before != value:
            self._tx.record(f"setting {name}", before, value)

    def answered(self, key: str, fingerprint: str) -> str | None:
        """The answer given earlier under this idempotency key, None for a new key (rule 22).

        Raises Refused `key_reused` when the key came with other content before.
        """
        row = self._tx.connection.execute(select(_once).where(_once.c.key == key)).first()
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise Refused("This key was used for something else already; nothing was done.", code="key_reused")
        return str(row.answer)

    def remember(self, key: str, fingerprint: str, answer: str) -> None:
        """Keep the answer given under an idempotency key."""
        values = {"key": key, "fingerprint": fingerprint, "answer": answer, "at": self._tx.now}
        self._tx.connection.execute(insert(_once).values(values))

    def lease(self, name: str, owner: str, seconds: float, dead: str = "") -> str | None:
        """Take or renew a lease (rule 8): None when `owner` has it now, else who has it.

        `dead` names an owner that is known to be gone, whose lease is void at once.
        """
        now = self._tx.lease_now
        until = now + timedelta(seconds=seconds)
        row = self._tx.connection.execute(select(_lease).where(_lease.c.name == name).with_for_update()).first()
        if row is None:
            self._tx.connection.execute(insert(_lease).values(name=name, owner=owner, until=until))
            return None
        # A lease that ends far in the future was given by a clock that was put back since (rule 32).
        expired = row.until <= now or row.until > now + timedelta(days=1)
        if row.owner != owner and not expired and row.owner != dead:
            return str(row.owner)
        self._tx.connection.execute(update(_lease).where(_lease.c.name == name).values(owner=owner, until=until))
        return None

    def keep_leases(self, owners: tuple[str, ...], seconds: float) -> None:
        """Renew what these owners have; what was given back or lost meanwhile is not theirs any more."""
        until = self._tx.lease_now + timedelta(seconds=seconds)
        self._tx.connection.execute(update(_lease).where(_lease.c.owner.in_(owners)).values(until=until))

    def release_lease(self, name: str, owner: str) -> None:
        """Give a lease back."""
        self._tx.connection.execute(delete(_lease).where(_lease.c.name == name, _lease.c.owner == owner))

    def tend_search(self) -> None:
        """Do some of what the search index has to merge (`store.search`)."""
        search.tend(self._tx.connection)

    def heartbeat(self, worker: str) -> None:
        """Note that the worker is alive; no event."""
        self._tx.connection.execute(update(_desk).values(worker_seen=self._tx.now, worker=worker))
