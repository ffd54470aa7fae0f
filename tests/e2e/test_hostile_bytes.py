"""Escape sequences and markup in every text from outside reach the terminal as visible text only (rules 36 and 37).

The real app is led over all its screens twice, on a desk of harmless texts and on one of planted ones. Whatever kind
of sequence it sends on the second tour it has to have sent on the first.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.plants import HARMLESS, MARKS, PLANTS, make
from tests.terminal import Terminal

COLUMNS, ROWS = 200, 50
COUNT = len(PLANTS)
"""Tickets that staff opened; as many came by email. The last of the first has a draft."""

_SEQUENCE = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])|\x1b\](?P<osc>.*?)(?:\x07|\x1b\\|\x9c)|\x1b[PX^_].*?(?:\x1b\\|\x9c)|\x1b.",
    re.DOTALL,
)
_FREE = re.compile(r"(?<=\x1b\[)(?P<prefix>[<=>?]?)[\d;:]*(?P<end>[mHABCDGd])")
"""CSI sequences whose numbers differ from screen to screen: colours and places."""
_VISIBLE = re.compile("[\u2400-\u2421]|<9[BD]>|‹bidi›|\\[@click")
"""How planted texts look."""
_MARKS = (
    "␛]0;planted␇", "␛]52;c;", "␛]8;;https://planted.example␇", "␛[2J", "␛creset", "␛Pplanted", "<9B>2Jcsi<9D>0;",
    "‹bidi›planted", "·zero", "␇␈␎␡", "[@click=app.quit]x[/] [/] [bold", "\\[bold]",
)  # fmt: skip
"""Each of the plants as it has to be seen somewhere."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the tour: the keys that lead there, and a pattern that shows that it is reached.

    `planted` says that texts from outside are shown there.
    """

    keys: str
    pattern: str
    planted: bool = True


TOUR = (
    Stop("", "1 of"),
    Stop("g", "incoming emails"),
    Stop("a", rf"\[All {2 * COUNT}\]"),
    Stop("f", "only "),
    Stop("f", f"1 of {2 * COUNT}"),
    Stop("/ i s : m i n e enter", f"1 of {COUNT}"),
    Stop("/ ctrl+u enter", f"1 of {2 * COUNT}"),
    Stop("O", "──── Your views "),
    Stop("q P", "Priority|priorities"),
    Stop("escape enter", rf"(?m)^ {2 * COUNT}  "),
    *(Stop("J", rf"(?m)^ {number}  ") for number in range(2 * COUNT - 1, COUNT, -1)),
    Stop("1", "attachment|bytes|save"),
    Stop("escape V", "Original|Message-ID"),
    Stop("q J", "Reply to"),
    Stop("ctrl+s", "Before sending"),
    Stop("escape", "r reply"),
    Stop("D", "Take your draft of another session"),
    Stop("escape m", "Summary"),
    Stop("escape l", "Tags, with commas"),
    Stop("escape a", "Assign|Redirect"),
    Stop("escape p", "Parameters"),
    Stop("escape ?", "Every key of this screen", planted=False),
    Stop("q R", "wrote|Reply to"),
    Stop("escape M", "Messages of"),
    Stop("home enter", "edited it, it said"),
    Stop("e", "Edit what"),
    Stop("escape q", "Messages of"),
    Stop("q c", "Services"),
    Stop("e", "Edit client"),
    Stop("escape o", "given for life"),
    Stop("n", "First date"),
    Stop("escape q b", "──── Account "),
    *(Stop("down", "") for _ in range(1, COUNT)),
    Stop("h", "History of changes", planted=False),
    Stop("q v", "Twelve months"),
    Stop("q y", "──── Payers "),
    *(Stop("down", "") for _ in range(1, COUNT)),
    Stop("q r", "──── Exchange rates "),
    *(Stop("down", "") for _ in range(1, COUNT)),
    Stop("q d", "──── Discounts "),
    Stop("e", "──── Edit discount "),
    Stop("escape q a", "──── Taxes "),
    Stop("e", "──── Edit tax rule "),
    Stop("escape q p", "──── Payments "),
    *(Stop("down", "") for _ in range(1, COUNT)),
    Stop("h", "──── History of payment "),
    Stop("q v", "──── Invoice "),
    Stop("q o", "──── Which papers"),
    Stop("enter", "──── Invoices "),
    Stop("o", "──── Which papers"),
    Stop("down down enter", "──── Withdrawals "),
    Stop("q x", "──── Expenses "),
    Stop("q i", "──── Support incidents "),
    Stop("q q t", "Tickets"),
    Stop("escape h", "What was changed"),
    Stop("escape L", "You see what "),
    Stop("enter", "──── Ticket "),
    Stop("r", "──── Answer as "),
    Stop("escape q n", "──── New ticket as "),
    Stop("escape o", "──── Support incidents "),
    Stop("n", "──── Buy "),
    Stop("escape q b", "──── Account "),
    Stop("q p", "──── Payments "),
    Stop("q y", "──── Payers "),
    Stop("L", "Services"),
    Stop("q", "r reply"),
    Stop("q", f"of {2 * COUNT}"),
    Stop(":", "a ticket's number", planted=False),
    Stop("1", "Open ticket 1", planted=False),
    Stop("escape C", "New ticket"),
    Stop("escape g i", "Incoming"),
    *(Stop("down", "") for _ in range(1, COUNT)),
    Stop("V", "Message-ID"),
    Stop("q a", "(?i)ticket of which client"),
    Stop("escape g o", "Outbox"),
    Stop("g c", "Clients"),
    Stop("enter", "Services"),
    Stop("q g d", "(?s)Departments.*Support center.*shown"),
    Stop("e", "──── Edit "),
    Stop("escape g p", "(?s)Staff.*anna"),
    Stop("e", "──── Edit "),
    Stop("escape g y", "maildir"),
    Stop("e", "──── Edit "),
    Stop("escape d", "Delete"),
    Stop("escape g l", "(?s)Letters.*ticket received"),
    *(Stop("down", "") for _ in range(COUNT)),
    Stop("g b", "(?s)Spam senders.*gary"),
    Stop("g r", "(?s)Predefined replies.*everybody"),
    *(Stop("down", "") for _ in range(1, COUNT)),
    Stop("v", "filled in with an example"),
    Stop("g x", "(?s)Abuse: open.*without an answer"),
    Stop("down", "without an answer"),
    Stop("v", "(?s)Abuse: answered.*withdrawn"),
    Stop("down", "withdrawn"),
    Stop("d", "(?s)Abuse: answered.*withdrawn"),
    Stop("g n", "──── Plans of support "),
    Stop("e", "──── Edit "),
    Stop("escape g $", "──── Payments "),
    Stop("g e", "──── Expenses "),
    Stop("g v", "rovider"),
)


_IMAP = "the gateways of the tour are Maildirs; the form of an IMAP gateway has it"
_SENDING = "what is sent is shown by whom it goes to and its subject; this part of it goes to the mail server only"
_PARSED = "read when the email comes in, for finding its ticket; the screens show what the original says"
_BEHIND = "it stands behind the name, which fills the line"
UNSEEN = {
    "attachment.content_id": _PARSED, "attachment.content_type": "a file is shown by its name and size",
    "client.login": "clients do not log in themselves yet", "clientuser.address": _BEHIND,
    "event.reason": "only the command line shows it",
    "gateway.ca_file": _IMAP, "gateway.folder": _IMAP, "gateway.host": _IMAP, "gateway.login": _IMAP,
    "journal.words": "what was done on the day the desk was made is too old to be taken back",
    "massmessage.subject": _SENDING, "massmessage.text": _SENDING,
    "mail.message_id": _PARSED, "mail.recipients": _PARSED, "mail.sender": _BEHIND,
    "mail.references": _PARSED,
    "message.names": "the search index alone reads it", "outbox.cc_addresses": _SENDING,
    "outbox.in_reply_to": _SENDING, "outbox.owner": "who sends it now is the worker's affair",
    "outbox.references": _SENDING, "outbox.reply_to": _SENDING, "outbox.sender": _SENDING,
    "outbox.sender_name": _SENDING, "outbox.text": _SENDING, "outbox.waiting_for": _SENDING,
    "tagrow.tag": "lists walk along it; what is shown is tickettag.tag",
}  # fmt: skip
"""Columns whose texts no screen of the tour shows, and why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a tour saw: all bytes, and the screen at each stop."""

    raw: bytes
    screens: list[str]

    @property
    def sequences(self) -> set[str]:
        """The kinds of escape sequences: numbers are left out where they are colours and places."""
        found = (match[0] for match in _SEQUENCE.finditer(self.raw.decode()))
        return {_FREE.sub(lambda csi: f"{csi['prefix']}_{csi['end']}", sequence) for sequence in found}

    @property
    def colours(self) -> set[str]:
        """Every single parameter of a colour or style that was set."""
        found = re.findall(r"\x1b\[([\d;:]*)m", self.raw.decode())
        return {parameter for parameters in found for parameter in parameters.split(";")}

    @property
    def controls(self) -> set[str]:
        """Characters outside the sequences that a terminal obeys, or that nobody sees."""
        rest = _SEQUENCE.sub("", self.raw.decode())
        return {char for char in rest if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")}


def tour(where: Path) -> Seen:
    """Lead the app over all its screens and out."""
    argv = [sys.executable, "-m", "helpdesk_tui", "--as", "gary"]
    environment = {"HELPDESK_DATABASE": str(where), "HELPDESK_CONFIG": os.devnull}
    screens = []
    with Terminal(argv, env=environment, columns=COLUMNS, rows=ROWS, patience=20) as app:
        for number, stop in enumerate(TOUR):
            for key in stop.keys.split():
                app.press(key)
                # Within 100 ms after an escape the next key would count as one with Alt.
                app.settle(300 if key == "escape" else 100)
            try:
                app.wait_for(re.compile(stop.pattern))
            except AssertionError as missed:
                missed.add_note(f"at stop {number}, {stop}")
                raise
            screens.append(app.text)
        assert app.title == ""
        app.press("ctrl+q")
        assert app.wait(10) == 0
        return Seen(app.raw, screens)


def test_every_screen(tmp_path: Path) -> None:
    """Rules 36 and 37: nothing planted is obeyed, all of it is shown, and no markup takes the app down."""
    places = [tmp_path / "harmless.sqlite", tmp_path / "planted.sqlite"]
    for place, texts in zip(places, (HARMLESS, PLANTS), strict=True):
        make(str(place), texts)
    with ThreadPoolExecutor() as both:
        harmless, planted = both.map(tour, places)
    assert planted.sequences <= harmless.sequences
    assert planted.controls <= harmless.controls
    assert harmless.controls <= {"\r", "\n"}
    shown = [bool(_VISIBLE.search(screen)) for screen in planted.screens]
    assert [stop for stop, seen in zip(TOUR, shown, strict=True) if stop.planted and not seen] == []
    everything = "\n".join(planted.screens)
    assert planted.colours <= harmless.colours
    for mark in _MARKS:
        assert mark in everything, mark
    unseen = {column for column, mark in MARKS.items() if mark not in everything}
    assert (unseen - set(UNSEEN), set(UNSEEN) - unseen) == (set(), set())
    sys.stdout.write(f"\n{len(TOUR)} stops, {len(harmless.sequences)} kinds of sequences, {len(planted.raw):,} bytes\n")
