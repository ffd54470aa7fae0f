"""MG11, rules 13 and 14: only the trusted server's own heading says whether a sender is forged."""

from __future__ import annotations

import pytest

from helpdesk_tui.rules.authentication import Sender, sender_by

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
    ],
)
def test_verdict_of_the_trusted_server(results: list[str], trusted: str, verdict: Sender) -> None:
    assert sender_by(results, trusted) is verdict
