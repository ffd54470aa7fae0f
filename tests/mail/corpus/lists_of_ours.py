"""Emails that reach the desk through a list whose address is the desk's own: Google Groups, Mailman, Microsoft 365."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER
from tests.mail.corpus.producers import mail_of

_DESK = "support@desk.example"
_OURS: dict[str, Any] = {"outcome": "ignored", "reason": "from an address of this desk", "sender": _DESK}
_TEXT = "The disk is full since this morning."
_GROUP_FOOTER = """
--{space}
You received this message because you are subscribed to the Google Groups "Support" group.
To unsubscribe from this group and stop receiving emails from it, send an email to support+unsubscribe@desk.example.
To view this discussion visit https://groups.google.com/a/desk.example/d/msgid/support/7%40acme.example.""".format(
    space=" "
)


def _group(sender: str, *claims: str, subject: str = "Disk full", ids: str = "Message-ID: <7@acme.example>",
           footer: str = "", list_of: str = "support", post: str = "support@desk.example") -> bytes:  # fmt: skip
    """What Google Groups passes on; `claims` are the headings by which it says who wrote it."""
    told = "".join(f"{claim}\n" for claim in claims)
    return mail_of(f"""
Return-Path: <support+bncBDAAAA7CAAAAAAAMGQE@desk.example>
Received: from mail-lf1-f70.google.com (mail-lf1-f70.google.com [209.85.167.70])
	by mx.desk.example (Postfix) with ESMTPS id 4X9
	for <box@desk.example>; Sat, 11 Apr 2026 08:59:04 +0000 (UTC)
Received: by 2002:a05:651c:b8c:b0:30b:d17b:269c with SMTP id x12ls1; Sat, 11 Apr 2026 08:59:03 -0700 (PDT)
Date: Sat, 11 Apr 2026 10:59:00 +0200
{ids}
Subject: {subject}
To: support@desk.example
MIME-Version: 1.0
Content-Type: text/plain; charset="UTF-8"
From: {sender}
{told}Precedence: list
Mailing-list: list {post}; contact {list_of}+owners@desk.example
List-ID: <{post.replace("@", ".")}>
X-Spam-Checked-In-Group: {post}
X-Google-Group-Id: 960895140360
List-Post: <https://groups.google.com/a/desk.example/group/{list_of}/post>, <mailto:{post}>
List-Help: <https://support.google.com/a/desk.example/bin/topic.py?topic=25838>, <mailto:{list_of}+help@desk.example>
List-Archive: <https://groups.google.com/a/desk.example/group/{list_of}/>
List-Unsubscribe: <mailto:googlegroups-manage+960895140360+unsubscribe@googlegroups.com>,
 <https://groups.google.com/a/desk.example/group/{list_of}/subscribe>

{_TEXT}
{footer}
""")


_VIA = "\"'Hans Meier' via Support\" <support@desk.example>"
_FROM_HANS = (
    "X-Original-Sender: hans@acme.example",
    "X-Original-Authentication-Results: mx.google.com; dkim=pass header.i=@acme.example header.s=s1 header.b=oKJ;\n"
    " spf=pass (google.com: domain of hans@acme.example designates 192.0.2.7 as permitted sender)\n"
    " smtp.mailfrom=hans@acme.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=acme.example",
    "X-Original-From: Hans Meier <hans@acme.example>",
    "Reply-To: Hans Meier <hans@acme.example>",
)


def _claimed(*claims: str) -> tuple[str, ...]:
    """Headings of a group that name somebody as its writer."""
    return tuple(f"X-Original-From: {claim}" for claim in claims)


def _answering(message_id: str) -> str:
    return f"Message-ID: <{message_id}>\nIn-Reply-To: {ANSWER}"


