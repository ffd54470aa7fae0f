"""From whom an answer comes and to whom it goes (clarification: replies go out from the department's address).

Asked by the form, which shows it beforehand, and by the act that sends it: one rule, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpdesk_tui.rules.headers import compared


@dataclass(frozen=True, slots=True)
class Sender:
    """The address an answer comes from, its Reply-To (empty for none), and whether answers to it reach the desk."""

    address: str
    reply_to: str
    answers_arrive: bool


def sender_of(department: int, address: str, gateways: Sequence[tuple[str, int]], configured: str) -> Sender:
    """The sender of a department's answers.

    `address` is the department's own, `gateways` are the addresses of those that are switched on with the departments
    they deliver to, the oldest first, `configured` is the address for a desk that has neither.
    """
    taken = [gateway for gateway, _ in gateways]
    own = next((gateway for gateway, place in gateways if place == department), taken[0] if taken else "")
    sender = address or own or configured
    arrives = compared(sender) in taken
    return Sender(sender, "" if arrives else own, arrives or bool(own))


def recipients(users: Iterable[tuple[str, str]], last: str) -> tuple[str, ...]:
    """Whom an answer goes to: the user of the client who wrote last, else the client's main user.

    `users` are the compared and the written address of the active ones, the main one first.
    """
    known = dict(users)
    return (known[last],) if last in known else tuple(known.values())[:1]
