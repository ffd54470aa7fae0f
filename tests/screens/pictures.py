"""Pictures that a client attaches, and the way to them by keys."""

from __future__ import annotations

import io
from base64 import encodebytes
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.screens.desk import ACME, SERVER, deliver
from tests.screens.seat import Seat
from tests.screens.test_ticket import opened

BOOT = (
    "GRUB loading.", "Linux version 6.1.0-28-amd64", "ACPI: Core revision 20220331", "e1000e: eth0 NIC Link is Up",
    "EXT4-fs (sda2): I/O error while writing", "EXT4-fs (sda2): Remounting read-only",
    "systemd[1]: Failed to mount /srv",
    "You are in emergency mode.", "Give root password for maintenance", "(or press Control-D): _",
)  # fmt: skip
"""What a client's screen says."""


def console(size: tuple[int, int] = (320, 200)) -> Image.Image:
    """A screen of a machine that does not start: the same dots wherever it is made."""
    picture = Image.new("RGB", size, (12, 14, 40))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, size[0], 12), fill=(200, 60, 40))
    for at, line in enumerate(BOOT):
        bad = "error" in line or "Failed" in line
        pen.text((6, 24 + at * 16), line, (240, 90, 80) if bad else (210, 214, 220), ImageFont.load_default_imagefont())
    pen.rectangle((size[0] - 60, size[1] - 40, size[0] - 10, size[1] - 10), (230, 190, 40), (255, 255, 255))
    return picture


def coded(picture: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    """The bytes of a file."""
    made = io.BytesIO()
    picture.save(made, format, **options)
    return made.getvalue()


def attached(content: bytes, name: str = "console.png", kind: str = "image/png") -> bytes:
    """An email of Hans with the file."""
    head = (
        f"From: Hans Meier <{ACME}>\r\nTo: support@desk.example\r\nSubject: Re: Server unreachable [#{SERVER}]\r\n"
        f"Message-ID: <picture@mail.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=cut\r\n\r\n"
        "--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThis is what the screen shows.\r\n--cut\r\n"
        f"Content-Type: {kind}\r\nContent-Disposition: attachment; filename={name}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encodebytes(content) + b"\r\n--cut--\r\n"


async def chosen(seat: Seat, content: bytes, name: str = "console.png") -> None:
    """The email has come, and its file is chosen."""
    deliver(seat.system, attached(content, name), "11")
    await opened(seat, SERVER)
    await seat.see(f"[1] {name}")
    await seat.press("end", "1")
    await seat.see("save to a folder")


async def looked_at(seat: Seat, content: bytes, *seen: str, name: str = "console.png") -> None:
    """The file is looked at."""
    await chosen(seat, content, name)
    await seat.see("show the picture")
    await seat.press("enter")
    await seat.see(*seen)
