"""How a ticket is written on one line of a list: columns that fold away, and the pieces of a row (pure, TQ7).

A row has two parts. The front (marks, number, client, characteristic, subject) is what the cursor bar covers; the
tail (department, service, age, waits, held by) stays as it is when the cursor comes and goes, so that moving the
cursor sends the front only.

The marks stand each in a cell of its own (`MARKS_OF_CELLS`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import Characteristic, Priority, TicketStatus
from helpdesk_tui.widgets.cells import fit, shown
from helpdesk_tui.widgets.pieces import Piece

MARKS = 6
MIN_SUBJECT = 22
MIN_NUMBER = 5
GAP = 2
DASH = "-"

_CHARACTERISTIC = {Characteristic.GOOD: "good", Characteristic.PROBLEMATIC: "prob", Characteristic.COMMON: ""}
_STATUS = {TicketStatus.AWAITING: "awaiting", TicketStatus.ARCHIVED: "archived"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 for a column that is folded away. `total` is the width of the whole line."""

    total: int
    number: int
    client: int
    characteristic: int
    subject: int
    department: int
    service: int
    age: int
    waits: int
    held: int

    @property
    def front(self) -> int:
        """Cells of the front: everything up to the end of the subject."""
        columns = (self.client, self.characteristic, self.subject)
        return min(MARKS + 1 + self.number + sum(GAP + width for width in columns if width), self.total)


_NARROW = {"client": 12, "characteristic": 4, "department": 8, "service": 9, "age": 0, "waits": 9, "held": 9}
_FOLDING = ("service", "department", "waits", "held", "characteristic", "client")
_GROWTH = (
    ("subject", 34),
    ("client", 16),
    ("held", 13),
    ("subject", 40),
    ("client", 18),
    ("service", 12),
    ("subject", 56),
    ("client", 26),
    ("age", 7),
    ("department", 14),
    ("service", 20),
    ("held", 20),
)


def columns_for(width: int, digits: int = MIN_NUMBER) -> Columns:
    """The columns of a line of `width` cells, with ticket numbers of up to `digits` digits.

    Where the subject would get less than 22 cells, columns fold away: service, department, waits, held by,
    characteristic, client. Where there is more room, columns grow in turn and the age joins; the subject takes what
    is left.
    """
    sizes = dict(_NARROW, number=max(digits, MIN_NUMBER), subject=0)
    for name in _FOLDING:
        if _room(width, sizes) >= MIN_SUBJECT:
            break
        sizes[name] = 0
    sizes["subject"] = max(min(_room(width, sizes), MIN_SUBJECT), 0)
    for name, ideal in _GROWTH:
        if name not in ("subject", "age") and not sizes[name]:
            continue
        gap = GAP if not sizes[name] else 0
        more = min(ideal - sizes[name], _room(width, sizes) - gap)
        if more > 0 and (sizes[name] or more == ideal):
            sizes[name] += more
    sizes["subject"] += max(_room(width, sizes), 0)
    return Columns(total=width, **sizes)


def _room(width: int, sizes: dict[str, int]) -> int:
    """Cells left for the subject to grow by, one kept free at the right edge."""
    others = sum(GAP + size for name, size in sizes.items() if size and name not in ("number", "subject"))
    return width - 1 - MARKS - 1 - sizes["number"] - GAP - sizes["subject"] - others


def header(columns: Columns) -> str:
    """The words above the columns, as wide as a row."""
    front = " " * (MARKS + 1) + fit("No", columns.number)
    front += _joined((("Client", columns.client), ("", columns.characteristic), ("Subject", columns.subject)))
    words = (("Dept", columns.department), ("Service", columns.service))
    tail = _joined(words) + _joined((("Age", columns.age), ("Waits", columns.waits)), right=True)
    tail += _joined((("Held by", columns.held),))
    return fit(fit(front, columns.front) + tail, columns.total)


def _joined(cells: tuple[tuple[str, int], ...], *, right: bool = False) -> str:
    return "".join(" " * GAP + fit(text, width, right=right) for text, width in cells if width)


@dataclass(frozen=True, slots=True)
class RowState:
    """What the list knows of a row besides the row itself."""

    cursor: bool = False
    focused: bool = True
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign before a ticket's number, what it says in words, and when it stands there."""

    sign: str
    words: str
    holds: Callable[[QueueRow, RowState], bool]


