"""To whom an email was sent: the To heading names the gateway, and nothing else does (MG4)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.identity import to_desk

_FROM = "From: Hans Meier <hans@acme.example>"
_NUMBER: dict[str, Any] = {"outcome": "reply_added", "reason": "by the number in the address", "ticket": 1}
_OMAR: dict[str, Any] = {"sender": "omar@example.org", "sender_name": "", "ticket": 3}
_STRANGER: dict[str, Any] = {
    "sender": "eve@evil.example",
    "sender_name": "",
    "outcome": "incoming",
    "reason": "unknown",
}
_WRONG: dict[str, Any] = {"outcome": "ignored", "reason": "not addressed to support@desk.example"}

CASES: tuple[Case, ...] = (
    to_desk("to-number", "To: a ticket's number in the address", _FROM, "To: support+t1@desk.example", **_NUMBER),
    to_desk("to-number-capitals", "To: the number in capitals", _FROM, "To: Support+T1@DESK.EXAMPLE", **_NUMBER),
    to_desk("to-number-named", "To: the number, with a name", _FROM, 'To: "Desk" <support+t1@desk.example>', **_NUMBER),
    to_desk("to-number-none", "To: the number of no ticket", _FROM, "To: support+t99@desk.example", ticket=3),
    to_desk("to-number-zero", "To: a zero", _FROM, "To: support+t0@desk.example", **_WRONG),
    to_desk("to-number-letters", "To: a number with letters", _FROM, "To: support+t1x@desk.example", **_WRONG),
    to_desk(
        "to-number-omar",
        "To: the number of another client's ticket",
        "From: omar@example.org",
        "To: support+t1@desk.example",
        **_OMAR,
    ),
    to_desk(
        "to-number-stranger",
        "To: a number, from a stranger",
        "From: eve@evil.example",
        "To: support+t1@desk.example",
        **_STRANGER,
    ),
    to_desk(
        "to-number-elsewhere", "To: a number at an address of nobody", _FROM, "To: other+t1@desk.example", **_WRONG
    ),
    to_desk("to-other", "To: somebody else", _FROM, "To: info@desk.example", **_WRONG),
    to_desk("to-missing", "no To", _FROM, **_WRONG),
    to_desk("to-empty", "To: empty", _FROM, "To: ", **_WRONG),
    to_desk(
        "to-undisclosed",
        "To: undisclosed recipients",
        _FROM,
        "To: undisclosed-recipients:;",
        "Delivered-To: support@desk.example",
        **_WRONG,
    ),
    to_desk("to-cc", "Cc alone", _FROM, "To: erika@acme.example", "Cc: support@desk.example", **_WRONG),
    to_desk("to-bcc", "Bcc alone", _FROM, "To: erika@acme.example", "Bcc: support@desk.example", **_WRONG),
    to_desk(
        "to-alias",
        "To: an alias",
        _FROM,
        "To: help@desk.example",
        "X-Original-To: help@desk.example",
        "Delivered-To: support@desk.example",
        **_WRONG,
    ),
    to_desk(
        "to-name-only", "To: the address as a name", _FROM, 'To: "support@desk.example" <info@desk.example>', **_WRONG
    ),
    to_desk("to-plus", "To: a plus tag", _FROM, "To: support+1@desk.example", **_WRONG),
    to_desk("to-sub-domain", "To: a sub-domain", _FROM, "To: support@mail.desk.example", **_WRONG),
    to_desk("to-named", "To: with a name", _FROM, 'To: "Support, Example Hosting" <support@desk.example>'),
    to_desk("to-capitals", "To: in capitals", _FROM, "To: SUPPORT@Desk.Example"),
    to_desk(
        "to-many", "To: among others", _FROM, "To: erika@acme.example, support@desk.example, info@nordlicht.example"
    ),
    to_desk(
        "to-three-hundred",
        "To: behind three hundred others",
        _FROM,
        "To: " + ",\r\n ".join(f"user{number}@acme.example" for number in range(300)) + ",\r\n support@desk.example",
    ),
    to_desk("to-group", "To: in a group", _FROM, "To: Desks: info@x.example, support@desk.example;"),
    to_desk(
        "to-unquoted-comma",
        "To: a comma in a name without quotation marks",
        _FROM,
        "To: Support, Desk <support@desk.example>",
    ),
    to_desk("to-semicolons", "To: divided by semicolons", _FROM, "To: erika@acme.example; support@desk.example"),
    to_desk(
        "to-second-heading", "To: in a second heading", _FROM, "To: erika@acme.example", "To: support@desk.example"
    ),
    to_desk("to-both-gateways", "To: both gateways", _FROM, "To: support@desk.example, sales@desk.example", ticket=3),
    to_desk(
        "to-both-other-first",
        "To: both gateways, this one last",
        _FROM,
        "To: sales@desk.example",
        "To: support@desk.example",
        ticket=3,
    ),
    to_desk("to-folded", "To: folded in the middle", _FROM, "To: Example Hosting\r\n\t<support@desk.example>"),
    to_desk("to-encoded-name", "To: with an encoded name", _FROM, "To: =?utf-8?b?SGlsZmU=?= <support@desk.example>"),
    to_desk(
        "to-lower-case-heading",
        "headings in odd capitals",
        "FROM: Hans Meier <hans@acme.example>",
        "tO: support@desk.example",
    ),
    to_desk("to-our-secret", "To: the client's own address, Bcc taken away", _FROM, "To: hans@acme.example", **_WRONG),
)
