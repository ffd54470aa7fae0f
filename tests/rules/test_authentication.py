"""MG11, rules 13 and 14: only the trusted server's own heading says whether a sender is forged."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.authentication import Sender, sender_by
from tests.mail.mails import within

OURS = "mx.acme.example"


@pytest.mark.parametrize(
    ("results", "trusted", "verdict"),
    [
        ([f"{OURS}; dmarc=pass header.from=client.example"], OURS, Sender.PROVEN),
        ([f"{OURS}; dkim=pass; spf=pass; dmarc=fail (p=reject) header.from=client.example"], OURS, Sender.FORGED),
        ([f"{OURS.upper()} 1; DMARC = FAIL"], OURS, Sender.FORGED),
        ([f"{OURS}; spf=fail smtp.mailfrom=x.example; dkim=none"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=none"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; none"], OURS, Sender.UNKNOWN),
        (["evil.example; dmarc=pass", f"{OURS}; dmarc=fail"], OURS, Sender.FORGED),
        ([f"{OURS}; dmarc=fail", f"{OURS}; dmarc=pass"], OURS, Sender.FORGED),
        ([f"{OURS}.evil.example; dmarc=pass"], OURS, Sender.UNKNOWN),
        ([f"({OURS}) evil.example; dmarc=pass"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; spf=pass (dmarc=fail)"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=fail"], "", Sender.UNKNOWN),
        ([], OURS, Sender.UNKNOWN),
        ([""], OURS, Sender.UNKNOWN),
        # Only the first token of a result is its method: the sender writes what stands in properties and comments.
        ([f"{OURS}; spf=pass smtp.mailfrom=dmarc=pass@evil.example; dmarc=fail"], OURS, Sender.FORGED),
        ([f"{OURS}; spf=pass smtp.mailfrom=dmarc=pass@evil.example"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; spf=pass smtp.mailfrom=dmarc=fail@client.example; dmarc=pass"], OURS, Sender.PROVEN),
        ([f"{OURS}; spf=pass smtp.mailfrom=x dmarc=pass"], OURS, Sender.UNKNOWN),
        ([f'{OURS}; spf=pass smtp.mailfrom="; dmarc=pass"@evil.example; dmarc=fail'], OURS, Sender.FORGED),
        ([f'{OURS}; spf=pass smtp.mailfrom="; dmarc=pass; x"@evil.example'], OURS, Sender.UNKNOWN),
        ([f"{OURS}; spf=fail (nested (comment) ; dmarc=pass) smtp.mailfrom=x"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; spf=fail (a (b) ; dmarc=pass) smtp.mailfrom=x; dmarc=fail"], OURS, Sender.FORGED),
        ([f"{OURS}; spf=pass (it \\) ; dmarc=pass) smtp.mailfrom=x"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=(policy) pass (p=reject)"], OURS, Sender.PROVEN),
        ([f"{OURS}; dmarc/1=fail header.from=client.example"], OURS, Sender.FORGED),
        ([f"{OURS}; dmarc / 1 = pass"], OURS, Sender.PROVEN),
        ([f"{OURS}; x-dmarc=pass"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=passed"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=pass; dmarc=fail"], OURS, Sender.FORGED),
        ([f"{OURS}; dmarc=temperror"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=permerror"], OURS, Sender.FORGED),
        ([f'"{OURS}"; dmarc=fail'], OURS, Sender.FORGED),
        ([f'"{OURS}" 1; dmarc=pass'], OURS, Sender.PROVEN),
        ([f"(a) {OURS} (b) 1 (c); dmarc=pass"], OURS, Sender.PROVEN),
        ([f'"{OURS};" x; dmarc=pass'], OURS, Sender.UNKNOWN),
        ([f"{OURS} evil.example; dmarc=pass"], OURS, Sender.UNKNOWN),
        # A parenthesis or quotation mark that nothing closes hides no failure, and proves nothing.
        ([f"{OURS}; spf=pass smtp.mailfrom=(x; dmarc=fail"], OURS, Sender.FORGED),
        ([f'{OURS}; spf=pass smtp.mailfrom="x; dmarc=fail'], OURS, Sender.FORGED),
        ([f"{OURS}; spf=pass smtp.mailfrom=(x; dmarc=pass"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; dmarc=pass; x={'x' * 10_000}"], OURS, Sender.UNKNOWN),
        # Several headings of our server stand together; a failure in any of them counts.
        ([f"{OURS}; spf=pass smtp.mailfrom=evil.example", f"{OURS}; dmarc=fail"], OURS, Sender.FORGED),
        ([f"{OURS}; dmarc=pass", f"{OURS}; dmarc=fail"], OURS, Sender.FORGED),
        ([f"{OURS}; dmarc=none", f"{OURS}; dmarc=pass"], OURS, Sender.UNKNOWN),
        ([f"{OURS}; spf=pass", "evil.example; x", f"{OURS}; dmarc=pass"], OURS, Sender.UNKNOWN),
    ],
)
def test_verdict_of_the_trusted_server(results: list[str], trusted: str, verdict: Sender) -> None:
    assert sender_by(results, trusted) is verdict


@pytest.mark.parametrize(
    ("results", "below", "received_by", "verdict"),
    [
        ([f"{OURS}; dmarc=pass"], [0], ["mx.acme.example", "evil.example"], Sender.PROVEN),
        ([f"{OURS}; dmarc=pass"], [1], ["mx.acme.example", "evil.example"], Sender.PROVEN),
        ([f"{OURS}; dmarc=pass"], [2], ["store.acme.example", "mx.acme.example", "evil.example"], Sender.PROVEN),
        ([f"{OURS}; dmarc=pass"], [2], ["store.hoster.example", "localhost", "evil.example"], Sender.PROVEN),
        ([f"{OURS}; dmarc=pass"], [2], ["mx.acme.example", "evil.example"], Sender.UNKNOWN),
        ([f"{OURS}; dmarc=fail"], [2], ["mx.acme.example", "notacme.example"], Sender.UNKNOWN),
        ([f"{OURS}; spf=pass", f"{OURS}; dmarc=pass"], [0, 1], ["mx.acme.example"], Sender.UNKNOWN),
        ([f"{OURS}; spf=pass", f"{OURS}; dmarc=pass"], [0, 0], ["mx.acme.example"], Sender.PROVEN),
        (["evil.example; dmarc=pass", f"{OURS}; dmarc=pass"], [0, 2], ["a.example", "b.example"], Sender.UNKNOWN),
    ],
)
def test_what_stands_below_another_server_s_heading_came_with_the_email(
    results: list[str], below: list[int], received_by: list[str], verdict: Sender
) -> None:
    """Rule 13: only the receiver's own headings, above the first foreign Received."""
    assert sender_by(results, OURS, below, received_by) is verdict


