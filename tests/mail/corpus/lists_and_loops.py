"""Mailing lists, newsletters, our own mail that comes back, challenges: they make nothing (MG9, rule 16)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER
from tests.mail.corpus.machines_speaking import IGNORED, from_elsewhere
from tests.mail.corpus.written import written

_OURS = "from an address of this desk"
_NEWSLETTER = ("List-Unsubscribe: <https://news.example/u/7>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click")

_LISTS = (
    *(
        from_elsewhere(
            name,
            f"list: {name}",
            "Talk <talk@lists.example>",
            "[talk] Hello",
            f"Hello all ({name})",
            *headings,
            kind="list",
            **IGNORED,
            reason=reason,
        )
        for name, headings, reason in (
            (
                "mailman",
                ("List-Id: Talk <talk.lists.example>", "Precedence: list", "List-Post: <mailto:talk@lists.example>"),
                "List-Id",
            ),
            ("list-id", ("List-Id: <talk.lists.example>",), "List-Id"),
            (
                "ezmlm",
                ("Mailing-List: contact talk-help@lists.example; run by ezmlm", "Precedence: bulk"),
                "Mailing-List",
            ),
            ("listserv", ("List-Owner: <mailto:TALK-request@LISTS.EXAMPLE>",), "List-Owner"),
            (
                "groups",
                ("List-Post: <https://groups.example/g/talk/post>", "List-Archive: <https://groups.example/g/talk>"),
                "List-Post",
            ),
            ("newsletter", _NEWSLETTER, "List-Unsubscribe"),
            ("precedence-bulk", ("Precedence: bulk",), "Precedence: bulk"),
            ("precedence-list", ("Precedence: list",), "Precedence: list"),
            ("precedence-junk", ("Precedence: junk",), "Precedence: junk"),
            (
                "social",
                ("List-Unsubscribe: <https://social.example/u>", "X-LinkedIn-Class: INMAIL", "Precedence: bulk"),
                "List-Unsubscribe",
            ),
        )
    ),
    written(
        "list-of-a-client",
        "list: a known client's newsletter",
        "News of Acme in April",
        *_NEWSLETTER,
        subject="Acme news",
        kind="list",
        **IGNORED,
        reason="List-Unsubscribe",
    ),
    written(
        "newsletter-forwarded",
        "a newsletter that a client passed on",
        "Is this yours?\n\n---------- Forwarded message ---------\n"
        "From: News <n@news.example>\nSubject: Your domain expires\n\nClick to unsubscribe: "
        "https://news.example/u/7",
        subject="Fwd: Your domain expires",
    ),
)

_LOOPS = (
    from_elsewhere(
        "loop-own-address",
        "loop: the gateway's own address",
        "Example Hosting <support@desk.example>",
        "Re: Server down [#1]",
        "Which one?",
        f"In-Reply-To: {ANSWER}",
        **IGNORED,
        reason=_OURS,
    ),
    from_elsewhere(
        "loop-other-gateway",
        "loop: another gateway's address",
        "Sales <sales@desk.example>",
        "Server",
        "Hello",
        **IGNORED,
        reason=_OURS,
    ),
    from_elsewhere(
        "loop-own-address-capitals",
        "loop: the own address in capitals",
        "SUPPORT@DESK.EXAMPLE",
        "Server",
        "Hello!",
        **IGNORED,
        reason=_OURS,
        sender="support@desk.example",
    ),
    from_elsewhere(
        "loop-our-absence",
        "loop: our own automatic mail comes back",
        "support@desk.example",
        "Received: Server [#1]",
        "We have it.",
        "Auto-Submitted: auto-replied",
        kind="auto",
        **IGNORED,
        reason=_OURS,
    ),
    from_elsewhere(
        "loop-two-senders",
        "loop: the own address among several senders",
        "hans@acme.example, support@desk.example",
        "Server",
        "Hi",
        **IGNORED,
        reason=_OURS,
        sender="",
        sender_name="",
    ),
    from_elsewhere(
        "loop-forged-from-us",
        "forged: a stranger writes as us",
        "support@desk.example",
        "Your mailbox is full",
        "Log in here: http://evil.example",
        "Return-Path: <x@evil.example>",
        **IGNORED,
        reason=_OURS,
    ),
    written(
        "challenge-boxbe",
        "challenge-response that marks itself",
        "Verify that you are a person.",
        "Auto-Submitted: auto-replied",
        "Precedence: junk",
        subject="Re: Server down [#1] (Action Required)",
        kind="auto",
        **IGNORED,
        reason="automatic",
    ),
    written(
        "challenge-link",
        "challenge-response of a web service",
        "Please click to deliver your message.",
        f"In-Reply-To: {ANSWER}",
        "Return-Path: <>",
        "Auto-Submitted: auto-generated",
        subject="Confirm: Re: Server down [#1]",
        kind="auto",
        **IGNORED,
        reason="no address to return",
    ),
)

CASES: tuple[Case, ...] = (*_LISTS, *_LOOPS)
