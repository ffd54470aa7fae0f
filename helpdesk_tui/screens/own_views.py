"""Views of one's own (TQ2): the list that was shown can be named here, the named ones opened, moved and deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.views import SLOTS, DeleteView, SaveView
from helpdesk_tui.questions import ReadViews
from helpdesk_tui.screens.base import act_key
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.queue_words import LABELS, order_words
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import SavedView
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.record_list import Column, Record, RecordList

_DIGITS = tuple(str(digit) for digit in range(1, 10))


class OwnViewsScreen(SetupScreen):
    """The views that the member of staff named, by their digits."""

    TITLE_WORDS = "Your views"
    EMPTY = "You have named no view yet; {n} names the list you came from."
    COLUMNS = (Column("Key", 3), Column("Name", 24), Column("Of", 11), Column("Filter"),
               Column("Order", 18, fold=True))  # fmt: skip
    ACTS = (SaveView, SaveView, DeleteView)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", SaveView, "add"),
        Binding("e", "edit", "Rename, move", id="save-view.edit",
                tooltip="Another name or digit; on a digit that is taken the two views change places."),
        act_key("d", DeleteView, "delete"),
    ]  # fmt: skip

    def __init__(self, session: Session, here: SavedView, opens: Callable[[SavedView], None]) -> None:
        """`here` is the list that was shown; `opens` shows another one below."""
        super().__init__(session)
        self._here = here
        self._opens = opens
        self._found: dict[str, SavedView] = {}

    async def records(self) -> tuple[Record, ...]:
        """Every view."""
        self._found = {str(one.slot): one for one in await self.session.read(ReadViews())}
        return tuple(
            Record(
                digit, (digit, one.name, LABELS[one.view], one.query or "everything", order_words(one.view, one.sort))
            )
            for digit, one in self._found.items()
        )

    def keys(self) -> tuple[Key, ...]:
        """Open, name, change, delete."""
        here = self._list.current is not None
        return (Key("Enter", "open", here), Key("n", "name this list"), Key("e", "rename, move", here),
                Key("d", "delete", here), Key("q", "back"), Key("?", "keys"))  # fmt: skip

    def on_record_list_opened(self, event: RecordList.Opened) -> None:
        """Open it."""
        event.prevent_default()  # the lists that are set up edit what is opened
        one = self._found.get(str(event.key))
        if one is not None:
            self.dismiss()
            self._opens(one)

    async def add(self) -> None:
        """Name the list that was shown."""
        here = self._here
        free = next((str(slot) for slot in SLOTS if str(slot) not in self._found), _DIGITS[0])
        listed = f"{LABELS[here.view]}, {here.query or 'everything'}, {order_words(here.view, here.sort)}"
        fields = (Field("label", "Name"), Field("slot", "Key", free, _DIGITS), Field("list", "List", "", locked=listed))

        def named(given: dict[str, Any]) -> Act[int]:
            slot = int(given.get("slot", free))
            return SaveView(given.get("label", ""), here.view, here.sort, here.query, slot)

        slot = await fill(self, "Name this list", fields, named)
        if slot is not None:
            self.say(f"{slot} opens it.", alarm=False)

    async def edit(self, name: str) -> None:
        """Another name, another digit."""
        one = self._found[name]
        fields = (Field("label", "Name", one.name), Field("slot", "Key", name, _DIGITS))

        def changed(given: dict[str, Any]) -> Act[int] | None:
            if not given:
                return None
            label, slot = given.get("label", one.name), int(given.get("slot", one.slot))
            return SaveView(label, one.view, one.sort, one.query, slot, was=one.slot)

        await fill(self, f"“{one.name}”", fields, changed, "The view is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Forget it."""
        return DeleteView(int(name))

    async def _delete(self, name: str) -> None:
        one = self._found[name]
        if await self.ask(Confirm(f"Delete the view “{one.name}”? Its tickets stay.")):
            await self.act(self.deletion(name), f"“{one.name}” is deleted.")