MARKS_OF_CELLS: tuple[tuple[Mark, ...], ...] = (
    (Mark(">", "the cursor", lambda row, state: state.cursor),),
    (Mark("*", "", lambda row, state: state.marked),),
    (Mark("@", "unread: the client has written since the holder looked, or since staff answered",
          lambda row, state: row.unread),),
    (Mark("^", "placed at the beginning of the queue", lambda row, state: row.front),
     Mark("!", "high or urgent priority", lambda row, state: row.priority >= Priority.HIGH)),
    (Mark("~", "one of your favourites, changed since you looked: (+2) says how often",
          lambda row, state: row.changes > 0),
     Mark("+", "one of your favourites", lambda row, state: row.favourite)),
    (Mark("z", "delayed: comes back by itself", lambda row, state: row.delayed),
     Mark("Z", "back from a delay", lambda row, state: row.returned)),
)  # fmt: skip
"""The cells before a number; the first of a cell's marks that holds is drawn. Without words: not to be met yet."""
LEGEND = tuple((mark.sign, mark.words) for cell in MARKS_OF_CELLS for mark in cell if mark.words)


def row_pieces(
    row: QueueRow, columns: Columns, now: datetime, state: RowState = RowState(), patience: timedelta | None = None
) -> tuple[list[Piece], list[Piece]]:
    """The front and the tail of a row as pieces, together exactly `columns.total` cells.

    `now` is aware; its time zone is the one that times are shown in. A wait of `patience` or more is written strong.
    """
    quiet = row.delayed or row.status is not TicketStatus.IN_PROGRESS
    front = fit(_front_text(row, columns, state), columns.front)
    tail = _tail_pieces(row, columns, now, "dim" if quiet else "plain", patience)
    if state.cursor:
        return [(front, "cursor" if state.focused else "strong")], tail
    return [(front, "strong" if row.unread else "dim" if quiet else "plain")], tail


def _front_text(row: QueueRow, columns: Columns, state: RowState) -> str:
    text = marks(row, state) + " " + fit(str(row.number), columns.number)
    client = row.client or row.client_email
    return text + _joined(
        (
            (shown(client), columns.client),
            (_CHARACTERISTIC[row.characteristic], columns.characteristic),
            ((f"(+{row.changes}) " if row.changes else "") + (shown(row.subject) or "(no subject)"), columns.subject),
        )
    )


def marks(row: QueueRow, state: RowState) -> str:
    """The six cells of marks before the number."""
    return "".join(next((mark.sign for mark in cell if mark.holds(row, state)), " ") for cell in MARKS_OF_CELLS)


def _tail_pieces(row: QueueRow, columns: Columns, now: datetime, look: str, patience: timedelta | None) -> list[Piece]:
    before = _joined(((shown(row.department), columns.department), (shown(row.service or DASH), columns.service)))
    before += _joined(((duration(now - row.created), columns.age),), right=True)
    waits = _joined(((waiting(row, now), columns.waits),), right=True)
    after = _joined(((held_by(row), columns.held),))
    after = fit(after, columns.total - columns.front - len_of(columns, "department", "service", "age", "waits"))
    late = patience is not None and look == "plain" and now - row.waiting_since >= patience
    if late and waits:
        return [(before, look), (waits, "strong"), (after, look)]
    return [(before + waits + after, look)]


def len_of(columns: Columns, *names: str) -> int:
    """Cells that the named columns take with their gaps."""
    widths = {field.name: getattr(columns, field.name) for field in fields(columns)}
    return sum(GAP + widths[name] for name in names if widths[name])


def held_by(row: QueueRow) -> str:
    """Who has the ticket: "you", a login, or "-"; "anna, writing" while somebody else types an answer."""
    if row.writing:
        return f"{shown(row.writing)}, writing"
    if row.held_by_me:
        return "you"
    return shown(row.taken_by) if row.taken_by else DASH


def waiting(row: QueueRow, now: datetime) -> str:
    """How long the ticket waits, until when it is delayed, or that it does not wait for staff."""
    if row.delayed:
        return moment(row.delayed_until, now) if row.delayed_until else "delayed"
    return _STATUS.get(row.status) or duration(now - row.waiting_since)


def duration(span: timedelta) -> str:
    """A span of time in two units: `58m`, `2h 14m`, `3d 4h`, `120d`; what lies ahead is `0m`."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days >= 100:
        return f"{days}d"
    if days:
        return f"{days}d {hours}h"
    return f"{hours}h {minutes:02}m" if hours else f"{minutes}m"


def moment(at: datetime, now: datetime) -> str:
    """A time ahead, short: `17:30` today, `Mon 9:00` within six days, else `12 Dec`, or `Dec 2027` in another year."""
    local = at.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days == 0:
        return f"{local.hour}:{local.minute:02}"
    if 0 < days < 7:
        return f"{WEEKDAYS[local.weekday()]} {local.hour}:{local.minute:02}"
    month = MONTHS[local.month - 1]
    return f"{local.day} {month}" if local.year == now.year else f"{month} {local.year}"


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
