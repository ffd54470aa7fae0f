"""What of a ticket whois and dig can be asked about, and with which arguments (TF1); never anything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_tui.rules.lookups import Target, Tool, arguments, targets


@pytest.mark.parametrize(("text", "names"), [
    ("Server example.org is down", ["example.org"]),
    ("https://WWW.Example.ORG:8443/a?b=c.d#e.f is slow.", ["www.example.org"]),
    ("mail from hans@acme.example bounces", ["acme.example"]),
    ("(shop.example.co.uk), example.com; example.com", ["shop.example.co.uk", "example.com"]),
    ("müller.de and ПОЧТА.рф", ["xn--mller-kva.de", "xn--80a1acny.xn--p1ai"]),
    ("straße.de", ["xn--strae-oqa.de"]),
    ("_dmarc.example.org.", ["_dmarc.example.org"]),
    ("ping 192.0.2.7 and 192.0.2.8:443, [2001:DB8::1]:80", ["192.0.2.7", "192.0.2.8", "2001:db8::1"]),
    ("::ffff:192.0.2.1 fe80::1%eth0", ["::ffff:c000:201"]),
    ("nothing", []), ("", []), ("e.g. this, i.e. that", []), ("version 8.2.8 of 1.2", []), ("300.1.1.1", []),
    ("see console.txt and screen.PNG", []), ("-x.example.org", []), ("@example.org", ["example.org"]),
    ("+short.example", ["short.example"]), ("--host=x", []), ("-oProxyCommand=x.example.org", []),
    ("a..b.example", []), ("x" * 64 + ".example", []), ("exa\u202emple.org", []), ("0.0.0.0 ::", []),
])  # fmt: skip
def test_what_is_recognised(text: str, names: list[str]) -> None:
    assert [target.name for target in targets([text])] == names


def test_the_service_stands_first_and_nine_are_enough() -> None:
    found = targets(["a.example", " ".join(f"n{n}.example" for n in range(20)), "a.example"])
    assert [target.name for target in found] == ["a.example", *(f"n{n}.example" for n in range(8))]


@pytest.mark.parametrize(("tool", "target", "expected"), [
    (Tool.WHOIS, Target("www.example.org"), ("example.org",)),
    (Tool.WHOIS, Target("2001:db8::1", address=True), ("2001:db8::1",)),
    (Tool.DIG, Target("192.0.2.7", address=True), ("-x", "192.0.2.7")),
    (Tool.DIG, Target("a.example"), ("a.example", "A", "a.example", "AAAA", "a.example", "MX", "a.example", "NS",
                                     "a.example", "TXT")),
])  # fmt: skip
def test_arguments(tool: Tool, target: Target, expected: tuple[str, ...]) -> None:
    assert arguments(tool, target) == expected


@given(st.text(alphabet=st.sampled_from("a-+@./:;|&$`'\"\\ \n%x1é\0\u200bß東_~#?=")), st.sampled_from(Tool))
def test_nothing_recognised_is_an_option_a_path_or_more_than_one_word(text: str, tool: Tool) -> None:
    """Hostile subjects: whatever stands in them, what is handed over begins with a letter, digit, `_` or `:`."""
    for target in targets([text]):
        assert re.fullmatch(r"[a-z0-9_:][a-z0-9_.:-]*", target.name)
        assert all(re.fullmatch(r"-x|[A-Za-z0-9_:][A-Za-z0-9_.:-]*", part) for part in arguments(tool, target))


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert len(targets([text])) <= 9
