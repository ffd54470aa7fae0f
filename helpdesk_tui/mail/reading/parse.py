"""Reading one email: raw bytes in, `ParsedMail` out."""

from __future__ import annotations

from datetime import datetime

from helpdesk_tui.mail.reading.addresses import Mailbox
from helpdesk_tui.mail.reading.facts import Facts, facts
from helpdesk_tui.mail.reading.limits import LIMITS, Limits
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.views import Address, ParsedAttachment, ParsedMail


def parse(raw: bytes, limits: Limits = LIMITS) -> ParsedMail:
    """Read an email within bounds (MG10, rule 6).

    Raises UnreadableMail for what cannot be read, and nothing else. The time and memory that a hostile mail may
    take are bounded by the process it is read in: use `children.ParserPool` for mail from outside.
    """
    return mail_from(facts(raw, limits))


def mail_from(found: Facts) -> ParsedMail:
    """The read model of what was read."""
    return ParsedMail(
        senders=_addresses(found["senders"]),
        to=_addresses(found["to"]),
        cc=_addresses(found["cc"]),
        delivered_to=tuple(dict.fromkeys(compared(address) for address in found["delivered_to"])),
        subject=found["subject"],
        date=datetime.fromisoformat(found["date"]) if found["date"] else None,
        message_id=found["message_id"],
        in_reply_to=tuple(found["in_reply_to"]),
        references=tuple(found["references"]),
        text=found["text"],
        own_lines=found["own_lines"],
        attachments=tuple(
            ParsedAttachment(name, content_type, content, inline, content_id)
            for name, content_type, content, inline, content_id in found["files"]
        ),
        authentication_results=tuple(found["authentication_results"]),
        kind=found["kind"],
        machine=found["machine"],
        reported_ids=tuple(found["reported_ids"]),
        return_path=compared(found["return_path"]) if found["return_path"] else found["return_path"],
        notes=tuple(found["notes"]),
        more_to=tuple(dict.fromkeys(map(compared, found["more_to"]))),
        more_cc=tuple(dict.fromkeys(map(compared, found["more_cc"]))),
        to_cut=found["to_cut"],
        received_by=tuple(found["received_by"]),
        results_below=tuple(found["results_below"]),
        forwarded=_addresses([found["forwarded"]])[0] if found["forwarded"] else None,
        reply_to=_addresses([found["reply_to"]])[0] if found["reply_to"] else None,
        lists=tuple(dict.fromkeys(map(compared, found["lists"]))),
        wrote_to_list=_addresses(found["wrote_to_list"]),
        kind_apart=found["kind_apart"],
        machine_apart=found["machine_apart"],
    )


def _addresses(boxes: list[Mailbox]) -> tuple[Address, ...]:
    return tuple(Address(name, compared(address)) for name, address in boxes)
