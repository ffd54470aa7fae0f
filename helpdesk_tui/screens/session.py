"""What every screen is handed: the desk of the member of staff who sits here, asked and changed in threads.

The desk opens while the first frame is painted; whoever asks before it is open waits for it. An act is never
cancelled: what became of it comes back by the change number, not by the answer (a screen may be gone by then).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from helpdesk_tui.clock import Clock
from helpdesk_tui.config import Settings
from helpdesk_tui.desk.actions.base import Act, Context, Glimpse
from helpdesk_tui.questions import FirstLook, Read, ReadRaw, ReadTouched
from helpdesk_tui.rules.access import Scope
from helpdesk_tui.rules.look import DEFAULT_LOOK, Look
from helpdesk_tui.screens.type_ahead import Busy, Coming
from helpdesk_tui.views import GatewayView, ParsedMail
from helpdesk_tui.vocab import SYSTEM

if TYPE_CHECKING:
    from helpdesk_tui.desk.actions.undo import TakenBack
    from helpdesk_tui.desk.door import Desk

R = TypeVar("R")


HalfWritten = tuple[int, int | None]
"""A client and the ticket that something is written on, None for a new one."""


class Session:
    """One member of staff at one desk."""

    def __init__(
        self, opening: Future[Desk], settings: Settings, clock: Clock, parse: Callable[[bytes], ParsedMail],
        look: FirstLook | None = None,
    ) -> None:  # fmt: skip
        """`parse` reads an email in bounds, in a process of its own; raises DeskError when it cannot be read."""
        self.settings = settings
        self.clock = clock
        self.zone = ZoneInfo(settings.desk.timezone)
        self.look = look
        """What was seen of the desk before it was open."""
        self.scope = look.scope if look else Scope()
        self.use_priority = look.use_priority if look else False
        self.own_look = look.look if look else DEFAULT_LOOK
        """How the program looks for who sits here (TF6)."""
        self.put_on: Callable[[Look], None] = lambda look: None
        """Called when it looks otherwise from now on. Set by the program."""
        self._known = False
        self._learned = -1
        """The change number at which my departments, the desk's settings and mine were learned, or were the same."""
        self.client: tuple[int, str] | None = None
        """The client every list is narrowed to (TF9): number and name."""
        self.test: Callable[[GatewayView], str] = lambda gateway: f"{gateway.name} cannot be tested here."
        """Connects to a gateway's mailbox and says what a poll would look at; raises DeskError. Set by the program."""
        self.given_back: dict[int, TakenBack] = {}
        """Answers that were taken back, by their ticket: its form goes on with them when it is shown next (TR7)."""
        self.half_written: dict[HalfWritten, dict[str, Any]] = {}
        """What was typed in the client area and not sent, as long as the program runs (docs/adr/0023)."""
        self.busy = Busy()
        """Whether an act is on its way, so that keys wait."""
        self.coming = Coming()
        """The rows of a list on their way, so that keys about them wait."""
        self._opening = opening
        self._parse = parse
        self._threads = ThreadPoolExecutor(max_workers=6, thread_name_prefix="desk")
        self._asked = 0

    @property
    def only(self) -> int | None:
        """The number of the client that every list is narrowed to (TF9)."""
        return self.client[0] if self.client else None

    @property
    def desk(self) -> Desk:
        """The desk; waits until it is open, so only threads may ask. Raises what opening it raised."""
        return self._opening.result()

    @property
    def is_open(self) -> bool:
        """Whether the desk is open, or could not be opened."""
        return self._opening.done()

    async def ready(self) -> None:
        """Wait for the desk and learn who I am; raises DeskError when it does not open."""
        await self._opened()
        if not self._known:
            # Before what is learned: a change that comes between the two is looked at once more.
            self._learned, _ = await self.read(ReadTouched(None))
            await self.refresh_scope()
            self._known = True

    async def _opened(self) -> None:
        """Wait until the desk is open; who stops waiting, for another view, say, does not stop the opening."""
        await asyncio.shield(asyncio.wrap_future(self._opening))

    async def changes(self, since: int | None = None) -> tuple[int, frozenset[int]]:
        """The change number now, and which tickets changed since another, -1 for anything else; raises DeskError.

        What changed of the desk's settings and mine is learned first. It has a number of its own: the one of a list
        moves on with every page, whether or not anybody looked at the settings meanwhile.
        """
        now, touched = await self.read(ReadTouched(self._learned if since is None else min(since, self._learned)))
        if -1 in touched:
            await self.refresh_scope()
        self._learned = max(self._learned, now)
        return now, touched

    async def refresh_scope(self) -> None:
        """Learn my departments and the desk's settings anew."""
        from helpdesk_tui.questions import ReadProvider

        self.scope = await self._run(self._scope)
        self.use_priority = (await self.read(ReadProvider())).get("use_priority") == "on"
        await self.refresh_look()

    async def refresh_look(self) -> None:
        """Learn anew how the program looks for me."""
        from helpdesk_tui.questions import ReadLook

        before, self.own_look = self.own_look, await self.read(ReadLook())
        if self.own_look != before:
            self.put_on(self.own_look)

    async def read(self, question: Read[R]) -> R:
        """Ask the desk; raises DeskError."""
        return await self._run(lambda: self.desk.read(question))

    async def perform(self, act: Act[R], *, lasting: bool = True) -> R:
        """Change the desk; raises DeskError. What is not `lasting` does not wait for the disk."""
        return await self._run(lambda: self.desk.perform(act, lasting=lasting))

    async def perform_all(self, acts: Sequence[Act[Any]]) -> None:
        """Change the desk by several acts, all of them or, where one is refused, none; raises DeskError."""

        def all_of_them() -> None:
            with self.desk.together() as desk:
                for act in acts:
                    desk.perform(act)

        await self._run(all_of_them)

    async def foreseen(self, act: Act[R]) -> R:
        """What the act would answer now; changes nothing. Raises DeskError."""
        return await self._run(lambda: self.desk.foreseen(act))

    async def as_client(self, client: str) -> Desk:
        """The desk as a client by address or `#id` sees it, with me behind it, on record (CL16); raises DeskError."""
        return await self._run(lambda: self.desk.as_client(client))

    async def refusal(self, act: Act[Any]) -> str:
        """Why an act would be refused now, empty when it would not; changes nothing."""
        return await self._run(lambda: self.desk.refusal(act))

    async def tested(self, gateway: GatewayView) -> str:
        """What a test of a gateway finds; raises DeskError."""
        return await self._run(lambda: self.test(gateway))

    async def parsed(self, raw: bytes) -> ParsedMail:
        """An email that was kept, read anew; raises DeskError when it cannot be read."""
        return await self._run(lambda: self._parse(raw))

    async def read_again(self, mail: int) -> ParsedMail:
        """An email that was kept, read anew by the program, for an act that all staff may ask for: its content is not
        theirs to see. Raises DeskError when it cannot be read.
        """
        return await self._run(lambda: self._parse(self.desk.acting_as(SYSTEM).read(ReadRaw(mail))))

    def perform_now(self, act: Act[R], *, lasting: bool = True) -> R:
        """Change the desk from whatever thread this is; for the last moment before the program ends."""
        return self.desk.perform(act, lasting=lasting)

    def now(self) -> datetime:
        """The present moment in the desk's time zone."""
        return self.clock.now().astimezone(self.zone)

    def context(self, glimpse: Glimpse | None) -> Context:
        """What `blocked` of an act may look at."""
        return Context(self.scope, glimpse, self.use_priority)

    @property
    def hangs(self) -> bool:
        """Whether the desk was asked for something and has not answered."""
        return self._asked > 0

    def _scope(self) -> Scope:
        return self.desk.scope()

    async def _run(self, work: Callable[[], R]) -> R:
        def counted() -> R:
            try:
                return work()
            finally:
                self._asked -= 1

        await self._opened()  # no thread waits for a desk that is still being opened
        self._asked += 1
        return await asyncio.get_running_loop().run_in_executor(self._threads, counted)
