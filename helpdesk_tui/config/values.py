"""What the values of the configuration file may be: each reader gives the value or a ValueError with the reason."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Reader = Callable[[object], Any]

E = TypeVar("E", bound=enum.StrEnum)

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?", re.ASCII
)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_ACTION = re.compile(r"[a-z][a-z0-9_.-]*", re.ASCII)

# In a terminal these are the same bytes as the key named; bound, they would take that key away.
_SAME_BYTES = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape", "ctrl+j": "a line feed"}


def key(default: object, read: Reader, name: str = "") -> Any:
    """A field that a key of the file sets; `name` is the key where Python cannot have it as a field's name."""
    return dataclasses.field(default=default, metadata={"read": read, "name": name})


def text(most: int = 500) -> Reader:
    """A text in one line."""

    def read(value: object) -> str:
        if not isinstance(value, str) or len(value) > most or _CONTROL.search(value):
            raise ValueError(f"has to be a text in one line, at most {most} characters")
        return value

    return read


def whole(low: int, high: int) -> Reader:
    """A whole number, both ends included."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"has to be a whole number from {low} to {high}")
        return value

    return read


def one_of(kind: type[E]) -> Reader:
    """One of the words of an enumeration."""

    def read(value: object) -> E:
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        raise ValueError(f"has to be one of {', '.join(kind)}")

    return read


def some_of(known: Iterable[str]) -> Reader:
    """An array of known words, in their order; it may be empty."""
    words = tuple(known)

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise ValueError(f"has to be an array of {', '.join(words)}")
        for word in value:
            if word not in words:
                near = nearest(str(word), words)
                raise ValueError(
                    f"does not know {word!r}"
                    + (f"; did you mean {near}?" if near else f"; it knows {', '.join(words)}")
                )
        return tuple(dict.fromkeys(value))

    return read


def flag(value: object) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")
    return value


def zone_name(value: object) -> str:
    """The name of a time zone that exists."""
    import zoneinfo

    name = text()(value)
    if name == "UTC":
        return "UTC"
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, zoneinfo.available_timezones())
        raise ValueError(
            "has to be a time zone like Europe/Berlin" + (f"; did you mean {near}?" if near else "")
        ) from None
    return str(name)


def address(value: object) -> str:
    """An email address without a name, its domain in ASCII; or nothing."""
    found = text()(value)
    if found and not _ADDRESS.fullmatch(found):
        raise ValueError("has to be an email address like support@acme.example")
    return str(found)


def variable(value: object) -> str:
    """The name of an environment variable, or nothing."""
    found = text()(value)
    if found and not _VARIABLE.fullmatch(found):
        raise ValueError("has to be the name of an environment variable")
    return str(found)


def host(value: object) -> str:
    """A host name or an IP address."""
    found = text(253)(value)
    if not found or re.search(r"[\s/@]", found):
        raise ValueError("has to be a host name or an IP address")
    return str(found)


def command(value: object) -> str:
    """A program and its arguments in one line, quoted as for a shell; or nothing."""
    import shlex

    found = text(2000)(value)
    try:
        shlex.split(found)
    except ValueError:
        raise ValueError("has a quote that is not closed") from None
    return str(found)


def keys(value: object) -> tuple[str, ...]:
    """Names of keys: an array, or one text with commas between; none at all takes the action its keys."""
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError('has to be a key or an array of keys, like ["ctrl+s", "f9"]')
    found = tuple(dict.fromkeys(name.strip() for name in names))
    for name in found:
        if not name or len(name) > 40 or re.search(r"\s", name) or _CONTROL.search(name):
            raise ValueError(f"names no key with {name!r}")
        if name.lower() in _SAME_BYTES:
            raise ValueError(f"cannot be {name}: terminals send {_SAME_BYTES[name.lower()]} for it")
    return found


def action(name: str) -> bool:
    """Whether this may be the id of an action."""
    return bool(_ACTION.fullmatch(name)) and len(name) <= 80


def nearest(name: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, empty for none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), n=1)), "")


def is_loopback(host: str) -> bool:
    """Whether the host is this computer for certain: `localhost` or an address of the loopback network."""
    from ipaddress import ip_address

    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
