"""Invitations and what else comes as a calendar (MG10)."""

from __future__ import annotations

from dataclasses import replace

from tests.mail.corpus.case import Case, File
from tests.mail.corpus.letters import around, letter, read
from tests.mail.mails import file_part, multipart, part, text_part

_TEXT = text_part("The disk is full.")


def _calendar(*lines: str, method: str = "REQUEST", event: str = "VEVENT") -> str:
    return "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            f"METHOD:{method}",
            "BEGIN:VTIMEZONE",
            "TZID:Europe/Berlin",
            "DTSTART:19700101T000000",
            "END:VTIMEZONE",
            f"BEGIN:{event}",
            *lines,
            f"END:{event}",
            "END:VCALENDAR",
            "",
        )
    )


_MOVE = _calendar(
    "SUMMARY:Server move\\, part 2",
    "DTSTART;TZID=Europe/Berlin:20260420T140000",
    "DTEND;TZID=Europe/Berlin:20260420T153000",
    "LOCATION:Room 3\\nFloor 2",
    'ORGANIZER;CN="Meier, Hans":mailto:hans@acme.example',
    "DESCRIPTION:Bring the ke",
    " ys.\\nHans",
)
_SAID = (
    "Invitation: Server move, part 2\nWhen: 2026-04-20 14:00 to 15:30 (Europe/Berlin)\nWhere: Room 3 Floor 2\n"
    "Organizer: Meier, Hans <hans@acme.example>"
)


def _invited(name: str, structure: str, calendar: str, text: str, method: str = "REQUEST") -> Case:
    raw = letter(f"Content-Type: text/calendar; charset=utf-8; method={method}", body=calendar)
    return read(name, structure, raw, text, files=(File("attachment-1.ics", "text/calendar", calendar.encode()),))


def _answered(name: str, structure: str, calendar: str, text: str, method: str) -> Case:
    """What a calendar answers by itself."""
    return replace(_invited(name, structure, calendar, text, method), kind="auto", outcome="ignored")


CASES = (
    _invited("invitation-alone", "an invitation alone", _MOVE, f"{_SAID}\n\nBring the keys.\nHans"),
    read(
        "invitation-beside-text",
        "an invitation beside a text",
        around(
            multipart(
                "alternative",
                _TEXT,
                text_part("<p>The disk is full.", "html"),
                part("Content-Type: text/calendar; method=REQUEST; name=invite.ics", body=_MOVE),
            )
        ),
        f"{_SAID}\n\nThe disk is full.",
        files=(File("invite.ics", "text/calendar", _MOVE.encode()),),
    ),
    read(
        "invitation-attached-too",
        "an invitation shown and attached (Google)",
        around(
            multipart(
                "mixed",
                multipart(
                    "alternative", _TEXT, part("Content-Type: text/calendar; method=REQUEST", body=_MOVE), boundary="in"
                ),
                file_part("invite.ics", _MOVE.encode(), "application/ics"),
            )
        ),
        f"{_SAID}\n\nThe disk is full.",
        files=(
            File("attachment-1.ics", "text/calendar", _MOVE.encode()),
            File("invite.ics", "application/ics", _MOVE.encode()),
        ),
    ),
    read(
        "calendar-attached",
        "a calendar attached to a text",
        around(multipart("mixed", _TEXT, file_part("plan.ics", _MOVE.encode(), "text/calendar"))),
        "The disk is full.",
        files=(File("plan.ics", "text/calendar", _MOVE.encode()),),
    ),
    _answered(
        "invitation-accepted",
        "an answer to an invitation",
        _calendar(
            "ATTENDEE;PARTSTAT=ACCEPTED;CN=Hans:mailto:hans@acme.example",
            "SUMMARY:Server move",
            "DTSTART:20260420T120000Z",
            method="REPLY",
        ),
        "Accepted: Server move\nWhen: 2026-04-20 12:00 (UTC)",
        "REPLY",
    ),
    _invited(
        "invitation-cancelled",
        "an invitation taken back",
        _calendar("SUMMARY:Server move", "DTSTART;VALUE=DATE:20260420", "DTEND;VALUE=DATE:20260421", method="CANCEL"),
        "Cancelled: Server move\nWhen: 2026-04-20",
        "CANCEL",
    ),
    _invited(
        "invitation-of-days",
        "an invitation to several days",
        _calendar("SUMMARY:Fair", "DTSTART;VALUE=DATE:20260420", "DTEND;VALUE=DATE:20260423", "RRULE:FREQ=YEARLY"),
        "Invitation: Fair\nWhen: 2026-04-20 to 2026-04-22, repeated",
    ),
    _invited(
        "task",
        "a task in a calendar",
        _calendar("SUMMARY:Pay", "DUE:20260420T120000Z", event="VTODO"),
        "Invitation: Pay\nWhen: 2026-04-20 12:00 (UTC)",
    ),
    _invited("calendar-without-an-event", "a calendar without an event", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ""),
    _invited(
        "calendar-that-is-hostile",
        "a calendar that takes long",
        _calendar(*["A" + ";" * 600, "A" + ';"a"' * 600] * 40, "SUMMARY:Late"),
        "Invitation: Late",
    ),
    _invited(
        "calendar-of-nonsense",
        "a calendar of nonsense",
        _calendar("SUMMARY", ":x", "DTSTART:99999999T999999", "DTEND;VALUE=DATE:00010101", 'LOCATION;X="a:b":Hall'),
        "Invitation: (no title)\nWhere: Hall",
    ),
)
