"""The provider's settings as a form."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.desk.actions.base import Act
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
    done: list[str] = []
    declined: list[str] = []

    async def submit(changed: dict[str, Any]) -> str | None:
        values = {name: _written(value) for name, value in changed.items() if name != _CURRENCY}
        try:
            # What is no value is told before the question about the currency.
            for name, value in values.items():
                SETTINGS[name].checked(name, value, found[_CURRENCY])
            acts: list[Act[Any]] = [SetProvider(name, value) for name, value in values.items()]
            if _CURRENCY in changed:
                change = ChangeCurrency(str(changed[_CURRENCY]))
                if not await _is_wanted(screen, change):
                    declined.append(_CURRENCY)
                    return ""
                acts.insert(0, change)
            await screen.session.perform_all(acts)
        except DeskError as refused:
            return _with_labels(refused.sentence)
        done.extend(changed)
        return ""

    form = Form("Provider settings", fields, submit)
    form.busy = screen.session.busy
    await screen.ask(form)
    if declined:
        screen.say("Nothing is changed.", alarm=False)
    if done:
        await screen.session.refresh_scope()
        await screen.read_again()
        screen.say("The settings are changed.", alarm=False)


def _with_labels(sentence: str) -> str:
    """A refusal in the words of the form, which does not show what the command line calls a setting."""
    for name, setting in SETTINGS.items():
        sentence = sentence.replace(name, f"“{setting.label}”")
    return sentence


async def _is_wanted(screen: DeskScreen[None], act: ChangeCurrency) -> bool:
    """Say what another currency does, and ask; raises DeskError where it would be refused."""
    foreseen = await screen.session.foreseen(act)
    question = Confirm(f"Change the currency to {act.currency}?", change_words(foreseen))
    return await screen.ask(question) is True


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
