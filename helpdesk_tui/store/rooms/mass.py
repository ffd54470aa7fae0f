"""Mass messages, and the clients they go to, in a write transaction (MO2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, insert, select
from sqlalchemy.engine import Connection

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.letter_kinds import LetterText
from helpdesk_tui.rules.mass_messages import Addressee, reason_against
from helpdesk_tui.store.tables import clients, mail
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import OutboxState

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx

_client = table(clients.Client)
_user = table(clients.ClientUser)
_outbox = table(mail.Outbox)
_mass = table(mail.MassMessage)


class MassRoom:
    """Mass messages by their key."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def begin(self, key: str, department: int, message: LetterText) -> int:
        """The number of the message that is sent under this key, from now on or already.

        Whoever sends it too waits until the transaction ends. Raises Refused `key_reused` where the key is that of
        another message.
        """
        said = {"department": department, "subject": message.subject, "text": message.text}
        row = self._tx.connection.execute(select(_mass).where(_mass.c.key == key).with_for_update()).first()
        if row is None:
            values = said | {"key": key, "staff": self._tx.scope.staff_id, "at": self._tx.now}
            made = self._tx.connection.execute(insert(_mass).values(values))
            number: int = made.inserted_primary_key[0]  # type: ignore[index]
            self._tx.record("mass message", "", f"{number} {message.subject}")
            return number
        if {name: getattr(row, name) for name in said} != said:
            raise Refused("This key was used for another message already; nothing was sent.", code="key_reused")
        return int(row.id)

    def addressees(self, numbers: Collection[int], message: int, own: Collection[str]) -> list[Addressee]:
        """These clients, those that are there still, by their number."""
        found = addressees(self._tx.connection, [_client.c.id.in_(numbers)], message, own)
        return sorted(found, key=lambda one: one.client)


def addressees(
    connection: Connection, which: Sequence[ColumnElement[bool]], message: int | None, own: Collection[str]
) -> list[Addressee]:
    """The clients that meet these conditions, by name, and who of them gets a message and why not.

    `message` is the number of one that went to some of them already, `own` are the desk's addresses.
    """
    run = connection.execute
    rows = run(select(_client).where(*which).order_by(_client.c.name, _client.c.id)).all()
    theirs = _user.c.client.in_(select(_client.c.id).where(*which)) & _user.c.active
    people: dict[int, Any] = {}
    for user in run(select(_user).where(theirs).order_by(_user.c.main.desc(), _user.c.id)):
        people.setdefault(user.client, user)
    came_back = _came_back(connection)
    had = frozenset(run(select(_outbox.c.client).where(_outbox.c.mass == message)).scalars()) if message else ()
    found: list[Addressee] = []
    for row in rows:
        person = people.get(row.id)
        address = "" if person is None else person.email
        against = reason_against(
            address, active=row.active, unwanted=row.no_mass, own=own, came_back=came_back, had=row.id in had
        )
        found.append(Addressee(row.id, row.name, "" if person is None else person.name, address, against))
    return found


def message_under(connection: Connection, key: str) -> int | None:
    """The number of the message that went out under a key, None for a new one."""
    found: int | None = connection.execute(select(_mass.c.id).where(_mass.c.key == key)).scalar()
    return found


def _came_back(connection: Connection) -> frozenset[str]:
    """The addresses whose last email failed: nothing was delivered there since, and nobody gave the email up."""
    later = _outbox.alias()
    since = (later.c.to_addresses == _outbox.c.to_addresses) & (later.c.id > _outbox.c.id)
    asked = select(_outbox.c.to_addresses).where(
        _outbox.c.state == OutboxState.FAILED.value, _outbox.c.dropped.is_(None),
        ~exists().where(since, later.c.state == OutboxState.SENT.value),
    )  # fmt: skip
    return frozenset(to[0] for to in connection.execute(asked).scalars() if len(to) == 1)
