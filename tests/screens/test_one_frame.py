"""What a key changes is painted in one frame: the row and its place in the list, another ticket and its keys (P6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual._compositor import CompositorUpdate

from helpdesk_tui.app import HelpdeskApp
from tests.screens.seat import Seat


@contextmanager
def painted(app: HelpdeskApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The frames that are painted meanwhile, each as what it holds."""
    frames: list[str] = []
    display = app._display

    def kept(screen: Any, renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            whole: Any = renderable
            lines = app.console.render_lines(whole, pad=False)
            frames.append("\n".join("".join(piece.text for piece in line) for line in lines))
        display(screen, renderable)

    with monkeypatch.context() as patch:
        patch.setattr(app, "_display", kept)
        yield frames


@pytest.mark.parametrize("key", ["down", "up", "end", "home", "pagedown"])
async def test_the_row_and_its_place_are_one_frame(seat: Seat, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """The second frame would wait for the next sixtieth of a second."""
    await seat.press("down", "down")
    await seat.see("3 of 8")
    await seat.calm()
    with painted(seat.app, monkeypatch) as frames:
        await seat.press(key)
        await seat.gone(" 3 of 8")
        await seat.calm()
    told = [frame for frame in frames if " of 8" in frame]
    assert len(told) == 1
    assert ">" in told[0]
    assert not [frame for frame in frames if ">" in frame and frame not in told]


async def test_another_ticket_comes_with_its_keys(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first frame of the next ticket has its conversation and its keys, which are others than those before."""
    await seat.press("down", "down", "enter")
    await seat.see("Cannot log in to the control panel", "c client")
    await seat.calm()
    assert "r reply" not in seat.foot
    with painted(seat.app, monkeypatch) as frames:
        await seat.press("J")
        await seat.until(lambda: any("Server unreachable since 07:10" in frame for frame in frames), "painted")
    first = next(frame for frame in frames if "Server unreachable since 07:10" in frame)
    assert "node 4 rebooted" in first
    assert "r reply" in first
