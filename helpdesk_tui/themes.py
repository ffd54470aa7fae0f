"""The themes of the program, and how colours reach the terminal.

`ansi` (the default) uses the terminal's own foreground, background and sixteen colours; `mono` uses attributes only;
`dark` and `light` bring their own colours. There is one accent.

How ANSI output is switched on in Textual 8.2.8: `App.native_ansi_color` is `theme.ansi` while `App.ansi_color` is None.
When it is true, the filter `ANSIToTruecolor` is off, the pseudo-class `:ansi` applies, and a segment in default
colours needs no colour codes. Setting `ansi_color=True` alone does not do it: the colours of a theme that is not
ANSI are hexadecimal and go out as 24-bit codes. So a theme with `ansi=True` is what counts; `ansi_color` stays None.

The exception is NO_COLOR: Textual chooses its filter when the App is constructed, before any theme of ours is set.
With `ansi_color=None` that is `Monochrome`, which sends 24-bit greys and fails on segments without a style;
with `ansi_color=True` it is `NoColor`, which sends none. Hence an app passes `ansi_color(os.environ)` to `App.__init__`
and calls `dress(self, name)` before its first frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

DEFAULT = "ansi"
WITHOUT_COLOUR = "mono"

_CURSOR = {
    **BUILTIN_THEMES["ansi-dark"].variables,
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "block-cursor-text-style": "reverse",
    "input-cursor-text-style": "reverse",
    "border-blurred": "ansi_default",
}

ANSI = Theme(
    name="ansi",
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_bright_blue",
    accent="ansi_bright_blue",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    boost="ansi_default",
    variables={**_CURSOR, "border": "ansi_bright_blue"},
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
)
MONO = Theme(
    name="mono",
    ansi=True,
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    success="ansi_default",
    boost="ansi_default",
    variables={**_CURSOR, "border": "ansi_default"},
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
)
DARK = Theme(
    name="dark",
    dark=True,
    primary="#6CA8E8",
    accent="#6CA8E8",
    warning="#E0B84A",
    error="#E8736C",
    success="#7FB87A",
    foreground="#D8D8D2",
    background="#16181C",
    surface="#16181C",
    panel="#1E2126",
    variables={"block-cursor-foreground": "#FFFFFF", "block-cursor-background": "#2B4A6F"},
)
LIGHT = Theme(
    name="light",
    dark=False,
    primary="#1F5FA8",
    accent="#1F5FA8",
    warning="#E8C34A",
    error="#B3261E",
    success="#2F7A2B",
    foreground="#22242A",
    background="#FBFAF7",
    surface="#FBFAF7",
    panel="#F0EEE8",
    variables={"block-cursor-foreground": "#0D1B2E", "block-cursor-background": "#CFE0F5"},
)

THEMES = (ANSI, DARK, LIGHT, MONO)
NAMES = tuple(theme.name for theme in THEMES)


def ansi_color(environ: Mapping[str, str]) -> bool | None:
    """What to pass to `App(ansi_color=...)`: True under NO_COLOR, else None."""
    return True if "NO_COLOR" in environ else None


def dress(app: App[Any], name: str = DEFAULT) -> None:
    """Register the themes and put one on; under NO_COLOR it is `mono`, whatever was asked for.

    Raises KeyError for a name that is none of `NAMES`.
    """
    if name not in NAMES:
        raise KeyError(name)
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = WITHOUT_COLOUR if app.no_color else name
