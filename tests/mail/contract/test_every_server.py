"""Connections to mail servers of every protocol: protected, or none (SPEC MG2; rules 8, 9, 47)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpdesk_tui.errors import DeskError, Refused, Unavailable, WrongUsage
from helpdesk_tui.mail.gateways import reach
from helpdesk_tui.mail.gateways.sources import Source, open_source
from helpdesk_tui.vocab import TlsMode
from tests.mail.contract.places import Imap, OnDovecot, Pop3
from tests.mail.cutting import Cutter
from tests.mail.making import nothing, numbered
from tests.mail.scripted import Peer, Scripted
from tests.servers.certificates import make_certificates

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


@pytest.fixture(params=[Imap, Pop3], ids=["imap", "pop3"])
def place(request: pytest.FixtureRequest, dovecot: Dovecot) -> OnDovecot:
    """The inbox of a Dovecot with one mail, by each protocol."""
    found: OnDovecot = request.param(dovecot)
    found.put(numbered(1))
    return found


def opened(place: OnDovecot, password: Callable[[], str] | None = None, **values: object) -> Source:
    """A source that deletes: to it all mail is new, by POP3 too."""
    return open_source(place.view(delete=True, **values), password or (lambda: place.password))


def looked(source: Source) -> int:
    """How many mails it finds."""
    try:
        return len(list(source.found(nothing)))
    finally:
        source.close()


def in_the_open(place: OnDovecot, tls: TlsMode) -> dict[str, Any]:
    """Settings for the port without TLS at first."""
    return {"host": "localhost", "port": place.plain_port, "tls": tls}


def test_tls_and_starttls_with_our_own_authority(place: OnDovecot) -> None:
    assert looked(opened(place)) == 1
    assert looked(opened(place, **in_the_open(place, TlsMode.STARTTLS))) == 1


def test_ssl_cert_file_names_the_authority_too(place: OnDovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(place.server.ca))
    assert looked(opened(place, ca_file="")) == 1


def test_without_tls_on_this_computer_only(place: OnDovecot) -> None:
    assert looked(opened(place, **in_the_open(place, TlsMode.NONE))) == 1
    with pytest.raises(WrongUsage, match="needs tls or starttls"):
        looked(opened(place, host="mail.acme.example", tls=TlsMode.NONE))


@pytest.mark.parametrize("tls", [TlsMode.TLS, TlsMode.STARTTLS])
def test_rule_9_a_stranger_s_certificate_gets_no_password(place: OnDovecot, tls: TlsMode, tmp_path: Path) -> None:
    stranger = str(make_certificates(tmp_path).authority)
    where: dict[str, Any] = {"host": "localhost"} if tls is TlsMode.TLS else in_the_open(place, tls)
    with pytest.raises(Unavailable) as refused:
        looked(opened(place, ca_file=stranger, **where))
    assert refused.value.code == "tls_failed"
    assert "certificate is not trusted" in refused.value.sentence
    assert "Login" not in place.server.log


@pytest.mark.parametrize("tls", [TlsMode.TLS, TlsMode.STARTTLS])
def test_rule_9_without_a_file_of_ours_the_system_s_authorities_count(place: OnDovecot, tls: TlsMode) -> None:
    """A certificate that no authority signed, as servers come with, gets no password."""
    where: dict[str, Any] = {"host": "localhost"} if tls is TlsMode.TLS else in_the_open(place, tls)
    with pytest.raises(Unavailable, match="certificate is not trusted"):
        looked(opened(place, ca_file="", **where))
    assert "Login" not in place.server.log


def test_rule_9_the_certificate_has_to_be_for_the_server_s_name(place: OnDovecot) -> None:
    """127.1 is this computer, by a name that is not in the certificate."""
    with pytest.raises(Unavailable) as refused:
        looked(opened(place, host="127.1"))
    assert refused.value.code == "tls_failed"
    assert "Login" not in place.server.log


def test_tls_to_a_port_without_it_is_unavailable(place: OnDovecot) -> None:
    with pytest.raises(Unavailable, match="TLS failed") as refused:
        looked(opened(place, **in_the_open(place, TlsMode.TLS)))
    assert refused.value.code == "tls_failed"


@pytest.mark.parametrize("content", [None, "no certificates"])
def test_a_file_without_certificates_is_a_matter_of_configuration(
    place: OnDovecot, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    with pytest.raises(WrongUsage, match="holds no certificates"):
        looked(opened(place, ca_file=str(file)))


def test_rule_47_a_wrong_password_names_server_and_login_and_never_the_password(place: OnDovecot) -> None:
    source = opened(place, lambda: "hunter2")
    with pytest.raises(Refused) as refused:
        looked(source)
    assert refused.value.code == "login_failed"
    assert "127.0.0.1" in refused.value.sentence
    assert "support" in refused.value.sentence
    assert "hunter2" not in refused.value.sentence + repr(refused.value) + repr(source)


def test_a_password_that_cannot_be_had_is_told_and_nothing_is_connected(place: OnDovecot) -> None:
    def locked() -> str:
        raise Unavailable("The command for the password failed (exit 1).")

    before = place.server.log
    with pytest.raises(Unavailable, match="exit 1"):
        looked(opened(place, locked))
    assert place.server.log == before


def test_nobody_listens_is_unavailable(place: OnDovecot) -> None:
    port = place.settings["port"]
    place.server.stop()
    with pytest.raises(Unavailable, match=f"127.0.0.1 cannot be reached on port {port}") as refused:
        looked(opened(place))
    assert refused.value.exit_code == 69


def test_rule_8_a_server_that_takes_the_call_and_says_nothing_is_left(
    place: OnDovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(reach, "READ_SECONDS", 0.3)

    def silent(peer: Peer) -> None:
        for _ in peer.lines():
            pass

    with Scripted(silent) as server:
        for tls in TlsMode:
            with pytest.raises(Unavailable, match="timed out"):
                looked(opened(place, port=server.port, tls=tls))
        assert not any(b"support" in line for line in server.heard)


def test_rule_8_a_server_that_falls_silent_at_any_line_is_left(
    place: OnDovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STARTTLS is not among them: below it there are no lines to count."""
    monkeypatch.setattr(reach, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(reach, "READ_SECONDS", 0.3)
    with Cutter(place.plain_port) as cutter:
        cutter.silent = True
        for line in range(100):
            cutter.cut_after(line)
            source = opened(place, host="127.0.0.1", port=cutter.port, tls=TlsMode.NONE)
            try:
                for mail in source.found(nothing):
                    source.fetch(mail, 1_000_000)
                break
            except DeskError as left:
                assert isinstance(left, Unavailable)  # noqa: PT017 - the loop ends when nothing is raised
            finally:
                source.close()
        assert line > 10
