"""Emails that come back with words alone, as qmail, Exim and many providers send them (MG9, rule 19)."""

from __future__ import annotations

from typing import Any

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER
from tests.mail.corpus.machines_bouncing import BOUNCED, DAEMON, NULL, RECORDED, heads, sent_by
from tests.mail.corpus.written import PLAIN, lines
from tests.mail.mails import part, text_part

_COPY = (
    f"Return-Path: <support@desk.example>\nMessage-ID: {ANSWER}\nFrom: support@desk.example\n"
    "To: hans@acme.example\nSubject: Re: x"
)


def _plain(name: str, structure: str, subject: str, body: str, *headings: str, sender: str = DAEMON,
           **values: Any) -> Case:  # fmt: skip
    """A report in words alone."""
    raw = part(*heads(name, subject, sender, *headings), *PLAIN, body=lines(body))
    return Case(f"bounce-{name}", structure, raw, subject, body, **(BOUNCED | sent_by(sender) | values))


_PAGE = (
    "<p>Your message could not be delivered to hans@acme.example.</p><p>Original message headers:</p>"
    f"<p>From: support@desk.example<br>Message-ID: &lt;{ANSWER[1:-1]}&gt;</p>"
)


def _html() -> Case:
    raw = part(*heads("html", "Undeliverable: Re: Server down [#1]", DAEMON, "MIME-Version: 1.0"))[:-2]
    text = "Your message could not be delivered to hans@acme.example.\n\nOriginal message headers:\n\n"
    text += f"From: support@desk.example\nMessage-ID: {ANSWER}"
    found = BOUNCED | sent_by(DAEMON)
    subject = "Undeliverable: Re: Server down [#1]"
    return Case(
        "bounce-html", "words: HTML alone, the id in it", raw + text_part(_PAGE, "html"), subject, text, **found
    )


CASES: tuple[Case, ...] = (
    _html(),
    _plain(
        "qmail",
        "words: qmail",
        "failure notice",
        "Hi. This is the qmail-send program at mx.acme.example.\nI'm afraid I wasn't able "
        "to deliver your message to the following addresses.\n\n<hans@acme.example>:\nSorry, no mailbox here by "
        "that name. "
        f"(#5.1.1)\n\n--- Below this line is a copy of the message.\n\n{_COPY}\n\nWhich one?",
        NULL,
        sender="<MAILER-DAEMON@mx.acme.example>",
    ),
    _plain(
        "qmail-fr",
        "words: qmail in French",
        "échec de remise",
        "Bonjour. Je suis le programme qmail-send.\n\n<hans@acme.example>:\n"
        f"Aucune boîte de ce nom.\n\n--- Ci-dessous une copie du message.\n\n"
        f"{_COPY}",
        sender="<mailer-daemon@mx.acme.example>",
    ),
    _plain(
        "exim",
        "words: Exim",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not "
        "be delivered\n\n"
        "  hans@acme.example\n    host mx.acme.example: 550 No such user here\n\n------ This is a copy of the "
        "message, including "
        f"all the headers. ------\n\n{_COPY}\n\nWhich one?",
        NULL,
        "X-Failed-Recipients: hans@acme.example",
        "Auto-Submitted: auto-replied",
        sender="Mail Delivery System <Mailer-Daemon@mx.acme.example>",
    ),
    _plain(
        "sendmail-8.6",
        "words: old sendmail",
        "Returned mail: User unknown",
        "   ----- Transcript of session follows -----\n"
        f"550 hans@acme.example... User unknown\n\n   ----- Unsent message follows -----\n{_COPY}\n\nWhich one?",
    ),
    _plain(
        "yahoo",
        "words: Yahoo",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n"
        f"<hans@acme.example>:\n554: delivery error\n\n--- Below this line is a copy of the message.\n\n{_COPY}\n\n"
        f"Which one?",
        sender="<MAILER-DAEMON@yahoo.example>",
    ),
    _plain(
        "mail-ru",
        "words: Mail.ru in Russian",
        "Mail failure.",
        "Это письмо создано автоматически сервером Mail.Ru, отвечать на него "
        "не нужно.\n\nК сожалению, Ваше письмо не может быть получено:\n\n**********************\n\n"
        "hans@acme.example user not found\n\n"
        f"**********************\n{_COPY}",
        sender="<mailer-daemon@corp.mail.example>",
    ),
    _plain(
        "gmx",
        "words: GMX",
        "Mail delivery failed: returning message",
        "This message was created automatically.\n\nhans@acme.example:\n"
        f"SMTP error from remote server: 550 quota\n\n--- The header of the original message is following. ---\n\n"
        f"{_COPY}",
        sender="GMX Mailer Daemon <mailer-daemon@gmx.example>",
    ),
    _plain(
        "quoted-copy",
        "words: a copy between quotation marks",
        "Undelivered",
        f"It failed.\n\n> Message-ID: {ANSWER}\n> Subject: x",
        reply="It failed.",
    ),
    _plain(
        "references-only",
        "words: only References name it",
        "Delivery failure",
        "User unknown.",
        f"References: <x@y.example> {ANSWER}",
    ),
    _plain(
        "null-postmaster",
        "words: postmaster with the null sender",
        "Undeliverable message",
        "hans@acme.example: unknown user",
        NULL,
        f"In-Reply-To: {ANSWER}",
        sender="<postmaster@acme.example>",
    ),
    *(
        _plain(
            f"nameless-{language}",
            "words: postmaster with the null sender, nothing of ours",
            subject,
            f"hans@acme.example ({language})",
            NULL,
            sender="<postmaster@qq.example>",
            **RECORDED,
            ticket=None,
        )
        for language, subject in (
            ("zh", "系统退信"),
            ("pt", "Mensagem não entregue"),
            ("de", "Nachricht nicht zugestellt"),
            ("fr", "Message non distribué"),
            ("es", "Correo no entregado"),
            ("pl", "Wiadomość niedostarczona"),
            ("ru", "Письмо не доставлено"),
            ("ja", "配信不能: Re: Server"),
            ("ko", "반송된 메일"),
            ("tr", "İletilemedi: Re: Server"),
            ("it", "Mancata consegna"),
        )
    ),
    _plain(
        "spam-backscatter",
        "words: backscatter of spam in our name",
        "Undelivered mail",
        "<x@partner.example>: spam\n\nMessage-ID: <abc@desk.example>\nFrom: support@desk.example",
        **RECORDED,
        ticket=None,
    ),
)
