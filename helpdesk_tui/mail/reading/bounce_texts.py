"""Reports of mail systems that say in plain text only what became of an email: Exim, qmail, Sendmail, Postfix (MG9)."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.quotes import lowered
from helpdesk_tui.mail.reading.reports import leaves
from helpdesk_tui.mail.reading.structure import Part

_MOST = 20_000
_SUBJECT_DELAYED = re.compile(
    r"warning: message \S{1,80} delayed|warning: could not send message for past"
    r"|[^()]{0,200}\(delay(?:ed)?\)|(?:mail |message )?deliver(?:y|ed) (?:is |was |has been )?delayed"
    r"|delayed mail\b|zustellung verzögert"
)
_TEXT_DELAYED = (
    "this is a warning message only", "delivery attempts will continue", "no action is required on your part",
    "you do not need to resend", "has not yet been delivered", "will continue to try to deliver",
)  # fmt: skip
# Where a copy of the email begins, or what two servers said to each other: no recipients stand below.
_COPY = re.compile(
    r"(?im)^[ -]{0,20}(?:below this line is a copy|this is a copy of|transcript of session|original message"
    r"|returned message|message header follows|unsent message|included is a copy)"
)
_RECIPIENT = re.compile(r"[ \t]{0,9}<?([^\s<>()@:,;]{1,64}@[^\s<>()@:,;]{1,255})>?:?(?:[ \t]+(\S.{0,900}))?[ \t]*\Z")
_CODE = re.compile(r"\b[45][0-9][0-9](?:[ -]#?[45]\.[0-9]{1,3}\.[0-9]{1,3}\b| (?=\S))")
_MOST_SAID, _MOST_RECIPIENTS = 8, 5


def is_delayed(root: Part, subject: str) -> bool:
    """Whether a mail system only warns that it is still trying: nobody has to do anything, and nothing has failed."""
    if root.headings.all("x-failed-recipients"):
        return False
    if _SUBJECT_DELAYED.match(lowered(subject)):
        return True
    text = " ".join(_said(root).lower().split())
    return any(words in text for words in _TEXT_DELAYED)


def failed_recipients(root: Part) -> str:
    """Who an email did not reach and why, as the report's text says it: `bob@acme.example: 550 no such user`; or empty.

    Of what was said about a recipient the server's answer counts, from its code on; else all of it.
    """
    found: dict[str, list[str]] = {}
    about: list[str] | None = None
    for line in _said(root).splitlines():
        recipient = _RECIPIENT.match(line)
        if recipient is not None:
            about = found.setdefault(recipient.group(1), [])
            about += [recipient.group(2)] if recipient.group(2) else []
        elif not line.strip():
            about = None
        elif about is not None and len(about) < _MOST_SAID:
            about.append(line.strip())
    told = ((address, " ".join(lines)) for address, lines in found.items() if lines)
    return "; ".join(f"{address}: {_answer(said)}"[:300] for address, said in list(told)[:_MOST_RECIPIENTS])


def _answer(said: str) -> str:
    code = _CODE.search(said)
    answer = (said[code.start() :] if code else said).rstrip(" .")
    return answer if "(" in answer else answer.rstrip(")")


def _said(root: Part) -> str:
    """The report's own words: its first plain text, down to the copy of what it is about."""
    plain = next((part for part in leaves(root) if part.content_type == "text/plain"), None)
    if plain is None:
        return ""
    text = decode(plain.content[:_MOST], plain.parameters.get("charset", ""))
    copy = _COPY.search(text)
    return text[: copy.start()] if copy else text
