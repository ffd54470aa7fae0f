"""The provider's settings: names, kinds, defaults, a short label and a line of help (CLI: provider show, set)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.money import amount, minor_units
from helpdesk_tui.rules.periods import EVERY, LIFETIME, parse_period, parse_periods, say_period, say_periods

MOST = 99_999
_MOST_WORDS = 500
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z")


@dataclass(frozen=True, slots=True)
class Switch:
    """A setting that is on or off."""

    label: str
    help: str
    default: str = "off"

    def checked(self, name: str, value: str, currency: str) -> str:
        """The value; raises Refused."""
        if value not in ("on", "off"):
            raise Refused(f"{name} is on or off.", code="bad_value")
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a whole number from 0 to 99,999."""

    label: str
    help: str
    default: str = "0"
    empty: str = ""
    """What it means where nothing is given; empty where a number has to be."""

    def checked(self, name: str, value: str, currency: str) -> str:
        """The value without leading zeros; raises Refused."""
        value = value or self.empty
        if not (value.isascii() and value.isdecimal() and len(value) <= len(str(MOST))):
            raise Refused(f"{name} is a whole number from 0 to {MOST:,}.", code="bad_value")
        return str(int(value))


@dataclass(frozen=True, slots=True)
class Words:
    """A setting that is a text, of so many `lines` in sight and 500 characters at most."""

    label: str
    help: str
    default: str = ""
    lines: int = 1

    def checked(self, name: str, value: str, currency: str) -> str:
        """The text, tidied; raises Refused `bad_value`."""
        rows = [" ".join(row.split()) for row in value.strip().splitlines()]
        if len(rows) > 1 and self.lines == 1:
            raise Refused(f"{name} has one line.", code="bad_value")
        text = "\n".join(rows)
        if len(text) > _MOST_WORDS:
            raise Refused(f"{name} has at most {_MOST_WORDS} characters.", code="bad_value")
        return text


@dataclass(frozen=True, slots=True)
class Language:
    """A setting that is a language's code."""

    label: str
    help: str
    default: str = "en"

    def checked(self, name: str, value: str, currency: str) -> str:
        """The value; raises Refused."""
        if not _LANGUAGE.match(value):
            raise Refused(f"{name} is a language's code, such as en or de.", code="bad_value")
        return value


@dataclass(frozen=True, slots=True)
class Sum:
    """A setting that is a sum in the provider's currency; 0 is off."""

    label: str
    help: str
    default: str = "0"

    def checked(self, name: str, value: str, currency: str) -> str:
        """The sum with all its places; raises WrongUsage for what is no number, Refused `bad_sum` for what is none."""
        return amount(minor_units(value or "0", currency), currency)


@dataclass(frozen=True, slots=True)
class PlanName:
    """A setting that names a plan of support incidents, or none; whether there is one is the act's to say."""

    label: str
    help: str
    default: str = ""

    def checked(self, name: str, value: str, currency: str) -> str:
        """The name in one line."""
        return " ".join(value.split())


@dataclass(frozen=True, slots=True)
class LifetimeOnly:
    """A setting that is an order period, and can only be a lifetime (IN6)."""

    label: str
    help: str
    default: str = say_period(LIFETIME)

    def checked(self, name: str, value: str, currency: str) -> str:
        """The period; raises WrongUsage for what is none, Refused `bad_period` for every other one."""
        if parse_period(value) != LIFETIME:
            raise Refused("Clients are connected for life; no other period can be used.", code="bad_period")
        return self.default


@dataclass(frozen=True, slots=True)
class Periods:
    """A setting that is a list of order periods, or all of them (IN1)."""

    label: str
    help: str
    default: str = EVERY

    def checked(self, name: str, value: str, currency: str) -> str:
        """The periods as they are typed; raises WrongUsage for what is none, Refused `bad_period` for daily ones."""
        return say_periods(parse_periods(value))


