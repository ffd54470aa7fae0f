"""Pictures of the program for the manual, made from the program itself on a fixed desk.

python docs/shots.py            writes docs/pictures/*.svg
python docs/shots.py --check    ends with 1 when they differ from what the program shows
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import os
import re
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
for _name in ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM", "VISUAL", "EDITOR"):
    os.environ.pop(_name, None)
os.environ["TERM"] = "xterm-256color"

from helpdesk_tui.desk.actions.abuse import AddAbuse  # noqa: E402
from helpdesk_tui.desk.actions.clients import EditClient  # noqa: E402
from helpdesk_tui.desk.actions.messages import EditMessage  # noqa: E402
from helpdesk_tui.desk.actions.parameters import Parameters, SaveParameters  # noqa: E402
from helpdesk_tui.desk.actions.replies import AddReply, For  # noqa: E402
from helpdesk_tui.desk.actions.setup import DeleteStaff, EditStaff  # noqa: E402
from helpdesk_tui.vocab import AbuseAction  # noqa: E402
from tests.screens import money  # noqa: E402
from tests.screens.desk import NOW, template  # noqa: E402
from tests.screens.money import acme_buys, client_area_that_buys  # noqa: E402
from tests.screens.pictures import coded, console, looked_at  # noqa: E402
from tests.screens.seat import Seat, Seats  # noqa: E402

REPLIES = (
    ("Disk full", "Hello {client.person},\n\nthe disk of {service.name} was full. I made some room, and all runs "
     "again.\n\nPlease delete what you no longer need, or order more space in your client area.\n\n{staff.name}",
     "en", For("Tech")),
    ("Disk full", "Guten Tag {client.person},\n\ndie Platte von {service.name} war voll.", "de", For("Tech")),
    ("Restart announced", "We restart {service.name} tonight at 23:00 UTC.", "en", For("Tech")),
    ("Greeting", "Hello {client.person},\n\nthank you for writing.", "en", For()),
    ("Invoice on its way", "The invoice for {service.name} is on its way.", "en", For("Billing")),
)  # fmt: skip
"""Predefined replies for the picture of them."""
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


async def picture(seat: Seat) -> None:
    """What a client attached, enlarged so that it can be read."""
    await looked_at(seat, coded(console()), "38%")
    await seat.press("plus", "plus")
    await seat.see("100%")
    await seat.press("left", "left")


async def messages(seat: Seat) -> None:
    """The messages of a ticket, one of them edited."""
    message = seat.ticket(8).messages[0]
    seat.acting("anna").perform(EditMessage(8, message.id, message.text.replace("Console attached", "(removed)")))
    await seat.press("colon", "8", "enter")
    # The list begins where the cursor of the conversation stands, which comes to the newest message after it is shown.
    await seat.until(lambda: "07:43" in seat.cursor(), "the newest message")
    await seat.press("M")
    await seat.see("Begins with", "4 messages, 1 edited")
    await seat.press("end")
    await seat.until(lambda: "07:43" in seat.cursor(), "the newest message in the list")


async def client(seat: Seat) -> None:
    """The card of a client."""
    await seat.press("c")
    await seat.see("Insists on the telephone")


async def incoming(seat: Seat) -> None:
    """*Incoming emails*, reading one."""
    await seat.go("i", "Incoming emails", "unknown sender")
    await seat.press("end")
    await seat.see("three shops")


async def predefined(seat: Seat) -> None:
    """The Auto-reply window over an answer."""
    gary = seat.acting("gary")
    for name, text, language, whose in REPLIES:
        gary.perform(AddReply(name, text, whose, language))
    await seat.press("colon", "8", "enter", "r")
    await seat.see("Reply to")
    await seat.type("::")
    await seat.see("Auto-reply", "vps-31 was full")


async def settings(seat: Seat) -> None:
    """How the form looks for oneself, over a ticket."""
    await seat.press("colon", "8", "enter", "comma")
    await seat.see("Text width", "Fold quoted text")


async def abuse(seat: Seat) -> None:
    """The list of violations."""
    gary = seat.acting("gary")
    for number, scores, action, days, comment in (
        (8, 5, AbuseAction.SUSPEND_SERVICE, 2, "Open relay on port 25, see the report of 07:02."),
        (7, 2, AbuseAction.SUPPORT, 5, ""), (9, 10, AbuseAction.SUSPEND_ALL, 1, "Third time this year."),
    ):  # fmt: skip
        gary.perform(AddAbuse(number, scores, action, NOW + timedelta(days=days), comment))
    await seat.go("x", "Abuse: open", "Third time")


async def beside(seat: Seat) -> None:
    """The queue of a wide terminal, with the ticket under the cursor at the right."""
    await seat.press("down", "down", "down")
    await seat.see("│ 8  In progress", "Still nothing.")


async def review(seat: Seat) -> None:
    """What is looked at before an answer is sent."""
    await ticket(seat)
    await seat.press("ctrl+s")
    await seat.see("Before sending")


async def staff(seat: Seat) -> None:
    """Staff, with one who left."""
    seat.acting("gary").perform(DeleteStaff("gus"))
    await seat.go("p", "Staff", "inactive")


async def area(seat: Seat) -> None:
    """The client area of a client."""
    await client_area_that_buys(seat)


async def area_new(seat: Seat) -> None:
    """A new ticket there, with what it costs."""
    await area(seat)
    await seat.press("n")
    await seat.see("New ticket as")
    await seat.press("right", "tab", "tab")
    await seat.type("Disk full\nPlease help")
    await seat.see("takes 1 support incident:")


async def mass(seat: Seat) -> None:
    """A mass message, looked at before it is sent: one client wants none, one cannot be reached."""
    seat.acting("gary").perform(EditStaff("anna", admin=True))
    await seat.app.session.refresh_scope()
    for client, values in ((1, {"mass_messages": False}), (2, {"language": "de"}), (3, {"language": "de"})):
        seat.acting("gary").perform(EditClient(f"#{client}", **values))
    await seat.go("c", "Clients", "write to all")
    await seat.press("m")
    await seat.see("Mass message to the clients of the list")
    await seat.press("tab")
    await seat.type("New prices from May")
    await seat.press("tab")
    await seat.type(
        "Hello {client.person},\n\nfrom the first of May a server costs 2 EUR more a month.\n\n{staff.name}"
    )
    await seat.press("ctrl+s")
    await seat.see("Before sending")


async def charge(seat: Seat) -> None:
    """An answer that charges: what the client has in the head of the form, and the fields of F3 over it."""
    acme_buys(seat)
    await seat.press("colon", "8", "enter", "r")
    await seat.see("Reply to", "incidents 14 left")
    await seat.type("Hello Hans,\n\nthe memory is exchanged and the machine is up again.")
    await seat.see("draft kept")
    await seat.press("f3")
    await seat.see("Support fee to charge, EUR", "Support incidents")
    await seat.type("15")
    await seat.press("tab", "backspace")
    await seat.type("2")


async def account(seat: Seat) -> None:
    """The account of a client."""
    acme_buys(seat)
    seat.acting("anna").perform(SaveParameters(8, Parameters(fee=15_00, incidents=2)))
    await money.account(seat)
    await seat.see("Balance -2.50 EUR", "Ticket  By", "p payments")


SCREENS = (queue, marks, ticket, messages, client, incoming, predefined, settings, abuse)
ONCE = ((beside, (160, 40)), (review, (80, 24)), (staff, (120, 24)), (picture, (120, 40)), (area, (120, 40)),
        (area_new, (80, 24)), (mass, (80, 24)), (charge, (120, 40)), (account, (120, 18)))  # fmt: skip
"""Screens that have one picture, and how large it is."""


async def pictures() -> dict[str, str]:
    """Every picture by the name of its file."""
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        desk = template(Path(folder))
        for screen, size in (*((screen, size) for screen in SCREENS for size in SIZES), *ONCE):
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


def stale(made: dict[str, str]) -> list[str]:
    """Names of the pictures that are not what lies in the folder."""
    return [
        name for name, svg in made.items() if not (PICTURES / name).exists() or (PICTURES / name).read_text() != svg
    ]


def difference(before: str, now: str) -> list[str]:
    """The lines that are not the same, the first twenty: what a failed check has to show."""
    return [line for line in difflib.ndiff(before.splitlines(), now.splitlines()) if line[0] in "-+"][:20]


def main() -> int:
    """Write them, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a picture is out of date")
    check = parser.parse_args().check
    PICTURES.mkdir(exist_ok=True)
    made = asyncio.run(pictures())
    old = stale(made)
    if check and old:
        # A screen that was not ready when its picture was taken differs once, one that has changed differs again.
        made = asyncio.run(pictures())
        old = [name for name in stale(made) if name in old]
    for name in old:
        path = PICTURES / name
        if not check:
            path.write_text(made[name])
        elif path.exists():
            print(name, *difference(path.read_text(), made[name]), sep="\n", file=sys.stderr)
    print(f"{'out of date' if check else 'written'}: {', '.join(old)}" if old else "every picture is up to date")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
