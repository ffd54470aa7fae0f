"""What is taken out of the desk as a whole goes on record, before it is (RELIABILITY rule 35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from helpdesk_tui.clock import iso
from helpdesk_tui.desk.actions.base import Act

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


@dataclass(frozen=True, slots=True)
class NoteExport(Act[None]):
    """Note that somebody takes out the entries of a client's account, or of all accounts, from a moment to another."""

    name: ClassVar[str] = "export"
    title: ClassVar[str] = "Export entries"
    help: ClassVar[str] = "Write out every entry of a period; that it was done goes on record."

    client: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def apply(self, tx: Tx) -> None:
        """Record it, in the client's history where it is about one. Raises NotFound."""
        client = None if self.client is None else tx.clients.find(self.client)
        first, last = (iso(moment) or "" for moment in (self.since, self.until))
        period = f" from {first}" * bool(first) + f" to {last}" * bool(last)
        tx.record("export", "", f"entries of {'all accounts' if client is None else 'the account'}{period}",
                  client=client)  # fmt: skip
