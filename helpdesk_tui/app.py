"""The terminal app: opens the desk beside the first frame, listens for changes, ends cleanly on a hang-up.

Textual does not end on SIGHUP or SIGTERM by itself and spins on a terminal that is gone (RELIABILITY M3, rule 45);
here both end the app through its ordinary exit, which keeps drafts and restores the terminal, within two seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkType

from helpdesk_tui.config import Settings
from helpdesk_tui.config.layouts import latin_keys
from helpdesk_tui.errors import DeskError
from helpdesk_tui.rules.look import Look
from helpdesk_tui.screens.base import DeskScreen, StoreChanged
from helpdesk_tui.screens.key_labels import keymap
from helpdesk_tui.screens.queue import QueueScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.type_ahead import KeyPump
from helpdesk_tui.themes import ansi_color, dress
from helpdesk_tui.widgets.framed_app import FramedApp

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.questions import FirstLook
    from helpdesk_tui.screens.ticket import TicketScreen
    from helpdesk_tui.views import GatewayView, ParsedMail

_END_SECONDS = 1.4
"""After so long the process ends, whatever hangs; two seconds are allowed, the rest is for a busy machine."""
_KEEP_SECONDS = 0.7
"""So long the end waits for a draft to be kept."""
_PART_SECONDS = 0.2
"""So long it waits until colleagues are told; without that they see it a little later."""
_FIRST_FRAME_SECONDS = 0.03
"""From the first frame on: two more may follow it at once, then the store is loaded."""
_CALM_SECONDS = 1.0
"""After a change that was told, further ones are told once a second while they go on."""


class HelpdeskApp(FramedApp[int], inherit_bindings=False):
    """The program on a terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "helpdesk-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Quit", id="quit", priority=True, tooltip="Leave the program; drafts are kept."),
        Binding(
            "ctrl+l",
            "redraw",
            "Redraw",
            id="redraw",
            show=False,
            priority=True,
            tooltip="Paint the whole screen anew, after another program wrote on the terminal.",
        ),
        Binding("ctrl+c", "how_to_leave", "How to leave", show=False, system=True),
    ]
    ENABLE_COMMAND_PALETTE = False
    animation_level = "none"

    def __init__(
        self, opening: Future[Desk], settings: Settings, parse: Callable[[bytes], ParsedMail],
        begin: Callable[[], None] = lambda: None, look: FirstLook | None = None,
    ) -> None:  # fmt: skip
        """`begin` opens the desk; it is called behind the first frame, because loading the store would delay it.

        `look` is what that frame shows until the desk is open.
        """
        super().__init__(ansi_color=ansi_color(os.environ))
        self._begin_opening = begin
        self._begun = False
        self.session = Session(opening, settings, settings.clock(), parse, look)
        self.session.test = _tested
        self._opening = opening
        self._ending = threading.Event()
        self.pump = KeyPump(self, self.session.busy, self.session.coming, latin_keys(settings.screen.layouts))
        self.failure: DeskError | None = None
        self._warned = ("", 0)
        self.ended = threading.Event()
        """Set when the terminal is restored: there is nothing left that could hang."""

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Behind the first frame of the queue the desk is opened."""
        super()._display(screen, renderable)
        if not self._begun and isinstance(screen, QueueScreen):
            self._begun = True
            self.set_timer(_FIRST_FRAME_SECONDS, self._begin_opening)

    async def on_event(self, event: events.Event) -> None:
        """Keys wait for those before them; everything else takes its usual way."""
        if self._ending.is_set() and isinstance(event, events.Key | events.Paste):
            return
        if not self.pump.takes(event):
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """A letter or sign that nothing here is on is answered too; Textual asks the bindings behind this."""
        screen = self.screen
        if event.is_printable and isinstance(screen, DeskScreen) and event.key not in screen.active_bindings:
            screen.unknown(event.character or event.key)

    def on_mount(self) -> None:
        """Show the queue, then everything else."""
        self._pumping = asyncio.create_task(self.pump.run())
        dress(self, self._theme(self.session.own_look))
        self.session.put_on = self._put_on
        self.set_keymap(keymap(self.session.settings.keys))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            if threading.current_thread() is threading.main_thread():
                loop.add_signal_handler(number, self._hang_up, number)
        if not self.is_headless:
            threading.Thread(target=self._watch_line, args=(loop,), name="line", daemon=True).start()
        self.push_screen(QueueScreen(self.session))
        threading.Thread(target=self._listen, name="changes", daemon=True).start()

    def _theme(self, look: Look) -> str:
        """The theme of who sits here, else the configured one."""
        return look.theme or self.session.settings.screen.theme

    def _put_on(self, look: Look) -> None:
        """It looks otherwise from now on (TF6)."""
        dress(self, self._theme(look))
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.look_changed()

    def on_unmount(self) -> None:
        """The last moment: nothing that was typed is lost."""
        if not self._ending.is_set():
            self._keep_draft()
        self._ending.set()
        self._pumping.cancel()

    def action_leave(self) -> None:
        """Leave the program; what would be lost is told first, and given up when the next key is this one again."""
        kept = self._keep_draft()
        ticket = self._ticket()
        unkept = "" if kept else "The draft is not kept: the database does not answer."
        files = ticket.lost() if ticket is not None and ticket in self.screen_stack else ""
        lost = " ".join(filter(None, (unkept, files)))
        again, self._warned = self._warned, (lost, self.pump.dealt)
        if not lost or again == (lost, self.pump.dealt - 1):
            self._leave()
        elif isinstance(self.screen, DeskScreen):
            self.screen.say(f"{lost} {self.screen.key_of('quit', 'ctrl+q')} again leaves without it.")
        else:
            begun: WorkType[None] = partial(self._leave_asking, lost)
            self.run_worker(begun, group="leave", exclusive=True)

    async def _leave_asking(self, lost: str) -> None:
        """Over a dialogue, which hides the last line: ask."""
        from helpdesk_tui.screens.dialogs import Confirm

        if await self.push_screen_wait(Confirm(f"{lost} Leave the program?")) is True:
            self._leave()

    def _leave(self) -> None:
        self._part()
        self._ending.set()
        self.exit(0)

    def action_how_to_leave(self) -> None:
        """Say how to leave the program: ctrl+c must not end what somebody is writing."""
        if isinstance(self.screen, DeskScreen):
            self.screen.say(f"{self.screen.key_of('quit', 'ctrl+q')} leaves the program.", alarm=False)

    def _ticket(self) -> TicketScreen | None:
        """The ticket form, once one was opened."""
        return cast("TicketScreen", self.get_screen("ticket")) if self.is_screen_installed("ticket") else None

    def _keep_draft(self) -> bool:
        """Keep what is typed; whether it is kept after a moment: a locked database must not hold up the end.

        The thread goes on trying for as long as the process lives.
        """
        screen = self._ticket()
        if screen is None or screen.draft_is_kept:
            return True

        def keep() -> None:
            with contextlib.suppress(DeskError):
                screen.keep_draft_now()

        keeping = threading.Thread(target=keep, name="draft", daemon=True)
        keeping.start()
        keeping.join(_KEEP_SECONDS)
        return screen.draft_is_kept

    def _part(self) -> None:
        """The ticket is open no more: colleagues are told, where the database answers at once."""
        screen = self._ticket()
        if screen is None or screen.present is None:
            return

        def part() -> None:
            with contextlib.suppress(DeskError):
                screen.depart_now()

        parting = threading.Thread(target=part, name="part", daemon=True)
        parting.start()
        parting.join(_PART_SECONDS)

    def _hang_up(self, number: int) -> None:
        """The terminal is gone, or somebody wants us to end."""
        threading.Thread(target=self._end_anyway, args=(128 + number,), daemon=True).start()
        if not self._ending.is_set():
            self._keep_draft()
            self._part()
        self._ending.set()
        self.exit(128 + number, 128 + number)

    def _watch_line(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for the terminal's end: not every one that goes sends SIGHUP, and Textual reads the end for ever."""
        line = select.poll()
        line.register(sys.stdin.fileno(), 0)
        line.poll()
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(self._hang_up, signal.SIGHUP)

    def _listen(self) -> None:
        """Wait for the desk to open, then tell the screens of every change."""
        try:
            desk = self._opening.result()
        except DeskError as failure:
            self.failure = failure
            self.call_from_thread(self.exit, failure.exit_code)
            return
        while not self._ending.is_set():
            # A database that was away is watched again; whoever reads meanwhile is told that it does not answer.
            with contextlib.suppress(Exception):
                self._follow(desk)
            self._ending.wait(_CALM_SECONDS)

    def _follow(self, desk: Desk) -> None:
        """Tell the screens of every change until the watch fails, first of those that nobody watched."""
        watch = desk.watch()
        try:
            self.call_later(self._tell)
            while not self._ending.is_set():
                if watch.changed(_CALM_SECONDS / 4):
                    self.call_later(self._tell)
                    self._ending.wait(_CALM_SECONDS / 4)
        finally:
            watch.close()

    def _tell(self) -> None:
        if self.screen_stack:
            self.screen.post_message(StoreChanged())

    def _end_anyway(self, code: int) -> None:
        """End the process when the app does not end by itself: a terminal that takes nothing, say."""
        if not self.ended.wait(_END_SECONDS):
            os._exit(code)


