"""Pictures are decoded by a child with bounds (TF11, docs/adr/0034): what formats show, what hostile bytes do."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from helpdesk_tui.errors import TryLater, Unavailable, UnusableData
from helpdesk_tui.pictures import decoding
from helpdesk_tui.pictures.child import answered
from helpdesk_tui.pictures.decoding import CHILD, decoded
from helpdesk_tui.pictures.frames import FORMATS, Answer, Kind, Outcome, Question, most_bytes, read_answer
from helpdesk_tui.rules.picture_view import Area
from helpdesk_tui.rules.pictures import picture_of
from tests.pictures.making import BLUE, GREEN, RED, WHITE, asked, child, chunk, coded, declared, quarters


def corners(answer: Answer) -> list[tuple[int, int, int]]:
    """The dots of the four corners, rounded to what a lossy format keeps."""
    area, found = answer.area, []
    for x, y in ((0, 0), (area.width - 1, 0), (0, area.height - 1), (area.width - 1, area.height - 1)):
        at = (y * area.width + x) * 3
        red, green, blue = (255 if part > 250 else 0 if part < 5 else part for part in answer.content[at : at + 3])
        found.append((red, green, blue))
    return found


# ---------------------------------------------------------------- good pictures


@pytest.mark.parametrize("format", FORMATS)
async def test_each_format(format: str) -> None:
    """By the real child: as large as asked for, in the right colours, the right way up."""
    answer = await decoded(asked(format), coded(quarters((400, 200)), format))
    assert (answer.picture, answer.area, answer.moves) == ((400, 200), Area(0, 0, 40, 20), False)
    assert len(answer.content) == 40 * 20 * 3
    assert corners(answer) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("format", FORMATS)
def test_a_part_as_large_as_it_is(format: str) -> None:
    """A dot a pixel, at the right lower corner: what lies around is answered too."""
    answer = answered(asked(format, scale=1.0, x=1.0, y=1.0), coded(quarters((400, 200)), format))
    assert answer.area == Area(320, 160, 80, 40)
    assert corners(answer) == [WHITE] * 4


@pytest.mark.parametrize(("turn", "seen"), [
    (1, [RED, GREEN, BLUE, WHITE]), (2, [GREEN, RED, WHITE, BLUE]), (3, [WHITE, BLUE, GREEN, RED]),
    (4, [BLUE, WHITE, RED, GREEN]), (5, [RED, BLUE, GREEN, WHITE]), (6, [BLUE, RED, WHITE, GREEN]),
    (7, [WHITE, GREEN, BLUE, RED]), (8, [GREEN, WHITE, RED, BLUE]),
])  # fmt: skip
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP"])
def test_the_turn_that_a_camera_notes_is_obeyed(format: str, turn: int, seen: list[tuple[int, int, int]]) -> None:
    """EXIF's orientation; the size is that of the turned picture. 99 is none."""
    exif = Image.Exif()
    exif[0x0112] = turn
    answer = answered(asked(format), coded(quarters((400, 200)), format, exif=exif))
    assert answer.picture == ((200, 400) if turn > 4 else (400, 200))
    assert corners(answer) == seen


def test_a_turn_that_is_none() -> None:
    exif = Image.Exif()
    exif[0x0112] = 99
    assert corners(answered(asked("JPEG"), coded(quarters(), "JPEG", exif=exif))) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("format", ["PNG", "WebP"])
def test_what_is_clear_shows_the_background(format: str) -> None:
    picture = quarters().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 20, 10))
    assert corners(answered(asked(format, background=(9, 99, 200)), coded(picture, format)))[0] == (9, 99, 200)


@pytest.mark.parametrize("format", ["PNG", "GIF"])
def test_a_colour_of_a_palette_that_is_clear(format: str) -> None:
    picture = quarters().convert("P", palette=Image.Palette.ADAPTIVE, colors=4)
    red = picture.getpixel((0, 0))
    answer = answered(asked(format, background=(9, 99, 200)), coded(picture, format, transparency=red))
    assert corners(answer) == [(9, 99, 200), GREEN, BLUE, WHITE]


