"""Emails that come in: polled, or handed in by a mail server; and their originals."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import files, output, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.cli.values import ORIGINAL
from helpdesk_tui.errors import DeskError, Refused, StorageFailed
from helpdesk_tui.questions import ReadRaw

if TYPE_CHECKING:
    from helpdesk_tui.desk.door import Desk
    from helpdesk_tui.mail.parsers.children import ParserPool
    from helpdesk_tui.views import MailReport, ParsedMail

_LOOK_SECONDS = 1.0


@verb(
    "poll",
    help="Poll the mail gateways and say what became of each email; without --once until it is stopped.",
    example="mail poll --once --gateway support",
)
@click.option("--once", is_flag=True, help="Poll each gateway once, then end.")
@click.option("--gateway", metavar="NAME", help="This gateway only.")
@pass_session
def poll(session: Session, once: bool, gateway: str | None) -> None:
    """Poll; a gateway that fails does not stop the others."""
    from helpdesk_tui.cli.polling import Poller
    from helpdesk_tui.mail.parsers.children import ParserPool

    with ParserPool(session.settings.intake.workers) as pool, stopped_by_signals() as stop:
        poller = Poller(session, pool, stop)
        if once:
            poller.once(gateway)
            return
        with poller.keeping():
            poller.due(gateway, at_once=True)
            while not stop.wait(_LOOK_SECONDS):
                poller.due(gateway)


@verb(
    "deliver",
    help="Take one email from standard input: what a mail server runs. Ends with 0 once it is stored, with 65 when it"
    " is too large, and with 75, so that the server keeps it, whatever else goes wrong.",
    example="mail deliver --gateway support < mail.eml",
    for_mta=True,
)
@click.option("--gateway", metavar="NAME", required=True, help="The gateway it came for.")
@pass_session
def deliver(session: Session, gateway: str) -> None:
    """Take it; the child that parses starts while this process still loads what it needs to store."""
    from helpdesk_tui.mail.parsers.children import ParserPool

    with ParserPool(1) as pool:
        report, error = _deliver(session, gateway, pool)
    with contextlib.suppress(output.ReaderGone, DeskError):  # it is stored: the server must not hear otherwise
        tell(session, report)
    if error is not None:
        raise error


@verb(
    "lmtp",
    help="Listen for a mail server that hands emails in by LMTP, until it is stopped. Each is answered with 250 only"
    " once it is stored. By default at the place of the gateway's settings. LMTP has no login: whoever reaches the"
    " place can hand emails in.",
    example="mail lmtp --gateway support --listen unix:/run/helpdesk/lmtp.sock",
)
@click.option("--listen", "where", metavar="HOST:PORT|unix:PATH", help="Where to listen.")
@click.option("--gateway", metavar="NAME", required=True, help="The gateway it comes for.")
@pass_session
def lmtp(session: Session, where: str | None, gateway: str) -> None:
    """Listen; whatever is being stored when a signal comes is stored and answered."""
    from helpdesk_tui.mail.gateways.lmtp import serve
    from helpdesk_tui.mail.gateways.lmtp_place import WARNING, place_named, place_of
    from helpdesk_tui.mail.owner import owner_name
    from helpdesk_tui.mail.parsers.children import ParserPool
    from helpdesk_tui.mail.parsers.handed_in import gateway_named

    place = None if where is None else place_named(where)
    found = gateway_named(session.desk, gateway)
    if not found.enabled:
        raise Refused(f"Gateway {gateway} is switched off.", code="switched_off")
    place = place or place_of(found)
    if place.open_to_others:
        output.complain(WARNING.format(place))
    intake = session.settings.intake
    with ParserPool(intake.workers) as pool, stopped_by_signals() as stop:
        serve(session.desk, found, place, pool, owner=owner_name(), max_bytes=intake.max_bytes,
              report=teller(session), tell=output.complain, stop=stop)  # fmt: skip


def _deliver(session: Session, name: str, pool: ParserPool) -> tuple[MailReport, DeskError | None]:
    from helpdesk_tui.desk.actions.gateways import NotePoll
    from helpdesk_tui.mail.gateways.pipe import read_mail
    from helpdesk_tui.mail.gateways.polling import receive
    from helpdesk_tui.mail.gateways.sources import Oversize
    from helpdesk_tui.mail.parsers.handed_in import gateway_at_work, understood

    error: Oversize | None = None
    try:
        raw = read_mail(files.standard_input(), session.settings.intake.max_bytes)
    except Oversize as large:
        raw, error = large.head, large
    parsed, reason = understood(pool, raw, error.size if error else 0)
    found = gateway_at_work(session.desk, name)
    report = receive(session.desk, found.id, "pipe", "", raw, parsed, reason, head_only=error is not None)
    with contextlib.suppress(DeskError):  # it is stored: the server must not hear otherwise
        session.desk.perform(NotePoll(found.id))  # MG1: that mail came counts as a poll, as with a listener
    return report, error


@verb("raw", help="Write the stored original of an email, byte for byte.", example="mail raw 56 > mail.eml")
@click.argument("mail", type=ORIGINAL)
@pass_session
def raw(session: Session, mail: int) -> None:
    """Write it to a file or a program, never to a terminal."""
    files.pour(session.staff().read(ReadRaw(mail)))


def reparsed(desk: Desk, mail: int) -> ParsedMail:
    """A stored email, read again; raises UnusableData when it cannot be read."""
    with parser() as pool:
        return pool.parse(desk.read(ReadRaw(mail)))


@contextlib.contextmanager
def parser() -> Iterator[ParserPool]:
    """A single parser child."""
    from helpdesk_tui.mail.parsers.children import ParserPool

    with ParserPool(1) as pool:
        yield pool


def tell(session: Session, report: MailReport) -> None:
    """What became of an email: JSON for programs, a line for a person at a terminal."""
    if session.json or not output.is_terminal(sys.stdout):
        output.say_json(shapes.mail(report))
    else:
        tables.mail(report)


def teller(session: Session) -> Callable[[MailReport], None]:
    """Tells of each email as `tell` does; a log that nobody reads any more, or that is full, stops no mail."""
    listening = True

    def report(mail: MailReport) -> None:
        nonlocal listening
        if listening:
            try:
                tell(session, mail)
            except output.ReaderGone:
                listening = False
            except StorageFailed as full:
                output.complain(full.sentence)

    return report


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM, SIGINT and SIGHUP set, so that what is being done is done to its end."""
    stop = threading.Event()
    names = ("SIGTERM", "SIGINT", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


VERBS = (poll, deliver, lmtp, raw)