class Ended(NamedTuple):
    """How the app ended: the exit code, 128 and its number where a signal ended it; whether the desk still hangs."""

    code: int
    hangs: bool


def run(settings: Settings, login: str, look: FirstLook | None = None) -> Ended:
    """Run the app on this terminal until it is left.

    Raises WrongUsage for keys of the configuration that take each other away.
    `login` is the member of staff who sits here; `look` is what they see until the desk is open, which happens in a
    thread beside the first frame. Raises DeskError when the desk does not open.
    """
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if settings.keys:
        from helpdesk_tui.screens.key_check import check_keys

        check_keys(settings.keys, HelpdeskApp)
    opening: Future[Desk] = Future()

    def begin() -> None:
        try:
            from helpdesk_tui.desk.door import open_for

            opening.set_result(open_for(settings).staff(login))
        except BaseException as failure:
            opening.set_exception(failure)
        import helpdesk_tui.screens.ticket  # noqa: F401 - is needed next, and was not for the first frame

    parser = _Parser(settings.intake.workers)
    thread = threading.Thread(target=begin, name="opening", daemon=True)
    app = HelpdeskApp(opening, settings, parser.parse, thread.start, look)
    try:
        app.run(mouse=settings.screen.mouse)
    finally:
        parser.close()
        app.ended.set()
    if app.failure is not None and not app.return_code:
        raise app.failure
    return Ended(app.return_code or 0, app.session.hangs)


def _tested(gateway: GatewayView) -> str:
    """What a test of a gateway finds, in a sentence; raises DeskError."""
    from helpdesk_tui.mail.gateways.sources import tested

    return tested(gateway).words(gateway.name)


class _Parser:
    """The parser children, started when an email is looked at for the first time."""

    def __init__(self, workers: int) -> None:
        self._workers = min(workers, 1)
        self._pool: Any = None
        self._lock = threading.Lock()

    def parse(self, raw: bytes) -> ParsedMail:
        """An email in plain data; raises DeskError when it cannot be read."""
        with self._lock:
            if self._pool is None:
                from helpdesk_tui.mail.parsers.children import ParserPool

                self._pool = ParserPool(self._workers)
        parsed: ParsedMail = self._pool.parse(raw)
        return parsed

    def close(self) -> None:
        """End them."""
        if self._pool is not None:
            self._pool.close()
