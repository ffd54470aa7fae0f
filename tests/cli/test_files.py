"""Files and texts that a command line names (rules 44 and 46; CLI: ticket new, reply, attachment)."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from helpdesk_tui.cli import files
from helpdesk_tui.errors import StorageFailed
from tests.cli.calls import Calls


def attach(call: Calls, *paths: Path | str) -> list[tuple[int, str, str, int]]:
    """A ticket with these files; its attachments."""
    words = [word for path in paths for word in ("--attach", str(path))]
    call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s", "--message", "m", *words)
    [message] = call.json("ticket", "show", "1")["messages"]
    return [(one["id"], one["name"], one["content_type"], one["size"]) for one in message["attachments"]]


def test_files_are_attached_under_safe_names(call: Calls, tmp_path: Path) -> None:
    (tmp_path / "console.txt").write_bytes(b"kernel panic")
    (tmp_path / "--rf .png").write_bytes(b"\x89PNG")
    (tmp_path / "no ending").write_bytes(b"")
    broken = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf")
    Path(broken).write_bytes(b"%PDF")
    assert attach(call, tmp_path / "console.txt", tmp_path / "--rf .png", tmp_path / "no ending", broken) == [
        (1, "console.txt", "text/plain", 12), (2, "rf .png", "image/png", 4),
        (3, "no ending", "application/octet-stream", 0), (4, "caf�.pdf", "application/pdf", 4),
    ]  # fmt: skip


def test_what_is_no_plain_file_is_not_read(call: Calls, tmp_path: Path) -> None:
    """A link could point anywhere, a pipe would be waited for, a device never ends."""
    (tmp_path / "secret").write_text("s")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "link", tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "nowhere"):
        refused = call.refused("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s",
                               "--message", "m", "--attach", str(path), code=2)  # fmt: skip
        assert refused["code"] == "no_file", path
    assert call.json("ticket", "list") == []


def test_a_file_above_the_limit_is_refused(call: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large").write_bytes(b"12345")
    monkeypatch.setattr(files, "MAX_ATTACHMENT", 4)
    refused = call.refused("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "s",
                           "--message", "m", "--attach", str(tmp_path / "large"))  # fmt: skip
    assert refused["code"] == "too_large"
    monkeypatch.setattr(files, "MAX_ATTACHMENT", 5)
    assert attach(call, tmp_path / "large")[0][3] == 5


def test_a_text_above_the_limit_is_refused(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_TEXT", 4)
    assert call.refused("ticket", "comment", "1", "--text", "-", stdin=b"12345")["code"] == "too_long"


def test_an_attachment_is_saved_and_nothing_overwritten(call: Calls, tmp_path: Path) -> None:
    """Rule 46: exclusive creation, the safe name in a folder."""
    (tmp_path / "console.txt").write_bytes(b"kernel panic")
    attach(call, tmp_path / "console.txt")
    target = tmp_path / "saved.txt"
    assert call.json("ticket", "attachment", "1", str(target)) == {
        "id": 1, "name": "console.txt", "file": str(target), "size": 12
    }  # fmt: skip
    assert target.read_bytes() == b"kernel panic"
    target.write_bytes(b"mine")
    assert call.refused("ticket", "attachment", "1", str(target), code=74)["code"] == "exists"
    assert target.read_bytes() == b"mine"
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    assert call.refused("ticket", "attachment", "1", str(tmp_path / "dangling"), code=74)["code"] == "exists"
    (tmp_path / "folder").mkdir()
    assert call.json("ticket", "attachment", "1", str(tmp_path / "folder"))["file"] == str(
        tmp_path / "folder" / "console.txt"
    )
    assert call.refused("ticket", "attachment", "1", "/nowhere/f", code=74)["code"] == "unwritable"


def test_an_attachment_goes_to_standard_output_as_it_is(call: Calls, tmp_path: Path) -> None:
    content = bytes(range(256))
    (tmp_path / "data.bin").write_bytes(content)
    attach(call, tmp_path / "data.bin")
    assert call("ticket", "attachment", "1", "-").out == content
    assert call.refused("ticket", "attachment", "1", "-", as_="john") == {
        "code": "not_found", "message": "Attachment 1 was not found.",
    }  # fmt: skip


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *arguments: object) -> None:
            pass

        def write(self, content: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(opened: int, mode: str) -> Full:
        os.close(opened)
        return Full()

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(StorageFailed, match="No space left on device"):
        files.save_file(str(tmp_path / "f"), "f", b"content")
    assert list(tmp_path.iterdir()) == []


def test_arguments_that_are_no_utf_8_are_replaced(call: Calls) -> None:
    """Bytes of the shell that are no text neither stop the program nor reach the database."""
    ticket = call.json("ticket", "new", "--client", "1", "--department", "Tech", "--subject", "caf\udce9", "--message",
                       "m")  # fmt: skip
    assert ticket["subject"] == "caf�"
