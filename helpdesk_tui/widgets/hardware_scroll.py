"""Moving lines on the terminal by its own scrolling region, so that a scrolled list sends one line, not forty.

Beside `terminal_picture` the only place of the program that writes to Textual's driver past the compositor. Textual has
no notion of a scrolled screen: it would send every line anew (8,445 bytes for a page of 120x40 instead of some 300).
"""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget


def scroll_terminal(widget: Widget, top: int, bottom: int, lines: int) -> bool:
    """Move the widget's lines `top` to `bottom` (inclusive, from 0) up by `lines`, down when negative.

    Writes `CSI top;bottom r`, `CSI n S` or `CSI n T`, and `CSI r`; the exposed lines come up empty and are the caller's
    to repaint in the same frame. Returns False, having written nothing, where moving lines would move what is not
    the widget's: it is not as wide as the terminal, something lies over it, its screen is not the top one, a layout
    or a full repaint is pending, updates are batched, or the driver is headless, inline or a browser.
    """
    app, screen = widget.app, widget.screen
    driver = app._driver
    if driver is None or driver.is_headless or driver.is_inline or driver.is_web:
        return False
    if not 0 < abs(lines) <= bottom - top or _unsettled(app, screen) or not _free(widget, screen):
        return False
    row = widget.region.y + 1
    driver.write(f"\x1b[{row + top};{row + bottom}r\x1b[{abs(lines)}{'S' if lines > 0 else 'T'}\x1b[r")
    return True


def _unsettled(app: App[object], screen: Screen[object]) -> bool:
    """Whether the next frame may be more than a repaint of changed lines."""
    return bool(
        app._batch_count
        or screen is not app.screen
        or screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._compositor._dirty_regions
        or screen._compositor.size != app.size
    )


def _free(widget: Widget, screen: Screen[object]) -> bool:
    """Whether the widget spans the whole width and nothing is drawn over it."""
    visible = screen._compositor.visible_widgets
    if widget not in visible:
        return False
    region, clip = visible[widget]
    if region.x or region.width != screen.size.width or not clip.contains_region(region):
        return False
    family = set(widget.ancestors_with_self)
    return not any(
        other not in family and other_region.intersection(other_clip).overlaps(region)
        for other, (other_region, other_clip) in visible.items()
    )
