"""The conversation under keys (TF10, TF11)."""

from __future__ import annotations

import re

from helpdesk_tui.views import MessageView
from helpdesk_tui.vocab import MessageKind
from helpdesk_tui.widgets.thread import Thread
from tests.widgets.ticket_app import TicketApp, conversation, long_conversation, message

SIZE = (100, 40)


def thread_of(app: TicketApp) -> Thread:
    """The conversation."""
    return app.ticket_screen.query_one(Thread)


def lines(app: TicketApp) -> list[str]:
    """What the conversation shows."""
    thread = thread_of(app)
    return [thread.line(y).text.rstrip() for y in range(thread.size.height)]


def unmarked(app: TicketApp) -> list[str]:
    """The same without the mark of the selected message."""
    return [line.replace(">", " ", 1) if line.startswith(">") else line for line in lines(app)]


def heard(app: TicketApp, kind: type) -> list[object]:
    """The messages of a kind that came up to the screen."""
    return [one for one in app.ticket_screen.heard if isinstance(one, kind)]


async def test_it_opens_at_the_last_message_and_selects_it() -> None:
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert heard(app, Thread.Selected) == [Thread.Selected(20)]
        assert lines(app)[-1] == "        line 11 of message 20"
        assert any(line.startswith(">") for line in lines(app))


async def test_it_opens_at_the_oldest_unread_message() -> None:
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        thread_of(app).show(99, app.messages, seen=4)
        await pilot.pause()
        assert thread_of(app).selected == app.messages[4]
        assert lines(app)[0].startswith(">")
        assert lines(app)[1] == "        line 0 of message 5"


async def test_scrolling_by_every_key() -> None:
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home")
        top = unmarked(app)
        height = len(top)
        assert top[2] == "        line 0 of message 1"
        await pilot.press("j")
        assert unmarked(app)[:-1] == top[1:]
        await pilot.press("k")
        assert unmarked(app) == top
        await pilot.press("down", "up", "pagedown")
        assert unmarked(app)[0] == top[height - 1]
        await pilot.press("pageup")
        assert unmarked(app) == top
        await pilot.press("k", "pageup")
        assert unmarked(app) == top
        await pilot.press("end")
        bottom = unmarked(app)
        assert bottom[-1] == "        line 11 of message 20"
        await pilot.press("j", "pagedown")
        assert unmarked(app) == bottom


async def test_messages_are_selected_by_keys_and_brought_into_sight() -> None:
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("N", "N", "N")
        assert thread_of(app).selected == app.messages[16]
        assert ">13:30  Hans Meier, in the client area" in lines(app)
        await pilot.press("n")
        assert thread_of(app).selected == app.messages[17]
        await pilot.press("n", "n", "n", "n")
        assert thread_of(app).selected == app.messages[19]


async def test_the_selection_follows_what_is_read() -> None:
    """Keys must not act on a message that is out of sight."""
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home")
        assert thread_of(app).selected == app.messages[0]
        await pilot.press("pagedown", "pagedown", "pagedown")
        selected = thread_of(app).selected
        assert selected is not None
        assert any(line == f"        line 11 of message {selected.id}" for line in lines(app))


async def test_space_unfolds_quotes_or_turns_the_page() -> None:
    app = TicketApp()
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("home")
        await pilot.press(*["N"] * 6)
        assert thread_of(app).selected == app.messages[0]
        assert "        ... 14 quoted lines (Space)" in lines(app)
        await pilot.press("space")
        assert "        > quoted line 13" in lines(app)
        await pilot.press("space")
        assert not any("> quoted line" in line for line in lines(app))


async def test_space_on_a_message_without_quotes_turns_the_page() -> None:
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home")
        last = lines(app)[-1]
        await pilot.press("space")
        assert lines(app)[0] == last


async def test_a_digit_chooses_an_attachment_of_the_selected_message() -> None:
    app = TicketApp()
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press(*["N"] * 6, "2", "3", "1")
        assert heard(app, Thread.AttachmentChosen) == [Thread.AttachmentChosen(72), Thread.AttachmentChosen(71)]


