"""`g`: where to go. One more key leads there."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, runtime_checkable

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from helpdesk_tui.screens.base import DeskScreen, Dialog
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.foot import Foot
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList
from helpdesk_tui.widgets.rule import Rule

PLACES = (
    ("g", "first", "top of the list"), ("t", "support", "support tickets"), ("m", "mine", "mine"),
    ("u", "unassigned", "unassigned"), ("s", "delayed", "delayed"), ("f", "favourites", "favourites"),
    ("w", "awaiting", "awaiting response"), ("a", "all", "all tickets"), ("0", "spam", "spam"),
    ("i", "incoming", "incoming emails"),
    ("o", "outbox", "outbox"), ("c", "clients", "clients"), ("d", "departments", "departments"),
    ("p", "staff", "staff"), ("y", "gateways", "mail gateways"), ("l", "letters", "letters"),
    ("r", "replies", "predefined replies"),
    ("b", "spammers", "spam senders"), ("x", "abuse", "abuse"), ("n", "plans", "plans of support"),
    ("$", "payments", "payments"), ("e", "expenses", "expenses"), ("v", "provider", "provider settings"),
)  # fmt: skip
"""Key, place, words."""

_QUEUE = 1
"""Where the queue stands among the screens: above the empty one."""


class GoTo(Dialog[str]):
    """The places, each with its key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(key, f"go({place!r})", words, show=False) for key, place, words in PLACES],
        Binding("escape,q", "go(None)", "Stay", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._list = RecordList((Column("", 3), Column("")))
        self._foot = Foot()

    def compose(self) -> ComposeResult:
        """A hairline, the places, the way out."""
        with Vertical(classes="dialog whole"):
            yield Rule("Go to")
            yield self._list
            yield self._foot

    def on_mount(self) -> None:
        """Show them."""
        # All of them, where the terminal has so many lines: below the others nobody would look for the rest.
        (first, _, top), *others = PLACES
        self._list.styles.height = min(len(others), max(self.app.size.height - 2, 1))
        self._list.show(tuple(Record(place, (key, words)) for key, place, words in others))
        self.set_focus(self._list)
        self._foot.show((Key(first, top), Key("Enter", "go"), Key("Esc", "stay")))

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Go to the place under the cursor."""
        self.dismiss(str(event.key))

    def action_go(self, place: str | None) -> None:
        """Go there."""
        self.dismiss(place)


async def go_somewhere(screen: DeskScreen[Any]) -> None:
    """Ask where to, and go there from the queue; drafts are kept on the way."""
    place = await screen.ask(GoTo())
    if place is not None:
        go_there(screen, place)


def go_there(screen: DeskScreen[Any], place: str) -> None:
    """Go to a place of `PLACES` from the queue."""
    screen.app.call_later(_leave_for, screen.app, place)


def _leave_for(app: App[Any], place: str) -> None:
    while len(app.screen_stack) > _QUEUE + 1:
        app.pop_screen()
    queue = app.screen_stack[_QUEUE]
    assert isinstance(queue, HasPlaces)
    queue.go_to(place)


@runtime_checkable
class HasPlaces(Protocol):
    """The lowest screen, from which every place is reached."""

    def go_to(self, place: str) -> None:
        """Go to a place of `PLACES`."""


def screen_at(place: str, session: Session) -> DeskScreen[None]:
    """The screen at a place; raises KeyError for a view of the queue."""
    if place == "incoming":
        from helpdesk_tui.screens.incoming import IncomingScreen

        return IncomingScreen(session)
    if place == "outbox":
        from helpdesk_tui.screens.outbox import OutboxScreen

        return OutboxScreen(session)
    if place == "clients":
        from helpdesk_tui.screens.clients import ClientsScreen

        return ClientsScreen(session)
    if place == "payments":
        from helpdesk_tui.screens.payments import PaymentsScreen

        return PaymentsScreen(session)
    if place == "expenses":
        from helpdesk_tui.screens.expenses import ExpensesScreen

        return ExpensesScreen(session)
    from helpdesk_tui.screens import abuse, gateways, letters, plans, replies, setup

    made: type[DeskScreen[None]] = {
        "departments": setup.DepartmentsScreen, "staff": setup.StaffScreen, "gateways": gateways.GatewaysScreen,
        "letters": letters.LettersScreen, "spammers": letters.SpamSendersScreen, "abuse": abuse.AbusesScreen,
        "replies": replies.RepliesScreen, "plans": plans.PlansScreen,
    }[place]  # fmt: skip
    return made(session)
