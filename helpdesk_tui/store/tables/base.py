"""What all tables share: names of constraints, the type of times and numbers, the way to a Core table.

Tables are SQLModel classes, so each column has a type and a place to be documented; statements are Core
statements built on `table(Class)`, because a short transaction through the unit of work costs three times as
much (docs/adr/0001-tables-and-statements.md).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BigInt = BigInteger().with_variant(Integer(), "sqlite")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def _milliseconds(value: datetime | None) -> int | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a time zone cannot be stored")
    return (value - _EPOCH) // _MILLISECOND


def _storable(value: str | None) -> str | None:
    if value is None or (value.isascii() and "\0" not in value):
        return value
    return _UNSTORABLE.sub("\ufffd", value)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time in UTC, kept as milliseconds since 1970: the same number, order and index on both databases.

    Naive times are refused; they come from a forgotten time zone, never from a clock of ours.
    """

    impl = BigInt
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To milliseconds."""
        return _milliseconds(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same without SQLAlchemy's calls around it: every value of every statement comes by here."""
        return _milliseconds

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From milliseconds."""
        return None if value is None else _EPOCH + value * _MILLISECOND


class Storable(TypeDecorator[str]):
    """Text of any length. NUL, which PostgreSQL refuses, and halves of surrogate pairs, which neither database can
    encode, become U+FFFD: they come from a terminal or an argument, never from mail, whose original is kept whole.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To text that both databases take."""
        return _storable(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same without SQLAlchemy's calls around it."""
        return _storable


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of strings in one column, as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """To JSON."""
        return json.dumps(list(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """From JSON."""
        return tuple(json.loads(value)) if value else ()


def key() -> Any:
    """A numbered primary key."""
    return Field(default=None, primary_key=True, sa_type=BigInt)


def to(target: str, *, null: bool = False, index: bool = False) -> Any:
    """A reference to another table's column (`ticket.id`)."""
    if null:
        return Field(default=None, foreign_key=target, index=index, sa_type=BigInt)
    return Field(foreign_key=target, index=index, sa_type=BigInt)


def moment(*, null: bool = False) -> Any:
    """A time in UTC."""
    return Field(default=None, sa_type=UTCDateTime) if null else Field(sa_type=UTCDateTime)


def prose(default: str = "") -> Any:
    """Text of any length."""
    return Field(default=default, sa_type=Text)


def words() -> Any:
    """A short list of strings."""
    return Field(default=(), sa_type=Words)


def table(model: type[SQLModel]) -> Table:
    """The Core table of a SQLModel class, its text columns fit for any text."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    for column in found.columns:
        # `str` fields of SQLModel have a type of their own; a length is checked by the migrations' columns.
        if isinstance(column.type, (AutoString, Text)):
            column.type = Storable()
    return found