SETTINGS: dict[str, Switch | Number | Words | Language | Sum | PlanName | LifetimeOnly | Periods] = {
    "use_priority": Switch("Use priorities", "priorities count in the queue and can be set"),
    "staff_sets_priority": Switch("Only staff set the priority", "clients may not set the priority"),
    "mail_ticket_received": Switch(
        "Tell clients: ticket received",
        "clients are told by email that their ticket was received",
        "on",
    ),
    "mail_ticket_redirected": Switch(
        "Tell clients: other department",
        "clients are told by email that their ticket went to another department",
    ),
    "mail_ticket_delayed": Switch(
        "Tell clients: ticket delayed",
        "clients are told by email until when their ticket was delayed",
    ),
    "mail_abuse": Switch(
        "Tell clients: violation",
        "clients are told by email that a violation was registered, and until when it has to be answered",
        "on",
    ),
    "mail_staff_new": Switch(
        "Tell staff: new ticket",
        "members of a department get an email about each new ticket of a client",
    ),
    "mail_staff_assigned": Switch(
        "Tell staff: ticket given to them",
        "members of staff get an email about a ticket that somebody else gave them",
    ),
    "reply_token": Switch(
        "Ticket's number in Reply-To",
        "answers ask for replies to an address that holds the ticket's number (name+t12@...)",
    ),
    "language": Language("Language of emails (en, de ...)", "the language of emails to clients whose own is not known"),
    "archive_days": Number(
        "Archived for good after days",
        "days after which a client's answer to an archived ticket becomes a new, linked one (0: never)",
    ),
    "abuse_score_limit": Number(
        "Abuse: scores that suspend",
        "scores of a client at which their services are suspended at once (0: none)",
        empty="0",
    ),
    "incidents_registration": Number(
        "Incidents: for new clients",
        "support incidents for life that a client gets when they are registered (0: none)",
        empty="0",
    ),
    "incidents_first_payment": Number(
        "Incidents: for the first payment",
        "support incidents for life that a client's first payment gives once it is Paid (0: none)",
        empty="0",
    ),
    "incidents_first_charge": Number(
        "Incidents: for the first charge",
        "support incidents for life that a client gets with their first expense (0: none)",
        empty="0",
    ),
    "incidents_per_funds": Number(
        "Incidents: for funds added",
        "support incidents for life that a client gets for each full amount that is paid in (0: none)",
        empty="0",
    ),
    "incidents_funds_amount": Sum(
        "Incidents: amount of funds",
        "the amount that gives these incidents; what is left of it counts with the next payment (0: none)",
    ),
    "extra_tickets": Switch(
        "Allow extra tickets",
        "where no support incidents are left, tickets take them on credit down to the limit",
    ),
    "extra_tickets_limit": Number(
        "Extra tickets: limit",
        "support incidents that a client can have on credit, at most (0: none)",
        empty="0",
    ),
    "mail_fee_charged": Switch(
        "Tell clients: fee charged",
        "clients are told by email that a support fee was charged, and what their balance is",
        "on",
    ),
    "mail_incidents_charged": Switch(
        "Tell clients: incidents taken",
        "clients are told by email that a ticket took support incidents, and how many are left",
    ),
    "connect_plan": PlanName(
        "Support plan of clients",
        "the plan of support incidents that clients are connected to, if they are (empty: none)",
    ),
    "connect_period": LifetimeOnly(
        "Period of that plan",
        "the period for which clients are connected to it: always for life",
    ),
    "connect_service": Switch(
        "Connect clients to support",
        "a client gets that plan as a service, free of charge, with the first incident given or asked for",
    ),
    "order_periods": Periods(
        "Periods offered (lifetime, 1m ...)",
        "the order periods that support incidents are sold for; plans keep their prices for others (all: every one)",
    ),
    "invoice_name": Words(
        "Invoices: name", "who invoices come from, as the law wants the name written (empty: the desk's name)"
    ),
    "invoice_address": Words("Invoices: address", "the provider's address on invoices, in several lines", lines=3),
    "invoice_tax_number": Words("Invoices: tax number", "the provider's tax number on invoices"),
    "invoice_bank": Words(
        "Invoices: where to pay",
        "account, bank or address where an unpaid invoice is to be paid, in several lines",
        lines=3,
    ),
    "invoice_due_days": Number(
        "Invoices: days to pay",
        "days in which an invoice is to be paid where the account says nothing else (0: none are stated)",
        empty="0",
    ),
    "notices_per_hour": Number(
        "Automatic emails an hour",
        "automatic emails to clients within an hour, at most (0: no limit)",
        "200",
    ),
}
"""Every setting of this version, in the order in which they are shown."""


def default(name: str) -> str:
    """What a setting is before anybody sets it; empty for one that is not the provider's."""
    known = SETTINGS.get(name)
    return known.default if known else ""
