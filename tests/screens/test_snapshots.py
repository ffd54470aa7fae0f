"""How the screens look, on a fixed desk with a fixed clock in UTC, in the terminal's own colours.

Looked at by people before they are accepted (`make snap`); SCREENS: at 80 columns columns fold away, the keys that
matter stay.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from helpdesk_tui.app import HelpdeskApp
from helpdesk_tui.clock import FixedClock
from helpdesk_tui.config.settings import ScreenSettings
from helpdesk_tui.desk.actions.abuse import AddAbuse
from helpdesk_tui.desk.actions.expenses import AddExpense
from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.orders import PlaceOrder, RenewOrder
from helpdesk_tui.desk.actions.parameters import Summarise
from helpdesk_tui.desk.actions.payments import AddPayment
from helpdesk_tui.desk.actions.plans import AddPlan
from helpdesk_tui.desk.actions.tags import TagTicket
from helpdesk_tui.desk.actions.views import SaveView
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.errors import StorageFailed
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.vocab import AbuseAction, PaymentStatus, QueueSort, QueueView
from tests.screens.desk import ACME, NOW, SAKURA, opened
from tests.screens.money import client_area_that_buys
from tests.screens.pictures import coded, console, looked_at
from tests.screens.seat import Seat, Seats, app_for, settings_for

SIZES = [(80, 24), (120, 40)]
Steps = Callable[[Seat], Awaitable[None]]


async def queue(seat: Seat) -> None:
    await seat.see("mail ok")


async def marks(seat: Seat) -> None:
    await seat.press("down", "l")
    await seat.see("commas between")
    await seat.type("dns, vip\n")
    await seat.told("are changed")
    await seat.press("home", "x", "x", "x", "e")
    await seat.see("Close 3 tickets?")


async def own_views(seat: Seat) -> None:
    seat.desk.perform(SaveView("Billing, newest", QueueView.SUPPORT, QueueSort.NEWEST, "dept:billing"))
    seat.desk.perform(SaveView("VIP", QueueView.ALL, query="characteristic:good age:>1h"))
    await seat.press("O")
    await seat.see("Your views", "VIP")


async def empty(seat: Seat) -> None:
    await seat.press("slash")
    await seat.type("zebra")
    await seat.press("enter")
    await seat.see("Nothing here passes the filter (Esc clears it).")


async def error(seat: Seat) -> None:
    await seat.press("slash")
    await seat.type("status:lost")
    await seat.press("enter")
    await seat.until(lambda: seat.foot.startswith("!"))


async def wide_names(seat: Seat) -> None:
    gary = seat.acting("gary")
    gary.perform(NewTicket(SAKURA, "Tech", "サーバーにまったく接続できません。至急ご確認をお願いいたします。" * 3, "x"))
    gary.perform(NewTicket(ACME, "Tech", "Cafe\u0301 \U0001f631 \u202etxt.exe \x1b[2J e\u0308 " + "long " * 30, "x"))
    await seat.see("[Support 10]")
    await seat.press("end")
    await seat.see("10 of 10")


async def ticket(seat: Seat) -> None:
    await seat.press("colon", "8", "enter")
    await seat.see("Still nothing.")


async def picture(seat: Seat) -> None:
    await looked_at(seat, coded(console()), "PNG picture, 320 x 200 pixels", "%")
    while "100%" not in seat.text:
        await seat.press("plus")
        await seat.calm()


async def writing(seat: Seat) -> None:
    await ticket(seat)
    await seat.press("r")
    await seat.see("Reply to")
    await seat.type("It is up again.")
    await seat.press("f2")
    await seat.see("staff only")
    await seat.type("disk swapped")
    await seat.press("escape")
    await seat.see("draft kept")


async def review(seat: Seat) -> None:
    await writing(seat)
    await seat.press("ctrl+s")
    await seat.see("Before sending")


async def client(seat: Seat) -> None:
    await seat.press("c")
    await seat.see("Insists on the telephone")


async def area_list(seat: Seat) -> None:
    await client_area_that_buys(seat)


async def area_ticket(seat: Seat) -> None:
    await area_list(seat)
    await seat.press("down", "enter")
    await seat.see("Still nothing.")


async def area_new(seat: Seat) -> None:
    await area_list(seat)
    await seat.press("n")
    await seat.see("New ticket as")
    await seat.press("right", "tab", "tab")
    await seat.type("Disk full\n")
    await seat.type("Please help")
    await seat.see("takes 1 support incident:")


async def area_buy(seat: Seat) -> None:
    await area_list(seat)
    await seat.press("o")
    await seat.see("3 months")
    await seat.press("n")
    await seat.see("missing")


async def area_empty(seat: Seat) -> None:
    await area_list(seat)
    await seat.press("v")
    await seat.see("Nothing is in the archive")


async def incoming(seat: Seat) -> None:
    await seat.go("i", "Incoming emails", "unknown sender")
    await seat.press("end")
    await seat.see("three shops")


async def help_page(seat: Seat) -> None:
    await seat.press("question_mark")
    await seat.see("Keys", "Here")


async def abuse(seat: Seat) -> None:
    gary, there = seat.acting("gary"), NOW + timedelta(days=2)
    gary.perform(AddAbuse(8, 5, AbuseAction.SUSPEND_SERVICE, there, "Open relay on port 25."))
    gary.perform(AddAbuse(7, 2, AbuseAction.SUPPORT, there + timedelta(days=1)))
    await seat.go("x", "Abuse: open", "Open relay")


async def plans(seat: Seat) -> None:
    gary = seat.acting("gary")
    gary.perform(AddPlan("Care", 10, {0: 50_00, 1: 9_00, 3: 25_00}, {20: 5_00, 50: 12_00}))
    gary.perform(AddPlan("Care at night", 5, {0: 0, 12: 300_00}))
    await seat.go("n", "Plans of support", "Care at night")


async def ordering(seat: Seat) -> None:
    await plans(seat)
    seat.desk.perform(AddPayment(ACME, 20_00, PaymentStatus.PAID))
    seat.desk.perform(PlaceOrder(ACME, "Care", 1))
    seat.desk.perform(RenewOrder(1, 3))
    await seat.go("a", "[All 10]")
    await seat.press("colon", "8", "enter")
    await seat.see("Still nothing.")
    await seat.press("c")
    await seat.see("Users")
    await seat.press("o")
    await seat.see("renewal waits, payment 2", "23 Nov 2026")
    await seat.press("n")
    await seat.see("Costs 50.00 EUR")


async def statement(seat: Seat) -> None:
    for days, amount in ((300, -20_00), (250, 100_00), (150, -42_50), (100, 50_00), (60, -100_00), (20, -15_00)):
        seat.clock.at = NOW - timedelta(days=days)
        if amount > 0:
            seat.desk.perform(AddPayment(ACME, amount, PaymentStatus.PAID, f"Invoice {days}"))
        else:
            seat.desk.perform(AddExpense(ACME, -amount, f"Work on the server, {days} days ago"))
    seat.clock.at = NOW
    seat.desk.perform(AddPayment(ACME, 40_00, text="Invoice for November"))
    await ticket(seat)
    await seat.press("c")
    await seat.see("Acme GmbH  <")
    await seat.press("b")
    await seat.see("Twelve months", "Balance -27.50 EUR")


async def year(seat: Seat) -> None:
    await statement(seat)
    await seat.press("v")
    await seat.see("none were used")


async def payments(seat: Seat) -> None:
    await statement(seat)
    await seat.press("p")
    await seat.see("It is New: it waits to be paid")
    await seat.press("s")
    await seat.see("Balance -27.50 -> 12.50 EUR.")


async def talk_in_many_scripts(seat: Seat) -> None:
    """A conversation and a summary with wide, joined and right-to-left letters, and what a terminal would obey."""
    gary = seat.acting("gary")
    odd = "Cafe\u0301 \u202etxt.exe \x1b[2J e\u0308 \U0001f631"
    lines = ("サーバーに接続できません。" * 5, "الموقع لا يعمل منذ الصباح", odd)
    number = gary.perform(NewTicket(SAKURA, "Tech", "الموقع لا يعمل 接続できません", "\n".join(lines)))
    gary.perform(Summarise(number, "株式会社さくら: الموقع"))
    await seat.press("colon")
    await seat.type(f"{number}\n")
    await seat.see("held by nobody", "接続できません")


async def lost(seat: Seat) -> None:
    """The database is gone: a line says so, and which key tries again; what was read stays."""

    async def fails(question: object) -> Any:
        raise StorageFailed("The database does not answer.")

    seat.app.session.read = fails  # type: ignore[method-assign]
    await seat.press("f5")
    await seat.told("The database does not answer. F5 tries again.")


STATES = (
    queue,
    marks,
    own_views,
    empty,
    error,
    wide_names,
    talk_in_many_scripts,
    lost,
    ticket,
    picture,
    writing,
    review,
    client,
    area_list,
    area_ticket,
    area_new,
    area_buy,
    area_empty,
    incoming,
    help_page,
    abuse,
    plans,
    ordering,
    statement,
    year,
    payments,
)


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the terminal nor the colours of whoever runs the tests count."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(os.environ, "TERM", "xterm-256color")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_looks(snap_compare: Any, seats: Seats, size: tuple[int, int], state: Steps) -> None:
    """Each state at both sizes."""
    compare(snap_compare, seats, size, state)


@pytest.mark.parametrize("theme", ["light", "dark", "no colour", "200x50"])
@pytest.mark.parametrize("state", [queue, writing], ids=lambda state: state.__name__)
def test_looks_in_every_dress(
    snap_compare: Any, seats: Seats, monkeypatch: pytest.MonkeyPatch, theme: str, state: Steps
) -> None:
    """TF6: queue and ticket form in light, in dark, without colours, and on a terminal with something at the right."""
    size = (200, 50) if theme == "200x50" else (100, 30)
    if theme == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    compare(snap_compare, seats, size, state, theme if theme in ("light", "dark") else "ansi")


def test_looks_while_it_loads(snap_compare: Any, seats: Seats) -> None:
    """SCREENS: the page stands, the numbers come; a desk that takes long to open is said to load."""
    opening: Future[Desk] = Future()
    app = HelpdeskApp(opening, settings_for(seats.where), parse)
    system = opened(seats.where, FixedClock(NOW))

    async def walk(pilot: Pilot[Any]) -> None:
        seat = Seat(app, pilot, system, system, FixedClock(NOW))
        await seat.told("loading")

    try:
        assert snap_compare(app, terminal_size=(80, 24), run_before=walk)
    finally:
        opening.set_result(system.staff("anna"))
        system.close()


def compare(snap_compare: Any, seats: Seats, size: tuple[int, int], state: Steps, theme: str = "ansi") -> None:
    """Bring the app into a state and look at it."""
    clock = FixedClock(NOW)
    system = opened(seats.where, clock)
    desk = system.staff("anna")
    app = app_for(desk, settings_for(seats.where, screen=ScreenSettings(theme=theme)))

    async def walk(pilot: Pilot[Any]) -> None:
        seat = Seat(app, pilot, system, desk, clock)
        await seat.until(lambda: not app.session.busy.held, "the first rows")
        await seat.see("Held by", "mail ok")
        await state(seat)
        await seat.calm()

    assert snap_compare(app, terminal_size=size, run_before=walk)
    system.close()


def test_no_picture_names_another_host() -> None:
    """The pictures of the manual are files without anything to fetch."""
    pictures = sorted((Path(__file__).parents[2] / "docs" / "pictures").glob("*.svg"))
    assert len(pictures) == 27
    for picture in pictures:
        text = picture.read_text()
        assert "url(http" not in text
        assert text.replace("http://www.w3.org/2000/svg", "").count("http") == 0


def test_a_wide_queue(snap_compare: Any, seats: Seats) -> None:
    """TQ7: 200 columns hold status, age and tags, and the subject has its room, with nothing at the right."""
    clock = FixedClock(NOW)
    system = opened(seats.where, clock)
    desk = system.staff("anna")
    desk.perform(TagTicket(5, ("dns", "vip")))
    desk.perform(SetLook(beside=False))
    app = app_for(desk, settings_for(seats.where))

    async def walk(pilot: Pilot[Any]) -> None:
        seat = Seat(app, pilot, system, desk, clock)
        await seat.until(lambda: not app.session.busy.held, "the first rows")
        await seat.press("7")
        await seat.see("[All 10]", "Awaiting response", "mail ok")
        await seat.calm()

    assert snap_compare(app, terminal_size=(200, 24), run_before=walk)
    system.close()
