"""The document on paid support, sentence by sentence: a passing case for each that the rules can show.

What needs an act or an email stands in `document.NOT_HERE` and is shown by
`tests/desk/test_paid_support_on_the_desk.py`; what only leads through menus stands in `NO_BEHAVIOUR`, and what is not
built in `NOT_YET`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from helpdesk_tui.rules import billing, grants
from helpdesk_tui.rules.grants import Terms
from helpdesk_tui.rules.incidents import Credit, given_back, to_total
from helpdesk_tui.rules.manual_incidents import adjusted, edited
from helpdesk_tui.rules.periods import parse_period
from helpdesk_tui.rules.plans import bought, parse_number, parse_packages, upgraded
from tests.rules.books import Book
from tests.rules.document import (
    CASES,
    NO_BEHAVIOUR,
    NONE,
    NOT_HERE,
    NOT_YET,
    PLAN,
    SENTENCES,
    fact,
    open_on,
    order,
    paid,
    refused,
    renew,
    ticket,
    wrong,
)


@fact("000:9a", "a ticket is paid for with an incident")
def _(book: Book) -> bool:
    book.give(1)
    ticket(book)
    return book.left == (0,) and refused(lambda: ticket(book))


@fact("000:13", "incidents are added when something happens")
def _(book: Book) -> bool:
    book.post(grants.for_registration(Terms(registration=2)))
    return book.left == (2,)


@fact("000:14", "incidents are added when a client buys them")
def _(book: Book) -> bool:
    order(book, "lifetime")
    return book.left == (10,)


@fact("000:15", "incidents are added by hand")
def _(book: Book) -> bool:
    book.post(adjusted(book.standing, 4))
    return book.left == (4,)


@fact("000:31a", "a purchase for life adds lifetime incidents")
def _(book: Book) -> bool:
    order(book, "lifetime")
    return open_on(book, "2026-04-11") == open_on(book, "2099-01-01") == [10]


@fact("000:31b", "their number can be changed by hand")
def _(book: Book) -> bool:
    order(book, "lifetime")
    book.post(*edited(book.standing, limit=7))
    return book.left == (7,)


@fact("000:31c", "a value package sets the number")
def _(book: Book) -> bool:
    order(book, "lifetime", package=20)
    return book.left == (20,)


@fact("000:32a", "periods that can be divided by a month can be ordered")
def _(book: Book) -> bool:
    return [parse_period(text) for text in ("1m", "6m", "12m")] == [1, 6, 12]


@fact("000:32b", "incidents are given by the number that was ordered")
def _(book: Book) -> bool:
    order(book, "1m")
    order(book, "3m", package=20)
    return open_on(book, "2026-04-11") == [0, 10, 20]


@fact("000:32c", "unused ones are gone when the service expires")
def _(book: Book) -> bool:
    order(book, "3m")
    return open_on(book, "2026-07-10") == [0, 10] and open_on(book, "2026-07-11") == [0]


@fact("000:33a", "ordered on 11 April for 3 months: 10 until 10 May, 10 until 10 June, 10 until 10 July")
def _(book: Book) -> bool:
    order(book, "3m", date(2026, 4, 11))
    lots = [(str(lot.starts), str(lot.ends), lot.count) for lot in book.lots.values()]
    ends = ("05-10", "05-11", "06-10", "06-11", "07-10", "07-11")
    days = [f"2026-{day}" for day in ("04-10", "04-11", *ends)]
    return lots == [
        ("2026-04-11", "2026-05-10", 10), ("2026-05-11", "2026-06-10", 10), ("2026-06-11", "2026-07-10", 10),
    ] and [sum(open_on(book, day)) for day in days] == [0, 10, 10, 10, 10, 10, 10, 0]  # fmt: skip


@fact("000:33b", "they are 10 anew each month, whatever was used or left of the month before")
def _(book: Book) -> bool:
    order(book, "3m")
    ticket(book, 10)
    return open_on(book, "2026-05-10") == [0] and open_on(book, "2026-05-11") == [0, 10]


@fact("000:37", "daily and trial periods cannot be used")
def _(book: Book) -> bool:
    return all(refused(lambda text=text: parse_period(text)) for text in ("1d", "daily", "trial"))  # type: ignore[misc]


@fact("000:41a", "order periods can be mixed in one plan")
def _(book: Book) -> bool:
    order(book, "1m")
    order(book, "lifetime")
    return open_on(book, "2026-04-11") == [10, 10]


@fact("000:41b", "renewing for life gives lifetime incidents")
def _(book: Book) -> bool:
    renew(book, order(book, "1m"), "lifetime")
    return open_on(book, "2026-04-12") == [10, 10] and open_on(book, "2099-01-01") == [10]


@fact("000:41c", "what is unused then stays until its own date")
def _(book: Book) -> bool:
    dated = order(book, "1m")
    ticket(book, 3)
    book.forward(days=10)
    renew(book, dated, "lifetime")
    return open_on(book, "2026-05-10") == [10, 7] and open_on(book, "2026-05-11") == [10]


@fact("000:43", "the plan says how many are included")
def _(book: Book) -> bool:
    return [bought(replace(PLAN, incidents=number), 0).number for number in (0, 3, 10)] == [0, 3, 10]


@fact("000:49", "the number is an integer")
def _(book: Book) -> bool:
    others = ("1.5", "7,0", "1e1", "½", "-7", "many", "")
    packages = wrong(lambda: parse_packages(["20.5=5.00"], "EUR"))
    return parse_number("7") == 7 and packages and all(wrong(lambda text=text: parse_number(text)) for text in others)  # type: ignore[misc]


@fact("000:50", "the scale is one of packages: no other numbers")
def _(book: Book) -> bool:
    return bought(PLAN, 0, 20).number == 20 and refused(lambda: bought(PLAN, 0, 15))


@fact("000:51", "after the order the number can only be raised")
def _(book: Book) -> bool:
    return upgraded(PLAN, 10, 20).number == 10 and refused(lambda: upgraded(PLAN, 20, 10))


@fact("000:52", "the included number is what an order without a package has")
def _(book: Book) -> bool:
    return bought(PLAN, 0).number == 10


@fact("000:67a", "a new client is given some")
def _(book: Book) -> bool:
    book.post(grants.for_registration(Terms(registration=5)))
    return book.left == (5,)


@fact("000:68", "the first payment gives some")
def _(book: Book) -> bool:
    book.post(grants.for_first_payment(Terms(first_payment=5), held=False))
    return book.left == (5,) and grants.for_first_payment(Terms(first_payment=5), held=True) is None


@fact("000:69", "the first charge gives some")
def _(book: Book) -> bool:
    book.post(grants.for_first_charge(Terms(first_charge=5), charged=False))
    return book.left == (5,) and grants.for_first_charge(Terms(first_charge=5), charged=True) is None


@fact("000:70", "an amount of funds gives some")
def _(book: Book) -> bool:
    book.post(grants.for_funds([], *paid(100_00)))
    return book.left == (2,) and grants.for_funds([], *paid(99_99)) is None


@fact("000:72", "what was added automatically never expires")
def _(book: Book) -> bool:
    terms = Terms(registration=5, first_payment=6, first_charge=7)
    book.post(grants.for_registration(terms), grants.for_first_payment(terms, held=False))
    book.post(grants.for_first_charge(terms, charged=False), grants.for_funds([], *paid(100_00)))
    return open_on(book, "2126-01-01") == [5 + 6 + 7 + 2]


@fact("000:76", "the number for new clients is the provider's")
def _(book: Book) -> bool:
    numbers = [grants.for_registration(Terms(registration=number)) for number in (0, 3)]
    return [one and one.amount for one in numbers] == [None, 3]


@fact("000:77a", "the number for the first payment is the provider's")
def _(book: Book) -> bool:
    numbers = [grants.for_first_payment(Terms(first_payment=number), held=False) for number in (0, 3)]
    return [one and one.amount for one in numbers] == [None, 3]


@fact("000:77b", "the first payment put back to New takes them away")
def _(book: Book) -> bool:
    (entry,) = book.post(grants.for_first_payment(Terms(first_payment=5), held=False))
    book.post(grants.first_payment_back(entry.seq, 5))
    return book.left == (0,)


@fact("000:77c", "they can then be given for another payment")
def _(book: Book) -> bool:
    (entry,) = book.post(grants.for_first_payment(Terms(first_payment=5), held=False))
    book.post(grants.first_payment_back(entry.seq, 5))
    book.post(grants.for_first_payment(Terms(first_payment=5), held=False))
    return book.left == (5,)


@fact("000:78", "the number for the first charge is the provider's")
def _(book: Book) -> bool:
    numbers = [grants.for_first_charge(Terms(first_charge=number), charged=False) for number in (0, 3)]
    return [one and one.amount for one in numbers] == [None, 3]


@fact("000:79a", "each full amount of funds gives the number")
def _(book: Book) -> bool:
    return grants.due_for_funds(paid(350_00)) == 6


@fact("000:79b", "what is left of an amount is applied at the next payment")
def _(book: Book) -> bool:
    return grants.due_for_funds(paid(150_00)) == 2 and grants.due_for_funds(paid(150_00, 50_00)) == 4


@fact("000:79c", "a payment put back to New takes them away")
def _(book: Book) -> bool:
    first, second = paid(150_00, 50_00)
    book.post(grants.for_funds([], first), grants.for_funds([first], second))
    book.post(grants.funds_back([first, second], second, 4))
    return book.left == (2,)


@fact("000:80a", "with extra tickets they are deducted on credit")
def _(book: Book) -> bool:
    ticket(book, 2, Credit(allowed=True, limit=2))
    return book.left == (-2,) and refused(lambda: ticket(Book(), 1))


@fact("000:80b", "beyond the limit no ticket is accepted until the debt is paid off")
def _(book: Book) -> bool:
    credit = Credit(allowed=True, limit=2)
    ticket(book, 2, credit)
    before = refused(lambda: ticket(book, 1, credit))
    book.give(1)
    ticket(book, 1, credit)
    return before and book.left == (-2,)


@fact("000:84", "lifetime incidents are added and deducted by hand")
def _(book: Book) -> bool:
    book.post(adjusted(book.standing, 5))
    book.post(adjusted(book.standing, -2))
    return book.left == (3,)


@fact("000:86", "the usage is how many lifetime incidents the client has used")
def _(book: Book) -> bool:
    book.give(5)
    ticket(book, 2)
    used = book.standing.used
    book.post(*edited(book.standing, usage=4))
    return (used, book.standing.used, book.left) == (2, 4, (1,))


@fact("000:87", "the limit is how many the client can use")
def _(book: Book) -> bool:
    book.post(*edited(book.standing, limit=3))
    ticket(book, 3)
    return book.standing.given == 3 and refused(lambda: ticket(book))


@fact("000:91a", "a new ticket deducts one")
def _(book: Book) -> bool:
    book.give(3)
    book.post(*to_total(book.holding, book.takes(7), 1, book.day, NONE), ticket=7)
    return book.left == (2,)


@fact("000:101a", "time-limited ones are deducted first")
def _(book: Book) -> bool:
    book.give(3)
    order(book, "1m")
    ticket(book)
    return open_on(book, "2026-04-11") == [3, 9]


@fact("000:101b", "lifetime ones where there are no such")
def _(book: Book) -> bool:
    book.give(3)
    order(book, "1m")
    book.forward(days=30)
    ticket(book)
    return open_on(book, "2026-05-11") == [2] and book.left == (2, 10)


@fact("000:103", "the number of a ticket can be changed")
def _(book: Book) -> bool:
    book.give(3)
    ticket(book)
    book.post(*to_total(book.holding, book.takes(7), 3, book.day, NONE), ticket=7)
    return sum(take.left for take in book.takes(7)) == 3


@fact("000:105a", "the field says how many were deducted")
def _(book: Book) -> bool:
    book.give(3)
    ticket(book, 2)
    return [take.left for take in book.takes(7)] == [2]


@fact("000:105b", "lowering it gives incidents back")
def _(book: Book) -> bool:
    book.give(3)
    ticket(book, 2)
    book.post(*given_back(book.holding, book.takes(7), 1, book.day), ticket=7)
    return book.left == (2,)


@fact("000:105c", "raising it deducts more")
def _(book: Book) -> bool:
    book.give(3)
    ticket(book)
    book.post(*to_total(book.holding, book.takes(7), 2, book.day, NONE), ticket=7)
    return book.left == (1,) and sum(take.left for take in book.takes(7)) == 2


@fact("000:112b", "without enough funds the account becomes negative")
def _(book: Book) -> bool:
    book.post(billing.paid(5_00), billing.charged(20_00))
    return book.standing.balance == -15_00


@fact("000:118a", "deleting the expense refunds it")
def _(book: Book) -> bool:
    book.post(billing.charged(20_00), billing.changed(1, 20_00, 0))
    return book.standing.balance == 0


@fact("000:118b", "editing the expense refunds the difference")
def _(book: Book) -> bool:
    book.post(billing.charged(20_00), billing.changed(1, 20_00, 12_00))
    return book.standing.balance == -12_00


@fact("000:41d", "a dated service that is renewed goes on with its months")
def _(book: Book) -> bool:
    dated = order(book, "1m")
    book.forward(days=9)
    renew(book, dated, "1m")
    return [str(lot.starts) for lot in book.lots.values()] == ["2026-04-11", "2026-05-11"]


@pytest.mark.parametrize("place", CASES)
def test_the_sentence_is_true(place: str) -> None:
    said, case = CASES[place]
    assert case(Book()), said


def test_every_sentence_is_somewhere() -> None:
    """Each sentence stands in exactly one of the lists, and each line that is none in `NO_BEHAVIOUR`."""
    there = [place.removeprefix("000:") for place in (*CASES, *NOT_HERE, *NOT_YET)]
    assert sorted(there) == sorted(f"{line}{part}" for line, parts in SENTENCES.items() for part in parts or ("",))
    assert sorted([*SENTENCES, *NO_BEHAVIOUR]) == [
        1, 3, 4, 6, 9, 11, 13, 14, 15, 17, 19, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 35, 37, 39, 41, 43, 45, 47, 48,
        49, 50, 51, 52, 53, 55, 57, 58, 59, 60, 61, 63, 65, 67, 68, 69, 70, 72, 74, 76, 77, 78, 79, 80, 82, 84, 86, 87,
        89, 91, 95, 97, 99, 101, 103, 105, 107, 110, 112, 114, 116, 118,
    ]  # fmt: skip
