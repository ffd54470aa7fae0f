"""What all screens share: keys that explain themselves, acts in workers, a last line that speaks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import WorkType

from helpdesk_tui.desk.actions.base import Act, Glimpse, Who, not_allowed
from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.errors import DeskError
from helpdesk_tui.screens.key_labels import in_force, keyed, label, titles, told, usual_keys
from helpdesk_tui.screens.painting import Painted
from helpdesk_tui.screens.patience import doing, patience
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key

R = TypeVar("R")
A = TypeVar("A")


def in_background(screen: Screen[Any], work: Callable[[], Coroutine[None, None, None]], group: str) -> None:
    """Do some work beside the keys; later work of the same group takes its place.

    A function is handed over and not its coroutine, which would be left unawaited where the screen ends first.
    """
    begun: WorkType[None] = partial(_unless_gone, screen, work)
    screen.run_worker(begun, group=group, exclusive=True)


async def _unless_gone(screen: Screen[Any], work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Work whose answer may come when the screen's widgets are gone already: then nobody wants it."""
    try:
        await work()
    except NoMatches:
        if _is_there(screen):
            raise


def _is_there(screen: Screen[Any]) -> bool:
    """Whether a screen has its widgets: one that was left loses them a little before it is detached."""
    return screen.is_attached and screen.app.is_running and screen in screen.app.screen_stack


class Dialog(ModalScreen[A | None]):
    """A small screen that asks for something; calls `ready` when it can take keys."""

    ready: Callable[[], None] = staticmethod(lambda: None)

    def on_screen_resume(self) -> None:
        """It is open and has its focus."""
        ready, self.ready = self.ready, lambda: None
        ready()


@dataclass
class StoreChanged(Message):
    """Somebody changed the desk; several changes at once are told once. Carries nothing: read what you show."""

    def can_replace(self, message: Message) -> bool:
        """A later change makes an earlier one void."""
        return isinstance(message, StoreChanged)


class Following(Dialog[A]):
    """A dialogue that tells what will come of it: where somebody changes the desk meanwhile, it is told anew."""

    def on_store_changed(self, message: StoreChanged) -> None:
        """Somebody changed the desk."""
        in_background(self, self._keep_up, "follow")

    async def _keep_up(self) -> None:
        with contextlib.suppress(DeskError):  # what is sent then is refused, and says it
            await self.tell_anew()

    async def tell_anew(self) -> None:
        """Read what is told and show it; raises DeskError."""
        raise NotImplementedError


def act_key(key: str, act: type[Act[Any]], action: str) -> Binding:
    """A binding whose words come from the act: its title for the key bar and the palette, its sentence for `?`."""
    return Binding(key, action, act.title, id=act.name, tooltip=act.help)