_GROUPS = (
    Case("group-rewritten", "Google Groups: From rewritten", _group(_VIA, *_FROM_HANS, footer=_GROUP_FOOTER),
         "Disk full", f"{_TEXT}\n\n{_GROUP_FOOTER.strip()}", _TEXT, sender_name="Hans Meier"),
    Case("group-as-it-was", "Google Groups: From as it was",
         _group("Hans Meier <hans@acme.example>", "X-Original-Sender: hans@acme.example"),
         "Disk full", _TEXT, sender_name="Hans Meier"),
    Case("group-of-a-stranger", "Google Groups: a stranger's",
         _group("\"'Nora' via Support\" <support@desk.example>", *_claimed("Nora <nora@new.example>")),
         "Disk full", _TEXT, sender="nora@new.example", sender_name="Nora",
         outcome="incoming", reason="unknown sender"),
    Case("group-without-a-name", "Google Groups: the name stands in From only",
         _group(_VIA, *_claimed("hans@acme.example")), "Disk full", _TEXT, sender_name="Hans Meier"),
    Case("group-answer", "Google Groups: an answer",
         _group(_VIA, *_FROM_HANS, subject="Re: Server down [#1]", ids=_answering("8@acme.example")),
         "Re: Server down [#1]", _TEXT, sender_name="Hans Meier",
         outcome="reply_added", reason="by Message-ID", ticket=1),
    Case("group-answer-to-another-client", "Google Groups: an answer under another client's ticket",
         _group(_VIA, *_claimed("Omar <omar@example.org>"), subject="Re: Server down [#1]",
                ids=_answering("9@example.org")),
         "Re: Server down [#1]", _TEXT, sender="omar@example.org", sender_name="Omar", reason=""),
    Case("group-absence", "Google Groups: an absence",
         _group(_VIA, *_FROM_HANS, "Auto-Submitted: auto-replied", subject="Automatic reply: Server down [#1]"),
         "Automatic reply: Server down [#1]", _TEXT, sender_name="Hans Meier", kind="auto", outcome="ignored",
         reason="Auto-Submitted: auto-replied"),
    Case("group-our-letter", "loop: our answer comes back through Google Groups, as it was",
         _group("Example Hosting <support@desk.example>", "X-Original-Sender: support@desk.example",
                ids=f"Message-ID: {ANSWER}", subject="Re: Server down [#1]"),
         "Re: Server down [#1]", _TEXT, sender_name="Example Hosting", **_OURS),
    Case("group-our-letter-rewritten", "loop: our answer comes back through Google Groups, rewritten",
         _group("'Example Hosting' via Support <support@desk.example>",
                *_claimed("Example Hosting <support@desk.example>"), ids="Message-ID: <a.0@desk.example>"),
         "Disk full", _TEXT, sender_name="'Example Hosting' via Support", **_OURS),
    Case("group-our-letter-under-a-client", "loop: our answer comes back through a list under a client's name",
         _group(_VIA, *_FROM_HANS, ids=f"Message-ID: {ANSWER}"), "Disk full", _TEXT, sender_name="Hans Meier",
         outcome="ignored", reason="came back through a list"),
    Case("group-two-writers", "Google Groups: two of X-Original-From",
         _group(_VIA, *_claimed("Omar <omar@example.org>", "Hans Meier <hans@acme.example>")), "Disk full", _TEXT,
         sender="", outcome="incoming", reason="no single sender"),
    Case("group-of-others", "Google Groups: another's group that writes as us",
         _group(_VIA, *_FROM_HANS, list_of="talk", post="talk@lists.example"), "Disk full", _TEXT,
         sender_name="'Hans Meier' via Support", kind="list", **_OURS),
    Case("group-newsletter", "Google Groups: another list's mail passed on",
         _group("News <n@news.example>", "List-Unsubscribe: <https://news.example/u/7>"), "Disk full", _TEXT,
         sender="n@news.example", sender_name="News", kind="list", outcome="ignored", reason="List-Id"),
    Case("via-without-a-list", "forged: a stranger writes as us via nothing",
         mail_of(f"""
From: {_VIA}
To: support@desk.example
Subject: Disk full
Message-ID: <1@evil.example>
X-Original-From: Hans Meier <hans@acme.example>
Reply-To: Hans Meier <hans@acme.example>
Content-Type: text/plain

{_TEXT}
"""), "Disk full", _TEXT, sender_name="'Hans Meier' via Support", **_OURS),
)  # fmt: skip


