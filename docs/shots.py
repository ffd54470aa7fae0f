"""Pictures of the program for the manual, made from the program itself on a fixed desk.

python docs/shots.py            writes docs/pictures/*.svg
python docs/shots.py --check    ends with 1 when they differ from what the program shows
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
for _name in ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM"):
    os.environ.pop(_name, None)
os.environ["TERM"] = "xterm-256color"

from tests.screens.desk import template  # noqa: E402
from tests.screens.seat import Seat, Seats  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SIZES = ((80, 24), (120, 40))


async def queue(seat: Seat) -> None:
    """The queue as it opens."""
    await seat.see("Held by", "mail ok", "Mine 1")


async def marks(seat: Seat) -> None:
    """Marked tickets, some tags, and the question before all of them are closed."""
    await seat.press("down", "l")
    await seat.see("commas between")
    await seat.type("dns\n")
    await seat.told("are changed")
    await seat.press("home", "x", "x", "x", "e")
    await seat.see("Close 3 tickets?")


async def ticket(seat: Seat) -> None:
    """A ticket with an answer that is being written."""
    await seat.press("colon", "8", "enter", "r")
    await seat.see("Reply to")
    await seat.type("Hello Hans,\n\nthe machine is up again since 09:38.")
    await seat.press("escape")
    await seat.see("draft kept")
    await seat.press("r")
    await seat.see("send ...")


async def client(seat: Seat) -> None:
    """The card of a client."""
    await seat.press("c")
    await seat.see("Insists on the telephone")


async def incoming(seat: Seat) -> None:
    """*Incoming emails*, reading one."""
    await seat.go("i", "Incoming emails", "unknown sender")
    await seat.press("end")
    await seat.see("three shops")


SCREENS = (queue, marks, ticket, client, incoming)


async def pictures() -> dict[str, str]:
    """Every picture by the name of its file."""
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        desk = template(Path(folder))
        for screen in SCREENS:
            for size in SIZES:
                place = Path(folder) / f"{screen.__name__}{size[0]}"
                place.mkdir()
                async with Seats(desk, place).sit("anna", size, theme="dark") as seat:
                    await screen(seat)
                    await seat.calm()
                    made[f"{screen.__name__}-{size[0]}x{size[1]}.svg"] = plain(seat.app.export_screenshot())
    return made


def plain(svg: str) -> str:
    """The picture without fonts from other hosts, and with short names."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\bterminal-\d+-", "t-", svg)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
    return re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)


def main() -> int:
    """Write them, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a picture is out of date")
    check = parser.parse_args().check
    PICTURES.mkdir(exist_ok=True)
    old = []
    for name, svg in asyncio.run(pictures()).items():
        path = PICTURES / name
        if not path.exists() or path.read_text() != svg:
            old.append(name)
            if not check:
                path.write_text(svg)
    print(f"{'out of date' if check else 'written'}: {', '.join(old)}" if old else "every picture is up to date")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
