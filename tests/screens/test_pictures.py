"""An attached picture by keys (TF11): looked at, enlarged, panned, saved; what is said where it cannot be shown."""

from __future__ import annotations

import asyncio
import os
import random
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from helpdesk_tui.config.settings import ScreenSettings
from helpdesk_tui.pictures.decoding import decoded
from helpdesk_tui.pictures.frames import Answer, Question
from helpdesk_tui.rules.pictures import picture_of
from helpdesk_tui.screens import picture as page
from helpdesk_tui.screens.base import StoreChanged
from helpdesk_tui.widgets.picture import PictureCells
from tests.pictures.making import child, declared, quarters
from tests.screens.desk import deliver
from tests.screens.money import client_area_that_buys
from tests.screens.pictures import attached, chosen, coded, console, looked_at
from tests.screens.seat import Seat, Seats

TITLE = "PNG picture, 320 x 200 pixels"
BLOCKS = "▀▄"


def picture(seat: Seat) -> list[str]:
    """The lines of the page between title and keys."""
    return seat.text.split("\n")[1:-1]


def colours(seat: Seat, y: int, x: int) -> tuple[str, ...]:
    """Letter and colours of a cell of the page."""
    strip = seat.app.screen.query_one(PictureCells).line(y).crop(x, x + 1)
    (segment,) = strip
    style = segment.style
    assert style is not None
    return (segment.text, *(colour.triplet.hex if colour and colour.triplet else "" for colour in
                            (style.color, style.bgcolor)))  # fmt: skip


async def test_a_picture_is_looked_at_in_parts_and_left(seat: Seat) -> None:
    """Fitted first; `+` and `-`, the arrows and their letters, `0`; `q` goes back to the ticket."""
    await looked_at(seat, coded(console()), TITLE, "38%")
    assert seat.text.startswith("──── console.png ─")
    whole = picture(seat)
    assert any(char in line for char in BLOCKS for line in whole)
    await seat.press("plus")
    await seat.see("75%")
    await seat.press("plus")
    await seat.see("100%")
    await seat.calm()
    middle = picture(seat)
    for there, back in (("right", "left"), ("down", "up"), ("l", "h"), ("j", "k")):
        await seat.press(there)
        await seat.until(lambda: picture(seat) != middle, there)
        await seat.press(back)
        await seat.until(lambda: picture(seat) == middle, back)
    await seat.press("minus", "minus")
    await seat.until(lambda: picture(seat) == whole, "fitted again")
    await seat.press("equals_sign", "equals_sign", "equals_sign", "0")
    await seat.calm()
    assert picture(seat) == whole
    await seat.press("q")
    await seat.see("[1] console.png")


async def test_the_dots_have_the_colours_of_the_picture(seat: Seat) -> None:
    """Two dots a cell: the upper in the letter's colour, the lower behind it."""
    await looked_at(seat, coded(quarters((120, 75))), "100%")
    await seat.calm()
    assert colours(seat, 0, 0) == (" ", "", "#ff0000")
    assert colours(seat, 18, 119) == ("▀", "#00ff00", "#ffffff")
    assert colours(seat, 37, 0) == ("▀", "#0000ff", "")


async def test_what_is_clear_shows_the_background_of_the_theme(seats: Seats) -> None:
    """Of another one too, once it is put on."""
    async with seats.sit("anna", theme="dark") as seat:
        await looked_at(seat, coded(Image.new("RGBA", (120, 76))), "100%")
        await seat.until(lambda: colours(seat, 0, 0) == (" ", "", "#16181c"), "dark")
        seat.app.theme = "light"
        await seat.press("f5")
        await seat.until(lambda: colours(seat, 0, 0) == (" ", "", "#fbfaf7"), "light")


async def test_a_small_picture_is_not_enlarged_by_itself(seat: Seat) -> None:
    await looked_at(seat, coded(quarters((4, 4))), "100%")
    await seat.calm()
    assert colours(seat, 18, 58) == (" ", "", "#ff0000")
    await seat.press("plus", "plus", "plus", "plus", "plus", "plus")
    await seat.see("800%")


