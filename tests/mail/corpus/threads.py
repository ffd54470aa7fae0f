"""Which ticket an email belongs to (MG8): by Message-ID, by the number in the subject, for participants alone."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER, FIRST_MAIL

_HEAD = b"From: Hans Meier <hans@acme.example>\r\nTo: support@desk.example\r\n"


def _answer(*headings: str) -> bytes:
    lines = "".join(f"{heading}\r\n" for heading in headings).encode()
    return _HEAD + lines + b"Date: Sat, 11 Apr 2026 10:59:00 +0200\r\n\r\nIt is the second one.\r\n"


CASES = (
    Case(
        "answers-our-message-id", "in-reply-to of ours", _answer("Subject: AW: Server down", f"In-Reply-To: {ANSWER}"),
        "AW: Server down", "It is the second one.", sender_name="Hans Meier", outcome="reply_added",
        reason="by Message-ID", ticket=1,
    ),
    Case(
        "answers-own-first-mail", "references of the client",
        _answer("Subject: Server down", f"References: <x@acme.example> {FIRST_MAIL}"),
        "Server down", "It is the second one.", sender_name="Hans Meier", outcome="reply_added",
        reason="by the client's earlier Message-ID", ticket=1,
    ),
)  # fmt: skip
