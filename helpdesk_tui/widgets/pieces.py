"""Lines made of pieces: a text of known width and the name of its look (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from helpdesk_tui.widgets.cells import cut, width_of

Piece = tuple[str, str]
"""A safe text and the name of its look (`LineWidget.look`)."""


def width_of_pieces(pieces: Iterable[Piece]) -> int:
    """Cells that the pieces take."""
    return sum(width_of(text) for text, _ in pieces)


def clipped(pieces: Iterable[Piece], width: int) -> list[Piece]:
    """The pieces in at most `width` cells, the one that goes over cut with an ellipsis, the rest left out."""
    kept: list[Piece] = []
    for text, look in pieces:
        size = width_of(text)
        if size > width:
            if width > 0:
                kept.append((cut(text, width), look))
            break
        kept.append((text, look))
        width -= size
    return kept


def spread(left: list[Piece], right: list[Piece], width: int, *, filler: Piece = (" ", "plain")) -> list[Piece]:
    """Pieces at both edges of exactly `width` cells, `filler` (one cell) between; the left ones are cut first."""
    right = clipped(right, max(width - 1, 0))
    left = clipped(left, max(width - width_of_pieces(right) - 1, 0))
    gap = max(width - width_of_pieces(left) - width_of_pieces(right), 0)
    return [*left, (filler[0] * gap, filler[1]), *right]
