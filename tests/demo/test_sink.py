"""The program that stands for a mail server: what is sent is kept to the byte, what cannot be kept is tried again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpdesk_tui.demo.sink import keep

PROGRAM = [sys.executable, "-m", "helpdesk_tui.demo.sink"]
MAIL = b"Subject: x\n\nline\r\n.\n\xff\x00end"


def sent(folder: Path, *more: str, raw: bytes = MAIL) -> subprocess.CompletedProcess[bytes]:
    """Run it as the worker does."""
    return subprocess.run([*PROGRAM, str(folder), *more], input=raw, capture_output=True, timeout=30)


def test_what_is_sent_is_kept(tmp_path: Path) -> None:
    """MO1: every byte, in a file that only its owner reads; the folder is made, other arguments are left alone."""
    folder = tmp_path / "deep" / "sent"
    for more in ((), ("-i", "-f", "tech@acme.example", "--", "hans@nordlicht.example")):
        done = sent(folder, *more)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    files = sorted(folder.iterdir())
    assert [file.read_bytes() for file in files] == [MAIL, MAIL]
    assert {file.suffix for file in files} == {".eml"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_names_sort_by_time(tmp_path: Path) -> None:
    """The newest email is the last by name."""
    kept = [keep(tmp_path, str(number).encode()) for number in range(5)]
    assert sorted(tmp_path.iterdir()) == kept
    assert [file.read_bytes() for file in kept] == [b"0", b"1", b"2", b"3", b"4"]


def test_what_cannot_be_kept_is_for_later(tmp_path: Path) -> None:
    """EX_TEMPFAIL of sysexits.h: the worker tries again; nothing half-written is left."""
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    done = sent(blocked)
    assert (done.returncode, done.stderr) == (75, b"")
    assert list(tmp_path.iterdir()) == [blocked]


def test_without_a_folder_it_is_wrong_usage() -> None:
    """EX_USAGE of sysexits.h."""
    assert subprocess.run(PROGRAM, input=b"", timeout=30).returncode == 64


def test_it_starts_without_the_rest_of_the_program() -> None:
    """A process for every email: neither the database nor the screens may be loaded for it."""
    heavy = "{'sqlalchemy', 'textual', 'alembic'} & set(sys.modules)"
    asked = f"import sys; import helpdesk_tui.demo.sink; print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("raw", [b"", b"\n" * 100_000], ids=["empty", "long"])
def test_any_mail_is_kept(tmp_path: Path, raw: bytes) -> None:
    """An empty one too."""
    assert sent(tmp_path, raw=raw).returncode == 0
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == raw
