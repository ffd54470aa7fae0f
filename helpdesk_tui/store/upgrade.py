"""Creating and upgrading a desk (CLI: init; rule 30): one transaction, under an exclusive lock, safe to repeat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.store import SCHEMA
from helpdesk_tui.store.engine import Store


def upgrade(store: Store) -> bool:
    """Bring the database to this program's schema; whether anything was done.

    An older desk on SQLite is copied first, while nobody else can write, to `NAME.schema-NUMBER` beside it. Raises
    UnusableData when the database is newer, damaged, or holds something that is not a desk.
    """
    if not store.dialect.exists(store.where):
        store.dialect.create(store.where)
    with store.write() as connection:
        store.dialect.lock_schema(connection)
        found = _found(store, connection)
        if found is not None and found != SCHEMA:
            store.dialect.keep_copy(store.where, found)
        if found != SCHEMA:
            _run(connection)
    store.check()
    return found != SCHEMA


def _found(store: Store, connection: Connection) -> str | None:
    """The schema's number inside the lock; refuses databases of others."""
    from sqlalchemy import inspect

    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and "desk" in tables:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found is not None and found > SCHEMA:
            store.check()
        return found
    if tables:
        raise UnusableData(f"{store.name} holds another program's tables; choose an empty database.", code="not_a_desk")
    return None


def _run(connection: Connection) -> None:
    """Run Alembic on this very connection, so that DDL and data stand or fall together."""
    from alembic import command

    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Any:
    """Alembic's configuration on a connection; also for `check` in the tests."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
