"""What the test terminal sends: keys, pastes and answers, as the standards have them.

Sources: xterm's control sequences document for keys and private modes, the kitty keyboard protocol's specification.
"""

from __future__ import annotations

import re

import pytest

from tests.emulator.answers import Abilities
from tests.emulator.programs import RAW_ECHO, TEXTUAL_APP, program
from tests.terminal import Terminal

LEGACY_KEYS = {
    "a": b"a", "A": b"A", "é": "é".encode(), "?": b"?", "question_mark": b"?", "slash": b"/", "full_stop": b".",
    "number_sign": b"#", "space": b" ", "+": b"+", "plus": b"+", "enter": b"\r", "tab": b"\t", "escape": b"\x1b",
    "backspace": b"\x7f", "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "insert": b"\x1b[2~", "delete": b"\x1b[3~", "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~", "f1": b"\x1bOP", "f4": b"\x1bOS", "f5": b"\x1b[15~", "f10": b"\x1b[21~",
    "f12": b"\x1b[24~", "shift+tab": b"\x1b[Z", "shift+up": b"\x1b[1;2A", "ctrl+right": b"\x1b[1;5C",
    "ctrl+shift+end": b"\x1b[1;6F", "ctrl+delete": b"\x1b[3;5~", "shift+f1": b"\x1b[1;2P", "ctrl+s": b"\x13",
    "ctrl+a": b"\x01", "ctrl+@": b"\x00", "ctrl+space": b"\x00", "ctrl+backslash": b"\x1c", "alt+x": b"\x1bx",
    "alt+left": b"\x1b[1;3D", "shift+a": b"A",
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), LEGACY_KEYS.items(), ids=list(LEGACY_KEYS))
def test_keys_are_xterms(name: str, expected: bytes) -> None:
    assert Terminal(["true"]).encode(name) == expected


@pytest.mark.parametrize(
    "name", ["ctrl+enter", "shift+enter", "ctrl+shift+a", "ctrl+7", "hyper+x", "pgdn", "", "ctrl+"]
)
def test_a_key_a_terminal_cannot_send_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        Terminal(["true"]).encode(name)


def test_escape_before_another_key_is_refused_because_it_would_be_alt() -> None:
    terminal = Terminal(["true"])
    with pytest.raises(ValueError, match="escape must be the last key"):
        terminal.encode("escape", "j")
    assert terminal.encode("j", "escape") == b"j\x1b"


@pytest.mark.parametrize(
    ("asked", "keys", "sent"),
    [
        ("", ["down", "home", "f1"], rb"\x1b[B\x1b[H\x1bOP!"),
        (r"\x1b[?1h", ["down", "home", "f1", "shift+down"], rb"\x1bOB\x1bOH\x1bOP\x1b[1;2B!"),
        (r"\x1b[?1h\x1b[?1l", ["down"], rb"\x1b[B!"),
        (r"\x1b[>25u", ["a", "escape"], rb"a\x1b!"),
    ],
)
def test_cursor_keys_follow_the_mode_the_program_set(asked: str, keys: list[str], sent: bytes) -> None:
    """DECCKM; a terminal without the kitty protocol takes no notice of its flags."""
    with Terminal(program(RAW_ECHO, asked)) as terminal:
        terminal.wait_for("ready")
        terminal.settle(20)
        terminal.press(*keys)
        terminal.send(b"!")
        terminal.wait_for(f"b'{sent.decode()}'")


@pytest.mark.parametrize(
    ("flags", "keys", "sent"),
    [
        (25, ["a", "A", "ctrl+enter"], r"\x1b[97;1;97u\x1b[97;2;65u\x1b[13;5u"),
        (25, ["shift+a", "alt+a", "space"], r"\x1b[97;2;65u\x1b[97;3u\x1b[32;1;32u"),
        (25, ["escape", "down", "f5", "tab"], r"\x1b[27;1u\x1b[B\x1b[15~\x1b[9;1u"),
        (1, ["a", "escape", "ctrl+i", "enter"], r"a\x1b[27;1u\x1b[105;5u\r"),
    ],
)
def test_keys_of_the_kitty_protocol(flags: int, keys: list[str], sent: str) -> None:
    """Flag 8 sends every key as `CSI u`, with its text; flag 1 only those that are ambiguous."""
    with Terminal(program(RAW_ECHO, rf"\x1b[>{flags}u"), abilities=Abilities(kitty=True)) as terminal:
        terminal.wait_for("ready")
        terminal.wait_until(lambda t: t.encode("escape") != b"\x1b")
        terminal.press(*keys)
        terminal.send(b"!")
        terminal.wait_for(f"b'{sent}!'")


@pytest.mark.parametrize("kitty", [False, True])
def test_textual_names_keys_as_they_are_pressed(kitty: bool) -> None:
    names = [
        "j", "J", "down", "pagedown", "home", "f5", "f12", "enter", "tab", "shift+tab", "ctrl+s", "ctrl+right",
        "backspace", "delete", "space", "question_mark", "slash", "number_sign", "alt+x", "ctrl+up", "escape",
    ]  # fmt: skip
    if kitty:
        names += ["ctrl+enter", "shift+enter", "ctrl+shift+s", "ctrl+i"]
    with Terminal(program(TEXTUAL_APP), columns=40, rows=8, abilities=Abilities(kitty=kitty)) as terminal:
        terminal.wait_for(re.compile(r"ready|by"))
        for name in names:
            terminal.press(name)
            terminal.wait_for(f"<{name}>")


def test_a_paste_is_bracketed_only_if_the_program_asks() -> None:
    for asked, sent in ((r"\x1b[?2004h.", r"\x1b[200~one\rtwo\x1b[201~!"), (".", r"one\rtwo!")):
        with Terminal(program(RAW_ECHO, asked), columns=80) as terminal:
            terminal.wait_for(".")
            terminal.paste("one\ntwo")
            terminal.send(b"!")
            terminal.wait_for(f"b'{sent}'")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (r"\x1b[c", r"\x1b[?62;22c"),
        (r"\x1b[>c", r"\x1b[>41;380;0c"),
        (r"\x1b[5n", r"\x1b[0n"),
        (r"\x1b[3;7H\x1b[6n", r"\x1b[3;7R"),
        (r"\x1b[3;7H\x1b[6nmore", r"\x1b[3;7R"),
        (r"\x1b[?2004$p", r"\x1b[?2004;2$y"),
        (r"\x1b[?2004h\x1b[?2004$p", r"\x1b[?2004;1$y"),
        (r"\x1b[?2026$p", r"\x1b[?2026;0$y"),
        (r"\x1b[?2048$p", r"\x1b[?2048;0$y"),
        (r"\x1b[18t", r"\x1b[8;10;80t"),
        (r"\x1b]11;?\x1b\\", r"\x1b]11;rgb:0000/0000/0000\x1b\\"),
        (r"\x1b]10;?\x07", r"\x1b]10;rgb:cccc/cccc/cccc\x1b\\"),
        (r"\x1bP+q544e\x1b\\", r"\x1bP0+r\x1b\\"),
        (r"\x1b[?u", ""),
        (r"\x1b_Gi=1,a=q;AAAA\x1b\\", ""),
    ],
)
def test_a_program_that_asks_is_answered(question: str, answer: str) -> None:
    with Terminal(program(RAW_ECHO, question), columns=80, rows=10) as terminal:
        terminal.wait_for("ready")
        terminal.settle(30)
        terminal.send(b"!")
        terminal.wait_for(f"b'{answer}!'")


def test_abilities_beyond_xterm_are_answered_for() -> None:
    abilities = Abilities(synchronized=True, in_band_resize=True, kitty=True)
    question = r"\x1b[?2026$p\x1b[?2048$p\x1b[?2048h\x1b[>1u\x1b[?u\x1b[<u\x1b[?u"
    answers = r"\x1b[?2026;2$y\x1b[?2048;2$y\x1b[48;10;120;160;960t\x1b[?1u\x1b[?0u"
    with Terminal(program(RAW_ECHO, question), columns=120, rows=10, abilities=abilities) as terminal:
        terminal.wait_for("ready")
        terminal.wait_until(lambda t: 2048 in t.modes)
        terminal.resize(110, 12)
        terminal.send(b"!")
        terminal.wait_for(rf"b'{answers}\x1b[48;12;110;192;880t!'")