async def test_many_keys_at_once_end_where_they_lead(seat: Seat) -> None:
    """What was asked for before and is not wanted any more is given up."""
    await looked_at(seat, coded(console((2_400, 1_480))), "5%")
    await seat.press(*["plus"] * 9, *["minus"] * 3)
    await seat.see("100%")
    await seat.calm()
    await seat.press(*["right"] * 20, *["down"] * 20, "left", "up")
    await seat.calm()
    view = seat.app.screen._view  # type: ignore[attr-defined]
    found = seat.app.screen.query_one(PictureCells)
    assert found._view == view
    assert found._area.holds(view.window)


async def test_another_size_of_the_terminal(seat: Seat) -> None:
    """What was fitted is fitted again."""
    await looked_at(seat, coded(console()), "38%")
    await seat.pilot.resize_terminal(80, 24)
    await seat.see("22%")
    await seat.calm()
    assert len(picture(seat)) == 22
    await seat.pilot.resize_terminal(120, 40)
    await seat.see("38%")


async def test_a_photo_that_lies_on_its_side(seat: Seat) -> None:
    """The title has the size that one looks at, whatever the head says."""
    exif = Image.Exif()
    exif[0x0112] = 6
    await looked_at(seat, coded(console(), "JPEG", exif=exif), "JPEG picture, 200 x 320 pixels")


async def test_a_picture_that_moves_says_that_one_frame_is_shown(seat: Seat) -> None:
    moving = coded(console(), "GIF", save_all=True, append_images=[Image.new("RGB", (320, 200))])
    await looked_at(seat, moving, "GIF picture, 320 x 200 pixels", "the first frame of several")


async def test_the_file_is_saved_from_its_page(seat: Seat, tmp_path: Path) -> None:
    content = coded(console())
    await looked_at(seat, content, "38%")
    await saved(seat, tmp_path, content)
    await seat.see("38%")


async def saved(seat: Seat, folder: Path, content: bytes) -> None:
    """Save it, from a page or below a sentence."""
    await seat.press("s")
    await seat.see("Save to folder")
    await seat.press("ctrl+a", "ctrl+k")
    await seat.type(str(folder))
    await seat.press("enter")
    await seat.told(f"Saved as {folder}/console.png")
    assert (folder / "console.png").read_bytes() == content