async def test_a_new_message_does_not_move_what_is_read() -> None:
    app = TicketApp(long_conversation(20, 12))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home", *["j"] * 20)
        before = lines(app)
        thread_of(app).show(1, (*app.messages, message(21, "new one")))
        await pilot.pause()
        assert lines(app) == before
        await pilot.press("end")
        assert lines(app)[-1] == "        new one"


async def test_hiding_system_messages_keeps_the_place() -> None:
    system = [message(100 + at, f"assigned {at}", kind=MessageKind.SYSTEM) for at in range(5)]
    messages: tuple[MessageView, ...] = (*system, *long_conversation(10, 12))
    app = TicketApp(messages)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home", *["j"] * 30)
        before = lines(app)
        await pilot.press("v")
        assert lines(app) == before
        await pilot.press("home")
        assert not any("assigned" in line for line in lines(app))
        await pilot.press("v", "home")
        assert any("assigned 0" in line for line in lines(app))


async def test_a_narrower_terminal_wraps_anew_and_keeps_the_message() -> None:
    text = "word " * 40
    app = TicketApp(tuple(message(at, f"m{at} {text}") for at in range(1, 30)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("home", *["j"] * 20)
        selected = thread_of(app).selected
        await pilot.resize_terminal(60, 40)
        await pilot.pause()
        assert all(len(line) <= 60 for line in lines(app))
        assert thread_of(app).selected == selected
        assert selected is not None
        assert any(f"m{selected.id} " in line for line in lines(app))


async def test_another_ticket_starts_anew() -> None:
    app = TicketApp(conversation())
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press(*["N"] * 6, "space")
        thread_of(app).show(2, conversation())
        await pilot.pause()
        assert not any("> quoted line" in line for line in lines(app))
        assert thread_of(app).selected == conversation()[-1]


async def test_a_ticket_without_messages_shows_nothing_and_takes_every_key() -> None:
    app = TicketApp(())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "k", "pagedown", "end", "home", "n", "N", "space", "1", "v")
        assert set(lines(app)) == {""}
        assert thread_of(app).selected is None


def found(app: TicketApp) -> str:
    """The line of the hit that was gone to, which has the mark."""
    return next(line for line in lines(app) if line.startswith(">") and "needle" in line)


async def test_tq10_n_goes_to_hits_within_long_messages() -> None:
    """TQ10, issue 4: from hit to hit, also within one long message, and into history that was folded away."""
    text = [f"line {at}" for at in range(1, 301)]
    text[4], text[199], text[259] = "needle one", "needle two", "the needle, in history"
    hay = [message(1, "\n".join(text), own_lines=240), message(2, "A needle.", kind=MessageKind.STAFF)]
    app = TicketApp((*hay, *long_conversation(3, 12)[2:]))
    async with app.run_test(size=(100, 30)) as pilot:
        thread = thread_of(app)
        thread.sought = re.compile(r"(?<!\w)needle(?!\w)", re.IGNORECASE)
        thread.show(99, app.messages)
        await pilot.pause()
        assert found(app) == ">       needle one"
        stops = []
        for key in ("n", "n", "n", "n", "N", "N", "N", "N"):
            await pilot.press(key)
            stops.append((found(app)[1:].strip(), thread.selected.id if thread.selected else 0))
        there = [("needle two", 1), ("the needle, in history", 1), ("A needle.", 2)]
        assert stops == [*there, there[-1], there[1], there[0], ("needle one", 1), ("needle one", 1)]
        await pilot.press("home", "end")
        await pilot.press("N")
        assert found(app)[1:].strip() == "A needle."


async def test_tq10_a_ticket_opens_where_the_first_hit_is_in_sight() -> None:
    """TQ10: though it stands two hundred lines below the heading of its message."""
    text = [f"line {at}" for at in range(1, 301)]
    text[199] = "needle two"
    app = TicketApp((message(1, "\n".join(text)), message(2, "Seen.")))
    async with app.run_test(size=(100, 30)) as pilot:
        thread = thread_of(app)
        thread.sought = re.compile("needle")
        thread.show(99, app.messages)
        await pilot.pause()
        assert found(app) == ">       needle two"
