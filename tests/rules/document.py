"""What the document on paid support is tried on: its plan, an account, its sentences, and those that need a desk.

An id is the document and the line, with a letter where a line says several things (`000:31b`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from helpdesk_tui.errors import Refused, WrongUsage
from helpdesk_tui.rules.grants import Paid
from helpdesk_tui.rules.incidents import Credit, balance, taken
from helpdesk_tui.rules.orders import Order, Purchase, gives, ordering, renewing, windows_of, with_purchase
from helpdesk_tui.rules.periods import parse_period
from helpdesk_tui.rules.plans import Plan
from tests.rules.books import Book
from tests.rules.people import NINE

PLAN = Plan("Support", 10, {0: 50_00, 1: 9_00, 3: 25_00}, {20: 5_00})
NONE = Credit()
Case = Callable[[Book], bool]
CASES: dict[str, tuple[str, Case]] = {}


def fact(place: str, said: str) -> Callable[[Case], Case]:
    """Enter a case for a sentence of the document."""

    def enter(case: Case) -> Case:
        CASES[place] = (said, case)
        return case

    return enter


def order(book: Book, period: str, first: date | None = None, package: int | None = None) -> Order:
    """The plan is bought on the book's day; the order."""
    what = ordering(PLAN, parse_period(period), package, first, book.day)
    return _completed(book, what, Order(1, 0, 0, None, book.day))


def renew(book: Book, one: Order, period: str) -> Order:
    """An order is renewed on the book's day; the order as it is then."""
    return _completed(book, renewing(PLAN, one, parse_period(period), book.day), one)


def _completed(book: Book, what: Purchase, one: Order) -> Order:
    first, numbers = windows_of(what, one, book.day)
    for given in gives(what, first, numbers, book.day):
        if given.window:
            book.give_lot(given.count, given.window.starts, given.window.ends)
        else:
            book.give(given.count)
    return with_purchase(one, what, first, numbers)


def open_on(book: Book, day: str) -> list[int]:
    """What can be used at noon: lifetime, then each open lot."""
    there = balance(book.holding, datetime.fromisoformat(f"{day}T12:00+00:00"), UTC)
    return [there.lifetime, *(one.left for one in there.dated)]


def ticket(book: Book, number: int = 1, credit: Credit = NONE) -> None:
    """A client's ticket that costs so many."""
    book.post(*taken(book.holding, number, book.day, credit), ticket=7)


def refused(call: Callable[[], object]) -> bool:
    """Whether a rule says no."""
    try:
        call()
    except Refused:
        return True
    return False


def wrong(call: Callable[[], object]) -> bool:
    """Whether what was typed is none."""
    try:
        call()
    except WrongUsage:
        return True
    return False


def paid(*amounts: int) -> list[Paid]:
    """Payments under "2 incidents for each 100"."""
    return [Paid(number, amount, NINE, 2, 100_00) for number, amount in enumerate(amounts)]


SENTENCES = {
    1: "", 3: "", 4: "", 9: "ab", 13: "", 14: "", 15: "", 19: "", 24: "", 31: "abcd", 32: "abc", 33: "ab", 37: "",
    41: "abcd", 43: "", 49: "", 50: "", 51: "", 52: "", 58: "", 59: "", 60: "", 67: "ab", 68: "", 69: "", 70: "",
    72: "", 76: "", 77: "abc", 78: "", 79: "abc", 80: "ab", 84: "", 86: "", 87: "", 91: "ab", 95: "", 99: "",
    101: "ab", 103: "", 105: "abc", 110: "ab", 112: "abc", 114: "", 116: "", 118: "ab",
}  # fmt: skip
"""The lines that say something; letters for what one line says in several sentences or parts of one."""

NOT_HERE = {
    "000:1": "by default nothing is charged: a new desk has no plan and no write-off (acts)",
    "000:3": "charging for support (the support fee of the ticket form)",
    "000:4": "per-incident support (plans, orders)",
    "000:9b": "which departments need an incident (acts, screens)",
    "000:19": "plans can be made so that clients can buy (acts, client area)",
    "000:24": "the periods that are sold, One-time among them (provider's settings)",
    "000:31d": "clients can buy but not cancel them (acts, client area)",
    "000:58": "*Connect service to clients* (provider's settings)",
    "000:59": "its plan (provider's settings)",
    "000:60": "its period, for life (provider's settings)",
    "000:91b": "the system message on the ticket (acts)",
    "000:95": "*Write off requests* of a department (acts, screens)",
    "000:99": "it is unavailable until paid support is set up (acts, screens)",
    "000:110a": "nothing has to be set up for a fee (acts)",
    "000:110b": "the field *Support fee* (ticket form)",
    "000:112a": "the full amount without discounts (acts)",
    "000:112c": "Save parameters, Send reply and Ok charge it (acts)",
    "000:114": "the client is told (mail)",
    "000:116": "the expense among the client's expenses (acts, screens)",
}
"""Sentences that rules alone cannot show; `tests/desk/test_paid_support_on_the_desk.py` shows each on a desk."""

NOT_YET = {"000:67b": "a client who is there is connected to a provider for the first time: needs providers (CL10)"}
"""What no desk does yet, and why; `docs/behaviour.md` says so of the row."""

NO_BEHAVIOUR = (
    6, 11, 17, 21, 23, 25, 26, 28, 29, 35, 39, 45, 47, 48, 53, 55, 57, 61, 63, 65, 74, 82, 89, 97, 107,
)  # fmt: skip
"""Headings, menus and what announces a list."""
