"""Whois and dig from a ticket (TF1), with programs of the test's own on PATH."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from helpdesk_tui.bounded import running
from helpdesk_tui.config import LookupSettings
from helpdesk_tui.desk.actions.drafts import KeepDraft
from helpdesk_tui.errors import Refused
from helpdesk_tui.screens.programs import answer_of
from helpdesk_tui.vocab import MessageKind
from tests.screens.desk import BACKUP, SERVER
from tests.screens.seat import Seat, Seats
from tests.screens.test_ticket import opened


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, body: str) -> None:
    """A program in Python."""
    (folder / name).write_text(f"#!{sys.executable} -I\nimport os, sys, time\n{body}\n")
    (folder / name).chmod(0o700)


async def listed(seat: Seat) -> None:
    await opened(seat, SERVER)
    await seat.press("d")
    await seat.see("Look up", "whois", "acme.example")


async def test_an_answer_is_shown_clean_and_kept(seat: Seat, programs: Path) -> None:
    """The program gets its fixed arguments and no terminal; what it prints obeys nothing; a draft stays."""
    program(
        programs, "whois", r"print('\x1b]0;owned\x07 Registrant:', sys.argv[1:], sys.stdin.read(), sorted(os.environ))"
    )
    seat.desk.perform(KeepDraft(SERVER, "", "half a thought"))
    await listed(seat)
    await seat.press("enter")
    await seat.see("␛]0;owned␇ Registrant: ['acme.example']", "keep as internal comment")
    await seat.press("i")
    await seat.told("The answer is kept as an internal comment.")
    await seat.see("INTERNAL", "whois acme.example")
    kept = seat.ticket(SERVER)
    assert kept.messages[-1].kind is MessageKind.COMMENT
    assert kept.messages[-1].text.startswith("whois acme.example\n\n␛]0;owned␇ Registrant: ['acme.example']")
    assert "HELPDESK" not in kept.messages[-1].text
    assert kept.draft is not None
    assert kept.draft.comment == "half a thought"


async def test_dig_is_asked_with_the_options_of_the_deployment(seats: Seats, programs: Path) -> None:
    program(programs, "mydig", "print(' '.join(sys.argv[1:]))\nsys.exit(9)")
    async with seats.sit("anna", lookups=LookupSettings(whois="", dig="mydig +short")) as seat:
        await listed_dig(seat)
        await seat.press("enter")
        await seat.see("+short acme.example A acme.example AAAA", "mydig ended with 9.")


async def listed_dig(seat: Seat) -> None:
    await opened(seat, SERVER)
    await seat.press("d")
    await seat.see("Look up", "dig")
    assert "whois" not in seat.text


async def test_who_leaves_ends_the_program_and_is_not_held_up(seat: Seat, programs: Path, tmp_path: Path) -> None:
    """The form goes on while the program runs; leaving its page ends it, with what it started."""
    program(programs, "whois", f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")
    await listed(seat)
    await seat.press("enter")
    await seat.see("is being asked ... (q gives up)")
    await seat.until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    await seat.press("i")
    await seat.told("There is no answer yet.")
    await seat.press("q")
    await seat.until(lambda: seat.text.startswith(f" {SERVER}  "))
    pid = int((tmp_path / "pid").read_text())
    await seat.until(lambda: not Path(f"/proc/{pid}").exists(), "the program is gone")


async def test_a_ticket_that_names_nothing(seat: Seat) -> None:
    await opened(seat, BACKUP)
    await seat.press("d")
    await seat.told("Neither the service nor the subject names a domain or an address.")


async def test_a_program_that_is_not_installed(seat: Seat, programs: Path) -> None:
    await listed(seat)
    await seat.press("enter")
    await seat.told("The program whois is not installed on this computer.")


async def test_a_deployment_that_forbids_both(seats: Seats) -> None:
    async with seats.sit("anna", lookups=LookupSettings(whois="", dig="")) as seat:
        await opened(seat, SERVER)
        await seat.press("d")
        await seat.told("Whois and dig are switched off here (configuration, section [lookups]).")


async def test_the_limit_of_bytes_ends_a_program_that_never_stops(programs: Path) -> None:
    program(programs, "whois", "while True: os.write(1, b'x' * 1000)")
    answer = await answer_of(("whois",), seconds=60, max_bytes=2048)
    assert (answer.text, answer.trouble) == ("x" * 2048, "whois said more than 2,048 bytes; the rest is left out.")


async def test_a_program_that_is_ahead_of_its_reader_is_ended_too(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than is kept waits to be read when the limit is met: its end was waited for without end."""
    read = running._read

    async def late(process: asyncio.subprocess.Process, printed: bytearray, most: int) -> bool:
        assert process.stdout is not None
        end = time.monotonic() + 10
        while not process.stdout._paused:  # type: ignore[attr-defined]
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        return await read(process, printed, most)

    monkeypatch.setattr(running, "_read", late)
    program(programs, "whois", "while True: os.write(1, b'x' * 1000)")
    answer = await asyncio.wait_for(answer_of(("whois",), seconds=60, max_bytes=2048), 20)
    assert answer.trouble == "whois said more than 2,048 bytes; the rest is left out."


async def test_the_time_ends_a_program_and_its_children(programs: Path) -> None:
    """A child that keeps the pipe open does not hold the answer up."""
    program(programs, "whois", "print('begun', flush=True)\nif os.fork() == 0: time.sleep(600)\ntime.sleep(600)")
    begun = time.monotonic()
    answer = await answer_of(("whois",), seconds=1, max_bytes=2048)
    assert (answer.text, answer.trouble) == ("begun\n", "whois gave no whole answer within 1 seconds.")
    assert time.monotonic() - begun < 30


async def test_a_file_that_is_no_program(programs: Path) -> None:
    (programs / "whois").write_bytes(b"\x00\x01")
    (programs / "whois").chmod(0o700)
    with pytest.raises(Refused) as refused:
        await answer_of(("whois",), seconds=1, max_bytes=2048)
    assert refused.value.sentence == "whois cannot be run: Exec format error."
