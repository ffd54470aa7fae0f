"""Reports of mail systems that say in words only what became of an email: Exim, qmail, Postfix, Exchange 2003 (MG9)."""

from __future__ import annotations

import re

from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.quotes import lowered
from helpdesk_tui.mail.reading.reports import leaves
from helpdesk_tui.mail.reading.structure import Part
from helpdesk_tui.mail.reading.words import heading_text

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
_RECIPIENT = re.compile(
    r"[ \t]{0,9}[<']?([^\s<>()@:,;']{1,64}@[^\s<>()@:,;']{1,255})[>']?:?(?:[ \t]+(\S.{0,900}))?[ \t]*\Z"
)
# When it was sent, as Exchange puts it behind the recipient: "hans@acme.example on 11/30/2026 2:02 PM".
_MOMENT = re.compile(r"(?:\w{1,4}\.? )?\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\b[^@]{0,30}\Z")
_ADMINISTRATORS = (
    "system administrator", "systemadministrat", "administrateur système", "administrador del sistema",
    "amministratore di sistema", "amministratore sistema", "systeembeheerder", "administrador do sistema",
    "administrator systemu", "správce systému", "järjestelmänvalvoja", "системный администратор", "システム管理者",
    "系统管理员", "系統管理員", "시스템 관리자",
)  # fmt: skip
_SERVER_SAID = re.compile(r"(?m)^[ \t]{0,40}<\S{1,255} #[45]\.\d{1,3}\.\d{1,3}[^<>\n]{0,300}>[ \t\r]*$")
# How the report of an Exchange server and of Outlook begins, as far as the words of one language go.
_NOT_REACHED = re.compile(
    r"your message did not reach some or all|ihre nachricht hat einige oder alle empf\w{0,2}nger nicht erreicht"
    r"|votre message n'(?:a pas|est pas) [^.]{0,40}(?:certains|tout ou partie)"
    r"|(?:el|su) mensaje no (?:llegó|ha llegado|se entregó) a (?:algunos|todos|ninguno)"
    r"|il (?:suo )?messaggio non (?:ha raggiunto|è stato recapitato a|è arrivato a)"
    r"|uw bericht (?:heeft|is) [^.]{0,30}(?:sommige|enkele|alle) "
    r"|(?:a )?sua mensagem não (?:alcançou|chegou a|foi entregue a) "
    r"|(?:ditt )?meddelande(?:t)? (?:nådde inte|har inte nått|kunde inte levereras till) "
    r"|(?:din )?meddelelse(?:n)? (?:nåede ikke|er ikke nået) |(?:din )?melding(?:en)? (?:nådde ikke|har ikke nådd) "
    r"|(?:twoja )?wiadomość nie (?:dotarła|została dostarczona) do |(?:vaše )?zpráva (?:nebyla doručena|nedorazila) "
    r"|viesti(?:si)? ei (?:tavoittanut|saavuttanut) |(?:ваше )?сообщение не (?:доставлено|дошло|достигло) "
)
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


def is_told_by_administrator(root: Part, *, administered: bool) -> bool:
    """Whether it is a report that Exchange 2003 or Outlook wrote in words alone, as "System Administrator".

    It begins with its sentence, or has the line `<server #5.1.1>`, and comes from a postmaster (`administered`) or
    under that name. Somebody who quotes one begins with words of their own.
    """
    name = lowered(heading_text(root.headings.first("from"), root.hint)[:200])
    if not administered and not any(words in name for words in _ADMINISTRATORS):
        return False
    said = _said(root)
    begins = " ".join(lowered(said[:400]).replace("’", "'").split())
    return _NOT_REACHED.match(begins) is not None or _SERVER_SAID.search(said) is not None


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
            about += [recipient.group(2)] if recipient.group(2) and not _MOMENT.match(recipient.group(2)) else []
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
