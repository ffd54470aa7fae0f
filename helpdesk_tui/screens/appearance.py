"""*Settings* (TF6): how the program looks for who sits here, as a form; at once on this terminal, and on the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpdesk_tui.desk.actions.look import SetLook
from helpdesk_tui.rules.look import AS_CONFIGURED, NARROWEST, THEME_NAMES, WIDEST, AfterClose, Density, Look, TimeFormat
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill

if TYPE_CHECKING:
    from helpdesk_tui.screens.base import DeskScreen

_DENSITIES = {Density.COMFORTABLE: "an empty line", Density.COMPACT: "nothing"}
AFTER_CLOSE = {
    AfterClose.LIST: "back to the list", AfterClose.NEXT: "the next ticket of the list",
    AfterClose.STAY: "the ticket stays open",
}  # fmt: skip
"""Where closing leads, in words; in the order of the key."""
_TIMES = {TimeFormat.HOURS_24: "24 hours, as in 19:12", TimeFormat.HOURS_12: "12 hours, as in 7:12p"}


async def settings(screen: DeskScreen[Any]) -> None:
    """Show the settings and keep those that were changed."""
    look, configured = screen.session.own_look, f"as configured ({screen.session.settings.screen.theme})"
    await fill(screen, "Settings: how it looks for you", _fields(look, configured), _act,
               "The settings are changed, for you alone.")  # fmt: skip
    await screen.session.refresh_look()


def _fields(look: Look, configured: str) -> tuple[Field, ...]:
    return (
        Field("text_width", f"Text width ({NARROWEST} to {WIDEST} columns)", str(look.text_width)),
        Field("density", "Between messages", _DENSITIES[look.density], tuple(_DENSITIES.values())),
        Field("theme", "Theme", look.theme or configured, (configured, *THEME_NAMES)),
        Field("times", "Times", _TIMES[look.times], tuple(_TIMES.values())),
        Field("hide_system", "Hide system messages (v)", look.hide_system),
        Field("fold_quotes", "Fold quoted text (Space)", look.fold_quotes),
        Field("beside", "At the right, from 160 columns (W)", look.beside),
        Field("after_close", "After closing (>)", AFTER_CLOSE[look.after_close], tuple(AFTER_CLOSE.values())),
    )


def _act(given: dict[str, Any]) -> SetLook | None:
    """The act for what was changed in the form; None where nothing was."""
    if not given:
        return None
    values = dict(given)
    for name, words in (("density", _DENSITIES), ("times", _TIMES), ("after_close", AFTER_CLOSE)):
        if name in values:
            values[name] = next(key for key, said in words.items() if said == values[name])
    if "theme" in values and values["theme"] not in THEME_NAMES:
        values["theme"] = AS_CONFIGURED
    return SetLook(**values)
