"""Key names to the bytes a terminal sends for them.

Names are those Textual gives to keys (`"down"`, `"ctrl+s"`, `"shift+tab"`, `"question_mark"`), or the character
itself (`"?"`, `"é"`). Encodings: xterm's control sequences for PC-style keys, and the kitty keyboard protocol
when the program asked for it.
"""

from __future__ import annotations

import unicodedata

ESC = "\x1b"

DISAMBIGUATE = 1
"""Kitty flag: keys that are ambiguous in the legacy encoding come as `CSI u`."""
ALL_KEYS = 8
"""Kitty flag: every key comes as `CSI u`, those that make text too."""

_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}
_LETTER = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
_FUNCTION = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_NUMBER = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6,
    "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
}  # fmt: skip
_CONTROL = {"enter": "\r", "tab": "\t", "escape": ESC, "backspace": "\x7f", "space": " "}
_RENAMED = {
    "slash": "SOLIDUS", "backslash": "REVERSE SOLIDUS", "at": "COMMERCIAL AT", "minus": "HYPHEN-MINUS",
    "plus": "PLUS SIGN", "underscore": "LOW LINE", "hyphen_minus": "HYPHEN-MINUS",
}  # fmt: skip


def encode(key: str, *, application_cursor: bool = False, kitty: int = 0) -> bytes:
    """The bytes one key press sends.

    Args:
        key: a Textual key name or a single character.
        application_cursor: the program switched the cursor keys to application mode (DECCKM).
        kitty: the flags of the kitty keyboard protocol in force, 0 for none.

    Raises:
        ValueError: for a name nobody knows, and for a key that this encoding cannot express.
    """
    *names, name = _split(key)
    if unknown := [each for each in names if each not in _MODIFIERS]:
        raise ValueError(f"unknown modifier {unknown[0]!r} in key {key!r}")
    modifiers = sum(_MODIFIERS[each] for each in set(names))
    if kitty & (ALL_KEYS | DISAMBIGUATE):
        return _kitty(key, name, modifiers, kitty).encode()
    return _legacy(key, name, modifiers, application_cursor).encode()


def _split(key: str) -> list[str]:
    """A name into modifiers and key; the key itself may be a plus sign."""
    if key == "+" or key.endswith("++"):
        return [*key[:-2].split("+"), "+"] if len(key) > 1 else ["+"]
    return key.split("+")


def _character(key: str, name: str) -> str:
    if len(name) == 1:
        return name
    try:
        return unicodedata.lookup(_RENAMED.get(name, name.replace("_", " ").upper()))
    except KeyError:
        raise ValueError(f"unknown key {key!r}") from None


def _sequence(name: str, modifiers: int, application_cursor: bool) -> str | None:
    """The escape sequence of a cursor, editing or function key; nothing for the others."""
    if letter := _LETTER.get(name) or _FUNCTION.get(name):
        if modifiers:
            return f"{ESC}[1;{1 + modifiers}{letter}"
        return f"{ESC}O{letter}" if application_cursor or name in _FUNCTION else f"{ESC}[{letter}"
    if number := _NUMBER.get(name):
        return f"{ESC}[{number};{1 + modifiers}~" if modifiers else f"{ESC}[{number}~"
    return None


def _legacy(key: str, name: str, modifiers: int, application_cursor: bool) -> str:
    if sequence := _sequence(name, modifiers, application_cursor):
        return sequence
    if modifiers & _MODIFIERS["alt"]:
        return ESC + _legacy(key, name, modifiers & ~_MODIFIERS["alt"], application_cursor)
    if name == "tab" and modifiers == _MODIFIERS["shift"]:
        return f"{ESC}[Z"
    text = _CONTROL.get(name) or _character(key, name)
    if not modifiers:
        return text
    if modifiers == _MODIFIERS["ctrl"] and (code := _control_code(text)):
        return code
    if modifiers == _MODIFIERS["shift"] and text.isalpha():
        return text.upper()
    raise ValueError(f"a terminal without the kitty protocol cannot send {key!r}")


def _control_code(text: str) -> str:
    """The C0 code of Ctrl with a character, empty if there is none."""
    if text == " ":
        return "\x00"
    upper = text.upper()
    return chr(ord(upper) - 64) if len(upper) == 1 and "@" <= upper <= "_" else ""


def _kitty(key: str, name: str, modifiers: int, flags: int) -> str:
    if sequence := _sequence(name, modifiers, application_cursor=False):
        return sequence
    text = _CONTROL.get(name) or _character(key, name)
    printable = name not in _CONTROL or name == "space"
    if not flags & ALL_KEYS and name != "escape" and modifiers in (0, _MODIFIERS["shift"]):
        return _legacy(key, name, modifiers, application_cursor=False)
    if printable and text != text.lower():
        modifiers |= _MODIFIERS["shift"]
    code = f"{ESC}[{ord(text.lower())};{1 + modifiers}"
    if printable and flags & ALL_KEYS and modifiers in (0, _MODIFIERS["shift"]):
        typed = text.upper() if modifiers else text
        return f"{code};{ord(typed)}u"
    return f"{code}u"
