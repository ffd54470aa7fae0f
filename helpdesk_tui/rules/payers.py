"""Who pays for a client, as invoices name them (SPEC: Payers)."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.errors import Refused
from helpdesk_tui.vocab import PayerKind

_MOST_NAME, _MOST_ADDRESS, _MOST_TAX = 200, 500, 60


@dataclass(frozen=True, slots=True)
class Payer:
    """An individual or a legal entity; the address has several lines."""

    kind: PayerKind
    name: str
    address: str = ""
    tax_number: str = ""


def checked(payer: Payer) -> Payer:
    """The payer, tidied; raises Refused `name_missing` or `too_long`."""
    name, tax = " ".join(payer.name.split()), " ".join(payer.tax_number.split())
    address = "\n".join(line.strip() for line in payer.address.strip().splitlines())
    if not name:
        raise Refused("A payer has a name.", code="name_missing")
    for words, most in ((name, _MOST_NAME), (address, _MOST_ADDRESS), (tax, _MOST_TAX)):
        if len(words) > most:
            raise Refused(f"A payer's name has at most {_MOST_NAME} characters, the address {_MOST_ADDRESS}, the tax "
                          f"number {_MOST_TAX}.", code="too_long")  # fmt: skip
    return Payer(payer.kind, name, address, tax)