class DeskScreen(Screen[R]):
    """A screen of the desk. `foot` is its last line; subclasses say which keys matter now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Keys", id="help", tooltip="Every key of this screen, with what it does."),
        Binding("colon,ctrl+p", "palette", "Commands", id="palette",
                tooltip="Every action by name, and any ticket by its number."),
        Binding("g", "go", "Go to ...", id="go",
                tooltip="Another place: a view, incoming emails, outbox, clients, set-up."),
        act_key("comma", SetLook, "look"),
        Binding("q,escape", "back", "Back", id="back", tooltip="Back to where you came from."),
        Binding("f5", "reload", "Refresh", id="refresh", tooltip="Read everything anew."),
    ]  # fmt: skip
    HOLDS_KEYS: ClassVar[bool] = True
    """Whether keys that are typed for this screen wait until it has been read for the first time."""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual repaints the whole screen when the focus moves; the widgets show it themselves, line by line."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._compositor = Painted()
        self.session = session
        self.foot = Foot(id="foot")
        self._coming_up = False
        self._reading = asyncio.Lock()
        self.refused: DeskError | None = None
        """Why the last act was not done; None where it was."""

    # ------------------------------------------------------------ what subclasses say

    def keys(self) -> tuple[Key, ...]:
        """The keys that matter now, most important first."""
        return ()

    async def load(self) -> None:
        """Read what the screen shows and show it; raises DeskError."""

    def glimpse(self) -> Glimpse | None:
        """What is known of the ticket in question; for `blocked`."""
        return None

    # ------------------------------------------------------------ life

    def on_screen_resume(self) -> None:
        """On top, for the first time or again: what is shown may be old."""
        self.reload()

    def reload(self) -> None:
        """Read anew in a worker; a later reading takes the place of an earlier one."""
        in_background(self, self.read_again, "load")

    def reload_for_keys(self) -> None:
        """Read anew, before any key that comes behind: it means what is about to be shown."""
        self.begin(self.read_again())

    def on_mount(self) -> None:
        """Keys that come now mean what is about to be shown."""
        if self.HOLDS_KEYS:
            self._coming_up = True
            self.session.busy.hold()

    def _came_up(self) -> None:
        if self._coming_up:
            self._coming_up = False
            self.session.busy.release()

    async def read_again(self) -> None:
        """Read anew; what goes wrong is said on the last line."""
        try:
            with patience(self, "loading ..."):
                # One after the other: a reading that began before an act must not end after the one that follows it.
                async with self._reading:
                    await self.load()
        except DeskError as failure:
            self.say(f"{failure.sentence} {self.key_of('refresh', 'F5')} tries again.")
        # Not where another reading took the place of this one: keys wait for that.
        self._came_up()
        self.show_keys()

    def on_unmount(self) -> None:
        """Gone before it was read: nothing waits for it any more."""
        self._came_up()

    def on_store_changed(self, message: StoreChanged) -> None:
        """Somebody changed the desk. Not to be overridden: Textual calls the handlers of all classes, not the last."""
        self.store_changed()

    def store_changed(self) -> None:
        """Somebody changed the desk; a screen that can tell whether that concerns it asks first."""
        in_background(self, self._keep_up, "follow")

    async def _keep_up(self) -> None:
        with contextlib.suppress(DeskError):  # the reading that follows says it
            await self.session.changes()
        self.reload()

    def look_changed(self) -> None:
        """Who sits here has other settings now (TF6)."""

    # ------------------------------------------------------------ saying and doing

    def say(self, words: str, *, alarm: bool = True) -> None:
        """Say a sentence on the last line, until the next key."""
        self.foot.say(words, alarm=alarm)

    def show_keys(self, *, at_once: bool = False) -> None:
        """Bring the key bar up to date; `at_once` in the frame that shows what the keys are for."""
        focused = (type(self.focused),) if self.focused is not None else ()
        rooms = (type(self), type(self.app), *focused)
        self.foot.show(in_force(self.session.settings.keys, self.keys(), rooms), at_once=at_once)

    def key_of(self, action: str, usual: str) -> str:
        """What the key of an action is called that is in force here, by its id and its usual key."""
        return label(self.session.settings.keys, action, usual, titles((type(self), type(self.app))).get(action, ""))

    def keyed(self, sentence: str) -> str:
        """A sentence of ours with the keys in force (`{n}`: what is usually on n here), without text from outside."""
        return keyed(self.session.settings.keys, sentence, (type(self),))

    def told(self, error: DeskError) -> str:
        """The sentence of an error, with the key that would help where there is one."""
        if error.way is None:
            return error.sentence
        return told(self.session.settings.keys, error, usual_keys((type(self),)))

    def unknown(self, key: str) -> None:
        """Say of a key that it does nothing on this screen."""
        self.say(f"{shown(key)} does nothing here; {self.keyed('{help:?} lists the keys.')}")

    def on_key(self, event: events.Key) -> None:
        """The next key takes away what was said."""
        self.foot.hush()

    def refusal(self, act: type[Act[Any]]) -> str:
        """Why the act would be refused now; empty when nothing known speaks against it."""
        if act.who is Who.ADMIN and not self.session.scope.everything:
            return not_allowed(act).sentence
        refused = act.blocked(self.session.context(self.glimpse()))
        return self.told(refused) if refused is not None else ""

    def key_for(self, label: str, word: str, act: type[Act[Any]]) -> Key:
        """A key of the bar, dimmed when its act would be refused."""
        return Key(label, word, not self.refusal(act))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a dialogue with the user and the act that follows; keys wait meanwhile, a reload never cancels it."""
        self.session.busy.hold()
        begun: WorkType[None] = partial(self._held, work)
        self.run_worker(begun, group="act")

    async def _held(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except NoMatches:
            if _is_there(self):
                raise
        finally:
            self.session.busy.release()

    async def ask(self, dialog: Dialog[A]) -> A | None:
        """Open a dialogue and wait for its answer, None when it was left; while it is open keys belong to it."""
        dialog.ready = self.session.busy.release
        try:
            return await self.app.push_screen_wait(dialog)
        finally:
            self.session.busy.hold()

    async def act(self, act: Act[A], said: str = "") -> A | None:
        """Perform an act; its refusal is said on the last line and None comes back."""
        try:
            with patience(self, doing(act)):
                answer = await self.session.perform(act)
        except DeskError as refused:
            self.refused = refused
            self.say(self.told(refused))
            return None
        self.refused = None
        await self.read_again()
        if said:
            self.say(said, alarm=False)
        return answer

    def open_by_number(self, number: int) -> None:
        """Open a ticket by its number, as this screen shows tickets."""
        from helpdesk_tui.screens.opening import open_ticket

        open_ticket(self, number)

    # ------------------------------------------------------------ keys of every screen

    def action_help(self) -> None:
        """Show every key of this screen."""
        from helpdesk_tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.session, self))

    def action_palette(self) -> None:
        """Choose an action by its name, or a ticket by its number."""
        from helpdesk_tui.screens.palette import run_command

        self.begin(run_command(self))

    def action_go(self) -> None:
        """Ask where to."""
        from helpdesk_tui.screens.places import go_somewhere

        self.begin(go_somewhere(self))

    def action_look(self) -> None:
        """Settings: how the program looks for who sits here."""
        from helpdesk_tui.screens.appearance import settings

        self.begin(settings(self))

    def action_back(self) -> None:
        """Back to the screen below; the last one asks whether to quit."""
        if len(self.app.screen_stack) > 2:
            self.dismiss()
        else:
            self.say(f"{self.key_of('quit', 'ctrl+q')} leaves the program.", alarm=False)

    def action_reload(self) -> None:
        """Read everything anew."""
        self.reload()
