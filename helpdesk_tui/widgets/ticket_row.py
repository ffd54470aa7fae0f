"""How a ticket is written on one line of a list: columns that fold away, and the pieces of a row (pure, TQ7).

A row has two parts. The front (marks, number, client, characteristic, subject) is what the cursor bar covers; the
tail (tags, department, service, status, age, waits, held by) stays as it is when the cursor comes and goes, so that
moving the cursor sends the front only.

The marks stand each in a cell of its own (`MARKS_OF_CELLS`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from helpdesk_tui.views import QueueRow
from helpdesk_tui.vocab import Characteristic, Priority, TicketStatus
from helpdesk_tui.widgets.cells import cut, fit, shown, width_of
from helpdesk_tui.widgets.pieces import Piece

MARKS = 6
MIN_SUBJECT = 22
MIN_NUMBER = 5
GAP = 2
DASH = "-"

_CHARACTERISTIC = {Characteristic.GOOD: "good", Characteristic.PROBLEMATIC: "prob", Characteristic.COMMON: ""}
_STATUS = {TicketStatus.IN_PROGRESS: "progress", TicketStatus.AWAITING: "awaiting", TicketStatus.ARCHIVED: "archived"}
"""As the filter line calls them."""
_SPAM = "spam"
_STATUS_IN_FULL = {
    TicketStatus.IN_PROGRESS: "In progress", TicketStatus.AWAITING: "Awaiting response",
    TicketStatus.ARCHIVED: "In archive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 for a column that is folded away. `total` is the width of the whole line."""

    total: int
    number: int
    client: int
    characteristic: int
    subject: int
    tags: int
    department: int
    service: int
    status: int
    age: int
    waits: int
    held: int

    @property
    def front(self) -> int:
        """Cells of the front: everything up to the end of the subject."""
        columns = (self.client, self.characteristic, self.subject)
        return min(MARKS + 1 + self.number + sum(GAP + width for width in columns if width), self.total)


_NARROW = {
    "client": 12, "characteristic": 4, "tags": 0, "department": 7, "service": 8, "status": 0, "age": 0, "waits": 8,
    "held": 8,
}  # fmt: skip
_FOLDING = ("service", "department", "waits", "held", "characteristic", "client")
WIDE = 120
"""Cells of a line that has room for the status in words and the age; below, the subject has it."""
_JOINING = {"status": 8, "age": 4, "tags": 14}
"""Columns that join where the line is wide, and how wide they come."""
_GROWTH = (
    ("status", 8),
    ("age", 4),
    ("subject", 27),
    ("client", 14),
    ("subject", 34),
    ("client", 16),
    ("department", 8),
    ("held", 13),
    ("service", 9),
    ("subject", 40),
    ("age", 7),
    ("client", 18),
    ("service", 12),
    ("tags", 14),
    ("subject", 50),
    ("client", 24),
    ("tags", 20),
    ("status", 17),
    ("department", 12),
    ("service", 16),
    ("subject", 60),
    ("held", 20),
    ("service", 20),
    ("tags", 30),
)


def columns_for(width: int, digits: int = MIN_NUMBER) -> Columns:
    """The columns of a line of `width` cells, with ticket numbers of up to `digits` digits.

    Where the subject would get less than 22 cells, columns fold away: service, department, waits, held by,
    characteristic, client. Where there is more room, columns grow in turn; from 120 cells on status and age join, then
    the tags. The subject takes what is left.
    """
    sizes = dict(_NARROW, number=max(digits, MIN_NUMBER), subject=0)
    for name in _FOLDING:
        if _room(width, sizes) >= MIN_SUBJECT:
            break
        sizes[name] = 0
    sizes["subject"] = max(min(_room(width, sizes), MIN_SUBJECT), 0)
    for name, ideal in _GROWTH:
        joins = name in _JOINING and not sizes[name]
        if (joins and (width < WIDE or ideal != _JOINING[name])) or not (joins or sizes[name]):
            continue
        more = min(ideal - sizes[name], _room(width, sizes) - (GAP if joins else 0))
        if more > 0 and (not joins or more == ideal):
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
    words = (("Tags", columns.tags), ("Dept", columns.department), ("Service", columns.service),
             ("Status", columns.status))  # fmt: skip
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
    (Mark("*", "marked: the next act is for all that are", lambda row, state: state.marked),),
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
LEGEND = (
    *((mark.sign, mark.words) for cell in MARKS_OF_CELLS for mark in cell if mark.words),
    ("anna ...", "she writes an answer or a comment there now"), ("(anna)", "nobody holds it, and she has it open"),
    ("anna +", "she holds it, and another department has it free"),
)  # fmt: skip


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
    client, rated = shown(row.client or row.client_email), _CHARACTERISTIC[row.characteristic]
    width = columns.client
    if width and columns.characteristic and not rated:
        width += GAP + columns.characteristic  # most clients are rated common: their names have that room too
    text += _joined(((client, width), (rated, columns.characteristic if rated else 0)))
    return text + _joined(((_subject(row, columns), columns.subject),))


