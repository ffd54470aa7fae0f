"""Whether an email was sent to a gateway (SPEC MG4; Decisions: To heading)."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.addressed import MATCHES, addressed_to
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.views import Address, ParsedMail

OURS = "support@desk.example"


def mail(to: str = "", cc: str = "", delivered: str = "") -> ParsedMail:
    """An email with these addresses, several apart by commas, as they were written."""

    def addresses(text: str) -> tuple[Address, ...]:
        return tuple(Address("", compared(part)) for part in text.split(",") if part)

    return ParsedMail(
        senders=(Address("Hans", "hans@acme.example"),), to=addresses(to), cc=addresses(cc),
        delivered_to=tuple(address.address for address in addresses(delivered)), subject="", date=None, message_id="",
        in_reply_to=(), references=(), text="Hello", own_lines=1, attachments=(), authentication_results=(),
    )  # fmt: skip


TO, CC, DELIVERED = mail(to=OURS), mail(to="boss@acme.example", cc=OURS), mail(to="all@acme.example", delivered=OURS)
ELSEWHERE = mail(to="boss@acme.example", cc="staff@acme.example", delivered="alias@desk.example")


@pytest.mark.parametrize(
    ("found", "match", "taken"),
    [
        (TO, "to", True), (CC, "to", False), (DELIVERED, "to", False), (ELSEWHERE, "to", False),
        (TO, "to,cc", True), (CC, "to,cc", True), (DELIVERED, "to,cc", False), (ELSEWHERE, "to,cc", False),
        (TO, "delivered", True), (CC, "delivered", True), (DELIVERED, "delivered", True),
        (ELSEWHERE, "delivered", False),
        (TO, "any", True), (CC, "any", True), (DELIVERED, "any", True), (ELSEWHERE, "any", True), (mail(), "any", True),
        (mail(), "to", False),
    ],
)  # fmt: skip
def test_headings_that_are_asked(found: ParsedMail, match: str, taken: bool) -> None:
    """MG4: To decides; per gateway also Cc and Delivered-To, or any."""
    assert addressed_to(found, OURS, match) is taken


def test_the_kinds_of_match_are_those_of_the_command_line() -> None:
    """CLI, gateway add: `--match to|to,cc|delivered|any`."""
    assert MATCHES == ("to", "to,cc", "delivered", "any")


@pytest.mark.parametrize(
    "to",
    [
        f"boss@acme.example,{OURS}",
        f"{OURS},boss@acme.example",
        "a@x.example,b@x.example,c@x.example,Support@Desk.Example",
        "SUPPORT@DESK.EXAMPLE",
    ],
    ids=["the last", "the first", "the last of many headings", "in capitals"],
)
def test_every_address_of_every_heading_is_looked_at(to: str) -> None:
    """Clarification: addresses are compared without regard to case; every address of every To heading."""
    assert addressed_to(mail(to=to), OURS, "to")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("hilfe@bücher.example", "hilfe@xn--bcher-kva.example"),
        ("hilfe@xn--bcher-kva.example", "hilfe@xn--bcher-kva.example"),
        ("hilfe@BÜCHER.example", "hilfe@xn--bcher-kva.example"),
    ],
)
def test_international_domains_are_alike(written: str, address: str) -> None:
    """Clarification: IDNA forms alike."""
    assert addressed_to(mail(to=written), compared(address), "to")


@pytest.mark.parametrize(
    "alias",
    [
        "info@desk.example", "support@mail.desk.example", "support+vip@desk.example", "xsupport@desk.example",
        "support@desk.example.org", "support@desk",
    ],
)  # fmt: skip
def test_an_alias_is_left_alone(alias: str) -> None:
    """MG4: mail for an alias that no gateway has is not taken, however like the gateway's address it looks."""
    assert not addressed_to(mail(to=alias), OURS, "to")
