"""An email that a parser child is to read, and what it read (rule 6)."""

from __future__ import annotations

from collections.abc import Callable

from helpdesk_tui.views import ParsedMail


class Asked:
    """A question to the parser children: `done` looks whether it is answered, `result` waits for it.

    Nothing goes on by itself: what the pipes of the children hold is moved by whoever looks or waits. So no thread
    asks for the interpreter while an email is committed (docs/adr/0014).
    """

    def __init__(self, raw: bytes, look: Callable[[], None], wait: Callable[[Asked], None]) -> None:
        self.raw = raw
        self.asked_again = False
        self.settled = False
        self._look = look
        self._wait = wait
        self.packed: tuple[bytes, ...] = ()
        """What the child says the mail and then its files are compressed to, once it is settled; perhaps nothing."""
        self._found: ParsedMail | None = None
        self._failure: Exception | None = None

    def done(self) -> bool:
        """Whether there is a result; does not wait."""
        if not self.settled:
            self._look()
        return self.settled

    def result(self) -> ParsedMail:
        """What was read.

        Raises UnreadableMail when the mail could not be read, or when the child that read it died or took too
        long; TryLater when no child can be started or the pool is closed, for which no mail is to blame.
        """
        if not self.settled:
            self._wait(self)
        if self._failure is not None:
            raise self._failure
        assert self._found is not None
        return self._found

    def answer(self, found: ParsedMail, packed: tuple[bytes, ...]) -> None:
        """It was read."""
        self._found = found
        self._settle(packed)

    def fail(self, failure: Exception, packed: tuple[bytes, ...] = ()) -> None:
        """It was not read."""
        self._failure = failure
        self._settle(packed)

    def _settle(self, packed: tuple[bytes, ...]) -> None:
        self.packed, self.settled, self.raw = packed, True, b""