@pytest.mark.parametrize(("mode", "colour", "seen"), [
    ("1", 1, 255), ("L", 119, 119), ("LA", (119, 255), 119), ("I;16", 119 * 256, 119), ("P", 0, 0),
])  # fmt: skip
def test_greys_of_every_depth(mode: str, colour: int | tuple[int, int], seen: int) -> None:
    answer = answered(asked(), coded(Image.new(mode, (40, 20), colour), "PNG"))
    assert set(answer.content) == {seen}


def test_the_colours_of_a_printer() -> None:
    answer = answered(asked("JPEG"), coded(Image.new("CMYK", (40, 20), (0, 255, 255, 0)), "JPEG"))
    assert corners(answer) == [RED] * 4


@pytest.mark.parametrize("format", ["GIF", "PNG", "WebP"])
def test_a_picture_that_moves_shows_its_first_frame_and_says_so(format: str) -> None:
    later = Image.new("RGB", (40, 20), GREEN)
    content = coded(quarters(), format, save_all=True, append_images=[later, later.rotate(90)], duration=100)
    answer = answered(asked(format), content)
    assert answer.moves
    assert corners(answer) == [RED, GREEN, BLUE, WHITE]


def test_a_photo_with_a_small_one_of_itself() -> None:
    """As telephones make them: the first is the photo, and nothing moves."""
    content = coded(quarters((400, 200)), "MPO", save_all=True, append_images=[Image.new("RGB", (40, 20), GREEN)],
                    quality=100, subsampling=0)  # fmt: skip
    answer = answered(asked("JPEG"), content)
    assert (answer.picture, answer.moves) == ((400, 200), False)
    assert corners(answer) == [RED, GREEN, BLUE, WHITE]


async def test_a_png_of_our_own_for_the_terminal() -> None:
    """Made anew: nothing of the stranger's file is in it, its comment, say."""
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Comment", "\x1b]0;owned\x07")
    content = coded(quarters((80, 40)), "PNG", pnginfo=note)
    assert b"owned" in content
    answer = await decoded(asked(kind=Kind.PNG, page=(80, 40), scale=1.0), content)
    assert picture_of(answer.content) == picture_of(coded(quarters((80, 40)), "PNG"))
    assert b"owned" not in answer.content


# ---------------------------------------------------------------- bad pictures


async def refused(content: bytes, format: str = "PNG", **other: object) -> str:
    with pytest.raises(UnusableData) as raised:
        await decoded(asked(format), content, **other)  # type: ignore[arg-type]
    return raised.value.sentence


async def test_a_bomb() -> None:
    """A PNG of some hundred bytes that says it has 900 million pixels: nothing is unpacked."""
    assert await refused(declared(30_000, 30_000)) == (
        "The picture has more than the 50 million pixels that are decoded here."
    )


@pytest.mark.parametrize(("width", "height"), [(50_000_001, 1), (7_072, 7_072), (2**31 - 1, 2**31 - 1)])
def test_more_pixels_than_are_decoded(width: int, height: int) -> None:
    assert answered(asked(), declared(width, height)).outcome is Outcome.TOO_LARGE


def test_a_bomb_behind_a_small_head() -> None:
    """A GIF of one pixel whose frame has 65,535 x 65,535."""
    frame = b"\x2c" + bytes(4) + b"\xff\xff\xff\xff\x00\x02\x02\x4c\x01\x00\x3b"
    content = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00" + frame
    assert answered(asked("GIF"), content).outcome is Outcome.TOO_LARGE


