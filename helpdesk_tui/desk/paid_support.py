"""Whether a new ticket is paid for (MG7): the one question that intake asks of paid support."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpdesk_tui.store.tx import Tx


def uncovered(tx: Tx, department: int, client: int) -> str:
    """Why a new ticket of this client in this department is not taken, in words; empty when it is.

    A department without write-off charges nothing. One with it needs incidents, and until plans can be ordered nobody
    has any; no act of this version makes such a department.
    """
    if not tx.people.department(department).write_off:
        return ""
    return "no support incidents are left"
