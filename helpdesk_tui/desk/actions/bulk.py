"""Filling a desk that is a demonstration; no other desk can be filled this way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.desk.actions.base import Act, Who
from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.ready import ReadyTicket

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class BeginDemonstration(Act[None]):
    """Mark a desk that has no ticket yet as a demonstration; the mark stays for good (provider setting)."""

    name: ClassVar[str] = "begin-demonstration"
    title: ClassVar[str] = "Begin a demonstration"
    help: ClassVar[str] = "An empty desk becomes a demonstration that can be filled with made-up tickets."
    who: ClassVar[Who] = Who.SYSTEM

    def apply(self, tx: Tx) -> None:
        """Mark it; raises Refused `not_empty` for a desk with tickets."""
        if not tx.bulk.allowed and tx.bulk.has_tickets():
            raise Refused("A desk that has tickets cannot become a demonstration.", code="not_empty")
        tx.bulk.allow()


@dataclass(frozen=True, slots=True)
class SeedTickets(Act[list[int]]):
    """Store ready-made tickets with their messages in one transaction; answers with their numbers."""

    name: ClassVar[str] = "seed-tickets"
    title: ClassVar[str] = "Fill a demonstration"
    help: ClassVar[str] = "Made-up tickets are stored on a desk that is a demonstration."
    who: ClassVar[Who] = Who.SYSTEM

    batch: tuple[ReadyTicket, ...] = field(repr=False)

    def apply(self, tx: Tx) -> list[int]:
        """Store them; raises Refused `no_demonstration` on every other desk."""
        if not tx.bulk.allowed:
            raise Refused("Made-up tickets are for demonstrations only.", code="no_demonstration")
        return tx.bulk.store(self.batch)
