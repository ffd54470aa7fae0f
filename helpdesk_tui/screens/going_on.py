"""From one ticket to the next without coming back to the list: by key, and after closing (PEERS: auto-advance)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.rules.look import AfterClose
from helpdesk_tui.screens.appearance import AFTER_CLOSE
from helpdesk_tui.screens.sending import Sending
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.undoing import HINT
from helpdesk_tui.widgets.sought import Sought

Neighbour = Callable[[int, int], int | None]
"""Which ticket stands that many rows away from another in the list one came from."""

_ORDER = tuple(AFTER_CLOSE)


class GoingOn(Sending):
    """A ticket form that knows the list it was opened from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("J", "neighbour(1)", "Next ticket", id="ticket.next", tooltip="The next ticket of the list."),
        Binding("K", "neighbour(-1)", "Previous ticket", id="ticket.previous",
                tooltip="The previous ticket of the list."),
        Binding("greater_than_sign", "after_closing", "After closing", id="ticket.after_closing",
                tooltip="Where closing leads: back to the list, to its next ticket, or nowhere; kept for you."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._number = 0
        self._neighbour: Neighbour | None = None
        self.sought: Sought | None = None
        """What the list was looked through for that the ticket came from."""

    def feed(self, number: int, neighbour: Neighbour | None, begin: str) -> None:
        """Show this ticket from now on."""
        raise NotImplementedError

    def action_neighbour(self, by: int) -> None:
        """The next or previous ticket of the list one came from."""
        if self.lost():
            self.begin(self._leave_asking(partial(self._go_on, by)))
        else:
            self._go_on(by)

    async def _leave_asking(self, leave: Callable[[], object]) -> None:
        if await self.may_leave(self):
            leave()

    def _go_on(self, by: int) -> None:
        number = self._neighbour(self._number, by) if self._neighbour else None
        if number is None:
            self.say("There is no further ticket in the list.")
        else:
            self.feed(number, self._neighbour, "")

    def action_after_closing(self) -> None:
        """Another way to go on after closing."""
        self.begin(self._after_closing())

    async def _after_closing(self) -> None:
        following = _ORDER[(_ORDER.index(self.session.own_look.after_close) + 1) % len(_ORDER)]
        await self.act(SetLook(after_close=following))
        await self.session.refresh_look()
        self.say(f"After closing: {AFTER_CLOSE[self.session.own_look.after_close]}.", alarm=False)

    def done_with(self, said: str) -> None:
        """The ticket was closed: to the next one, back to the list where there is none, or nowhere."""
        if self.app.screen_stack[-1:] != [self]:
            return  # left meanwhile, or something lies on top
        if self.session.own_look.after_close is AfterClose.STAY:
            self.reload()
            self.say(said, alarm=False)
            return
        following = None
        if self.session.own_look.after_close is AfterClose.NEXT and self._neighbour is not None:
            following = self._neighbour(self._number, 1)
            if following is None:
                hint = HINT if said.endswith(HINT) else ""
                said = f"{said.removesuffix(HINT)} It was the last of the list.{hint}"
        if following is None:
            self.leave(said, alarm=False)
        else:
            self.feed(following, self._neighbour, "")
            self.say(said, alarm=False)
