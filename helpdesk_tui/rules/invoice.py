"""What an invoice of a payment says (CL12), and as text to print (pure). Sums are minor units of the currency."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from helpdesk_tui.rules.money import amount
from helpdesk_tui.rules.pricing import DISCOUNT_PLACES, RATE_PLACES, is_plain, say_percent, say_price
from helpdesk_tui.text import cell_width, one_line
from helpdesk_tui.views import Price
from helpdesk_tui.vocab import Grace

RETURNED = "Returned to the account since then:"


@dataclass(frozen=True, slots=True)
class Item:
    """A part of what was paid for: so much of a charge (`expense:9`)."""

    text: str
    amount: int
    charge: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """A payment as a document: whose, of when, what for; `paid` is since when it is Paid, None while it waits.

    `provider` is who sends it, with `seller` below that and `bank`, where to pay; both have several lines. `due` is the
    last day on which it is to be paid, if there is one.
    """

    number: int
    provider: str
    client: str
    address: str
    country: str
    """Of the client; where somebody else pays, of them: `address` has several lines then."""
    created: date
    paid: date | None
    amount: int
    currency: str
    note: str = ""
    items: tuple[Item, ...] = ()
    tax_number: str = ""
    price: Price | None = None
    """Of the purchase that the payment is for."""
    exact: bool = False
    """Whether the payment is over all of that price, and over nothing else."""
    seller: str = ""
    bank: str = ""
    due: date | None = None
    payer: int | None = None
    """The number of the payer whom it is for; None where it is for the client."""
    returned: tuple[Item, ...] = ()
    """What went back to the account of its parts since they were kept (SF2)."""
    turn: int = 1
    """How often its payment was Paid with it: 2 for the invoice after the first one was put back."""
    put_back: date | None = None
    """When its payment was put back to New, so that it counts no more; None for the one in force or to come."""
    late: bool = False
    """Whether the day to pay is over."""

    @property
    def label(self) -> str:
        """What it is called: `12`, and `12-2` for the second one of its payment."""
        return labelled(self.number, self.turn)

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"Invoice {self.label}"

    @property
    def state(self) -> str:
        """Whether it is paid, and until when it should be."""
        if self.paid:
            return f"Paid on {self.paid.isoformat()}"
        if self.due is None:
            return "Not paid yet"
        return f"Not paid yet; {'was due on' if self.late else 'please pay by'} {self.due.isoformat()}"

    def turns(self) -> tuple[str, ...]:
        """What became of it and of the one before it, a line each; nothing where its payment was never put back."""
        found = [f"In place of invoice {labelled(self.number, self.turn - 1)}, which was put back."]
        back = f"Put back on {self.put_back.isoformat()}: it counts no more from that day." if self.put_back else ""
        return (*(found if self.turn > 1 else ()), *([back] if back else ()))

    def sender(self) -> tuple[str, ...]:
        """Who sends it, a line each."""
        return tuple(one_line(line) for line in (self.provider, *self.seller.splitlines()) if line.strip())

    def where_to_pay(self) -> tuple[str, ...]:
        """Where to pay, a line each; nothing once it is paid."""
        return () if self.paid else lines_of(self.bank)

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"invoice-{self.label}.pdf"

    def to(self) -> tuple[str, ...]:
        """Who it is for, a line each."""
        tax = f"Tax number {self.tax_number}" if self.tax_number else ""
        lines = (self.client, *self.address.splitlines(), self.country, tax)
        return tuple(one_line(line) for line in lines if line.strip())

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What it lists, with the sums: the parts, or the note where nothing is covered by it yet."""
        found = [(one_line(item.text), amount(item.amount, self.currency)) for item in self.items]
        rest = self.amount - sum(item.amount for item in self.items)
        if rest or not found:
            said = one_line(self.note) if self.note and not found else "Payment to the account"
            found.append((said, amount(rest, self.currency)))
        return tuple(found)

    @property
    def has_note(self) -> bool:
        """Whether its note says something that no line of it does."""
        return bool(self.note) and one_line(self.note) not in (text for text, _ in self.lines())

    def parts(self) -> tuple[tuple[str, str], ...]:
        """What the total is made of, with the sums: net and tax, as far as they can be told exactly."""
        price = self.price
        if price is None or not self.exact:
            return ()
        parts: list[tuple[str, int]] = []
        if price.discount:
            discount = say_percent(price.discount, DISCOUNT_PLACES)
            parts += [("Listed price", price.listed), (f"Discount {discount} %", price.net - price.listed)]
        if price.rate:
            parts += [("Net", price.net), (f"Tax {say_percent(price.rate, RATE_PLACES)} %", price.tax)]
        return tuple((text, amount(sum_, self.currency)) for text, sum_ in parts)

    def returns(self) -> tuple[tuple[str, str], ...]:
        """What went back to the account since, with the sums."""
        return tuple((one_line(item.text), amount(-item.amount, self.currency)) for item in self.returned)

    def share(self) -> str:
        """That it is over a part of a price, or over more than that, where its tax is not told; else empty."""
        if self.price is None or self.exact or is_plain(self.price):
            return ""
        said = say_price(self.price, self.currency)
        return f"The price is {said} {self.currency}; this payment is not over exactly that, so its tax is not stated."


