"""What would become of an email, and why, without doing it (CLI: mail explain)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from helpdesk_tui.cli import files, shapes, tables
from helpdesk_tui.cli.commands import verb
from helpdesk_tui.cli.mail_in import parser
from helpdesk_tui.cli.session import Session, pass_session
from helpdesk_tui.desk.actions.explain import ExplainMail, ExplainStored
from helpdesk_tui.errors import NotFound, Refused
from helpdesk_tui.questions import ReadGateways, ReadRaw
from helpdesk_tui.vocab import MailOutcome

if TYPE_CHECKING:
    from helpdesk_tui.views import MailReport, ParsedMail

_MOST_SHOWN = 40
"""Lines of the new text that are shown; the JSON has all of them."""


@verb(
    "explain",
    acts=(ExplainMail, ExplainStored),
    help="Say what would become of an email, and why, at every gateway or at one; nothing is stored. FILE is the raw"
    " email, - for standard input, or #56 for one that is stored.",
    example="mail explain mail.eml\nmail explain mail.eml --gateway support --json\nmail explain '#56'",
)
@click.argument("file", metavar="FILE")
@click.option("--gateway", metavar="NAME", help="At this gateway only.")
@pass_session
def explain(session: Session, file: str, gateway: str | None) -> None:
    """Explain it."""
    if file.startswith("#") and file[1:].isdecimal():
        _stored(session, int(file[1:]))
        return
    most = session.settings.intake.max_bytes
    raw = files.standard_input().read(most + 1) if file == files.STANDARD else files.read_file(file, most)
    if len(raw) > most:
        raise Refused(f"The email has more than the {most:,} bytes that are taken.", code="too_large")
    parsed, reason = _read(raw)
    reports = list(_at_gateways(session, raw, parsed, reason, gateway))
    session.answer(
        [shapes.mail(one) | {"mail": None, "why": list(one.why)} for one in reports],
        lambda: _tell(reports),
    )


def _at_gateways(
    session: Session, raw: bytes, parsed: ParsedMail | None, reason: str, only: str | None
) -> Iterator[MailReport]:
    from helpdesk_tui.mail.gateways.identity import content_hash, earlier_hash

    desk = session.staff()
    names = [one.name for one in desk.read(ReadGateways(counted=False)) if one.enabled or one.name == only]
    if only is not None and only not in names:
        raise NotFound(f"Gateway {only}")
    if not names:
        raise Refused("There is no mail gateway that is switched on; `gateway add` makes one.", code="no_gateway")
    for name in names if only is None else [only]:
        yield desk.perform(ExplainMail(name, raw, content_hash(raw), parsed, reason, earlier_hash(raw)))


def _stored(session: Session, mail: int) -> None:
    desk = session.staff()
    parsed, reason = _read(desk.read(ReadRaw(mail)))
    why = desk.perform(ExplainStored(mail, parsed, reason))
    session.answer({"mail": mail, "why": list(why)}, lambda: _lines(why))


def _read(raw: bytes) -> tuple[ParsedMail | None, str]:
    """The email read in a child of its own, or why it cannot be."""
    from helpdesk_tui.mail.reading.limits import UnreadableMail

    try:
        with parser() as pool:
            return pool.parse(raw), ""
    except UnreadableMail as unreadable:
        return None, unreadable.reason


def _tell(reports: Sequence[MailReport]) -> None:
    for report in reports:
        tables.mail(report, stored=report.outcome is MailOutcome.DUPLICATE)
        _lines(report.why)
        if report.parsed is not None:
            lines = report.parsed.text.count("\n") + 1 if report.parsed.text else 0
            own, files = report.parsed.own_lines, len(report.parsed.attachments)
            _lines((f"Of {lines} lines of text {own} are newly written; attachments: {files}.", *report.parsed.notes))
            _new_text(report.parsed)


def _new_text(parsed: ParsedMail) -> None:
    """What is newly written of an email, each line behind a bar; and how many lines are folded below it."""
    own = parsed.reply_text.split("\n") if parsed.reply_text else []
    for written in own[:_MOST_SHOWN]:
        tables.line(f"| {written}")
    if len(own) > _MOST_SHOWN:
        tables.line(f"({tables.counted(len(own) - _MOST_SHOWN, 'more line')} of it)")
    folded = sum(1 for line in parsed.text.split("\n")[parsed.own_lines :] if line.strip())
    if folded:
        tables.line(f"({tables.counted(folded, 'line')} below it folded)")


def _lines(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        tables.line(f"  {sentence}")


VERBS = (explain,)
