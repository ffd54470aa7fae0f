"""What a ticket costs its client: what was charged, and what is about to be (SF1, IN11, IN12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from helpdesk_tui.vocab import EntryKind, Unit


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A movement for a ticket: money in minor units of `currency`, or incidents, of a lot where it has dates.

    `document` is the expense of a fee (`expense:9`), `ticket` the ticket that it was charged on: one that was merged
    into this one keeps its own.
    """

    id: int
    at: datetime
    who: str
    kind: EntryKind
    unit: Unit
    amount: int
    currency: str
    ticket: int
    document: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class FeesView:
    """The support fees of a ticket in a currency that the provider had before, in minor units of it.

    `fee`, `charged` and `merged` are what `fee`, `charged` and `merged_fee` are in the provider's own one.
    """

    currency: str
    fee: int
    charged: int = 0
    merged: int = 0


@dataclass(frozen=True, slots=True)
class ChargesView:
    """What was charged on a ticket, sums in minor units of `currency`.

    `fee` is what its support fees are now, `charged` all that were ever charged; `incidents` what it has taken and not
    given back. `merged_fee` and `merged_incidents` are those of tickets that were merged into it. `settable` is False
    where its incidents cannot be set: paid support is not set up, and the client never had any. `earlier` are the fees
    in currencies that the provider had before, the one that was charged in last first. The lines are the oldest first.
    """

    currency: str = ""
    fee: int = 0
    charged: int = 0
    incidents: int = 0
    merged_fee: int = 0
    merged_incidents: int = 0
    settable: bool = True
    lines: tuple[ChargeLine, ...] = ()
    earlier: tuple[FeesView, ...] = ()


UNCHARGED = ChargesView()
"""A ticket on which nothing was charged."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What somebody was told that an act does to a client's account before they sent it (rule 26); sums in minor units.

    `takes` are the incidents that a ticket takes or gives back and from where, in words, and `left` how many there are
    then in all. `balance` is what it is afterwards, None where no money moves, `credit_limit` what may be owed. Of an
    order: `number` is how many incidents it has, `missing` what has to be paid before.
    """

    takes: str = ""
    left: int = 0
    balance: int | None = None
    credit_limit: int = 0
    number: int | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class CostsView:
    """What charging a ticket would do now; sums in minor units of `currency`.

    `incidents` says in words what would be taken or given back, `left` what is left then, `total` how many in all; all
    are empty where nothing moves. `refused` says why it would be refused, empty where it would not be.
    """

    currency: str
    fee: int = 0
    balance: int = 0
    credit_limit: int = 0
    incidents: str = ""
    left: str = ""
    refused: str = ""
    total: int = 0

    @property
    def balance_after(self) -> int:
        """The balance once the fee is charged."""
        return self.balance - self.fee

    @property
    def foreseen(self) -> Foreseen:
        """What goes with the act, for who was told all this."""
        return Foreseen(self.incidents, self.total, self.balance_after if self.fee else None, self.credit_limit)