def printed(invoice: Invoice) -> str:
    """The invoice as text of at most 76 columns, for a printer."""
    total = f"{amount(invoice.amount, invoice.currency)} {invoice.currency}"
    head = [*invoice.sender(), "", f"{invoice.title}    {invoice.created.isoformat()}", "", *invoice.to()]
    body = [line for text, said in invoice.lines() for line in _row(text, said)]
    note = [one_line(invoice.note)] if invoice.has_note else []
    parts = [line for text, said in invoice.parts() for line in _row(text, said)]
    rows = [*body, "-" * 76, *parts, *(["-" * 76] if parts else []), *_row("Total", total)]
    later = [line for text, said in invoice.returns() for line in _row(text, said)]
    back = ["", RETURNED, *later] if later else []
    pay = [line for one in invoice.where_to_pay() for line in _wrapped(one, 76)]
    said = [*note, *textwrap.wrap(invoice.share(), 76), invoice.state, *invoice.turns()]
    return "\n".join([*head, "", *rows, "", *said, *pay, *back])


def labelled(number: int, turn: int) -> str:
    """What the invoice of a payment is called that is Paid for the `turn`th time."""
    return str(number) if turn < 2 else f"{number}-{turn}"


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of an address or of bank details, without empty ones."""
    return tuple(one_line(line) for line in text.splitlines() if line.strip())


def due_on(created: date, grace: Grace, respite: int, days: int) -> date | None:
    """The last day to pay an invoice of this day (CL11); None where there is no such day.

    A client has the account's days till `respite` where its grace period is from the date of the due payment, unlimited
    time where it is unlimited; else the provider's number of days counts, 0 being none.
    """
    if grace is Grace.UNLIMITED:
        return None
    days = respite or days if grace is Grace.DUE else days
    return created + timedelta(days=days) if days else None


def returned(issued: Sequence[Invoice], now: Mapping[str, int]) -> Mapping[int, tuple[Item, ...]]:
    """How much of their parts is not charged any more, by number; `issued` are those of an account as they were issued.

    `now` is what charges amount to, those that were deleted not in it. Where invoices together list more of a charge
    than that, the last ones listed too much: what is left is covered by the payments that covered it first.
    """
    more: dict[str, int] = {}
    for item in (item for one in issued for item in one.items if item.charge):
        more[item.charge] = more.get(item.charge, -now.get(item.charge, 0)) + item.amount
    found: dict[int, tuple[Item, ...]] = {}
    for one in reversed(issued):
        gone = []
        for item in one.items:
            back = min(max(more.get(item.charge, 0), 0), item.amount)
            if back:
                more[item.charge] -= back
                gone.append(Item(item.text, back, item.charge))
        found[one.number] = tuple(gone)
    return found


def _row(text: str, said: str) -> list[str]:
    """A text with a sum at the right, of several lines where it is long."""
    first, *more = _wrapped(text, 58) or [""]
    return [f"{first}{' ' * (60 - cell_width(first))}{said:>16}", *more]


def _wrapped(text: str, width: int) -> list[str]:
    """A line in lines of at most so many cells; a letter may take two."""
    lines = textwrap.wrap(text, width)
    if all(cell_width(line) <= width for line in lines):
        return lines
    found, line = [], ""
    for word in text.split():
        if line and cell_width(f"{line} {word}") > width:
            found.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while cell_width(line) > width:
            head = next(at for at in range(len(line), 0, -1) if cell_width(line[:at]) <= width)
            found.append(line[:head])
            line = line[head:]
    return [*found, line] if line else found
