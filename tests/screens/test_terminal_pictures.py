"""Pictures that the terminal draws itself (TF11): what reaches kitty and iTerm2, once, and how it goes again."""

from __future__ import annotations

import io
import re
import shutil
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.vocab import PictureUse
from helpdesk_tui.widgets.terminal_picture import Way, drawn, erased, way_of
from tests.screens.desk import NOW, SERVER, deliver, opened
from tests.screens.pictures import attached, coded, console
from tests.terminal import Terminal

KITTY = {"TERM": "xterm-kitty"}
ITERM = {"LC_TERMINAL": "iTerm2"}
PART = re.compile(rb"\x1b_G([^;\x1b]*);([A-Za-z0-9+/=]*)\x1b\\")
GONE = b"\x1b_Ga=d,d=I,q=2,i=7411\x1b\\"
INLINE = re.compile(rb"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]*)\x07")
Start = Callable[..., AbstractContextManager[Terminal]]


@contextmanager
def started(
    furnished: Path, folder: Path, use: str = "auto", theme: str = "dark", **variables: str
) -> Iterator[Terminal]:
    """anna before the queue of a desk with a picture on the server's ticket."""
    shutil.copy2(furnished, folder / "desk.sqlite")
    note = PngInfo()
    note.add_text("Comment", "of the stranger")
    system = opened(str(folder / "desk.sqlite"), FixedClock(NOW))
    deliver(system, attached(coded(console(), pnginfo=note)), "11")
    system.close()
    config = folder / "config.toml"
    config.write_text(f'[desk]\ntest_clock = true\n[screen]\ntheme = "{theme}"\npictures = "{use}"\n')
    environment = {
        "HELPDESK_DATABASE": str(folder / "desk.sqlite"), "HELPDESK_CONFIG": str(config), "HOME": str(folder),
        "PYTHONPATH": str(Path(__file__).parents[2]), "HELPDESK_NOW": "2026-11-23T09:41:00Z", "TMUX": None,
        "STY": None, "LC_TERMINAL": None, "TERM_PROGRAM": None, **variables,
    }  # fmt: skip
    with Terminal([sys.executable, "-m", "helpdesk_tui", "--as", "anna"], env=environment, patience=30) as app:
        app.wait_for("Server unreachable")
        yield app


@pytest.fixture
def start(furnished: Path, tmp_path: Path) -> Start:
    """Starts the app on a terminal that is known by these variables."""
    return lambda *settings, **named: started(furnished, tmp_path, *settings, **named)


def look(app: Terminal) -> int:
    """Open the picture; the place in the output before it was."""
    app.press("colon")
    app.wait_for("a ticket's number")
    app.type(f"{SERVER}\n")
    app.wait_for("[1] console.png")
    app.press("end", "1")
    app.wait_for("show the picture")
    mark = app.mark()
    app.press("enter")
    return mark


def sent(raw: bytes) -> tuple[list[tuple[dict[str, str], bytes]], bytes]:
    """The parts that kitty was sent, each with its keys, and the file that they are."""
    parts = [
        (dict(pair.split("=") for pair in keys.decode().strip(",").split(",")), data)
        for keys, data in PART.findall(raw)
    ]
    return parts, b64decode(b"".join(data for _, data in parts))


def drawn_once(app: Terminal, mark: int) -> None:
    """Wait until the terminal was told to draw, and for what would come behind it."""
    app.wait_until(lambda _: b"m=0;" in app.raw_since(mark), what="drawn")
    app.settle(300)


def gone_since(mark: int, app: Terminal) -> bool:
    """Whether the terminal was told to take the picture away."""
    return GONE in app.raw_since(mark)


def page(app: Terminal) -> list[str]:
    """The lines between title and keys."""
    return app.lines[1:-1]


@pytest.mark.parametrize("term", ["xterm-kitty", "xterm-ghostty"])
def test_kitty_is_sent_a_png_of_our_own_once(start: Start, term: str) -> None:
    """In chunks of 4,096, quiet, as large as its place in pixels; the cells under it are blank, the cursor stays."""
    with start(TERM=term) as app:
        mark = look(app)
        drawn_once(app, mark)
        raw = app.raw_since(mark)
        parts, png = sent(raw)
        assert raw.count(b"a=T") == 1
        first = {key: parts[0][0][key] for key in ("a", "f", "q", "i", "C", "c", "r")}
        # 960 x 608 pixels of 8 x 16 a cell: 320 x 200 is not enlarged.
        assert first == {"a": "T", "f": "100", "q": "2", "i": "7411", "C": "1", "c": "40", "r": "12"}
        assert all(len(data) == 4096 for _, data in parts[:-1])
        assert [keys["m"] for keys, _ in parts] == ["1"] * (len(parts) - 1) + ["0"]
        with Image.open(io.BytesIO(png)) as picture:
            assert (picture.format, picture.size) == ("PNG", (320, 200))
            assert picture.convert("RGB").tobytes() == console().tobytes()
        assert b"stranger" not in png
        assert b"\x1b7\x1b[14;41H\x1b_Ga=T" in raw, "in the middle of the page"
        assert not any(page(app)), "nothing under it"
        app.press("q")
        app.wait_for("[1] console.png")
        app.settle(200)
        behind = app.raw[app.raw.rindex(b"m=0;") :]
        assert behind.count(GONE) == 1
        assert b"a=T" not in behind


def test_nothing_stands_before_a_dialogue_and_it_comes_back(start: Start) -> None:
    """Help and the question for a folder take it away for as long as they are open."""
    with start(**KITTY) as app:
        drawn_once(app, look(app))
        for key, seen in (("question_mark", "Keys"), ("s", "Save to folder")):
            mark = app.mark()
            app.press(key)
            app.wait_for(seen)
            app.wait_until(partial(gone_since, mark), what="taken away")
            assert b"a=T" not in app.raw_since(mark)
            mark = app.mark()
            app.press("escape")
            app.wait_gone(seen)
            drawn_once(app, mark)
            assert app.raw_since(mark).count(b"a=T") == 1


