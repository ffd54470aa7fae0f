"""A question is read whole before it is answered, however narrow the terminal (SCREENS: dialogues)."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from helpdesk_tui.widgets.question import Question

ASKED = "Close ticket 12 for everybody (anna holds it in Tech; john holds it in Billing)?"


class Asking(App[None]):
    """A question with more below it."""

    def __init__(self, question: str, more: str) -> None:
        super().__init__()
        self.question = Question(question, more)

    def compose(self) -> ComposeResult:
        """The question alone."""
        yield self.question


async def lines(width: int, question: str = ASKED, more: str = "") -> list[str]:
    """What is painted of it."""
    app = Asking(question, more)
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        return ["".join(piece.text for piece in strip).rstrip() for strip in strips[: app.question.size.height]]


async def test_a_short_question_stands_in_the_line() -> None:
    assert await lines(40, "Delete Care?") == ["──── Delete Care? " + "─" * 22]


async def test_what_more_is_said_stands_below() -> None:
    assert await lines(40, "Delete Care?", "Nobody bought it.") == [
        "──── Delete Care? " + "─" * 22,
        " Nobody bought it.",
    ]


@pytest.mark.parametrize("width", [88, 87, 60, 40])
async def test_no_word_of_a_long_one_is_cut(width: int) -> None:
    """TQ6: whom it meets must be readable before `y`."""
    said = await lines(width)
    assert " ".join(" ".join(said).replace("─", " ").split()) == ASKED
    assert (len(said) == 1) == (width >= 88)
    assert all(len(line) <= width for line in said)


async def test_another_question_takes_its_place() -> None:
    app = Asking(ASKED, "More.")
    async with app.run_test(size=(40, 12)) as pilot:
        app.question.show("Closing 1 of 2")
        await pilot.pause()
        assert app.question.size.height == 1
