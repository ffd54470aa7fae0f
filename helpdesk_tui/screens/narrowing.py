"""The client that every list is narrowed to (TF9): said on every screen, and `f` shows all clients again."""

from __future__ import annotations

from textual.binding import Binding

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.key_labels import label
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.cells import shown
from helpdesk_tui.widgets.key_bar import Key

ALL_CLIENTS = Binding("f", "only_client", "All clients", id="filter.client",
                      tooltip="Show all clients again, where every list is narrowed to one.")  # fmt: skip
ONLY_THIS = Binding("f", "only_client", "Only this client", id="filter.client",
                    tooltip="Narrow every list to this client; f again shows all.")  # fmt: skip


def narrowing(session: Session, *, here: bool = True) -> str:
    """What a heading says of the narrowing, and the key that ends it `here`; empty while there is none."""
    if session.client is None:
        return ""
    key = label(session.settings.keys, "filter.client", "f", ALL_CLIENTS.description)
    return f"only {session.client[1]}" + (f" ({key} shows all)" if here else "")


class Narrowed(DeskScreen[None]):
    """A list that follows the narrowing; those whose rows are clients can begin it."""

    def client_here(self) -> tuple[int, str] | None:
        """Number and name of the client under the cursor, where the list is one of clients."""
        return None

    def nothing(self, words: str) -> str:
        """What an empty list says: these words, unless it is the narrowing that hides what there is."""
        if self.session.client is None:
            return words
        return f"Nothing here is of {shown(self.session.client[1])}; {self.keyed('{f}')} shows all clients again."

    def narrow_keys(self) -> tuple[Key, ...]:
        """The key that shows all again, while it does anything."""
        return (Key("f", "all clients"),) if self.session.client else ()

    def action_only_client(self) -> None:
        """Show all clients again, or only the one under the cursor."""
        if self.session.client is not None:
            self.session.client = None
            self.say("All clients are shown again.", alarm=False)
        else:
            self.session.client = self.client_here()
            if self.session.client is None:
                self.say(self.keyed("All clients are shown; {f} on a ticket or a client narrows every list to it."))
                return
            self.say(f"Every list shows only {self.session.client[1]} now.", alarm=False)
        self.reload()
