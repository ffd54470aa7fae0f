"""The palette (`:` or ctrl+p): every action of the screen by name, and any ticket by its number."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.help import keys_of
from helpdesk_tui.screens.ticket import open_ticket


class ActionProvider(Provider):
    """What the keys of the screen do; a key that would be refused is listed too and says why."""

    async def discover(self) -> Hits:
        """All of them."""
        for keys, title, help, action in keys_of(self.screen):
            yield DiscoveryHit(_shown(title, keys), partial(self._run, action), text=title, help=help or None)

    async def search(self, query: str) -> Hits:
        """Those whose name matches."""
        matcher = self.matcher(query)
        for keys, title, help, action in keys_of(self.screen):
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, _shown(title, keys), partial(self._run, action), text=title, help=help or None)

    async def _run(self, action: str) -> None:
        await self.screen.run_action(action)


class TicketProvider(Provider):
    """`:812` opens ticket 812."""

    async def search(self, query: str) -> Hits:
        """A number is a ticket."""
        typed = query.strip().lstrip("#")
        if typed.isdigit() and isinstance(self.screen, DeskScreen):
            number = int(typed[:18])
            yield Hit(1.0, Content(f"Open ticket {number}"), partial(open_ticket, self.screen, number))


def _shown(title: str, keys: str) -> Content:
    return Content(f"{title}   {keys}")
