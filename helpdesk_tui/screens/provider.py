"""The provider's settings as a form."""

from __future__ import annotations

from helpdesk_tui.desk.actions.setup import PROVIDER_SETTINGS, SetProvider
from helpdesk_tui.questions import ReadProvider
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.forms import Field, Form


async def provider_settings(screen: DeskScreen[None]) -> None:
    """Show the settings; change those that were switched. Administrators only."""
    refused = screen.refusal(SetProvider)
    if refused:
        screen.say(refused)
        return
    found = await screen.session.read(ReadProvider())
    fields = tuple(
        Field(name, words.removesuffix(" (on, off)").capitalize(), found.get(name, "off") == "on")
        for name, words in PROVIDER_SETTINGS.items()
    )
    changed = await screen.ask(Form("Provider settings", fields))
    for name, value in (changed or {}).items():
        if await screen.act(SetProvider(name, "on" if value else "off")) is not None:
            return
    if changed:
        await screen.session.refresh_scope()
        screen.say("The settings are changed.", alarm=False)
