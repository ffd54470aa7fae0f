"""The provider's settings as a form."""

from __future__ import annotations

from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadProvider
from helpdesk_tui.rules.provider import SETTINGS, Switch
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
        Field(name, setting.label, value == "on" if isinstance(setting, Switch) else value)
        for name, setting in SETTINGS.items()
        for value in (found.get(name, setting.default),)
    )
    changed = await screen.ask(Form("Provider settings", fields))
    try:
        for name, value in (changed or {}).items():
            await screen.session.perform(SetProvider(name, _written(value)))
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    if changed:
        await screen.session.refresh_scope()
        await screen.read_again()
        screen.say("The settings are changed.", alarm=False)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
