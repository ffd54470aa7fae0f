"""A small, believable desk for tests and pictures of the screens: the same every time, its clock at 09:41 on a Monday.

gary is the administrator; anna and john work in Tech, gus in Sales. Tickets 1 to 12 are of six clients; three emails
wait among *Incoming emails*, one of them could not be read.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpdesk_tui.clock import FixedClock
from helpdesk_tui.desk.actions.clients import AddClient, AddClientUser, AddService
from helpdesk_tui.desk.actions.delivery import Heartbeat
from helpdesk_tui.desk.actions.gateways import AddGateway, GatewaySettings, NotePoll
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.actions.parameters import SetPriority, Summarise, ToggleFavourite
from helpdesk_tui.desk.actions.provider import SetProvider
from helpdesk_tui.desk.actions.redirect import Assign, Delay
from helpdesk_tui.desk.actions.reply import Comment, Reply
from helpdesk_tui.desk.actions.setup import AddDepartment, AddStaff, MakeDesk
from helpdesk_tui.desk.door import Desk, make_desk, open_desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.questions import ReadGateways
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import Characteristic, GatewayType

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
NORD, ACME, IVAN, SAKURA, SMITH, OMAR = (
    "info@nordlicht.example", "hans@acme.example", "ivan@pochta.example", "info@sakura.example",
    "j.smith@example.org", "omar@example.org",
)  # fmt: skip
CERTIFICATE, OFFER, MIGRATION, DISCOUNT, DNS, LOGIN, DATABASE, SERVER, MAIL, INVOICE, BACKUP, WAITING = range(1, 13)
"""Numbers of the tickets, oldest first; SERVER has a conversation."""
CONSOLE = b"[ 12.004] reboot: machine restart\n[ 12.901] kernel panic - not syncing\n"
"""The text attachment of SERVER's second email."""

_CLIENTS = (
    (NORD, "Nordlicht GmbH", "DE", Characteristic.PROBLEMATIC, "reseller", "Insists on the telephone; pays late."),
    (ACME, "Acme GmbH", "DE", Characteristic.GOOD, "", "Wants to be told before every reboot."),
    (IVAN, "Иван Петров", "RU", Characteristic.COMMON, "", ""),
    (SAKURA, "株式会社さくら", "JP", Characteristic.GOOD, "", ""),
    (SMITH, "J. Smith", "GB", Characteristic.COMMON, "", ""),
    (OMAR, "Omar Haddad", "MA", Characteristic.COMMON, "trial", ""),
)
_SERVICES = (
    (NORD, "vps-12", "KVM-2", "nordlicht.example", 1200), (ACME, "vps-31", "KVM-2", "acme.example", 1200),
    (ACME, "mail-pro", "Mail 50", "acme.example", 500), (IVAN, "mail-pro", "Mail 5", "pochta.example", 100),
    (SMITH, "vps-7", "KVM-1", "", 600), (OMAR, "dns", "Zone", "omar.example", 0),
)  # fmt: skip
_TICKETS = (
    (4300, ACME, "Tech", "Certificate expires in ten days", "mail-pro", "Will it be renewed by itself?"),
    (3120, NORD, "Sales", "Offer for a second server", "", "Please send us an offer for the same machine again."),
    (2960, SMITH, "Tech", "Migration on Monday", "vps-7", "As agreed, on Monday from 9:00, please."),
    (1800, IVAN, "Sales", "Скидка на второй сервер", "", "Есть ли скидка?"),
    (1490, OMAR, "Tech", "Re: DNS for two domains", "dns", "The second domain does not resolve yet."),
    (700, OMAR, "Tech", "Cannot log in to the control panel any more since the update of last Thursday", "dns",
     "The page only says: something went wrong."),
    (400, NORD, "Tech", "Database does not start after update", "vps-12", "It says: table space missing."),
    (151, ACME, "Tech", "Server unreachable since 07:10", "vps-31",
     "Hello, since about 07:10 we cannot reach the machine, neither ping nor ssh. Console attached.\n\nHans Meier"),
    (62, IVAN, "Tech", "Не приходит почта", "mail-pro", "Добрый день, со вчерашнего дня почта не приходит."),
    (58, SAKURA, "Billing", "請求書について", "", "請求書が届いていません。"),
    (35, SMITH, "Tech", "Backup failed again", "vps-7", "Third night in a row, see the log in the panel."),
    (12, NORD, "Tech", "Still waiting", "vps-12", "Nobody answers the telephone."),
)  # fmt: skip


def furnish(where: str) -> None:
    """Make the desk in this place (a path or URL of an empty database)."""
    clock = FixedClock(NOW - timedelta(days=400))
    make_desk(where, MakeDesk("gary", "Acme support"), clock)
    system = open_desk(where, clock)
    try:
        _people(system)
        _tickets(system, clock)
        _conversation(system, clock)
        _mails(system, clock)
    finally:
        system.close()


def opened(where: str, clock: FixedClock | None = None, rules: SendRules | None = None) -> Desk:
    """The desk in this place, acting as the program itself, its clock at 09:41."""
    return open_desk(where, clock or FixedClock(NOW), rules)


