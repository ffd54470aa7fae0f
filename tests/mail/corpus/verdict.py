"""What differs between a case and what the program reads and does; empty when it is right."""

from __future__ import annotations

from helpdesk_tui.mail.reading.limits import UnreadableMail
from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.views import MailReport, ParsedMail
from tests.mail.corpus.case import Case, File
from tests.mail.corpus.desk import CorpusDesk


def differences(case: Case, desk: CorpusDesk) -> list[tuple[str, object, object]]:
    """Field, what was expected, what was found: of reading, then of what the desk makes of it."""
    try:
        parsed = parse(case.raw)
    except UnreadableMail as unreadable:
        found = [] if case.unreadable else [("unreadable", "", unreadable.reason)]
        return found + of_outcome(case, desk.becomes(case.raw, None, unreadable.reason))
    report = desk.becomes(case.raw, parsed)
    # As the desk takes it: of what a list of its own passes on, who wrote it.
    return of_reading(case, report.parsed or parsed) + of_outcome(case, report)


def of_reading(case: Case, parsed: ParsedMail) -> list[tuple[str, object, object]]:
    """What differs in what stands in the email."""
    sender = parsed.senders[0] if len(parsed.senders) == 1 else None
    files = tuple(File(file.name, file.content_type, file.content) for file in parsed.attachments)
    pairs: list[tuple[str, object, object]] = [
        ("unreadable", case.unreadable, False),
        ("sender", case.sender, sender.address if sender else ""),
        ("sender_name", case.sender_name, sender.name if sender else ""),
        ("subject", case.subject, parsed.subject),
        ("text", case.text.strip(), parsed.text.strip()),
        ("reply", case.written, parsed.reply_text),
        ("files", case.files, files),
        ("kind", case.kind, parsed.kind),
    ]
    if case.date is not None:
        pairs.append(("date", case.date, parsed.date.isoformat() if parsed.date else ""))
    return [pair for pair in pairs if pair[1] != pair[2]]


def of_outcome(case: Case, report: MailReport) -> list[tuple[str, object, object]]:
    """What differs in what the desk makes of it."""
    differing: list[tuple[str, object, object]] = []
    if report.outcome.value != case.outcome:
        differing.append(("outcome", case.outcome, f"{report.outcome.value}: {report.reason}"))
    if case.reason not in report.reason:
        differing.append(("reason", case.reason, report.reason))
    if case.ticket is not None and report.ticket != case.ticket:
        differing.append(("ticket", case.ticket, report.ticket))
    return differing
