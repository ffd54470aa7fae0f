"""Paragraphs that no person wrote: what a company or a virus scanner adds to every email that passes (MG8)."""

from __future__ import annotations

_MOST_LINES = 25
_MOST_OF_SCANNER = 4
_LONGEST = 1000
_EMAILS = (
    "e-mail", "email", "message", "mail", "communication", "nachricht", "courriel", "mensaje", "correo", "messaggio",
    "mensagem", "bericht", "wiadomo", "сообщение", "письмо", "повідомлення", "zpráva", "ileti",
)  # fmt: skip
_LEGAL = (
    "intended recipient", "intended solely", "intended only for", "solely for the use of",
    "attachments are confidential", "files transmitted with it", "may contain confidential", "contains confidential", "is confidential and",
    "are confidential and", "may be legally privileged", "received this e-mail in error",
    "received this email in error",
    "received this message in error", "legally privileged", "nicht der richtige adressat", "irrtümlich erhalten",
    "vertrauliche und/oder", "vertrauliche informationen", "nicht der beabsichtigte", "strictement confidentiel",
    "destinataire prévu", "par erreur", "confidentiel et", "ser confidencial", "información confidencial",
    "destinatario, ", "por error", "informazioni riservate", "per errore", "informações confidenciais",
    "destinatário", "vertrouwelijk", "geadresseerde", "poufn", "конфиденциальн", "конфіденційн", "důvěrné", "gizli",
)  # fmt: skip
_SCANNERS = ("avast", "avg", "kaspersky", "norton", "mcafee", "eset", "bitdefender", "sophos", "avira", "mailscanner",
             "f-secure", "trend micro")  # fmt: skip
_CHECKED = ("virus", "viren", "malware", "вирус", "вірус", "wirus", "vírus", "antivir")
_NOTED_BY = ("virus-free", "virenfrei", "sans virus", "libre de virus", "garantito senza virus", "livre de vírus",
             "virusvrij", "без вирусов", "wolny od wirusów")  # fmt: skip


def is_notice(lines: list[str]) -> bool:
    """Whether a paragraph is a disclaimer or a scanner's line; a person's own words are neither by one word alone."""
    if not lines or len(lines) > _MOST_LINES:
        return False
    text = " ".join(" ".join(line[:_LONGEST] for line in lines).lower().split())
    if "?" in text.split("http", 1)[0]:
        return False
    if len(lines) <= _MOST_OF_SCANNER and any(word in text for word in _CHECKED):
        first = text.lstrip("-_*=[ ")
        if first.startswith(_NOTED_BY) or any(name in text for name in _SCANNERS):
            return True
    return any(word in text for word in _LEGAL) and any(word in text for word in _EMAILS)


def footer_start(lines: list[str], last: int) -> int:
    """The first line of the notice that ends before `last`; `last` where what stands there is none."""
    start = last
    while start > 0 and last - start <= _MOST_LINES and lines[start - 1].strip():
        start -= 1
    return start if is_notice(lines[start:last]) else last
