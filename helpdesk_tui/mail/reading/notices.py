"""Paragraphs that no person wrote: what a company or a virus scanner adds to every email that passes (MG8)."""

from __future__ import annotations

import re

_MOST_LINES = 25
_MOST_OF_SCANNER = 4
_LONGEST = 1000
# Who speaks of themselves is no disclaimer: "I am not the intended recipient of this email".
_FIRST_PERSON = re.compile(
    r"\bI\b|\b(?:I'm|[Mm]y|[Mm]e|[Ii]ch|[Mm]ir|[Mm]ein\w{0,2}|[Jj]e|[Jj]'ai|[Yy]o|[Ii]o|[Яя]|[Мм]не)\b"
)
_EMAILS = (
    "e-mail", "email", "message", "mail", "communication", "nachricht", "courriel", "mensaje", "correo", "messaggio",
    "mensagem", "bericht", "wiadomo", "сообщение", "письмо", "повідомлення", "zpráva", "ileti",
)  # fmt: skip
_LEGAL = (
    "intended recipient", "intended solely", "intended only for", "solely for the use of", "files transmitted with it",
    "attachments are confidential", "legally privileged", "nicht der richtige adressat", "rechtlich geschützte",
    "nicht der beabsichtigte", "destinataire prévu", "strictement confidentiel", "informazioni riservate",
    "información confidencial", "informações confidenciais", "конфиденциальную информацию", "конфіденційну інформацію",
)  # fmt: skip
"""One of these is enough beside a word for an email; of the others two."""
_WEAK = (
    "confidential", "privileged", "in error", "delete", "notify the sender", "vertraulich", "irrtümlich", "vernichten",
    "confidentiel", "par erreur", "confidencial", "por error", "por engano", "riservat", "per errore", "vertrouwelijk",
    "geadresseerde", "poufn", "adresat", "конфиденциальн", "по ошибке", "конфіденційн", "помилково", "důvěrn", "omylem",
    "gizli", "alıcı",
)  # fmt: skip
_SCANNERS = ("avast", "avg", "kaspersky", "norton", "mcafee", "eset", "bitdefender", "sophos", "avira", "mailscanner",
             "f-secure", "trend micro")  # fmt: skip
_CHECKED = ("virus", "viren", "malware", "вирус", "вірус", "wirus", "vírus", "antivir")
_NOTED_BY = ("virus-free", "virenfrei", "sans virus", "libre de virus", "garantito senza virus", "livre de vírus",
             "virusvrij", "без вирусов", "wolny od wirusów")  # fmt: skip


_LIST_RULE = 40
_MOST_OF_FOOTER = 8
_LIST_WORDS = ("mailing list", "unsubscribe", "-leave@", "-request@", "/listinfo/")
_GROUP_WORDS = "you received this message because you are subscribed to the google groups"


def list_footer(lines: list[str], last: int) -> int:
    """The first line of a mailing list's footer that ends before `last`; `last` where what stands there is none.

    Mailman's is a rule of underscores, longer than that of mail programs, and a paragraph that names the list or says
    how to leave it; Google Groups' two dashes and its sentence. Whoever announces one, or asks below it, shows it.
    """
    for start in range(last - 2, max(last - 2 - _MOST_OF_FOOTER, -1), -1):
        line = lines[start].rstrip()
        if not lines[start + 1].strip():
            break
        group = line == "--" and lines[start + 1].lower().startswith(_GROUP_WORDS)
        if not group and (len(line) < _LIST_RULE or set(line) != {"_"}):
            continue
        text = " ".join(line[:_LONGEST] for line in lines[start + 1 : last]).lower()
        above = next((lines[up].rstrip() for up in range(start - 1, max(start - 4, -1), -1) if lines[up].strip()), "")
        if text.endswith(("?", "？")) or above.endswith((":", "：")):
            break
        return start if group or any(word in text for word in _LIST_WORDS) else last
    return last


def is_notice(lines: list[str]) -> bool:
    """Whether a paragraph is a disclaimer or a scanner's line; a person's own words are neither by one word alone."""
    if not lines or len(lines) > _MOST_LINES:
        return False
    written = " ".join(" ".join(line[:_LONGEST] for line in lines).split())
    text = written.lower()
    if "?" in text.split("http", 1)[0] or _FIRST_PERSON.search(written):
        return False
    if len(lines) <= _MOST_OF_SCANNER and any(word in text for word in _CHECKED):
        first = text.lstrip("-_*=[ ")
        if first.startswith(_NOTED_BY) or any(name in text for name in _SCANNERS):
            return True
    if not any(word in text for word in _EMAILS):
        return False
    return any(word in text for word in _LEGAL) or sum(word in text for word in _WEAK) > 1


def footer_start(lines: list[str], last: int) -> int:
    """The first line of the notice that ends before `last`; `last` where what stands there is none."""
    start = last
    while start > 0 and last - start <= _MOST_LINES and lines[start - 1].strip():
        start -= 1
    return start if is_notice(lines[start:last]) else last