def _subject(row: QueueRow, columns: Columns) -> str:
    """The subject, before it how often a favourite was changed, behind it, as far as there is room, the tags that have
    no column of their own.
    """
    subject = (f"(+{row.changes}) " if row.changes else "") + (shown(row.subject) or "(no subject)")
    return f"{subject}  {tag_words(row.tags)}" if row.tags and not columns.tags else subject


def tag_words(tags: Iterable[str]) -> str:
    """`#dns #vip`."""
    return " ".join(f"#{shown(tag)}" for tag in tags)


def marks(row: QueueRow, state: RowState) -> str:
    """The six cells of marks before the number."""
    return "".join(next((mark.sign for mark in cell if mark.holds(row, state)), " ") for cell in MARKS_OF_CELLS)


def _tail_pieces(row: QueueRow, columns: Columns, now: datetime, look: str, patience: timedelta | None) -> list[Piece]:
    in_full = columns.status >= len("Awaiting response")
    status = _SPAM if row.spam else (_STATUS_IN_FULL if in_full else _STATUS)[row.status]
    before = _joined((
        (tag_words(row.tags), columns.tags), (shown(row.department), columns.department),
        (shown(row.service or DASH), columns.service), (status, columns.status),
    ))  # fmt: skip
    age = now - row.created
    before += _joined(((duration(age) if columns.age >= len("23h 59m") else in_short(age), columns.age),), right=True)
    waits = _joined(((waiting(row, now, said=columns.status > 0), columns.waits),), right=True)
    after = _joined(((held_by(row, columns.held), columns.held),))
    after = fit(after, columns.total - columns.front - len_of(columns, *_BEFORE_HELD))
    late = patience is not None and look == "plain" and now - row.waiting_since >= patience
    if late and waits:
        return [(before, look), (waits, "strong"), (after, look)]
    return [(before + waits + after, look)]


_BEFORE_HELD = ("tags", "department", "service", "status", "age", "waits")


def len_of(columns: Columns, *names: str) -> int:
    """Cells that the named columns take with their gaps."""
    widths = {field.name: getattr(columns, field.name) for field in fields(columns)}
    return sum(GAP + widths[name] for name in names if widths[name])


def held_by(row: QueueRow, width: int = 20) -> str:
    """Who has the ticket: "you", a login, or "-"; "anna, writing" while somebody else types an answer.

    "anna, reading" while its holder has it open, or anybody else where nobody holds it. Where that is wider than
    `width` cells, "anna ...", and of who reads "anna" as the holder, "(anna)" as nobody's. "anna +": in another
    department it is free, which is why it stands among the unassigned ones (TQ5).
    """
    if row.writing:
        writing = f"{shown(row.writing)}, writing"
        return writing if width_of(writing) <= width else f"{shown(row.writing)} ..."
    if row.held_by_me:
        return "you"
    reader = row.taken_by if row.taken_by in row.opened_by else next(iter(row.opened_by), None)
    if reader and row.taken_by in (reader, None):
        reading = f"{shown(reader)}, reading"
        if width_of(reading) <= width:
            return reading
        return shown(reader) if row.taken_by else f"({shown(reader)})"
    if not row.taken_by:
        return DASH
    return f"{cut(shown(row.taken_by), max(width - 2, 1))} +" if row.has_free_task else shown(row.taken_by)


def waiting(row: QueueRow, now: datetime, *, said: bool = False) -> str:
    """How long the ticket waits, until when it is delayed, or that it does not wait for staff.

    `said`: its status stands beside it in words.
    """
    if row.delayed:
        return moment(row.delayed_until, now) if row.delayed_until else "delayed"
    if row.status is TicketStatus.IN_PROGRESS:
        return duration(now - row.waiting_since)
    return DASH if said else _SPAM if row.spam else _STATUS[row.status]


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


def in_short(span: timedelta) -> str:
    """A span of time in its largest unit, in at most four characters up to 27 years: `58m`, `2h`, `3d`."""
    words = duration(span).split(" ")[0]
    return words if len(words) <= len("999d") else f"{span.days // 365}y"


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
