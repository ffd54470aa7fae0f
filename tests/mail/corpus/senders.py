"""From headings: who wrote it, and who it is not (MG5, MG11, rule 12)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import read
from tests.mail.mails import Text, as_bytes, part

_HANS = "<hans@acme.example>"

# What is special, the From heading as it stands, the name; the address is Hans's.
_ONE: tuple[tuple[str, Text, str], ...] = (
    ("an address alone", "hans@acme.example", ""),
    ("an address in brackets alone", "<hans@acme.example>", ""),
    ("no space before the bracket", "Hans Meier<hans@acme.example>", "Hans Meier"),
    ("a name in quotes", f'"Meier, Hans (Acme)" {_HANS}', "Meier, Hans (Acme)"),
    ("quotes within a quoted name", f'"Hans \\"Hansi\\" Meier" {_HANS}', 'Hans "Hansi" Meier'),
    ("a name in single quotes", f"'Hans Meier' {_HANS}", "'Hans Meier'"),
    ("comments (RFC 5322)", "Hans (der Chef) Meier <hans@acme.example> (Acme)", "Hans Meier"),
    ("nested comments", "hans@acme.example (Hans (sen.) Meier)", "Hans (sen.) Meier"),
    ("capitals in the address", "Hans Meier <HANS@Acme.EXAMPLE>", "Hans Meier"),
    ("a folded From", "Hans\r\n Meier\r\n\t<hans@acme.example>", "Hans Meier"),
    ("a dot in a name", f"Dr. H. Meier {_HANS}", "Dr. H. Meier"),
    ("a group of one (RFC 6854)", f"Acme: Hans Meier {_HANS};", "Hans Meier"),
    ("a source route", "Hans <@relay.example,@mx.example:hans@acme.example>", "Hans"),
    ("mailto in the brackets", "Hans <mailto:hans@acme.example>", "Hans"),
    ("spaces in the brackets", "Hans < hans@acme.example >", "Hans"),
    ("a needlessly quoted local part", 'Hans <"hans"@acme.example>', "Hans"),
    ("a dot behind the domain", "Hans <hans@acme.example.>", "Hans"),
    (
        "an encoded name with a line end, a colon and an @",
        f"=?utf-8?Q?Hans=0D=0ABcc:_eve@evil.example?= {_HANS}",
        "Hans Bcc: eve@evil.example",
    ),
    (
        "an encoded name with an @ in two words",
        f"=?utf-8?Q?H=C3=A4ns@?= =?utf-8?Q?Acme:_web?= {_HANS}",
        "Häns@Acme: web",
    ),
    ("an encoded name that is an address", f"=?utf-8?Q?eve@evil.example?= {_HANS}", "eve@evil.example"),
    ("an encoded name with a comma and a semicolon", f"=?utf-8?Q?Meier,_Hans;_Acme?= {_HANS}", "Meier, Hans; Acme"),
    ("a name that is the address", '"hans@acme.example" <hans@acme.example>', "hans@acme.example"),
    ("a name that holds another address", '"omar@example.org" <hans@acme.example>', "omar@example.org"),
    ("a name that holds another mailbox", '"Omar <omar@example.org>" <hans@acme.example>', "Omar <omar@example.org>"),
    ("a tab behind the colon", "\thans@acme.example", ""),
    ("a backslash in a name", f'"Hans \\\\ Meier" {_HANS}', "Hans \\ Meier"),
    ("a name of white space", f'"  " {_HANS}', ""),
)

# What is special, the From heading, its outcome and reason, address and name where there is one of somebody else.
_OTHERS: tuple[tuple[str, Text, str, str, str], ...] = (
    ("several From addresses", "Hans <hans@acme.example>, Omar <omar@example.org>", "no single sender", "", ""),
    ("an empty From", "", "no sender", "", ""),
    ("an empty angle", "<>", "no sender", "", ""),
    ("a From without an address", "Hans Meier", "no single sender", "", "Hans Meier"),
    ("a group of nobody", "undisclosed-recipients:;", "no sender", "", ""),
    (
        "two addresses in one angle",
        "Hans <hans@acme.example omar@example.org>",
        "no single sender",
        "",
        "Hans hans@acme.example omar@example.org",
    ),
    ("an address behind the angle", "<hans@acme.example> omar@example.org", "no single sender", "", ""),
    (
        "an address before the angle",
        "hans@acme.example <omar2@example.org>",
        "unknown sender",
        "omar2@example.org",
        "hans@acme.example",
    ),
    ("a quoted local part", 'H <"hans meier"@acme.example>', "unknown sender", '"hans meier"@acme.example', "H"),
    ("a plus tag", "Hans <hans+desk@acme.example>", "unknown sender", "hans+desk@acme.example", "Hans"),
    ("a domain in wide letters", "Hans <hans@ａcme.example>", "no single sender", "", "Hans hans@ａcme.example"),
    (
        "an IDNA domain in Unicode",
        "Jürgen <jürgen@bücher.example>",
        "unknown sender",
        "jürgen@xn--bcher-kva.example",
        "Jürgen",
    ),
    ("an IDNA domain in ASCII", "info@XN--BCHER-KVA.example", "unknown sender", "info@xn--bcher-kva.example", ""),
    ("a domain literal", "root@[192.0.2.7]", "unknown sender", "root@[192.0.2.7]", ""),
    (
        "an encoded name and two addresses",
        "=?utf-8?Q?Hans@?= <hans@acme.example> <omar@example.org>",
        "no single sender",
        "",
        "",
    ),
    ("a local part alone", "root", "no single sender", "", "root"),
    ("words beside a bare address", "Hans hans@acme.example", "no single sender", "", ""),
    ("an unquoted comma in a name", "Meier, Hans <hans@acme.example>", "no single sender", "", ""),
    ("NUL in the address", b"Hans <hans\x00@acme.example>", "no single sender", "", "Hans hans@acme.example"),
)


def _from(value: Text, *more: Text, body: str = "Please help.") -> bytes:
    return part(b"From: " + as_bytes(value), "To: support@desk.example", "Subject: Disk full", *more, body=body)


def _other(number: int, row: tuple[str, Text, str, str, str]) -> Case:
    structure, value, reason, address, name = row
    return read(
        f"sender-other-{number}",
        structure,
        _from(value),
        "Please help.",
        sender=address,
        sender_name=name,
        outcome="incoming",
        reason=reason,
    )


CASES = (
    *(
        read(f"sender-{number}", structure, _from(value), "Please help.", sender_name=name)
        for number, (structure, value, name) in enumerate(_ONE, 1)
    ),
    *(_other(number, row) for number, row in enumerate(_OTHERS, 1)),
    read(
        "two-from-headings",
        "two From headings",
        _from("Hans <hans@acme.example>", "From: omar@example.org"),
        "Please help.",
        sender="",
        sender_name="",
        outcome="incoming",
        reason="no single sender",
    ),
    read(
        "second-from-of-nobody",
        "two From headings",
        _from("Hans <hans@acme.example>", "From: (nobody)"),
        "Please help.",
        sender="",
        sender_name="",
        outcome="incoming",
        reason="no single sender",
    ),
    read(
        "no-from",
        "no From heading",
        part("To: support@desk.example", "Subject: Disk full", body="Help"),
        "Help",
        sender="",
        sender_name="",
        outcome="incoming",
        reason="no sender",
    ),
    read(
        "sender-heading-is-nobody",
        "Sender and Reply-To beside From",
        _from("Hans Meier <hans@acme.example>", "Sender: omar@example.org", "Reply-To: erika@acme.example"),
        "Please help.",
    ),
    read(
        "only-a-sender-heading",
        "Sender without From",
        part("Sender: hans@acme.example", "To: support@desk.example", "Subject: Disk full", body="Help!"),
        "Help!",
        sender="",
        sender_name="",
        outcome="incoming",
        reason="no sender",
    ),
    read(
        "resent-by-another",
        "Resent headings",
        part(
            "Resent-From: omar@example.org",
            "Resent-To: support@desk.example",
            "Resent-Date: Sat, 11 Apr 2026 11:00:00 +0200",
            "From: Hans Meier <hans@acme.example>",
            "To: support@desk.example",
            "Subject: Disk full",
            body="See this.",
        ),
        "See this.",
    ),
    read(
        "resent-to-us-only",
        "Resent headings",
        part(
            "Resent-From: omar@example.org",
            "Resent-To: support@desk.example",
            "From: Hans Meier <hans@acme.example>",
            "To: omar@example.org",
            "Subject: Disk full",
            body="See this.",
        ),
        "See this.",
        outcome="ignored",
        reason="not addressed to support@desk.example",
    ),
    read(
        "stranger",
        "a sender nobody knows",
        _from("Eve <eve@evil.example>"),
        "Please help.",
        sender="eve@evil.example",
        sender_name="Eve",
        outcome="incoming",
        reason="unknown sender",
    ),
    read(
        "from-ourselves",
        "a sender that is this desk",
        _from("Support <support@desk.example>"),
        "Please help.",
        sender="support@desk.example",
        sender_name="Support",
        outcome="ignored",
        reason="an address of this desk",
    ),
    read(
        "from-of-a-hundred-comments",
        "a From full of comments",
        _from("(c)" * 100 + "hans@acme.example"),
        "Please help.",
        sender_name=" ".join(["c"] * 100),
    ),
    read(
        "from-of-parentheses",
        "a From of unclosed comments",
        _from("(" * 5000 + "hans@acme.example"),
        "Please help.",
        sender="",
        sender_name="(" * 5000 + "hans@acme.example",
        outcome="incoming",
        reason="no single sender",
    ),
)
