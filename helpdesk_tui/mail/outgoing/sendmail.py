"""Sending through a program on this computer (MO1): the mail on its standard input, its exit code by sysexits.h.

The program queues, so exit 0 means that the mail is on its way. 64, 65, 67 and 68 say that this mail or its recipient
will never do; every other code is of a program or a computer that may be mended, and is tried again. Whether one that
hung or was killed has queued the mail, nobody knows (rule 18).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence

from helpdesk_tui.errors import UnusableData
from helpdesk_tui.mail.outgoing.smtp import Begin, SendResult, always
from helpdesk_tui.mail.reading.header_lines import wire_address
from helpdesk_tui.text import clipped
from helpdesk_tui.views import OutgoingMail
from helpdesk_tui.vocab import OutboxState

SECONDS = 240.0
"""How long the program may take: less than the lease on a mail in the outbox, or a second worker sends it too."""

_READS_HEADINGS = {"-t", "-ti", "-it"}
_NEVER = (64, 65, 67, 68)  # sysexits.h: EX_USAGE, EX_DATAERR, EX_NOUSER, EX_NOHOST
_MOST_SAID = 2000


class SendmailSender:
    """Runs the program for each mail; `program` is its name and arguments, no shell is involved.

    With `-t` among the arguments the program reads the recipients from the headings and is given the envelope's sender
    by `-f` (`<>` for a null sender); without, it is run exactly as it stands and has to know where the mail goes.
    """

    def __init__(self, program: Sequence[str], seconds: float = SECONDS) -> None:
        if not program:
            raise ValueError("no program is given")
        self._program = tuple(program)
        self._seconds = seconds
        self._name = clipped(os.path.basename(program[0]), 60)

    def send(self, mail: OutgoingMail, raw: bytes, begin: Begin = always) -> SendResult:
        """Hand the mail over, with the line ends of this computer; raises nothing that mail or program can cause."""
        try:
            argv = [*self._command(mail), *self._sender(mail)]
            argv += ["--", *map(wire_address, mail.left)] if mail.left else []
        except UnusableData as wrong:
            return SendResult(OutboxState.FAILED, wrong.sentence)
        with tempfile.TemporaryFile() as content, tempfile.TemporaryFile() as complaints:
            content.write(raw.replace(b"\r\n", b"\n"))
            content.seek(0)
            if not begin():
                return self._result(OutboxState.RETRY, "was not run: the mail is another process's to send now.")
            try:
                # Files and no pipes: whatever the program leaves running cannot keep us waiting.
                running = subprocess.Popen(
                    argv, stdin=content, stdout=subprocess.DEVNULL, stderr=complaints, start_new_session=True
                )
            except OSError as failed:
                return self._result(OutboxState.RETRY, f"cannot be run; check sendmail in [smtp]: {failed.strerror}.")
            try:
                code = running.wait(self._seconds)
            except subprocess.TimeoutExpired:
                _kill(running)
                return self._result(
                    OutboxState.UNKNOWN, f"did not end in {self._seconds:g} seconds: the mail may be on its way."
                )
            complaints.seek(0)
            return self._judged(code, complaints.read(_MOST_SAID))

    def close(self) -> None:
        """Nothing is kept open."""

    def stop(self) -> None:
        """A program that runs goes on: what it has it may have queued."""

    def _command(self, mail: OutgoingMail) -> list[str]:
        """The program; where only some recipients are left, it must not read all of them from the headings."""
        if not mail.left:
            return list(self._program)
        bare = {"-t": "", "-ti": "-i", "-it": "-i"}
        return [kept for argument in self._program if (kept := bare.get(argument, argument))]

    def _sender(self, mail: OutgoingMail) -> list[str]:
        given = any(argument.startswith("-f") for argument in self._program[1:])
        if given or not _READS_HEADINGS.intersection(self._program[1:]):
            return []
        return ["-f", "<>" if mail.null_sender else wire_address(mail.sender)]

    def _judged(self, code: int, complaints: bytes) -> SendResult:
        if code == 0:
            return SendResult(OutboxState.SENT)
        said = clipped(complaints.decode("utf-8", "replace").strip(), 300)
        if code < 0:
            return self._result(OutboxState.UNKNOWN, f"was killed (signal {-code}): the mail may be on its way.")
        state = OutboxState.FAILED if code in _NEVER else OutboxState.RETRY
        return self._result(state, f"ended with {code}: {said or 'it said nothing'}")

    def _result(self, state: OutboxState, clause: str) -> SendResult:
        return SendResult(state, f"{self._name} {clause}")


def _kill(running: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
