"""The line that says who sits at which desk, how the mail is, and what everything is narrowed to (TF9)."""

from __future__ import annotations

from dataclasses import dataclass

from textual.strip import Strip

from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.line_widget import LineWidget
from helpdesk_tui.widgets.pieces import Piece, spread, width_of_pieces

_GAP: Piece = ("   ", "plain")


@dataclass(frozen=True, slots=True)
class Status:
    """What the bar shows: `who` at `desk`, the state of the mail in words, and the client everything is narrowed to.

    `alarm` says that `mail` is bad news; it is then written strong and before a `!`. `brief` is the same in a word or
    two, for where `mail` has no room.
    """

    who: str = ""
    desk: str = ""
    mail: str = ""
    alarm: bool = False
    client: str = ""
    brief: str = ""


class StatusBar(LineWidget):
    """One line, at the right edge."""

    DEFAULT_CSS = "StatusBar { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._status = Status()

    def show(self, status: Status) -> None:
        """Show this status."""
        if status != self._status:
            self._status = status
            self.refresh()

    def line(self, y: int) -> Strip:
        """The status."""
        return self.strip(*status_pieces(self._status, self.size.width))


def needed(status: Status, room: int) -> int:
    """Cells, `room` at most, that as much of the status takes as `room` holds."""
    gap, *_ = status_pieces(status, room)
    return room - width_of_pieces([gap]) + 1


def status_pieces(status: Status, width: int) -> list[Piece]:
    """The status in exactly `width` cells: what is least needed is left out first (who and desk, then quiet mail)."""
    who: list[Piece] = [(shown(f"{status.who} @ {status.desk}" if status.desk else status.who), "plain")]
    client: list[Piece] = [(f" only {shown(status.client)} ", "cursor")] if status.client else []
    mail, brief = _mail(status, status.mail), _mail(status, status.brief or status.mail)
    urgent = [client, brief] if status.alarm else [client]
    for parts in ([client, who, mail], [client, mail], [client, brief], urgent):
        pieces = _joined(parts)
        if width_of_pieces(pieces) < width:
            break
    return spread([], [*pieces, (" ", "plain")], width)


def _mail(status: Status, words: str) -> list[Piece]:
    if not words:
        return []
    return [(f"! {shown(words)}", "alarm")] if status.alarm else [(shown(words), "plain")]


def _joined(parts: list[list[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for part in parts:
        if part and part[0][0]:
            pieces += [_GAP, *part] if pieces else part
    return pieces
