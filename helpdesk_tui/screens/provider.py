"""The provider's settings as a form."""

from __future__ import annotations

from helpdesk_tui.desk.actions.currencies import ChangeCurrency
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.errors import DeskError
from helpdesk_tui.questions import ReadCurrencies, ReadPlans, ReadProvider
from helpdesk_tui.rules.currencies import change_words
from helpdesk_tui.rules.provider import SETTINGS, LifetimeOnly, PlanName, Switch, Words
from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.dialogs import Confirm
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import Form

_NO_PLAN = "(none)"
_CURRENCY = "currency"


async def provider_settings(screen: DeskScreen[None]) -> None:
    """Show the settings; change those that were switched. Administrators only."""
    refused = screen.refusal(SetProvider)
    if refused:
        screen.say(refused)
        return
    found = await screen.session.read(ReadProvider())
    plans = tuple(one.name for one in (await screen.session.read(ReadPlans())).plans)
    codes = tuple(one.code for one in await screen.session.read(ReadCurrencies()) if one.active or one.own)
    fields = (
        *(_field(name, found.get(name, setting.default), plans) for name, setting in SETTINGS.items()),
        Field(_CURRENCY, "Currency", found[_CURRENCY], codes),
    )
    changed = await screen.ask(Form("Provider settings", fields))
    currency = (changed or {}).pop(_CURRENCY, None)
    try:
        if currency is not None and not await _change_currency(screen, str(currency)):
            screen.say("Nothing is changed.", alarm=False)
            return
        for name, value in (changed or {}).items():
            await screen.session.perform(SetProvider(name, _written(value)))
    except DeskError as failure:
        screen.say(failure.sentence)
        return
    if changed or currency:
        await screen.session.refresh_scope()
        await screen.read_again()
        screen.say("The settings are changed.", alarm=False)


async def _change_currency(screen: DeskScreen[None], code: str) -> bool:
    """Say what another currency does, and change it where that is wanted; raises DeskError."""
    act = ChangeCurrency(code)
    foreseen = await screen.session.foreseen(act)
    if not await screen.ask(Confirm(f"Change the currency to {code}?", change_words(foreseen))):
        return False
    await screen.session.perform(act)
    return True


def _field(name: str, value: str, plans: tuple[str, ...]) -> Field:
    setting = SETTINGS[name]
    if isinstance(setting, Switch):
        return Field(name, setting.label, value == "on")
    if isinstance(setting, Words):
        return Field(name, setting.label, value, lines=setting.lines)
    if isinstance(setting, LifetimeOnly):
        return Field(name, setting.label, value, locked="no other can be used")
    if not isinstance(setting, PlanName):
        return Field(name, setting.label, value)
    if not plans:
        return Field(name, setting.label, "none", locked="no plan is set up")
    return Field(name, setting.label, value or _NO_PLAN, (_NO_PLAN, *plans))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value == _NO_PLAN else str(value)
