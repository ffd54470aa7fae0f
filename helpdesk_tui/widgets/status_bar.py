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

    `alarm` says that `mail` is bad news; it is then written strong and before a `!`.
    """

    who: str = ""
    desk: str = ""
    mail: str = ""
    alarm: bool = False
    client: str = ""


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


def needed(status: Status) -> int:
    """Cells that the whole status takes."""
    return sum(width_of_pieces([piece]) for piece in status_pieces(status, 1000) if piece[0].strip()) + 8


def status_pieces(status: Status, width: int) -> list[Piece]:
    """The status in exactly `width` cells: what is least needed is left out first (who and desk, then quiet mail)."""
    client: list[Piece] = [(f" only {shown(status.client)} ", "cursor")] if status.client else []
    mail: list[Piece] = []
    if status.mail:
        mail = [(f"! {shown(status.mail)}", "alarm")] if status.alarm else [(shown(status.mail), "plain")]
    who: list[Piece] = [(shown(f"{status.who} @ {status.desk}" if status.desk else status.who), "plain")]
    urgent = [client, mail] if status.alarm else [client]
    for parts in ([client, who, mail], [client, mail], urgent):
        pieces = _joined(parts)
        if width_of_pieces(pieces) < width:
            break
    return spread([], [*pieces, (" ", "plain")], width)


def _joined(parts: list[list[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for part in parts:
        if part and part[0][0]:
            pieces += [_GAP, *part] if pieces else part
    return pieces
