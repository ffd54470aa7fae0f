"""The status beside the views: never in their way, never at the cost of bytes while nothing happens (MG1, P5, TQ2)."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_tui.desk.actions.gateways import NotePoll
from helpdesk_tui.questions import ReadGateways, ReadHealth
from helpdesk_tui.screens.queue import QueueScreen
from tests.screens.desk import DATABASE
from tests.screens.seat import Seat, Seats


def queue(seat: Seat) -> QueueScreen:
    """The lowest screen."""
    return next(screen for screen in seat.app.screen_stack if isinstance(screen, QueueScreen))


def asked(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every question that is asked from now on."""
    questions: list[Any] = []
    read = seat.app.session.read

    async def noted(question: Any) -> Any:
        questions.append(question)
        return await read(question)

    monkeypatch.setattr(seat.app.session, "read", noted)
    return questions


async def test_the_queue_below_another_screen_looks_at_nothing(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5, idle: laying out the queue below would paint the ticket above it, every twenty seconds."""
    await seat.press("enter")
    await seat.see(f" {DATABASE}  Database does not start")
    await seat.calm()
    questions = asked(seat, monkeypatch)
    queue(seat)._look_at_health()
    await seat.calm()
    assert ReadHealth(counts=False) not in questions
    await seat.press("q")
    await seat.see("[Support 8]")
    await seat.calm()
    questions.clear()
    queue(seat)._look_at_health()
    await seat.until(lambda: ReadHealth(counts=False) in questions, "asked for health, without counts")


async def test_the_same_status_is_not_laid_out_again(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """P5, idle: 0 bytes; a layout paints the whole screen."""
    await seat.calm()
    layouts: list[object] = []
    monkeypatch.setattr(QueueScreen, "_refresh_layout", lambda self, *given, **more: layouts.append(given))
    questions = asked(seat, monkeypatch)
    queue(seat)._look_at_health()
    await seat.until(lambda: ReadHealth(counts=False) in questions, "asked")
    await seat.calm()
    assert layouts == []


@pytest.mark.parametrize(("width", "words"), [(80, "! mail failing"), (120, "! mail failing"), (240, "no route")])
async def test_an_error_of_a_gateway_leaves_room_for_the_views(seats: Seats, width: int, words: str) -> None:
    """TQ2: what the mail has to say takes a third of the line at most, and a word or two where there is no more."""
    async with seats.sit("anna", (width, 24), until="No ") as seat:
        gateway = seat.system.read(ReadGateways())[0]
        seat.system.perform(NotePoll(gateway.id, error="no route to imap.provider.example"))
        await seat.press("f5")
        await seat.see(words)
        await seat.see("[Support 8]", "Mine 1", "All 10" if width > 80 else "3 more ]")
        assert seat.text.split("\n")[0].index("!") >= width * 2 // 3


async def test_the_status_follows_the_width_of_the_terminal(seat: Seat) -> None:
    """TQ2: a third of the line, whatever happened to the line."""
    await seat.see("anna @ Acme support   mail ok")
    await seat.pilot.resize_terminal(80, 24)
    await seat.until(lambda: seat.text.split("\n")[0].endswith("mail ok"), "the status")
    await seat.see("[Support 8]  Mine 1   Unassigned 6   Delayed 1   3 more ]")
    await seat.pilot.resize_terminal(120, 40)
    await seat.see("anna @ Acme support   mail ok")