@pytest.mark.parametrize("without", ["NO_COLOR", "mono"])
async def test_without_colours_there_are_shades(seats: Seats, monkeypatch: pytest.MonkeyPatch, without: str) -> None:
    if without == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    ramp = Image.new("L", (120, 70))
    ramp.putdata([25 + column // 24 * 51 for _ in range(70) for column in range(120)])
    async with seats.sit("anna", theme="mono" if without == "mono" else "ansi") as seat:
        await looked_at(seat, coded(ramp), "100%")
        await seat.calm()
        line = picture(seat)[10]
        assert line == " " * 24 + "░" * 24 + "▒" * 24 + "▓" * 24 + "█" * 24
        assert not any(char in seat.text for char in BLOCKS)


# ---------------------------------------------------------------- what cannot be shown


@pytest.mark.parametrize(("content", "said"), [
    (declared(30_000, 30_000), "The picture has more than the 50 million pixels that are decoded here."),
    (coded(console())[:900], "The picture is damaged or cut off, so that it cannot be shown."),
], ids=["bomb", "cut off"])  # fmt: skip
async def test_a_picture_that_cannot_be_shown(seat: Seat, tmp_path: Path, content: bytes, said: str) -> None:
    """One sentence in its place, and the key that saves the file."""
    await looked_at(seat, content, said, "s saves the file.")
    await seat.press("plus")
    await seat.told("There is no picture to move yet.")
    await saved(seat, tmp_path, content)
    await seat.press("q")
    await seat.see("[1] console.png")


async def test_without_the_extra(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said = "Pictures are shown where the extra is installed: pip install 'helpdesk-tui[pictures]'."
    await looked_at(seat, coded(console()), said, "s saves the file.")


@pytest.mark.parametrize(("body", "said"), [
    ("os.abort()", "Decoding the picture ended the process that did it."),
    ("time.sleep(600)", "Decoding the picture took more than 0.5 seconds and was given up."),
], ids=["crash", "hang"])  # fmt: skip
async def test_a_decoder_that_crashes_or_hangs(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    monkeypatch.setattr(page, "decoded", partial(decoded, child=child(body), seconds=0.5 if "sleep" in body else 30.0))
    await looked_at(seat, coded(console()), said, "s saves the file.")


async def test_who_does_not_wait_ends_the_decoder(seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page says what goes on and how to leave it; the form is not held up."""
    note = tmp_path / "pid"
    slow = child(f"open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")
    monkeypatch.setattr(page, "decoded", partial(decoded, child=slow))
    await looked_at(seat, coded(console()), "The picture is being decoded ... (q gives up, s saves the file)")
    await seat.until(lambda: note.exists() and note.read_text(), "the decoder")
    pid = note.read_text()
    seat.app.screen.post_message(StoreChanged())
    await seat.press("plus")
    await seat.told("There is no picture to move yet.")
    await seat.pilot.pause()
    assert note.read_text() == pid, "a change of the desk does not begin it anew"
    os.kill(int(pid), 0)
    await seat.press("q")
    await seat.see("[1] console.png")
    await seat.until(lambda: not Path(f"/proc/{pid}").exists(), "the decoder is gone")


async def test_an_answer_that_comes_late_is_dropped(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one asked for last is shown, whichever comes last."""
    asked: list[Question] = []
    late = asyncio.Event()

    async def held_up(question: Question, content: bytes) -> Answer:
        if question.scale is not None:
            asked.append(question)
            if len(asked) == 1:
                await late.wait()
        return await decoded(question, content)

    monkeypatch.setattr(page, "decoded", held_up)
    await looked_at(seat, coded(console()), "38%")
    await seat.press("plus")
    await seat.until(lambda: len(asked) == 1)
    await seat.press("plus")
    await seat.see("100%")
    late.set()
    await seat.calm()
    assert "100%" in seat.text
    assert len(asked) == 2


async def test_in_the_client_area(seat: Seat) -> None:
    """CL16: who looks as the client sees the client's pictures."""
    deliver(seat.system, attached(coded(console())), "11")
    await client_area_that_buys(seat)
    await seat.press("down", "enter")
    await seat.see("[1] console.png")
    await seat.press("end", "1")
    await seat.see("show the picture")
    await seat.press("enter")
    await seat.see(TITLE, "38%")
    await seat.press("q")
    await seat.see("[1] console.png")


async def test_a_page_with_a_hostile_name(seat: Seat) -> None:
    """A name from outside obeys nothing, here too."""
    content = coded(console())
    found = picture_of(content)
    assert found is not None
    seat.app.push_screen(page.PictureScreen(seat.app.session, "a\x1b]0;owned\x07\u202e.png", content, found))
    await seat.see("──── a␛]0;owned␇‹bidi›.png ─", "38%")


async def test_where_pictures_are_switched_off(seats: Seats) -> None:
    async with seats.sit("anna", screen=ScreenSettings(pictures="off")) as seat:
        await chosen(seat, coded(console()))
        await seat.see("console.png: PNG picture, 320 x 200 pixels", "save to a folder, for a viewer of pictures")
        assert "show the picture" not in seat.text


async def test_a_large_photo_is_there_soon(seat: Seat) -> None:
    """24 million pixels of a camera, by the real child; the page is never longer without an answer than it may be."""
    dice = Image.frombytes("RGB", (600, 400), random.Random(3).randbytes(720_000)).resize((6_000, 4_000))
    content = coded(dice, "JPEG", quality=60)
    begun = time.monotonic()
    await looked_at(seat, content, "2%")
    assert time.monotonic() - begun < 10