def test_a_bomb_in_a_comment() -> None:
    """A PNG of two dots with a hundred megabytes of text, packed."""
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))
    good = declared(2, 1, b"\0\0\0")
    assert answered(asked(), good).outcome is Outcome.SHOWN
    assert answered(asked(), good[:33] + text + good[33:]).outcome is Outcome.DAMAGED


async def test_more_memory_than_a_child_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MEMORY", 128 * 1024**2)
    content = coded(Image.new("RGB", (7_000, 7_000)), "PNG", compress_level=1)
    assert await refused(content) == "The picture takes more memory than decoding it may use here."


@pytest.mark.parametrize("format", FORMATS)
def test_cut_off_at_every_tenth(format: str) -> None:
    noise = Image.frombytes("RGB", (40, 20), random.Random(4).randbytes(2_400))
    content = coded(noise, format)
    for tenth in range(10):
        assert answered(asked(format), content[: len(content) * tenth // 10]).outcome is Outcome.DAMAGED, tenth


async def test_what_is_said_of_a_damaged_one() -> None:
    assert await refused(coded(quarters(), "PNG")[:60]) == (
        "The picture is damaged or cut off, so that it cannot be shown."
    )


HEADS = {name: coded(quarters(), name)[:48] for name in FORMATS}


@pytest.mark.parametrize("seed", range(200))
def test_anything_behind_the_right_head(seed: int) -> None:
    """The child answers, whatever it reads."""
    dice = random.Random(seed)
    format = FORMATS[seed % len(FORMATS)]
    content = HEADS[format][: dice.randrange(4, 49)] + dice.randbytes(dice.randrange(3_000))
    answer = answered(asked(format), content)
    assert answer.outcome in (Outcome.DAMAGED, Outcome.TOO_LARGE, Outcome.SHOWN)
    assert read_answer(asked(format), answer.packed) == answer


@pytest.mark.parametrize("format", FORMATS)
def test_single_bytes_that_are_others(format: str) -> None:
    """A hundred damaged copies of a good picture."""
    dice, good = random.Random(format), coded(quarters((64, 48)), format)
    for _ in range(100):
        bad = bytearray(good)
        for _ in range(dice.randrange(1, 8)):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        answer = answered(asked(format), bytes(bad))
        assert read_answer(asked(format), answer.packed) == answer


def test_a_format_that_calls_itself_another_is_not_decoded_as_what_it_is() -> None:
    """Only the decoder of the format that the head told is tried."""
    for format in ("TIFF", "PPM", "ICO", "TGA"):
        assert answered(asked("PNG"), coded(quarters(), format)).outcome is Outcome.DAMAGED
        assert picture_of(coded(quarters(), format)) is None
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"%!PS-Adobe EPSF"):
        assert picture_of(content) is None


# ---------------------------------------------------------------- children


async def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(Unavailable) as raised:
        await decoded(asked(), coded(quarters(), "PNG"))
    assert raised.value.sentence == (
        "Pictures are shown where the extra is installed: pip install 'helpdesk-tui[pictures]'."
    )


def test_only_the_child_loads_the_decoder() -> None:
    code = "import sys, helpdesk_tui.screens.picture; print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


ENDED = "Decoding the picture ended the process that did it."


@pytest.mark.parametrize("body", [
    "os.kill(os.getpid(), 9)", "os.abort()", "sys.exit(3)", "sys.exit(0)", "print('nonsense ' * 20)", "1/0",
    "while True: os.write(1, bytes(65536))",
    "sys.stdout.buffer.write(Answer(Outcome.SHOWN, (40, 20), False, Area(0, 0, 40, 20), bytes(2399)).packed)",
    "sys.stdout.buffer.write(Answer(Outcome.SHOWN, (40, 20), False, Area(0, 0, 40, 20), bytes(2401)).packed)",
    "sys.stdout.buffer.write(Answer(Outcome.SHOWN, (40, 20), False, Area(0, 0, 40, 20), bytes(2400)).packed); 1/0",
], ids=["killed", "aborted", "failed", "silent", "nonsense", "error", "flood", "short", "long", "late"])  # fmt: skip
async def test_a_child_that_ends_or_answers_what_is_no_answer(body: str) -> None:
    assert await refused(b"x", child=child(body), seconds=30.0) == ENDED


async def test_a_child_that_takes_too_long() -> None:
    begun = time.monotonic()
    said = await refused(b"x", child=child("time.sleep(600)"), seconds=0.5)
    assert said == "Decoding the picture took more than 0.5 seconds and was given up."
    assert time.monotonic() - begun < 30


async def test_a_child_that_does_not_read() -> None:
    """More than its pipe holds."""
    quiet = (sys.executable, "-c", "import time; time.sleep(600)")
    assert "took more than" in await refused(bytes(5_000_000), child=quiet, seconds=0.5)


async def test_a_child_that_cannot_be_started() -> None:
    with pytest.raises(TryLater, match="does not start: No such file"):
        await decoded(asked(), b"x", child=("/nowhere/python",))


async def test_who_goes_away_ends_the_child(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    begun = child(f"open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")
    task = asyncio.create_task(decoded(asked(), b"x", child=begun))
    end = time.monotonic() + 20
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_processor_time_is_bounded() -> None:
    """The system ends a child that computes on."""
    code = "from helpdesk_tui.bounded.limits import allow, bound\nbound(2**30)\nallow(0.5)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == -signal.SIGXCPU


def test_what_a_child_has_of_the_machine() -> None:
    """It writes no file and opens few; its memory is bounded. (Root may start processes all the same.)"""
    code = (
        "import resource as r\nfrom helpdesk_tui.bounded.limits import bound\nbound(2**29)\n"
        "print(*(r.getrlimit(getattr(r, 'RLIMIT_' + k))[0] for k in ('AS', 'FSIZE', 'NOFILE', 'CORE', 'NPROC')))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert said.split() == [str(2**29), "0", "32", "0", "0"]


def test_the_command_is_this_programs_own() -> None:
    assert (sys.executable, "-P", "-m", "helpdesk_tui.pictures.child") == CHILD


GOOD = Answer(Outcome.SHOWN, (40, 20), False, Area(0, 0, 40, 20), bytes(2_400))


@pytest.mark.parametrize("came", [
    b"", b"pic", GOOD.packed[:-1], GOOD.packed + b"x", b"pix" + GOOD.packed[3:], b"pic\x09" + GOOD.packed[4:],
    Answer(Outcome.SHOWN, (0, 20), False, GOOD.area, GOOD.content).packed,
    Answer(Outcome.SHOWN, (9_000, 9_000), False, asked().area((9_000, 9_000)), bytes(1_200)).packed,
    Answer(Outcome.SHOWN, (40, 20), False, Area(0, 0, 20, 40), GOOD.content).packed,
    Answer(Outcome.SHOWN, (40, 20), False, Area(1, 0, 40, 20), GOOD.content).packed,
])  # fmt: skip
def test_what_is_no_answer(came: bytes) -> None:
    """Every length and number is held against what was asked."""
    assert read_answer(asked(), GOOD.packed) == GOOD
    assert read_answer(asked(), came) is None


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x1b]0;owned\x07"])
def test_what_is_no_png(content: bytes) -> None:
    answer = Answer(Outcome.SHOWN, (40, 20), False, Area(0, 0, 40, 20), content)
    assert read_answer(asked(kind=Kind.PNG), answer.packed) is None


@pytest.mark.parametrize("kind", Kind)
def test_no_answer_is_longer_than_is_read(kind: Kind) -> None:
    """Noise, which nothing packs smaller."""
    noise = Image.frombytes("RGB", (400, 200), random.Random(1).randbytes(240_000))
    question: Question = asked("PNG", kind, (120, 74), scale=1.0)
    assert len(answered(question, coded(noise, "PNG")).packed) <= most_bytes(question)
