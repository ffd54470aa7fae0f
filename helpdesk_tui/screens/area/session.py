"""The seat of a member of staff who sees and does what a client does (CL16)."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from helpdesk_tui.screens.session import Session

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk


class ClientSession(Session):
    """The same seat, its clock, threads and keys, at a desk that answers and acts as a client.

    What goes on at the desk is followed as staff, who are told of every change; only what is shown is the client's.
    """

    def __init__(self, staff: Session, desk: Desk) -> None:
        """`desk` is what `Desk.as_client` made, or a client's own."""
        vars(self).update(vars(staff))
        self._opening: Future[Desk] = Future()
        self._opening.set_result(desk)
        self._staff = staff
        self._asked = 0
        self.client = None

    @property
    def reads(self) -> bool:
        """Whether opening a ticket reads it: not where staff look as the client (docs/adr/0023)."""
        return self.desk.actor.by is None

    async def changes(self, since: int | None = None) -> tuple[int, frozenset[int]]:
        """What changed, as the member of staff is told; raises DeskError."""
        return await self._staff.changes(since)

    async def refresh_scope(self) -> None:
        """Learn anew what the member of staff may."""
        await self._staff.refresh_scope()

    async def refresh_look(self) -> None:
        """Learn anew how the program looks for them."""
        await self._staff.refresh_look()
