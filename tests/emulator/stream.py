"""A program's bytes into calls of the screen.

One regular expression cuts the output into text, control characters, control sequences (ECMA-48), strings (OSC,
DCS, APC, PM, SOS) and escapes; anything the screen does not know is dropped whole, as terminals do, so that a
private sequence never turns into text.
"""

from __future__ import annotations

import codecs
import re

from tests.emulator.answers import SYNCHRONIZED, answer_sequence, answer_string
from tests.emulator.screen import Screen

_TOKEN = re.compile(
    r"\x1b\[(?P<prefix>[<=>?]?)(?P<parameters>[0-9:;]*)(?P<middle>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<kind>[\]P_^X])(?P<body>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<aborted>\x1b(?:\[[<=>?]?[0-9:;]*[ -/]*(?=\x1b)|[\]P_^X][^\x07\x1b]*(?=\x1b[^\\])))"
    r"|\x1b(?P<set>[()])(?P<charset>[0-~])"
    r"|\x1b(?P<escape>[ -/]*[0-OQ-WYZ\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)
_INCOMPLETE = re.compile(r"\x1b(?:\[[<=>?]?[0-9:;]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|[ -/]*)")

_SEQUENCES = {
    "@": ("insert_characters", 1), "A": ("cursor_up", 1), "B": ("cursor_down", 1), "C": ("cursor_forward", 1),
    "D": ("cursor_back", 1), "E": ("cursor_down1", 1), "F": ("cursor_up1", 1), "G": ("cursor_to_column", 1),
    "H": ("cursor_position", 2), "J": ("erase_in_display", 1), "K": ("erase_in_line", 1), "L": ("insert_lines", 1),
    "M": ("delete_lines", 1), "P": ("delete_characters", 1), "S": ("scroll_up", 1), "T": ("scroll_down", 1),
    "X": ("erase_characters", 1), "Z": ("back_tab", 1), "a": ("cursor_forward", 1), "b": ("repeat", 1),
    "d": ("cursor_to_line", 1), "e": ("cursor_down", 1), "f": ("cursor_position", 2), "g": ("clear_tab_stop", 1),
    "r": ("set_margins", 2), "s": ("save_cursor", 0), "u": ("restore_cursor", 0), "`": ("cursor_to_column", 1),
    "!p": ("soft_reset", 0), ">u": ("push_kitty", 1), "<u": ("pop_kitty", 1),
}  # fmt: skip
_CONTROLS = {
    "\x08": "backspace", "\t": "tab", "\n": "index", "\x0b": "index", "\x0c": "index", "\r": "carriage_return",
    "\x0e": "shift_out", "\x0f": "shift_in",
}  # fmt: skip
_ESCAPES = {
    "7": "save_cursor", "8": "restore_cursor", "D": "index", "M": "reverse_index", "H": "set_tab_stop", "c": "reset",
}  # fmt: skip


class Stream:
    """Feeds a screen from bytes that may be cut anywhere."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._kept = ""

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Show what the bytes draw.

        Args:
            data: output of the program.
            final: nothing more will come: show an unfinished synchronized frame too.
        """
        text = self._kept + self._decoder.decode(data, final)
        self._kept = ""
        if self.screen.abilities.synchronized and not final:
            text = self._whole_frames(text)
        at = 0
        while at < len(text):
            if token := _TOKEN.match(text, at):
                self._apply(token)
                at = token.end()
            elif _INCOMPLETE.fullmatch(text, at):
                self._kept = text[at:] + self._kept
                return
            else:
                at += 1

    def _whole_frames(self, text: str) -> str:
        """Hold back a synchronized frame (mode 2026) until its end has come."""
        start = text.rfind(f"\x1b[?{SYNCHRONIZED}h")
        if start < 0 or f"\x1b[?{SYNCHRONIZED}l" in text[start:]:
            return text
        self._kept = text[start:]
        return text[:start]

    def _apply(self, token: re.Match[str]) -> None:
        screen, kind = self.screen, token.lastgroup
        if kind == "text":
            screen.draw(token["text"])
        elif kind == "final":
            self._sequence(token)
        elif kind == "control":
            if method := _CONTROLS.get(token["control"]):
                getattr(screen, method)()
        elif kind == "escape":
            if token["escape"] == "E":
                screen.carriage_return()
                screen.index()
            elif method := _ESCAPES.get(token["escape"]):
                getattr(screen, method)()
        elif kind == "charset":
            screen.define_charset(token["charset"], token["set"])
        elif kind == "body":
            self._string(token["kind"], token["body"])

    def _sequence(self, token: re.Match[str]) -> None:
        name = token["prefix"] + token["middle"] + token["final"]
        if name == "m":
            self.screen.select_graphic_rendition(*_rendition(token["parameters"]))
            return
        numbers = _numbers(token["parameters"])
        if name in ("h", "?h"):
            self.screen.set_mode(*numbers, private=name == "?h")
        elif name in ("l", "?l"):
            self.screen.reset_mode(*numbers, private=name == "?l")
        elif known := _SEQUENCES.get(name):
            getattr(self.screen, known[0])(*numbers[: known[1]])
        elif reply := answer_sequence(self.screen, name, numbers):
            self.screen.replies.append(reply)

    def _string(self, kind: str, body: str) -> None:
        code, _, text = body.partition(";")
        if kind == "]" and code in ("0", "2"):
            self.screen.set_title(text)
        if reply := answer_string(self.screen, kind, body):
            self.screen.replies.append(reply)


def _numbers(parameters: str) -> tuple[int, ...]:
    return tuple(min(int(each), 9999) if each.isdigit() else 0 for each in parameters.split(";")) if parameters else ()


def _rendition(parameters: str) -> tuple[int, ...]:
    """SGR parameters with the forms in colons (`38:2::r:g:b`, `4:3`) brought to those in semicolons."""
    numbers: list[int] = []
    for part in parameters.split(";"):
        values = [int(each) for each in part.split(":") if each]
        if ":" not in part:
            numbers.append(values[0] if values else 0)
        elif values[0] == 4:
            numbers.append(4 if values[-1] else 24)
        elif values[0] in (38, 48) and len(values) > 2:
            numbers += [*values[:2], *(values[-3:] if values[1] == 2 else values[2:3])]
    return tuple(numbers)