def _people(system: Desk) -> None:
    gary = system.staff("gary")
    # The outbox of these screens holds answers only; the desk's own emails have tests of their own.
    gary.perform(SetProvider("mail_ticket_received", "off"))
    for name, address in (("Tech", "support@desk.example"), ("Sales", "sales@desk.example"), ("Billing", "")):
        gary.perform(AddDepartment(name, address, support_center=name != "Billing"))
    for login, name, departments in (
        ("anna", "Anna Ek", ("Tech", "Billing")), ("john", "John Reed", ("Tech",)), ("gus", "Gus Olsen", ("Sales",)),
    ):  # fmt: skip
        gary.perform(AddStaff(login, name, f"{login}@desk.example", departments=departments))
    for email, name, country, rated, label, comment in _CLIENTS:
        gary.perform(AddClient(email, name, country=country, characteristic=rated, label=label, comment=comment))
    gary.perform(AddClientUser(ACME, "erika@acme.example", "Erika Beck"))
    for client, service, plan, domain, cost in _SERVICES:
        gary.perform(AddService(client, service, plan, domain, cost=cost))
    for name, department in (("support", "Tech"), ("sales", "Sales")):
        settings = GatewaySettings(path=f"/var/mail/{name}")
        gary.perform(AddGateway(name, GatewayType.MAILDIR, f"{name}@desk.example", department, settings))


def _tickets(system: Desk, clock: FixedClock) -> None:
    for minutes, client, department, subject, service, text in _TICKETS:
        clock.at = NOW - timedelta(minutes=minutes)
        system.staff("gary").perform(NewTicket(client, department, subject, text, service))


def _conversation(system: Desk, clock: FixedClock) -> None:
    """What happened to some of the tickets since."""
    gary, anna, john = (system.staff(login) for login in ("gary", "anna", "john"))
    clock.at = NOW - timedelta(minutes=140)
    anna.perform(Take(SERVER))
    anna.perform(Comment(SERVER, "node 4 rebooted by itself, see ticket 7"))
    clock.at = NOW - timedelta(minutes=131)
    anna.perform(Reply(SERVER, "Hello Hans,\n\nthe node restarted at 07:08; we bring your machine up now.\n\nAnna Ek",
                       key="conversation"))  # fmt: skip
    anna.perform(Summarise(SERVER, "node 4"))
    john.perform(Take(LOGIN))
    gary.perform(SetPriority(DATABASE, front=True))
    anna.perform(ToggleFavourite(DNS))
    anna.perform(Delay(MIGRATION, NOW + timedelta(days=2, hours=-1, minutes=19)))
    john.perform(Take(CERTIFICATE))
    john.perform(Reply(CERTIFICATE, "Yes, on the day before.", close=True, key="certificate"))
    gary.perform(Assign(BACKUP, department="Billing"))


def letter(sender: str, subject: str, text: str, *, to: str = "support@desk.example", more: str = "") -> bytes:
    """An email as it comes over the line."""
    name = subject.encode().hex()[:12]
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{name}@mail.example>\r\n{more}"
    return f"{head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()


def deliver(system: Desk, raw: bytes, unit: str, *, gateway: str = "support", broken: bool = False) -> None:
    """An email arrives; a `broken` one could not be read."""
    number = next(g.id for g in system.read(ReadGateways()) if g.name == gateway)
    parsed = None if broken else parse(raw)
    unreadable = "The email could not be read within 10 seconds." if broken else ""
    system.perform(Receive(number, "maildir", unit, raw, hashlib.sha256(raw).hexdigest(), parsed, unreadable))


def unreadable(raw: bytes) -> None:
    """A parser for what cannot be read."""
    raise UnreadableMail("it took more than 10 seconds")


def _mails(system: Desk, clock: FixedClock) -> None:
    console = (
        b"--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nStill nothing. Here is what the console says.\r\n\r\n"
        b"On Mon, 23 Nov 2026 at 07:30, Anna Ek wrote:\r\n> Hello Hans,\r\n> the node restarted at 07:08.\r\n--cut\r\n"
        b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=console.txt\r\n\r\n"
    ) + CONSOLE + b"\r\n--cut--\r\n"  # fmt: skip
    head = (
        f"From: Hans Meier <{ACME}>\r\nTo: support@desk.example\r\nSubject: Re: Server unreachable [#{SERVER}]\r\n"
        "Message-ID: <console@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n"
    ).encode()
    clock.at = NOW - timedelta(minutes=118)
    deliver(system, head + console, "1")
    clock.at = NOW - timedelta(minutes=95)
    deliver(system, letter("Mia Berg <mia@newcomer.example>", "A question before we order",
                           "Hello,\r\n\r\nwe run three shops and look for a new home for them.\r\n"
                           "Do you move the mailboxes too?\r\n\r\nMia Berg"), "2")  # fmt: skip
    clock.at = NOW - timedelta(minutes=20)
    deliver(system, letter("accounts@supplier.example", "Invoice 2026-1104", "Please find our invoice online."), "3")
    clock.at = NOW - timedelta(minutes=9)
    half = b"From: x@broken.example\r\nTo: support@desk.example\r\nSubject: half\r\n\r\n\xff"
    deliver(system, half, "4", broken=True)
    clock.at = NOW - timedelta(minutes=1)
    for gateway in system.read(ReadGateways()):
        system.perform(NotePoll(gateway.id, ""))
    clock.at = NOW
    system.perform(Heartbeat("worker"))


def template(folder: Path) -> Path:
    """A furnished SQLite desk in a folder, to be copied."""
    path = folder / "desk.sqlite"
    furnish(str(path))
    return path
