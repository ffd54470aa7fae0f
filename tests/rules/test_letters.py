"""From whom an answer comes and to whom it goes (SPEC clarification: replies go out from the department's address)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.letters import Sender, recipients, sender_of

TECH, SALES, BILLING = 1, 2, 3
A, Z = ("aaa@desk.example", SALES), ("zzz@desk.example", BILLING)
CONFIGURED = "desk@desk.example"


@pytest.mark.parametrize(
    ("department", "address", "gateways", "expected"),
    [
        (SALES, "AAA@desk.example", [A, Z], Sender("AAA@desk.example", "", True)),
        (BILLING, "bills@desk.example", [A, Z], Sender("bills@desk.example", "zzz@desk.example", True)),
        (BILLING, "", [A, Z], Sender("zzz@desk.example", "", True)),
        (TECH, "", [A, Z], Sender("aaa@desk.example", "", True)),
        (TECH, "tech@desk.example", [Z, A], Sender("tech@desk.example", "zzz@desk.example", True)),
        (TECH, "tech@desk.example", [], Sender("tech@desk.example", "", False)),
        (TECH, "", [], Sender(CONFIGURED, "", False)),
        (TECH, "support@bücher.example", [("support@xn--bcher-kva.example", SALES)],
         Sender("support@bücher.example", "", True)),
    ],
)  # fmt: skip
def test_sender(department: int, address: str, gateways: list[tuple[str, int]], expected: Sender) -> None:
    """From the department's address; Reply-To is its gateway's, or any, where none takes that address."""
    assert sender_of(department, address, gateways, CONFIGURED) == expected


def test_nothing_at_all() -> None:
    """A desk without any address: nothing can be sent from it, and nothing arrives."""
    assert sender_of(TECH, "", [], "") == Sender("", "", False)


@pytest.mark.parametrize(
    ("last", "expected"), [("b@x.example", ("B@x.example",)), ("c@x.example", ("A@x.example",)), ("", ("A@x.example",))]
)
def test_recipients(last: str, expected: tuple[str, ...]) -> None:
    """TR4: whoever of the client wrote last, else the main user."""
    assert recipients([("a@x.example", "A@x.example"), ("b@x.example", "B@x.example")], last) == expected
    assert recipients([], last) == ()
