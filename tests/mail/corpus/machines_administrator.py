"""Reports in words alone of Exchange 2003 and of Outlook's "System Administrator" (MG9, rule 19)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER
from tests.mail.corpus.machines_bouncing import BOUNCED, heads, sent_by
from tests.mail.corpus.written import PLAIN, lines
from tests.mail.mails import part

_NAMED = (f"In-Reply-To: {ANSWER}", f"References: <first@acme.example> {ANSWER}")
_POSTMASTER = "<postmaster@acme.example>"

# The subject, who wrote it, the sentences, the words for subject and moment, the word before the moment.
_LANGUAGES = {
    "en": ("Undeliverable", "System Administrator", "Your message did not reach some or all of the recipients.",
           "Subject", "Sent", "The following recipient(s) could not be reached:", "on"),
    "de": ("Unzustellbar", "Systemadministrator", "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.",
           "Betreff", "Gesendet am", "Folgende(r) Empfänger kann/können nicht erreicht werden:", "am"),
    "fr": ("Non remis", "Administrateur système",
           "Votre message n'est pas parvenu à tout ou partie de ses destinataires.",
           "Objet", "Date", "Impossible de joindre le(s) destinataire(s) suivant(s) :", "le"),
    "es": ("No se puede entregar", "Administrador del sistema",
           "El mensaje no llegó a algunos o a todos los destinatarios.",
           "Asunto", "Enviado el", "No se puede localizar a los destinatarios siguientes:", "el"),
    "it": ("Non recapitabile", "Amministratore di sistema",
           "Il messaggio non ha raggiunto alcuni o tutti i destinatari previsti.",
           "Oggetto", "Inviato", "Impossibile raggiungere i seguenti destinatari:", "il"),
    "nl": ("Onbestelbaar", "Systeembeheerder", "Uw bericht heeft sommige of alle geadresseerden niet bereikt.",
           "Onderwerp", "Verzonden", "De volgende geadresseerde(n) kan/kunnen niet worden bereikt:", "op"),
    "pt": ("Não é possível entregar", "Administrador do sistema",
           "A sua mensagem não chegou a alguns ou a todos os destinatários.",
           "Assunto", "Enviada", "Não foi possível contactar os seguintes destinatários:", "em"),
    "sv": ("Kan inte levereras", "Systemadministratör",
           "Meddelandet har inte nått vissa eller alla mottagare.",
           "Ämne", "Skickat", "Följande mottagare kan inte nås:", "den"),
    "da": ("Kan ikke leveres", "Systemadministrator", "Meddelelsen nåede ikke frem til nogle eller alle modtagerne.",
           "Emne", "Sendt", "Følgende modtagere kan ikke nås:", "den"),
    "pl": ("Niedostarczona", "Administrator systemu", "Wiadomość nie dotarła do niektórych lub wszystkich adresatów.",
           "Temat", "Wysłano", "Nie można dotrzeć do następujących adresatów:", "w"),
}  # fmt: skip
_NO_ACCOUNT = "The e-mail account does not exist at the organization this message was sent to."


def _body(language: str, *, server: str = "<mail.acme.example #5.1.1>") -> str:
    _, _, sentence, subject, sent, following, on = _LANGUAGES[language]
    said = f"            {_NO_ACCOUNT}\n" + (f"            {server}\n" if server else "")
    return (
        f"{sentence}\n\n      {subject}:\tRe: Server down [#1]\n      {sent}:\t11.04.2026 11:02\n\n{following}\n\n"
        f"      hans@acme.example {on} 11.04.2026 11:02\n{said}"
    ).rstrip()


def _administrator(name: str, structure: str, subject: str, body: str, *headings: str, sender: str = _POSTMASTER,
                   **values: Any) -> Case:  # fmt: skip
    raw = part(*heads(name, subject, sender, *headings), *PLAIN, body=lines(body))
    found = {"text": body} | BOUNCED | sent_by(sender) | values
    return Case(f"administrator-{name}", structure, raw, subject, **found)


_WAITS: dict[str, Any] = {"outcome": "incoming", "ticket": None}

CASES: tuple[Case, ...] = (
    *(
        _administrator(
            language,
            f"words: Exchange 2003 in {language}",
            f"{row[0]}: Re: Server down [#1]",
            _body(language),
            *_NAMED,
            reason="hans@acme.example: The e-mail account does not exist",
        )
        for language, row in _LANGUAGES.items()
    ),
    *(
        _administrator(
            f"{language}-by-name",
            f"words: Outlook in {language}, whose address is no postmaster's",
            f"{row[0]}: Re: Server down [#1]",
            _body(language, server=""),
            *_NAMED,
            sender=f"{row[1]} <mail@mx.acme.example>",
        )
        for language, row in _LANGUAGES.items()
        if language in ("en", "de", "nl", "it", "da", "pl")
    ),
    _administrator(
        "quoted-address",
        "words: Exchange 2003, the address between quotes",
        "Unzustellbar: Re: Server down [#1]",
        _body("de").replace("hans@acme.example", "'hans@acme.example'"),
        *_NAMED,
        reason="hans@acme.example: The e-mail account",
    ),
    _administrator(
        "only-its-server",
        "words: Exchange 2003 in a language that is not known",
        "Undeliverable: Re: Server down [#1]",
        "Neki primatelji nisu dosegnuti.\n\n      hans@acme.example\n            <mail.acme.example #5.1.1 SMTP;550>",
        *_NAMED,
    ),
    *(
        _administrator(
            f"{language}-names-nothing",
            "words: Exchange 2003 that names no email of ours: staff see it",
            f"{_LANGUAGES[language][0]}: Re: Server down [#1]",
            _body(language),
            kind="generated",
            reason="unknown sender",
            **_WAITS,
        )
        for language in ("en", "de")
    ),
    _administrator(
        "person-answers-it",
        "a postmaster who is a person answers under the subject of a report",
        "Re: Undeliverable: Re: Server down [#1]",
        "The account is back. Please send it again.",
        *_NAMED,
        kind="mail",
        reason="unknown sender",
        **_WAITS,
    ),
    _administrator(
        "person-repeats-it",
        "a postmaster who is a person answers with the sentence of a report",
        "Re: Undeliverable: Re: Server down [#1]",
        "Your message did not reach some or all of the recipients, as the disk was full. Please send it again.",
        *_NAMED,
        kind="mail",
        reason="unknown sender",
        **_WAITS,
    ),
    _administrator(
        "person-writes",
        "a postmaster who is a person asks about undeliverable emails",
        "Undeliverable: our emails to you",
        "Your message filter refuses us. Why?",
        *_NAMED,
        kind="mail",
        reason="unknown sender",
        **_WAITS,
    ),
    _administrator(
        "client-quotes-it",
        "a client quotes such a report and asks about it",
        "Undeliverable: what is this?",
        f"I got this:\n\n{_body('en')}",
        sender="Hans Meier <hans@acme.example>",
        kind="mail",
        outcome="ticket_created",
        ticket=None,
    ),
)
