"""Rule 8: a lease of a process that is gone is void at once, and nobody who lives elsewhere is called dead."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from helpdesk_tui.mail import owner
from helpdesk_tui.mail.owner import is_dead, owner_name


@pytest.fixture(scope="module")
def ended() -> str:
    """The name of an owner that has ended, its process asked about by its parent."""
    script = "from helpdesk_tui.mail.owner import owner_name; print(owner_name())"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def with_part(name: str, number: int, value: str) -> str:
    parts = name.split("/")
    parts[number] = value
    return "/".join(parts)


def test_who_lives_is_not_dead() -> None:
    assert not is_dead(owner_name())
    assert not is_dead(owner_name("gateway 1"))


def test_who_has_ended_is_dead(ended: str) -> None:
    assert is_dead(ended)
    assert is_dead(f"{ended}/gateway 1")


def test_a_number_that_was_given_again_is_another_process() -> None:
    assert is_dead(with_part(owner_name(), 3, "1"))


@pytest.mark.parametrize(
    ("number", "value"), [(0, "elsewhere"), (1, "0123456789abcdef"), (1, ""), (2, ""), (2, "x"), (2, "9" * 400)]
)
def test_who_cannot_be_seen_is_not_called_dead(ended: str, number: int, value: str) -> None:
    """Another machine or container with this one's name, or a name that was made otherwise."""
    assert not is_dead(with_part(ended, number, value))


@pytest.mark.parametrize("name", ["", "host", "host/1/1", f"{socket.gethostname()}/{2**22 + 1}/1"])
def test_other_names_are_nobody_s(name: str) -> None:
    assert not is_dead(name)


@pytest.mark.parametrize("what", ["_MACHINE", "_BOOT", "_NAMESPACE"])
def test_machine_boot_and_namespace_make_the_place(
    ended: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two containers of one host have one boot, two machines made from one image have one machine-id."""
    other = tmp_path / "other"
    other.write_text("another\n")
    monkeypatch.setattr(owner, what, other)
    assert not is_dead(ended)
    assert owner_name().split("/")[1] not in ("", ended.split("/")[1])


def test_where_the_system_tells_nothing_nobody_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS has no /proc: who is gone is waited for until the lease ends."""
    monkeypatch.setattr(owner, "_BOOT", Path("/nonexistent/boot_id"))
    name = owner_name()
    assert name.split("/")[:3] == [socket.gethostname(), "", str(os.getpid())]
    assert not is_dead(with_part(name, 3, "1"))
