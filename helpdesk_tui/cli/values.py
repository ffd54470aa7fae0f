"""What the values on a command line may be; whatever they are not is wrong usage in one sentence (exit 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

import click

from helpdesk_tui.errors import NotFound
from helpdesk_tui.text import clipped
from helpdesk_tui.vocab import AbuseAction

_MOST = 2**63 - 1


class Text(click.ParamType[str]):
    """Text as the shell handed it over; bytes that are no UTF-8 are replaced, so that it can be stored and shown."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Replace what is no character."""
        return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


TEXT = Text()


FILE = click.Path(readable=False)
"""A path as the shell handed it over, byte for byte; whether there is a file is for whoever opens it to say."""


class Number(click.ParamType[int]):
    """The number of a thing, with or without `#`; one that no such thing can have is not found."""

    name = "number"

    def __init__(self, what: str) -> None:
        self.what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; raises NotFound beyond what the database counts to."""
        digits = str(value).removeprefix("#")
        if not (digits.isascii() and digits.isdigit()):
            _fail(self, f"“{clipped(str(value), 40)}” is no number.", param, ctx)
        if len(digits) > 19 or int(digits) > _MOST:
            raise NotFound(f"{self.what} {clipped(digits, 40)}")
        return int(digits)


TICKET = Number("Ticket")
MAIL = Number("Incoming email")
ORIGINAL = Number("Mail")
OUTGOING = Number("Outgoing email")
ATTACHMENT = Number("Attachment")
MESSAGE = Number("Message")
ABUSE = Number("Abuse")
EXPENSE = Number("Expense")
PAYMENT = Number("Payment")
ORDER = Number("Order")
PAYER = Number("Payer")
WITHDRAWAL = Number("Withdrawal")
DISCOUNT = Number("Discount")
TAX_RULE = Number("Tax rule")
RATE = Number("Exchange rate")


CURRENCY = click.option(
    "--currency", metavar="CODE", default="", help="The account in this currency instead of the provider's."
)


class Client(click.ParamType[str]):
    """A client by address, by `#id`, or by the id alone, because shells take `#` for a comment."""

    name = "client"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address, or `#id`."""
        text = TEXT.convert(value, param, ctx).strip()
        if text.startswith("#") or (text.isascii() and text.isdigit()):
            return f"#{Number('Client').convert(text, param, ctx)}"
        return text


CLIENT = Client()


class Word(click.Choice[str]):
    """One of a few words, each of which stands for a value."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(list(values))
        self.values = dict(values)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value; one that is none of the words already is left alone."""
        return self.values[super().convert(value, param, ctx)] if isinstance(value, str) else value


SWITCH = Word({"on": True, "off": False})
ABUSE_ACTION = Word({action.value: action for action in AbuseAction})


class Whole(click.IntRange):
    """A whole number within bounds."""

    name = "integer"


class Since(click.ParamType[datetime]):
    """A day (`2026-04-11`, from its beginning in UTC) or a time with its offset (`2026-04-11T09:00:00Z`)."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, in UTC."""
        from helpdesk_tui.clock import parse_iso

        if isinstance(value, datetime):
            return value
        text = str(value)
        try:
            return parse_iso(text if "T" in text else f"{text}T00:00:00Z")
        except (ValueError, OverflowError):
            _fail(self, f"“{clipped(text, 40)}” is no date like 2026-04-11 or time like 2026-04-11T09:00:00Z.",
                  param, ctx)  # fmt: skip


SINCE = Since()


class Day(click.ParamType[date]):
    """A calendar date (`2026-04-11`)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            _fail(self, f"“{clipped(str(value), 40)}” is no date like 2026-04-11.", param, ctx)


DAY = Day()


KEY = click.option("--key", default="", help="Done once under this key, however often it is sent.")
"""The option of whatever is done once under an idempotency key (rule 22)."""


def _fail(
    kind: click.ParamType[Any], sentence: str, param: click.Parameter | None, ctx: click.Context | None
) -> NoReturn:
    kind.fail(sentence, param, ctx)
