"""How emails name the ticket they belong to, rightly and wrongly, and who may get into it (MG8, rule 15)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER, FIRST_MAIL, OMARS_ANSWER
from tests.mail.corpus.written import PLAIN, headed, lines
from tests.mail.mails import part

_TEXT = "It is the second one."
_OMAR = "Omar Haddad <omar@example.org>"
_ERIKA = "Erika Beck <erika@acme.example>"
_STRANGER = "Eve <eve@evil.example>"
_NEW: dict[str, Any] = {"outcome": "ticket_created", "ticket": 3}
_STRANGE: dict[str, Any] = {"outcome": "incoming", "reason": "unknown sender"}
# Signed by the desk, sent, and no longer in its tables.
_SIGNED = "<t1.lost.7482d8ed31e3de4509d9f3d311d05c4e@desk.example>"
_SIGNED_FOR_NOBODY = "<t99.lost.0fe226e9c60e8f1f769d6ae20d4cd47d@desk.example>"
_FORGED = "<t1.corpus.ffffffffffffffffffffffffffffffff@desk.example>"


def _mail(name: str, structure: str, subject: str, *headings: str, by: str = "Hans Meier <hans@acme.example>",
          under: str = "", **values: Any) -> Case:  # fmt: skip
    raw = part(*headed(name, subject, *headings, sender=by), *PLAIN, body=lines(f"{_TEXT} ({name})"))
    if under:
        raw = raw.replace(f"<{name}@acme.example>".encode(), under.encode())
    shown, _, address = by.rpartition(" <")
    plain: dict[str, Any] = {"sender": address.rstrip(">"), "sender_name": shown}
    return Case(f"thread-{name}", structure, raw, subject, f"{_TEXT} ({name})", **(plain | values))


def _by(how: str, ticket: int = 1) -> dict[str, Any]:
    return {"outcome": "reply_added", "reason": how, "ticket": ticket}


_OURS = _by("by Message-ID")
_NUMBER = _by("by the number in the subject")
_MANY = " ".join(f"<{number}@list.example>" for number in range(400))

_REFERENCES = (
    _mail("reply-to-alone", "In-Reply-To alone", "Server", f"In-Reply-To: {ANSWER}", **_OURS),
    _mail("references-alone", "References alone", "Server", f"References: {ANSWER}", **_OURS),
    _mail(
        "ours-in-the-middle",
        "ours in the middle of References",
        "Server",
        f"References: <a@b.example> {ANSWER} <c@d.example>",
        "In-Reply-To: <c@d.example>",
        **_OURS,
    ),
    _mail("four-hundred", "four hundred References, ours the last", "Server", f"References: {_MANY} {ANSWER}", **_OURS),
    _mail(
        "four-hundred-first",
        "four hundred References, ours the first",
        "Server",
        f"References: {ANSWER} {_MANY}",
        **_by("carries our signature"),
    ),
    _mail(
        "folded", "folded References", "Server", f"References: <a@b.example>\r\n\t<c@d.example>\r\n {ANSWER}", **_OURS
    ),
    _mail("folded-after-the-name", "In-Reply-To folded at once", "Server", f"In-Reply-To:\r\n {ANSWER}", **_OURS),
    _mail(
        "without-blanks",
        "References without blanks between",
        "Server",
        f"References: <a@b.example>{ANSWER}<c@d.example>",
        **_OURS,
    ),
    _mail("commas", "References with commas", "Server", f"References: <a@b.example>, {ANSWER}", **_OURS),
    _mail(
        "phrase",
        "In-Reply-To with words (RFC 822)",
        "Server",
        f'In-Reply-To: Your message of "Sat, 11 Apr 2026" {ANSWER}',
        **_OURS,
    ),
    _mail("without-brackets", "In-Reply-To without brackets", "Server", f"In-Reply-To: {ANSWER.strip('<>')}", **_OURS),
    _mail(
        "two-headings",
        "two In-Reply-To headings",
        "Server",
        "In-Reply-To: <a@b.example>",
        f"In-Reply-To: {ANSWER}",
        **_OURS,
    ),
    _mail("lower-case-name", "headings in lower case", "Server", f"in-reply-to: {ANSWER}", **_OURS),
    _mail("capitals", "our id in capitals", "Server", f"In-Reply-To: {ANSWER.upper()}", **_by("carries our signature")),
    _mail(
        "other-domain",
        "our id under another domain",
        "Server",
        f"In-Reply-To: {ANSWER.replace('desk', 'old-desk')}",
        **_by("carries our signature"),
    ),
    _mail(
        "signed",
        "an id that we signed and no longer know",
        "Server",
        f"In-Reply-To: {_SIGNED}",
        **_by("carries our signature"),
    ),
    _mail(
        "signed-among-others",
        "an id that we signed and no longer know, in References",
        "Server",
        f"References: <a@b.example> {_SIGNED} <c@d.example>",
        **_by("carries our signature"),
    ),
    _mail(
        "signed-erika",
        "an id that we signed and no longer know, from another user",
        "Server",
        f"In-Reply-To: {_SIGNED}",
        by=_ERIKA,
        **_by("carries our signature"),
    ),
    _mail(
        "signed-for-nobody",
        "a signed id of a ticket that is no more",
        "Server",
        f"In-Reply-To: {_SIGNED_FOR_NOBODY}",
        **_NEW,
    ),
    _mail("forged", "an id like ours with a false signature", "Server", f"In-Reply-To: {_FORGED}", **_NEW),
    _mail("unsigned", "an id like ours without signature", "Server", "In-Reply-To: <t1.corpus@desk.example>", **_NEW),
    _mail(
        "garbage",
        "garbage in References",
        "Server",
        "References: <<>> <@> <a b> ,,, <x",
        "In-Reply-To: Server down",
        **_NEW,
    ),
    _mail("empty", "empty In-Reply-To", "Server", "In-Reply-To: ", "References: ", **_NEW),
    _mail(
        "thread-index",
        "Exchange's Thread-Index alone",
        "Server",
        "Thread-Index: AdyKx0dQ1m2cZ0qVQ+2mQy7w",
        "Thread-Topic: Server",
        **_NEW,
    ),
    _mail(
        "clients-first",
        "the client's first email named",
        "Server",
        f"In-Reply-To: {FIRST_MAIL}",
        **_by("client's earlier"),
    ),
    _mail(
        "ours-and-clients",
        "the client's email newer than ours",
        "Server",
        f"References: {ANSWER} {FIRST_MAIL}",
        **_by("client's earlier"),
    ),
    _mail("under-our-id", "an email that comes under an id of ours", "Server", under=_SIGNED, **_NEW),
    _mail("erika", "another user of the same client", "Server", f"In-Reply-To: {ANSWER}", by=_ERIKA, **_OURS),
    _mail("omar-quotes-ours", "another client names our id", "Server", f"In-Reply-To: {ANSWER}", by=_OMAR, **_NEW),
    _mail(
        "omars-own",
        "another client's own ticket",
        "Invoice",
        f"In-Reply-To: {OMARS_ANSWER}",
        by=_OMAR,
        **_by("by Message-ID", 2),
    ),
    _mail("hans-names-both", "ids of two clients' tickets", "Server", f"References: {ANSWER} {OMARS_ANSWER}", **_OURS),
    _mail(
        "stranger-quotes-ours", "a stranger names our id", "Server", f"In-Reply-To: {ANSWER}", by=_STRANGER, **_STRANGE
    ),
)

_SUBJECTS = (
    *(
        _mail(f"token-{name}", f"number in the subject: {name}", subject, **_NUMBER)
        for name, subject in (
            ("plain", "Server down [#1]"),
            ("re", "RE: Server down [#1]"),
            ("aw", "AW: WG: Server down [#1]"),
            ("alone", "[#1]"),
            ("first", "[#1] Server down"),
            ("glued", "Server down[#1]"),
            ("blanks", "Server down [ #1 ]"),
            ("other-desk", "Re: [ACME-77] Server down [#1]"),
            ("two-of-mine", "Re: [#1] again [#1]"),
            ("of-two-desks", "Re: Server down [#1] [#4711]"),
            ("of-two-clients", "Re: Server down [#1] [#2]"),
        )
    ),
    *(
        _mail(f"no-token-{name}", f"no number in the subject: {name}", subject, **_NEW)
        for name, subject in (
            ("zeros", "Server down [#0001]"),
            ("huge", "Server down [#99999999999999999999]"),
            ("none-such", "Server down [#77]"),
            ("no-hash", "Server down [1]"),
            ("no-brackets", "Server down #1"),
            ("negative", "Server down [#-1]"),
            ("zero", "Server [#0]"),
            ("letters", "Server down [#1a]"),
            ("wide", "Server down [#１]"),
            ("open", "Server down [#1"),
            ("same-words", "Server down"),
        )
    ),
    _mail("token-encoded", "number in a subject of raw UTF-8", "Re: Gerät aus [#1]", **_NUMBER),
    _mail(
        "token-and-reference",
        "number of one, id of another of one's own",
        "Re: x [#1]",
        f"In-Reply-To: {FIRST_MAIL}",
        **_by("client's earlier"),
    ),
    _mail(
        "token-of-another",
        "id of one's own, number of another client's",
        "Re: Invoice [#2]",
        f"In-Reply-To: {ANSWER}",
        **_OURS,
    ),
    _mail("token-alone-of-another", "number of another client's ticket alone", "Invoice 17 [#2]", **_NEW),
    _mail("token-erika", "another user of the same client, by number", "Re: Server down [#1]", by=_ERIKA, **_NUMBER),
    _mail("token-omar", "another client, by number", "Re: Server down [#1]", by=_OMAR, **_NEW),
    _mail("token-stranger", "a stranger, by number", "Re: Server down [#1]", by=_STRANGER, **_STRANGE),
    _mail(
        "token-stranger-like-hans",
        "a stranger in a client's name, by number",
        "Re: Server down [#1]",
        by="Hans Meier <hans.meier@evil.example>",
        **_STRANGE,
    ),
)

CASES: tuple[Case, ...] = (*_REFERENCES, *_SUBJECTS)
