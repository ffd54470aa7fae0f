"""Predefined replies for tests of acts: one in Tech, and what may be done with it by whom (DS3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.replies import AddReply, DeleteReply, EditReply, For
from tests.desks import MadeDesk

CLIENTS = "not_allowed not_allowed not_allowed"


def of_tech(desk: MadeDesk, number: int) -> int:
    """A predefined reply for Tech."""
    return desk.gary.perform(AddReply(f"Reply {number}", "Hello {client.name}", For("Tech")))


ON_A_REPLY: dict[type[Act[Any]], tuple[str, Callable[[MadeDesk, int], int], Callable[[int], Act[Any]]]] = {
    EditReply: (f"ok ok not_found {CLIENTS}", of_tech, lambda n: EditReply(n, language="de", text="Guten Tag")),
    DeleteReply: (f"ok ok not_found {CLIENTS}", of_tech, DeleteReply),
}
"""The answers to gary, anna, john, hans, omar and nobody, as in `tests.desk.test_rights`."""
ADDING: dict[type[Act[Any]], tuple[str, Callable[[MadeDesk, int], Any]]] = {
    AddReply: (f"ok ok not_allowed {CLIENTS}", lambda desk, n: AddReply(f"Other {n}", "Hello", For("Tech"))),
}
"""The same for a new one in Tech."""
