"""Themes, and the colour codes that they send (TERMINAL rule 3)."""

from __future__ import annotations

import re
import sys

import pytest
from textual.app import App
from textual.filter import ANSIToTruecolor, Monochrome, NoColor

from helpdesk_tui.themes import NAMES, THEMES, ansi_color, dress
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.widgets.list_app", "--rows", "100"]
LOOK = re.compile(rb"\x1b\[([0-9;]*)m")
COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
"""SGR codes that choose a colour (ECMA-48 and xterm); 39 and 49 are the terminal's own."""


def coloured(sent: bytes) -> set[str]:
    """The looks sent that choose a colour, as the numbers between `CSI` and `m`."""
    looks = {look.decode() for look in LOOK.findall(sent)}
    return {look for look in looks if COLOURS & {int(code or 0) for code in look.split(";")}}


def start_bytes(theme: str, **env: str) -> bytes:
    """What the list sends until it stands, on a terminal with 24-bit colours, and after some keys."""
    with Terminal([*PROGRAM, "--theme", theme], env={"COLORTERM": "truecolor", **env}) as terminal:
        terminal.wait_for("1 of 100")
        terminal.settle(150)
        terminal.press("down", "x", "pagedown")
        terminal.settle(150)
        return terminal.raw


def test_there_are_four_themes_with_one_accent_each() -> None:
    assert NAMES == ("ansi", "dark", "light", "mono")
    assert [theme.ansi for theme in THEMES] == [True, False, False, True]
    assert {theme.name: theme.accent for theme in THEMES}["ansi"] == "ansi_bright_blue"
    for theme in THEMES:
        assert theme.accent == theme.primary


def test_the_default_theme_sends_the_terminals_own_colours_and_few_of_them() -> None:
    sent = start_bytes("ansi")
    assert coloured(sent) == {"1;94"}
    assert len(b"".join(LOOK.findall(sent))) < 1_000


def test_mono_and_no_color_send_no_colour_at_all() -> None:
    """NO_COLOR wins over the theme that was asked for."""
    for sent in (start_bytes("mono"), start_bytes("ansi", NO_COLOR="1"), start_bytes("dark", NO_COLOR="1")):
        attributes = {look.split(b";")[0] for look in LOOK.findall(sent)}
        assert {b"1", b"2", b"4", b"7"} <= attributes
        assert coloured(sent) == set()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_themes_with_colours_of_their_own_colour_every_cell(theme: str) -> None:
    background = {"dark": b"48;2;22;24;28", "light": b"48;2;251;250;247"}[theme]
    assert background in start_bytes(theme)


def test_an_ansi_theme_is_what_switches_ansi_output_on() -> None:
    """As the module's docstring says of Textual 8.2.8."""
    app: App[None] = App()
    seen = [(app.native_ansi_color, _to_truecolor(app))]
    dress(app)
    seen.append((app.native_ansi_color, _to_truecolor(app)))
    dress(app, "dark")
    seen.append((app.native_ansi_color, _to_truecolor(app)))
    assert seen == [(False, True), (True, False), (False, True)]


def _to_truecolor(app: App[None]) -> bool:
    """Whether colours of the terminal are sent as 24-bit ones."""
    return any(isinstance(one, ANSIToTruecolor) for one in app.get_line_filters())


def test_under_no_color_the_filter_is_the_one_that_takes_lines_without_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app: App[None] = App(ansi_color=ansi_color({"NO_COLOR": "1"}))
    dress(app, "light")
    assert app.theme == "mono"
    assert any(isinstance(one, NoColor) for one in app.get_line_filters())
    assert not any(isinstance(one, Monochrome) for one in app.get_line_filters())
    assert ansi_color({}) is None


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(KeyError):
        dress(App(), "solarised")