@pytest.mark.parametrize("text", ["(" * 9_000, "()" * 4_000, '"' * 9_001, "\\" * 9_999, ";" * 9_000, "(;" * 4_000])
def test_any_heading_is_read_in_linear_time(text: str) -> None:
    with within(0.5):
        assert sender_by([f"{OURS}; {text}"] * 20, OURS) is Sender.UNKNOWN


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([f"{OURS}; dkim=pass header.d=acme.example"], Sender.PROVEN),
        ([f"{OURS}; dkim=pass (2048-bit key) header.i=@ACME.example header.s=k1; spf=fail"], Sender.PROVEN),
        ([f"{OURS}; dkim=pass header.i=bounce@mail.acme.example header.d=acme.example"], Sender.PROVEN),
        ([f"{OURS}; dkim=pass header.d=list.example; dkim=pass header.d=acme.example"], Sender.PROVEN),
        ([f"{OURS}; dkim=pass header.d=acme.example; dmarc=none"], Sender.PROVEN),
        ([f"{OURS}; dkim=pass header.d=acme.example; dmarc=fail"], Sender.FORGED),
        ([f"{OURS}; dkim=pass header.d=acme.example; dmarc=temperror"], Sender.UNKNOWN),
        ([f"{OURS}; dkim=fail header.d=acme.example"], Sender.UNKNOWN),
        ([f"{OURS}; dkim=pass header.d=evil.example"], Sender.UNKNOWN),
        ([f"{OURS}; dkim=pass header.d=notacme.example"], Sender.UNKNOWN),
        ([f"{OURS}; dkim=pass header.d=example"], Sender.UNKNOWN),
        ([f"{OURS}; dkim=pass header.d=evil.example header.d=acme.example"], Sender.UNKNOWN),
        ([f'{OURS}; dkim=pass header.i="x header.d=acme.example "@evil.example'], Sender.UNKNOWN),
        ([f"{OURS}; dkim=pass header.i=acme.example@evil.example"], Sender.UNKNOWN),
        ([f"{OURS}; dkim=pass (header.d=acme.example)"], Sender.UNKNOWN),
        (["evil.example; dkim=pass header.d=acme.example"], Sender.UNKNOWN),
        ([f"{OURS}; spf=pass smtp.mailfrom=acme.example"], Sender.UNKNOWN),
    ],
)
def test_rule_13_a_signature_of_the_sender_s_own_domain_proves_it(results: list[str], verdict: Sender) -> None:
    """Only where DMARC says nothing, and only for exactly the domain in From."""
    assert sender_by(results, OURS, domain="acme.example") is verdict
    if verdict is Sender.PROVEN:
        assert sender_by(results, OURS) is Sender.UNKNOWN
