"""How the program looks for one member of staff (TF6): what may be set, and what is kept of it as text.

What is kept is one JSON object. It may come from a newer program or from a damaged database: an unknown key is
ignored, a value that cannot be is that of `DEFAULT_LOOK`, and the other keys keep theirs.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from helpdesk_tui.errors import Refused

NARROWEST, WIDEST = 40, 240
AS_CONFIGURED = ""
"""The theme that the configuration file names."""
THEME_NAMES = ("ansi", "dark", "light", "mono")


class Density(enum.StrEnum):
    """Whether an empty line stands between messages."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class TimeFormat(enum.StrEnum):
    """How a time of day is written: `19:12` or `7:12p`."""

    HOURS_24 = "24h"
    HOURS_12 = "12h"


class AfterClose(enum.StrEnum):
    """What the form shows when its ticket was closed: the next ticket, the list, or the closed one."""

    NEXT = "next"
    LIST = "list"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class Look:
    """The settings. `text_width` is in cells, `theme` a name or `AS_CONFIGURED`."""

    text_width: int = 100
    density: Density = Density.COMFORTABLE
    theme: str = AS_CONFIGURED
    times: TimeFormat = TimeFormat.HOURS_24
    hide_system: bool = False
    fold_quotes: bool = True
    after_close: AfterClose = AfterClose.LIST
    beside: bool = True
    """Whether a wide terminal shows the ticket under the cursor beside the list, and the client beside a ticket."""

    @classmethod
    def of(cls, kept: str) -> Look:
        """What was kept, as far as it can be understood."""
        try:
            found = json.loads(kept) if kept else {}
        except (ValueError, RecursionError):
            found = {}
        values: dict[str, Any] = {}
        for name, read in _READ.items():
            if isinstance(found, dict) and name in found:
                try:
                    values[name] = read(found[name])
                except ValueError:
                    continue
        return cls(**values)

    def with_values(self, values: dict[str, object]) -> Look:
        """The settings with other values; raises Refused for one that cannot be, KeyError for an unknown name."""
        now = asdict(self)
        for name, value in values.items():
            try:
                now[name] = _READ[name](value)
            except ValueError as wrong:
                raise Refused(str(wrong), code="bad_setting") from None
        return Look(**now)

    @property
    def kept(self) -> str:
        """The text to keep: only what differs from the default, so that a new default reaches everybody."""
        names = [one.name for one in fields(self) if getattr(self, one.name) != getattr(DEFAULT_LOOK, one.name)]
        return json.dumps({name: getattr(self, name) for name in names}) if names else ""

    def time(self, local: datetime) -> str:
        """The time of day, as this person wants it written: at most six cells."""
        if self.times is TimeFormat.HOURS_24:
            return f"{local:%H:%M}"
        return f"{local.hour % 12 or 12}:{local:%M}{'a' if local.hour < 12 else 'p'}"


DEFAULT_LOOK = Look()


def _width(value: object) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 9:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not NARROWEST <= value <= WIDEST:
        raise ValueError(f"The text width is a number of columns from {NARROWEST} to {WIDEST}.")
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("This setting is on or off.")
    return value


def _one_of(kind: type[enum.StrEnum], what: str) -> Callable[[object], enum.StrEnum]:
    def read(value: object) -> enum.StrEnum:
        if not isinstance(value, str) or value not in list(kind):
            raise ValueError(f"{what} is one of {', '.join(kind)}.")
        return kind(value)

    return read


def _theme(value: object) -> str:
    if not isinstance(value, str) or value not in (AS_CONFIGURED, *THEME_NAMES):
        raise ValueError(f"The theme is one of {', '.join(THEME_NAMES)}.")
    return value


_READ: dict[str, Callable[[object], Any]] = {
    "text_width": _width, "density": _one_of(Density, "The density"), "theme": _theme,
    "times": _one_of(TimeFormat, "The time format"), "hide_system": _switch, "fold_quotes": _switch,
    "after_close": _one_of(AfterClose, "What follows closing"), "beside": _switch,
}  # fmt: skip
