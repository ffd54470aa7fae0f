"""Whether the accounts are what was posted to them (rule 25): hash chains, sums, lots, and what was taken back.

Every entry is read again and hashed. Nothing here is mended: what is wrong was written by something else than this
program, and a backup says what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from helpdesk_tui.rules.ledger import Lot, opened
from helpdesk_tui.rules.ledger_check import faults
from helpdesk_tui.rules.moving import unpaired
from helpdesk_tui.store.rooms.ledger_rows import entry_of, standing_of
from helpdesk_tui.store.tables import desk
from helpdesk_tui.store.tables import ledger as tables
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.vocab import EntryKind

_account = table(tables.Account)
_entry = table(tables.Entry)
_lot = table(tables.Lot)
_desk = table(desk.Desk)
_entries = (
    select(_entry, _lot.c.starts, _lot.c.ends, _lot.c.number)
    .join_from(_entry, _lot, (_lot.c.id == _entry.c.lot) & (_lot.c.account == _entry.c.account), isouter=True)
    .order_by(_entry.c.seq)
)
_TRIGGERS_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_TRIGGERS_POSTGRES = """SELECT tgname::text FROM pg_trigger
WHERE tgrelid IN ('entry'::regclass, 'lot'::regclass) AND tgenabled IN ('O', 'A')"""

# Who was granted what, also for a column alone, and what the desk's own role has by another way (`pg_write_all_data`).
# A superuser has every right, whatever is granted; triggers bind them too.
_RIGHTS = """SELECT kind.relname::text, given.privilege_type, coalesce(role.rolname::text, 'PUBLIC')
FROM pg_class kind CROSS JOIN LATERAL aclexplode(coalesce(kind.relacl, acldefault('r', kind.relowner))) given
LEFT JOIN pg_roles role ON role.oid = given.grantee
WHERE kind.oid IN ('entry'::regclass, 'lot'::regclass) AND given.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
UNION SELECT kind.relname::text, given.privilege_type, coalesce(role.rolname::text, 'PUBLIC')
FROM pg_class kind JOIN pg_attribute field ON field.attrelid = kind.oid
CROSS JOIN LATERAL aclexplode(field.attacl) given
LEFT JOIN pg_roles role ON role.oid = given.grantee
WHERE kind.oid IN ('entry'::regclass, 'lot'::regclass) AND given.privilege_type = 'UPDATE'
UNION SELECT kind.relname::text, one.name, CURRENT_USER::text
FROM pg_class kind CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) one (name)
WHERE kind.oid IN ('entry'::regclass, 'lot'::regclass) AND has_table_privilege(kind.oid, one.name)
AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER)
ORDER BY 1, 2, 3"""


def wrong_accounts(connection: Connection, day: date) -> Iterator[tuple[int, str]]:
    """Number and first fault of each account that is not what was posted; `day` is today, in UTC."""
    told = set()
    for row in connection.execute(select(_account).order_by(_account.c.id)).all():
        lots = connection.execute(select(_lot).where(_lot.c.account == row.id))
        known = {lot.id: Lot(lot.id, lot.starts, lot.ends, lot.number) for lot in lots}
        found = connection.execute(_entries.where(_entry.c.account == row.id)).all()
        adrift = [one.seq for one in found if one.lot is not None and one.lot not in known]
        if adrift:
            told.add(row.id)
            yield row.id, f"entry {adrift[0]} is of a lot that is not there"
            continue
        begun = opened(row.id, row.currency, row.opened)
        wrong = faults(begun, (entry_of(one) for one in found), standing_of(row), known, row.currency)
        if wrong:
            told.add(row.id)
            yield row.id, wrong[0]
    yield from ((number, said) for number, said in _half_moved(connection, day) if number not in told)


def _half_moved(connection: Connection, day: date) -> Iterator[tuple[int, str]]:
    """Incidents that left an account and did not come to another one, or are on one that can only be read."""
    asked = _entries.add_columns(_entry.c.account).where(_entry.c.kind == EntryKind.MOVED.value).order_by(None)
    moved = connection.execute(asked.order_by(_entry.c.id)).all()
    for account, cause in unpaired((row.account, entry_of(row)) for row in moved):
        yield account, f"incidents moved from or to it ({cause}) and to or from no other account"
    old = (_account.c.currency != select(_desk.c.currency).scalar_subquery()) & _account.c.client.is_not(None)
    # What lapsed before the change stayed; on no desk's date that can be a lot that ends after today in UTC.
    open_ = (
        select(_lot.c.account)
        .join_from(_lot, _entry, (_entry.c.lot == _lot.c.id) & (_entry.c.account == _lot.c.account))
        .where(_lot.c.ends > day)
        .group_by(_lot.c.id, _lot.c.account)
        .having(func.sum(_entry.c.amount) != 0)
    )
    left = or_(_account.c.pool != 0, _account.c.id.in_(open_))
    for number in connection.execute(select(_account.c.id).where(old, left).order_by(_account.c.id)).scalars():
        yield number, "it is in an earlier currency of the provider and has incidents"


def missing_guards(connection: Connection) -> list[str]:
    """The triggers that refuse changes of entries and lots, and are not there or switched off."""
    postgres = connection.dialect.name == "postgresql"
    asked = _TRIGGERS_POSTGRES if postgres else _TRIGGERS_SQLITE
    there = set(connection.exec_driver_sql(asked).scalars())
    kinds = ("unchanged", "kept") if postgres else ("unchanged", "kept", "not_replaced")
    return [name for name in (f"{of}_{kind}" for of in ("entry", "lot") for kind in kinds) if name not in there]


def needless_rights(connection: Connection) -> list[tuple[str, str, str]]:
    """Table, right and role of each right on PostgreSQL to change or remove what was posted, which nobody needs."""
    if connection.dialect.name != "postgresql":
        return []
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(_RIGHTS)]


def counted(connection: Connection) -> tuple[int, int]:
    """How many accounts and entries there are."""
    accounts, entries = (
        int(connection.execute(select(func.count()).select_from(where)).scalar_one()) for where in (_account, _entry)
    )
    return accounts, entries