def _mailman(sender: str, *headings: str) -> bytes:
    """What Mailman 3 passes on."""
    told = "\n".join(headings)
    return mail_of(f"""
Return-Path: <support-bounces+box=desk.example@desk.example>
Received: from lists.desk.example (localhost [127.0.0.1])
	by lists.desk.example (Postfix) with ESMTP id 5DA; Sat, 11 Apr 2026 09:00:01 +0000 (UTC)
Message-ID: <7@acme.example>
Message-ID-Hash: SJ7SXGW6VOG7Z2UTN6U2BPIGQQWWHUIP
X-MailFrom: hans@acme.example
X-Mailman-Rule-Hits: member-moderation
X-Mailman-Rule-Misses: dmarc-mitigation; no-senders; approved; emergency; loop; banned-address
X-Mailman-Version: 3.3.8
Precedence: list
Subject: [Support] Disk full
List-Id: Support <support.desk.example>
Archived-At: <https://lists.desk.example/hyperkitty/list/support@desk.example/message/SJ7/>
List-Archive: <https://lists.desk.example/hyperkitty/list/support@desk.example/>
List-Help: <mailto:support-request@desk.example?subject=help>
List-Owner: <mailto:support-owner@desk.example>
List-Post: <mailto:support@desk.example>
List-Subscribe: <mailto:support-join@desk.example>
List-Unsubscribe: <mailto:support-leave@desk.example>
To: support@desk.example
From: {sender}
{told}
Date: Sat, 11 Apr 2026 10:59:00 +0200
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 7bit

{_TEXT}
""")


_MUNGED = "Hans Meier via Support <support@desk.example>"


def _by_mailman(name: str, structure: str, raw: bytes, **values: Any) -> Case:
    """An email of hans through Mailman."""
    return Case(name, structure, raw, "[Support] Disk full", _TEXT,
                **({"sender_name": "Hans Meier"} | values))  # fmt: skip


_MAILMAN = (
    _by_mailman("mailman-munged", "Mailman 3: From munged, the writer in Reply-To",
                _mailman(_MUNGED, "Reply-To: Hans Meier <hans@acme.example>")),
    _by_mailman("mailman-munged-answers-to-list", "Mailman 3: From munged, the writer in Cc",
                _mailman(_MUNGED, f"Reply-To: {_DESK}", "Cc: Erika <erika@acme.example>, hans@acme.example")),
    _by_mailman("mailman-munged-own-reply-to", "Mailman 3: From munged, the writer beside an own Reply-To",
                _mailman(_MUNGED, "Reply-To: it@acme.example, Hans Meier <hans@acme.example>")),
    _by_mailman("mailman-as-it-was", "Mailman 3: From as it was",
                _mailman("Hans Meier <hans@acme.example>", "X-Peer: 192.0.2.7")),
)  # fmt: skip

_MICROSOFT = (
    Case("microsoft-shared-mailbox", "Microsoft 365: a shared mailbox forwards under SRS",
         mail_of(f"""
Received: from EUR05-AM6-obe.outbound.protection.outlook.com (52.101.67.42) by mx.desk.example
 with ESMTPS id 9; Sat, 11 Apr 2026 08:59:30 +0000
Resent-From: <support@desk.example>
From: Hans Meier <hans@acme.example>
To: "support@desk.example" <support@desk.example>
Subject: Disk full
Thread-Topic: Disk full
Thread-Index: AQHayAAAAA==
Date: Sat, 11 Apr 2026 08:59:00 +0000
Message-ID: <AM6PR05MB1@AM6PR05MB1.eurprd05.prod.outlook.com>
Accept-Language: de-DE, en-US
X-MS-Has-Attach:
X-MS-Exchange-Inbox-Rules-Loop: support@desk.example
X-MS-Exchange-ForwardingLoop: support@desk.example;7f2a
X-MS-Exchange-Transport-CrossTenantHeadersStamped: AM6PR05MB2
Return-Path: support+SRS=Xk3v9=NL=acme.example=hans@desk.example
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable
MIME-Version: 1.0

{_TEXT}
"""), "Disk full", _TEXT, sender_name="Hans Meier"),
    Case("microsoft-on-behalf", "Microsoft 365: a colleague writes on behalf of the shared mailbox",
         mail_of(f"""
From: Support <support@desk.example>
Sender: Gary <gary@desk.example>
To: "support@desk.example" <support@desk.example>
Subject: Disk full
Date: Sat, 11 Apr 2026 08:59:00 +0000
Message-ID: <AM6PR05MB3@AM6PR05MB3.eurprd05.prod.outlook.com>
X-MS-Exchange-MessageSentRepresentingType: 2
Content-Type: text/plain; charset="us-ascii"
MIME-Version: 1.0

{_TEXT}
"""), "Disk full", _TEXT, sender_name="Support", **_OURS),
)  # fmt: skip

CASES: tuple[Case, ...] = (*_GROUPS, *_MAILMAN, *_MICROSOFT)