def test_zooming_panning_redrawing_and_resizing_draw_anew(start: Start) -> None:
    with start(**KITTY) as app:
        drawn_once(app, look(app))
        for keys in (("plus", "plus"), ("right",), ("ctrl+l",)):
            mark = app.mark()
            app.press(*keys)
            drawn_once(app, mark)
            parts, png = sent(app.raw_since(mark)[app.raw_since(mark).rindex(b"\x1b_Ga=T") :])
            assert (parts[0][0]["c"], parts[0][0]["r"]) == ("120", "38")
            with Image.open(io.BytesIO(png)) as picture:
                assert picture.size == (960, 608)
        mark = app.mark()
        app.resize(80, 24)
        drawn_once(app, mark)
        parts, _ = sent(app.raw_since(mark)[app.raw_since(mark).rindex(b"\x1b_Ga=T") :])
        assert (parts[0][0]["c"], parts[0][0]["r"]) == ("80", "22")


def test_who_leaves_the_program_leaves_no_picture(start: Start) -> None:
    with start(**KITTY) as app:
        drawn_once(app, look(app))
        mark = app.mark()
        app.press("ctrl+q")
        assert app.wait() == 0
        assert app.raw_since(mark).count(GONE) == 1


def test_iterm_is_sent_a_png_of_our_own_once_and_painted_over(start: Start) -> None:
    with start(**ITERM) as app:
        mark = look(app)
        app.wait_until(lambda _: INLINE.search(app.raw_since(mark)), what="drawn")
        app.settle(300)
        ((about, data),) = INLINE.findall(app.raw_since(mark))
        png = b64decode(data)
        assert about.decode().split(";") == [
            "inline=1", f"size={len(png)}", "width=40", "height=12", "preserveAspectRatio=0", "doNotMoveCursor=1",
        ]  # fmt: skip
        with Image.open(io.BytesIO(png)) as picture:
            assert (picture.format, picture.size) == ("PNG", (320, 200))
        assert b"stranger" not in png
        assert not any(page(app))
        mark = app.mark()
        app.press("q")
        app.wait_for("[1] console.png")
        app.settle(300)
        behind = app.raw_since(mark)
        assert b"1337" not in behind
        assert {int(row) for row in re.findall(rb"\x1b\[(\d+);1H", behind)} >= set(range(2, app.rows)), "painted over"


def test_without_colours_there_are_shades_in_kitty_too(start: Start) -> None:
    with start(theme="mono", **KITTY) as app:
        look(app)
        app.wait_until(lambda _: any("░" in line for line in page(app)), what="shades")
        assert not PART.search(app.raw)


@pytest.mark.parametrize(("use", "variables"), [
    ("auto", {**KITTY, "TMUX": "/tmp/tmux-0/default,1,0"}), ("auto", {**ITERM, "STY": "1.pts-0"}),
    ("auto", {**ITERM, "TERM": "tmux-256color"}), ("blocks", KITTY), ("auto", {}),
], ids=["tmux", "screen", "tmux by SSH", "setting", "unknown"])  # fmt: skip
def test_elsewhere_there_are_half_blocks(start: Start, use: str, variables: dict[str, str]) -> None:
    with start(use, **variables) as app:
        look(app)
        app.wait_for("38%")
        app.wait_until(lambda _: any("▀" in line for line in page(app)), what="half blocks")
        app.settle(200)
        app.press("q")
        app.wait_for("[1] console.png")
        assert not PART.search(app.raw)
        assert b"1337" not in app.raw
        assert GONE not in app.raw


@pytest.mark.parametrize(("variables", "way"), [
    ({"TERM": "xterm-kitty"}, Way.KITTY), ({"TERM": "xterm-ghostty"}, Way.KITTY),
    ({"TERM": "xterm-256color"}, Way.BLOCKS),
    ({"TERM_PROGRAM": "WezTerm"}, Way.ITERM), ({"TERM_PROGRAM": "iTerm.app"}, Way.ITERM),
    ({"TERM_PROGRAM": "Apple_Terminal"}, Way.BLOCKS), ({"LC_TERMINAL": "iTerm2"}, Way.ITERM), ({}, Way.BLOCKS),
    ({"TERM": "xterm-kitty", "TMUX": "x"}, Way.BLOCKS), ({"LC_TERMINAL": "iTerm2", "STY": "x"}, Way.BLOCKS),
    ({"LC_TERMINAL": "iTerm2", "TERM": "screen-256color"}, Way.BLOCKS),
    ({"TERM": "xterm-kitty", "NO_COLOR": ""}, Way.BLOCKS),
])  # fmt: skip
def test_which_terminals_are_known(variables: dict[str, str], way: Way) -> None:
    assert way_of(PictureUse.AUTO, variables) is way
    assert way_of(PictureUse.BLOCKS, variables) is Way.BLOCKS


def test_what_is_sent_holds_nothing_that_ends_it_early() -> None:
    """Whatever the bytes are: base64 between one beginning and one end."""
    for way, begin in ((Way.KITTY, "\x1b_G"), (Way.ITERM, "\x1b]1337;")):
        told = drawn(way, b"\x1b\\\x07" * 4_000, 0, 1, 10, 5)
        pieces = told.split(begin)[1:]
        assert all(piece.count("\x1b\\") + piece.count("\x07") == 1 for piece in pieces)
    assert erased(Way.ITERM) == erased(Way.BLOCKS) == ""
