"""What an invoice of a payment says (CL12), and as text to print (pure). Sums are minor units of the currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from helpdesk_tui.rules.money import amount
from helpdesk_tui.text import one_line


@dataclass(frozen=True, slots=True)
class Item:
    """A part of what was paid for."""

    text: str
    amount: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """A payment as a document: whose, of when, what for; `paid` is since when it is Paid, None while it waits."""

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

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"Invoice {self.number}"

    @property
    def state(self) -> str:
        """Whether it is paid."""
        return f"Paid on {self.paid.isoformat()}" if self.paid else "Not paid yet"

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"invoice-{self.number}.pdf"

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


def printed(invoice: Invoice) -> str:
    """The invoice as text of at most 76 columns, for a printer."""
    total = f"{amount(invoice.amount, invoice.currency)} {invoice.currency}"
    head = [one_line(invoice.provider), "", f"{invoice.title}    {invoice.created.isoformat()}", "", *invoice.to()]
    body = [f"{text[:58]:<60}{said:>16}" for text, said in invoice.lines()]
    note = [one_line(invoice.note)] if invoice.note and invoice.items else []
    return "\n".join([*head, "", *body, "-" * 76, f"{'Total':<60}{total:>16}", "", *note, invoice.state])
