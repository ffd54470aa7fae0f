"""Who wrote an email: one From with one address names a client, whatever else stands there (MG5, MG11, rule 12)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import DATE, PLAIN, lines
from tests.mail.mails import part

_INCOMING: dict[str, Any] = {"outcome": "incoming", "reason": "unknown sender", "sender_name": ""}
_NOBODY: dict[str, Any] = {"outcome": "incoming", "reason": "no single sender", "sender": "", "sender_name": ""}
_TO = "To: support@desk.example"
_FROM = "From: Hans Meier <hans@acme.example>"


def to_desk(name: str, structure: str, *headings: str | bytes, **values: Any) -> Case:
    body = f"Please restart web2. ({name})"
    raw = part(*headings, "Subject: Server", DATE, *PLAIN, body=lines(body))
    return Case(f"who-{name}", structure, raw, "Server", body, **({"sender_name": "Hans Meier"} | values))


def _from(name: str, structure: str, written: str | bytes, **values: Any) -> Case:
    heading = b"From: " + written if isinstance(written, bytes) else f"From: {written}"
    return to_desk(name, structure, heading, _TO, **values)


CASES: tuple[Case, ...] = (
    _from("plain", "From: an address alone", "hans@acme.example", sender_name=""),
    _from("comment", "From: the name as a comment", "hans@acme.example (Hans Meier)"),
    _from(
        "quoted-name", "From: a name in quotation marks", '"Meier, Hans" <hans@acme.example>', sender_name="Meier, Hans"
    ),
    _from(
        "unquoted-comma",
        "From: a comma in a name without quotation marks",
        "Meier, Hans <hans@acme.example>",
        **_NOBODY,
    ),
    _from(
        "encoded-name",
        "From: an encoded name",
        "=?utf-8?q?J=C3=BCrgen_Meier?= <hans@acme.example>",
        sender_name="Jürgen Meier",
    ),
    _from("capitals", "From: in capitals", "Hans Meier <HANS@ACME.EXAMPLE>"),
    _from("blanks", "From: blanks around the address", "Hans Meier  <  hans@acme.example  >"),
    _from("route", "From: a route before the address (RFC 822)", "Hans Meier <@relay.example:hans@acme.example>"),
    _from("folded", "From: folded", "Hans\r\n Meier\r\n <hans@acme.example>"),
    _from(
        "erika",
        "From: another user of the client",
        "Erika Beck <erika@acme.example>",
        sender="erika@acme.example",
        sender_name="Erika Beck",
    ),
    _from(
        "name-is-an-address",
        "From: a name that is an address, the sender known",
        '"support@bank.example" <hans@acme.example>',
        sender_name="support@bank.example",
    ),
    _from(
        "name-is-hans",
        "From: a name that is a client's address",
        '"hans@acme.example" <eve@evil.example>',
        **_INCOMING | {"sender": "eve@evil.example", "sender_name": "hans@acme.example"},
    ),
    _from(
        "name-is-hans-unquoted",
        "From: a client's address before another",
        "hans@acme.example <eve@evil.example>",
        **_INCOMING | {"sender": "eve@evil.example", "sender_name": "hans@acme.example"},
    ),
    _from(
        "encoded-address",
        "From: an address in an encoded word",
        "=?utf-8?q?hans=40acme=2Eexample?= <eve@evil.example>",
        **_INCOMING | {"sender": "eve@evil.example", "sender_name": "hans@acme.example"},
    ),
    _from(
        "encoded-brackets",
        "From: brackets in an encoded word",
        "=?utf-8?q?=3Chans=40acme=2Eexample=3E?= <eve@evil.example>",
        **_INCOMING | {"sender": "eve@evil.example", "sender_name": "<hans@acme.example>"},
    ),
    _from("two-addresses", "From: two addresses", "Hans <hans@acme.example>, Erika <erika@acme.example>", **_NOBODY),
    _from(
        "two-and-sender",
        "From: two addresses and a Sender",
        "hans@acme.example, eve@evil.example\r\nSender: hans@acme.example",
        **_NOBODY,
    ),
    to_desk("two-headings", "two From headings", "From: hans@acme.example", "From: eve@evil.example", _TO, **_NOBODY),
    to_desk(
        "two-headings-one-empty", "two From headings, one empty", "From: hans@acme.example", "From: ", _TO, **_NOBODY
    ),
    to_desk("same-twice", "the same From twice", _FROM, _FROM, _TO, **_NOBODY),
    to_desk(
        "none",
        "no From",
        "Sender: hans@acme.example",
        "Return-Path: <hans@acme.example>",
        _TO,
        **_NOBODY | {"reason": "no sender"},
    ),
    _from("empty", "From: empty", "", **_NOBODY | {"reason": "no sender"}),
    _from("group", "From: a group of two", "Team: hans@acme.example, erika@acme.example;", **_NOBODY),
    _from("empty-group", "From: an empty group", "Undisclosed:;", **_NOBODY | {"reason": "no sender"}),
    _from("no-domain", "From: no domain", "root", **_NOBODY | {"reason": "no single sender", "sender_name": "root"}),
    to_desk(
        "sender-differs",
        "Sender and Reply-To of others",
        _FROM,
        "Sender: eve@evil.example",
        "Reply-To: eve@evil.example",
        _TO,
    ),
    to_desk(
        "reply-to-is-hans",
        "Reply-To is a client's, From is not",
        "From: eve@evil.example",
        "Reply-To: hans@acme.example",
        "Sender: hans@acme.example",
        _TO,
        **_INCOMING | {"sender": "eve@evil.example"},
    ),
    to_desk(
        "on-behalf",
        "a mail service on behalf of a client",
        'From: "Hans Meier via Forms" <forms@service.example>',
        _TO,
        "X-Original-From: hans@acme.example",
        **_INCOMING | {"sender": "forms@service.example", "sender_name": "Hans Meier via Forms"},
    ),
    to_desk(
        "resent",
        "resent by a client",
        "From: bank@bank.example",
        "Resent-From: hans@acme.example",
        "Resent-To: support@desk.example",
        _TO,
        **_INCOMING | {"sender": "bank@bank.example"},
    ),
    _from("plus-tag", "From: a plus tag", "hans+desk@acme.example", **_INCOMING | {"sender": "hans+desk@acme.example"}),
    _from(
        "sub-domain", "From: a sub-domain", "hans@mail.acme.example", **_INCOMING | {"sender": "hans@mail.acme.example"}
    ),
    _from(
        "longer-domain",
        "From: a domain that goes on",
        "hans@acme.example.evil.example",
        **_INCOMING | {"sender": "hans@acme.example.evil.example"},
    ),
    _from(
        "idna",
        "From: a domain with an umlaut, in UTF-8",
        "info@nördlicht.example",
        **_INCOMING | {"sender": "info@xn--nrdlicht-n4a.example"},
    ),
    _from(
        "idna-ascii",
        "From: a domain with an umlaut, in ASCII",
        "info@xn--nrdlicht-n4a.example",
        **_INCOMING | {"sender": "info@xn--nrdlicht-n4a.example"},
    ),
    _from(
        "idna-capitals",
        "From: a domain with an umlaut, in capitals",
        "INFO@NÖRDLICHT.EXAMPLE",
        **_INCOMING | {"sender": "info@xn--nrdlicht-n4a.example"},
    ),
    _from(
        "homoglyph-domain",
        "From: a Cyrillic letter in the domain",
        "hans@аcme.example",
        **_INCOMING | {"sender": "hans@xn--cme-5cd.example"},
    ),
    _from(
        "homoglyph-name",
        "From: a Cyrillic letter before the @",
        "hаns@acme.example",
        **_INCOMING | {"sender": "hаns@acme.example"},
    ),
    _from(
        "kelvin",
        "From: the Kelvin sign for a k",
        "eri\u212aa@acme.example",
        **_INCOMING | {"sender": "eri\u212aa@acme.example"},
    ),
    _from(
        "wide",
        "From: wide letters in the domain",
        "hans@ａｃｍｅ.example",
        **_NOBODY | {"sender_name": "hans@ａｃｍｅ.example"},
    ),
    _from(
        "wide-stop",
        "From: an ideographic full stop",
        "hans@acme。example",
        **_NOBODY | {"sender_name": "hans@acme。example"},
    ),
    _from(
        "zero-width",
        "From: a zero-width space in the address",
        "ha\u200bns@acme.example",
        **_INCOMING | {"sender": "ha\u200bns@acme.example"},
    ),
    to_desk(
        "results-fail",
        "Authentication-Results of nobody we trust: fail",
        "Authentication-Results: mx.evil.example; dmarc=fail header.from=acme.example",
        _FROM,
        _TO,
    ),
    to_desk(
        "results-forged-pass",
        "Authentication-Results of nobody we trust: pass for a stranger",
        "Authentication-Results: desk.example; dmarc=pass header.from=evil.example",
        "From: eve@evil.example",
        _TO,
        **_INCOMING | {"sender": "eve@evil.example"},
    ),
    to_desk(
        "results-many",
        "Authentication-Results: SPF, DKIM, DMARC, ARC",
        "ARC-Authentication-Results: i=1; mx.example; dmarc=fail",
        "Authentication-Results: mx.example; spf=softfail smtp.mailfrom=x; dkim=none; dmarc=none",
        "Received-SPF: fail",
        _FROM,
        _TO,
    ),
)
