"""CLI "Configuration file": how mail leaves, and that it never leaves in plain text over a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_tui.config import SmtpSettings, is_loopback, load_settings
from helpdesk_tui.vocab import TlsMode


def smtp(folder: Path, content: str) -> SmtpSettings:
    """What a configuration file of this content says about sending."""
    file = folder / "desk.toml"
    file.write_text(content, encoding="utf-8")
    return load_settings(file, "x", {}).smtp


@pytest.mark.parametrize(
    ("content", "tls", "port"),
    [
        ("", TlsMode.NONE, 25),
        ("host = 'localhost'", TlsMode.NONE, 25),
        ("host = '[::1]'", TlsMode.NONE, 25),
        ("host = '127.0.0.1'\ntls = 'starttls'", TlsMode.STARTTLS, 587),
        ("host = 'mail.acme.example'", TlsMode.STARTTLS, 587),
        ("host = 'mail.acme.example'\nport = 465", TlsMode.TLS, 465),
        ("host = 'mail.acme.example'\nport = 2525", TlsMode.STARTTLS, 2525),
        ("host = 'mail.acme.example'\ntls = 'tls'", TlsMode.TLS, 465),
    ],
)
def test_tls_and_port_follow_from_what_is_given(tmp_path: Path, content: str, tls: TlsMode, port: int) -> None:
    """Never plain text over a network, whatever is left out."""
    found = smtp(tmp_path, f"[smtp]\n{content}\n")
    assert (found.tls, found.port) == (tls, port)


@pytest.mark.parametrize(
    "content", ["sendmail = '/usr/sbin/sendmail -t -i'", "[smtp]\nsendmail = '/usr/sbin/sendmail -t -i'"]
)
def test_sendmail_instead_of_a_server(tmp_path: Path, content: str) -> None:
    assert smtp(tmp_path, content).program == ("/usr/sbin/sendmail", "-t", "-i")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
        ("localhost.acme.example", False),
        ("127.0.0.1.acme.example", False),
        ("mail.acme.example", False),
        ("", False),
    ],
)
def test_what_is_this_computer_for_certain(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
