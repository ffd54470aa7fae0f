"""Every key of a screen, with what it does (`?`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from helpdesk_tui.screens.base import DeskScreen
from helpdesk_tui.screens.key_labels import key_names
from helpdesk_tui.screens.session import Session
from helpdesk_tui.widgets.cells import wrap
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import Page
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.rule import Rule

_GENERAL = {binding.id for binding in DeskScreen.BINDINGS if not isinstance(binding, tuple)} | {"quit"}
_BY_DIGIT = {"attachment": "Attachment by its number", "show_view": "View on this digit"}
_KEYS_WIDTH, _TITLE_WIDTH = 14, 24


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """What some keys do: their names, title, sentence, the action, and the section of `?` they stand in."""

    keys: str
    title: str
    sentence: str
    action: str
    section: str


def keys_of(screen: Screen[Any]) -> list[KeyHelp]:
    """Every key of ours that works on a screen now; Textual's own, which have no id, are left out."""
    found: dict[str, tuple[list[str], KeyHelp]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or binding.system or not binding.description:
            continue
        section = "Everywhere" if binding.id in _GENERAL else "Here" if active.node is screen else "Moving"
        made = KeyHelp("", binding.description, binding.tooltip or "", binding.action, section)
        found.setdefault(binding.action, ([], made))[0].append(binding.key)
    return [KeyHelp(key_names(keys), one.title, one.sentence, one.action, one.section) for keys, one in found.values()]


def grouped(found: list[KeyHelp]) -> list[KeyHelp]:
    """The same, with keys that are digits joined into one line for each action."""
    lines: dict[str, list[KeyHelp]] = {}
    for one in found:
        action = one.action.partition("(")[0]
        lines.setdefault(action if action in _BY_DIGIT else one.action, []).append(one)
    return [
        KeyHelp(key_names(one.keys for one in some), _BY_DIGIT[name], "", name, some[0].section)
        if name in _BY_DIGIT else some[0]
        for name, some in lines.items()
    ]  # fmt: skip


NO_KEY = "no key"
"""Of an action that the configuration gives none; `:` finds it."""

Notes = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Headings, and under each what a sign or word means."""


@runtime_checkable
class HasNotes(Protocol):
    """A screen of which more is to be said than its keys."""

    def notes(self) -> Notes:
        """What else `?` says."""


class HelpScreen(DeskScreen[None]):
    """The keys of the screen below, on a page: those of the screen first, then those of every screen."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, about: Screen[Any]) -> None:
        super().__init__(session)
        self._keys = grouped(keys_of(about))
        self._notes: Notes = about.notes() if isinstance(about, HasNotes) else ()

    def compose(self) -> ComposeResult:
        """A hairline, the page, the way back."""
        yield Rule("Keys")
        yield Page()
        yield self.foot

    async def load(self) -> None:
        """List them."""
        page = self.query_one(Page)
        page.show(self._lines())
        self.set_focus(page)

    def on_resize(self) -> None:
        """Wrap anew."""
        self.query_one(Page).show(self._lines())

    def _lines(self) -> list[list[Piece]]:
        return help_lines(self._keys, self.app.size.width) + note_lines(self._notes, self.app.size.width)

    def keys(self) -> tuple[Key, ...]:
        """The way back."""
        return (Key("q", "back"), Key("j k", "scroll"), Key("Space", "page"))

    def action_help(self) -> None:
        """It is shown already."""


def help_lines(keys: list[KeyHelp], width: int) -> list[list[Piece]]:
    """The page for a terminal of this width, section by section, sentences wrapped."""
    lines: list[list[Piece]] = []
    for section in ("Here", "Everywhere", "Moving"):
        these = [one for one in keys if one.section == section]
        if these:
            lines += [[], [(f" {section}", "accent")]] if lines else [[(f" {section}", "accent")]]
        for one in these:
            lines += _help_of(one, width)
    return lines


def note_lines(notes: Notes, width: int) -> list[list[Piece]]:
    """The notes, each under its heading, wrapped for this width."""
    room = max(width - _KEYS_WIDTH - 4, 20)
    lines: list[list[Piece]] = []
    for heading, table in notes:
        lines += [[], [(f" {heading}", "accent")]]
        for sign, words in table:
            first, *rest = wrap(words, room)
            lines.append([(f" {sign:<{_KEYS_WIDTH + 2}}", "strong"), (first, "plain")])
            lines += [[(" " * (_KEYS_WIDTH + 3) + more, "plain")] for more in rest]
    return lines


def _help_of(one: KeyHelp, width: int) -> list[list[Piece]]:
    room = max(width - _KEYS_WIDTH - _TITLE_WIDTH - 2, 20)
    first, *rest = wrap(one.sentence, room)
    keys = f" {one.keys or NO_KEY:<{_KEYS_WIDTH}}"
    title: Piece = (f"{one.title:<{_TITLE_WIDTH}}", "plain")
    head: list[Piece] = [(keys, "strong"), title, (first, "dim")]
    indent = " " * (1 + _KEYS_WIDTH + _TITLE_WIDTH)
    return [head, *([(indent + part, "dim")] for part in rest)]
