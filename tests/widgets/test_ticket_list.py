"""The list of tickets under keys and mouse (TQ7, TQ11, TQ12, TQ13)."""

from __future__ import annotations

from datetime import timedelta

from textual.pilot import Pilot

from helpdesk_tui.widgets.ticket_list import TicketList
from tests.widgets.list_app import NOW, ListApp, Rows, row

SIZE = (120, 24)


def visible(app: ListApp) -> list[str]:
    """The lines of the list, as they are drawn."""
    return [app.tickets.line(y).text for y in range(app.tickets.size.height)]


def cursor_line(app: ListApp) -> int:
    """The line the cursor stands on, from the top of the list."""
    return next(y for y, text in enumerate(visible(app)) if text.startswith(">"))


def heard(app: ListApp, kind: type) -> list[object]:
    """The messages of a kind that came up to the screen."""
    return [message for message in app.list_screen.heard if isinstance(message, kind)]


async def number_after(pilot: Pilot[None], *keys: str) -> int | None:
    """The ticket under the cursor after some keys."""
    await pilot.press(*keys)
    assert isinstance(pilot.app, ListApp)
    current = pilot.app.tickets.current
    return current.number if current else None


async def test_every_key_of_the_list() -> None:
    app = ListApp(Rows(1000))
    async with app.run_test(size=SIZE) as pilot:
        page = app.tickets.page
        assert page == 20
        assert await number_after(pilot, "down") == 4001
        assert await number_after(pilot, "j", "j") == 4003
        assert await number_after(pilot, "up", "k") == 4001
        assert await number_after(pilot, "pagedown") == 4001 + page - 1
        assert await number_after(pilot, "space") == 4001 + 2 * (page - 1)
        assert await number_after(pilot, "pageup") == 4001 + page - 1
        assert await number_after(pilot, "end") == 4999
        assert await number_after(pilot, "home") == 4000
        assert await number_after(pilot, "G") == 4999
        await pilot.press("enter")
        assert heard(app, TicketList.Opened) == [TicketList.Opened(4999)]


async def test_a_list_of_100_000_is_walked_to_its_end_and_back_by_pages() -> None:
    app = ListApp(Rows(100_000))
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(20):
            await pilot.press("pagedown")
        assert app.tickets.place == (1 + 20 * 19, 100_000)
        await pilot.press("end", "up")
        assert app.tickets.place == (99_999, 100_000)
        for _ in range(20):
            await pilot.press("pageup")
        assert app.tickets.place == (99_999 - 20 * 19, 100_000)


async def test_moved_tells_the_row_and_is_told_once_for_a_burst() -> None:
    app = ListApp(Rows(1000))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.list_screen.heard.clear()
        await pilot.press("down")
        assert heard(app, TicketList.Moved) == [TicketList.Moved(row(1))]
        app.list_screen.heard.clear()
        for _ in range(9):
            app.tickets.action_move(1)
        await pilot.pause()
        assert heard(app, TicketList.Moved) == [TicketList.Moved(row(10))]


async def test_marks_are_kept_by_number_and_told() -> None:
    """TQ11."""
    app = ListApp(Rows(30))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("x", "down", "x")
        assert app.tickets.marked == {4000, 4002}
        assert [text[:2] for text in visible(app)[1:5]] == [" *", "  ", " *", "> "]
        app.tickets.show((row(2), row(3), row(0)), start=0, total=3, more_before=False, more_after=False)
        await pilot.pause()
        assert [text[:2] for text in visible(app)[1:8] if text.strip()] == [" *", "> ", " *"]
        await pilot.press("asterisk")
        assert app.tickets.marked == {4000, 4002, 4003}
        await pilot.press("X")
        assert app.tickets.marked == frozenset()
        told = [message.numbers for message in app.list_screen.heard if isinstance(message, TicketList.Marked)]
        assert told == [{4000}, {4000, 4002}, {4000, 4002, 4003}, set()]


async def test_the_cursor_stays_on_its_ticket_and_line_while_others_work() -> None:
    """TQ12."""
    app = ListApp(Rows(200))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*["down"] * 30)
        line, current = cursor_line(app), app.tickets.current
        loaded = app.tickets.rows
        changed = (row(900), row(901), *(one for one in loaded if one.number not in (4003, 4025, 4031)))
        app.tickets.show(changed, start=0, total=len(changed), more_before=False, more_after=False)
        await pilot.pause()
        assert app.tickets.current == current
        assert cursor_line(app) == line
        gone = tuple(one for one in changed if one != current)
        app.tickets.show(gone, start=0, total=len(gone), more_before=False, more_after=False)
        await pilot.pause()
        assert app.tickets.current == row(32)
        assert cursor_line(app) == line


async def test_a_repaint_of_the_same_rows_asks_for_no_line() -> None:
    """Refreshing an open queue that did not change sends nothing (PERFORMANCE P5, P9)."""
    app = ListApp(Rows(200))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        tickets = app.tickets
        tickets.refresh()
        tickets.show(tuple(row(index) for index in range(200)), start=0, total=200, more_before=False, more_after=False)
        assert list(tickets._exchange_repaint_regions()) == []
        tickets.now = NOW + timedelta(hours=1)
        assert len(tickets._exchange_repaint_regions()) > 15


async def test_an_empty_list_says_why() -> None:
    app = ListApp(Rows(5))
    async with app.run_test(size=SIZE) as pilot:
        app.tickets.empty = "Nothing matches dept:tech; Esc shows all"
        app.tickets.show((), start=0, total=0, more_before=False, more_after=False)
        await pilot.pause()
        assert "Nothing matches dept:tech; Esc shows all" in visible(app)[2]
        assert heard(app, TicketList.Moved)[-1] == TicketList.Moved(None)
        await pilot.press("enter", "x", "down", "end")
        assert heard(app, TicketList.Opened) == []


async def test_the_header_stands_over_its_columns() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        head, first = visible(app)[:2]
        assert head.index("No") == first.index("4000")
        assert head.index("Subject") == first.index("Backup failed again")
        assert head.index("Held by") == first.index("anna ...")


async def test_numbers_that_grow_longer_widen_their_column() -> None:
    app = ListApp(Rows(50))
    async with app.run_test(size=SIZE) as pilot:
        app.tickets.show((row(12_345_678 - 4000),), start=0, total=1, more_before=False, more_after=False)
        await pilot.pause()
        assert " 12345678  " in visible(app)[1]


async def test_another_list_starts_at_its_top_without_marks() -> None:
    app = ListApp(Rows(200))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("x", *["down"] * 30)
        app.tickets.restart()
        app.list_screen.feed(0)
        await pilot.pause()
        assert app.tickets.current == row(0)
        assert cursor_line(app) == 1
        assert app.tickets.marked == frozenset()
        assert app.tickets.go_to(4100)
        assert not app.tickets.go_to(1)
        assert app.tickets.current == row(100)


async def test_the_mouse_moves_the_cursor_and_opens() -> None:
    app = ListApp(Rows(200))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(TicketList, offset=(20, 5))
        assert app.tickets.current == row(4)
        assert heard(app, TicketList.Opened) == []
        await pilot.click(TicketList, offset=(20, 5))
        assert heard(app, TicketList.Opened) == [TicketList.Opened(4004)]
        await pilot.click(TicketList, offset=(20, 0))
        assert app.tickets.current == row(4)


async def test_a_smaller_terminal_keeps_the_cursor_in_sight() -> None:
    app = ListApp(Rows(200))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*["down"] * 34)
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert app.tickets.current == row(34)
        assert cursor_line(app) == app.tickets.size.height - 1
