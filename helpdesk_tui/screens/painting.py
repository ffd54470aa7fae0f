"""What of a screen has to be painted when its layout changes."""

from __future__ import annotations

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class Painted(Compositor):
    """Compares a new layout with the one that was laid out last.

    Textual compares with its map of all widgets. Whoever asks for a widget's place after a field was opened and before
    the layout is done anew has that map made early, and the comparison then finds nothing to paint: what stood there
    before stays on the terminal. Elsewhere Textual paints the whole screen whenever the focus moves, which hides it.
    """

    _laid_out: CompositorMap | None = None

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out anew and mark what moved, came or went."""
        if self._laid_out is not None:
            self._full_map = self._laid_out
        result = super().reflow(parent, size)
        self._full_map_invalidated = False
        self._laid_out = self._full_map
        return result

    def clear(self) -> None:
        """The screen is gone, and so are its widgets."""
        super().clear()
        self._laid_out = None
