"""Rule 47: a password stands elsewhere, is read when it is needed, and shown nowhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from helpdesk_tui.config import Secret, SmtpSettings
from helpdesk_tui.errors import Unavailable, WrongUsage


def test_a_password_from_the_environment_is_read_when_it_is_needed() -> None:
    secret = Secret(env="DESK_SMTP_PASSWORD")
    assert secret.reveal({"DESK_SMTP_PASSWORD": "geheim"}) == "geheim"
    with pytest.raises(WrongUsage, match=r"looked for in the variable DESK_SMTP_PASSWORD, which holds none\.$"):
        secret.reveal({})


@pytest.mark.parametrize(
    ("content", "password"), [("geheim\n", "geheim"), ("ge heim\r\nnext", "ge heim"), ("größe", "größe")]
)
def test_a_password_from_a_file_is_its_first_line(tmp_path: Path, content: str, password: str) -> None:
    file = tmp_path / "smtp"
    file.write_bytes(content.encode())
    file.chmod(0o600)
    assert Secret(file=file).reveal({}) == password


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """Rule 47: mode 0600."""
    file = tmp_path / "smtp"
    file.write_text("geheim")
    file.chmod(mode)
    with pytest.raises(WrongUsage, match="can be read by others; `chmod 600`"):
        Secret(file=file).reveal({})


def test_a_password_file_that_is_missing_or_empty(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be read: No such file"):
        Secret(file=tmp_path / "no").reveal({})
    empty = tmp_path / "empty"
    empty.touch(mode=0o600)
    with pytest.raises(WrongUsage, match="holds none"):
        Secret(file=empty).reveal({})


def test_a_password_from_a_command() -> None:
    python = sys.executable
    assert Secret(command=f"{python} -c \"print('geheim')\"").reveal({}) == "geheim"
    with pytest.raises(Unavailable, match=r"^The command for the password failed \(exit 3\)\.$"):
        Secret(command=f"{python} -c \"print('geheim'); raise SystemExit(3)\"").reveal({})
    with pytest.raises(WrongUsage, match="cannot be run"):
        Secret(command="/no/such/program").reveal({})


def test_a_command_is_no_shell() -> None:
    with pytest.raises(WrongUsage, match="cannot be run"):
        Secret(command="exit;echo geheim").reveal({})


def test_a_secret_does_not_show_its_command() -> None:
    """People write passwords into commands."""
    smtp = SmtpSettings(password_command="echo geheim")
    assert "geheim" not in repr(smtp)
    assert "geheim" not in repr(smtp.password)
    assert smtp.password is not None
    assert smtp.password.source == "a command"
    assert Secret(env="A").source == "the variable A"
    assert Secret(file=Path("/srv/smtp")).source == "the file /srv/smtp"


def test_a_secret_comes_from_exactly_one_place() -> None:
    with pytest.raises(ValueError, match="exactly one place"):
        Secret()
    with pytest.raises(ValueError, match="exactly one place"):
        Secret(env="A", command="b")


def test_a_failing_command_of_an_access_token_is_told_as_that() -> None:
    """MG2: who reads *password* looks at the wrong setting."""
    from helpdesk_tui.mail.secrets import password_from

    with pytest.raises(Unavailable, match=r"^The command for the access token failed \(exit 1\)\.$"):
        password_from("oauth2:false")()
    with pytest.raises(Unavailable, match=r"^The command for the password failed \(exit 1\)\.$"):
        password_from("command:false")()
