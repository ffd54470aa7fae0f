"""Answers between and below quotations, and text that only looks like history: all of it was newly written (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case, File
from tests.mail.corpus.written import answered, headed, written
from tests.mail.mails import multipart, part, text_part

_LOG = """The login page fails since the update. From the log:

Apr 11 10:02:11 web2 postfix/smtpd[4711]: connect from unknown[192.0.2.7]
From: root@web2.acme.example
To: root@web2.acme.example
2026-04-11 10:02:13 ERROR php-fpm: pool www seems busy
-----BEGIN TRACE-----
-----END TRACE-----

What does this mean?"""

_PASTED = """This email never reached our partner:

From: Erika Beck <erika@acme.example>
Date: Fri, 10 Apr 2026 16:20:00 +0200
To: einkauf@partner.example
Subject: Offer 2026-114

Dear Mr. Kern,

Can you see in your logs what became of it?"""

_PASTED_WHOLE = """A customer got this from our shop, is it from your server?

Return-Path: <www-data@web2.acme.example>
Received: from web2.acme.example (web2.acme.example [192.0.2.20])
\tby mx.partner.example with ESMTP id 77AB; Fri, 10 Apr 2026 16:20:02 +0200
Message-ID: <20260410142002.77AB@web2.acme.example>
From: "Shop" <shop@acme.example>
To: kunde@partner.example
Subject: Your order
Date: Fri, 10 Apr 2026 16:20:00 +0200

Thank you for your order."""

_FORWARDED = """Please look at what our bank wants from us:

---------- Forwarded message ---------
From: Example Bank <service@bank.example>
Date: Fri, Apr 10, 2026 at 4:20 PM
Subject: Certificate expires
To: <hans@acme.example>

Your certificate for pay.acme.example expires on 1 May.

On Thu, Apr 9, 2026 at 9:00 AM Hans Meier <hans@acme.example> wrote:
> Which certificate?"""

_APPLE_FORWARD = """Kümmern Sie sich bitte darum.

Anfang der weitergeleiteten Nachricht:

> Von: Example Bank <service@bank.example>
> Betreff: Zertifikat läuft ab
> Datum: 10. April 2026 um 16:20:00 MESZ
> An: hans@acme.example
>
> Ihr Zertifikat läuft am 1. Mai ab."""

_BETWEEN = """Hello Gus,

On 4/11/26 11:02, Support wrote:
> Which of the two servers is it?

The second one, web2.

> Since when?

Since this morning.

> Gus Olsen
> Example Hosting"""

_BETWEEN_KEPT = """Hello Gus,

On 4/11/26 11:02, Support wrote:
> Which of the two servers is it?

The second one, web2.

> Since when?

Since this morning."""

_BELOW = """On Sat, Apr 11, 2026 at 11:02 AM Support <support@desk.example> wrote:

> Which of the two servers is it?
>
> Gus

The second one, web2.

Hans"""

_SUPPORT_BLOCK = """From: Support <support@desk.example>
Sent: Saturday, April 11, 2026 11:02 AM
To: Hans Meier <hans@acme.example>
Subject: Re: Server down [#1]

Which of the two servers is it?"""

_COLOURED = """See my answers below in red.

From: Support <support@desk.example>
Sent: Saturday, April 11, 2026 11:02 AM
To: Hans Meier <hans@acme.example>
Subject: Re: Server down [#1]

Which of the two servers is it?
[Hans] the second one"""

_BOUNCE = """I sent it again this morning.

From: {sender}
Sent: Saturday, April 11, 2026 10:58 AM
To: hans@acme.example
Subject: Undelivered Mail Returned to Sender

<einkauf@partner.example>: host mx.partner.example said: 550 5.7.1 blocked

Is that your server or theirs?"""

_OFFER = "Hello,\n\nErika got this.\n\nFrom: Kern <kern@partner.example>\nSent: Friday, April 10, 2026 4:20 PM\n"
_OFFER += "To: erika@acme.example\nSubject: Your offer\n\nYour link does not open.\n\nWhat is wrong with web2?"

# Programs name the email that is passed on as they name one that is answered.
_FOLLOWS = ("In-Reply-To: <4711@bank.example>", "References: <4711@bank.example>")
_BANK = part("From: Bank <service@bank.example>", "Subject: Certifikat", body="Det udløber 1. maj.")

CASES: tuple[Case, ...] = (
    answered("answers-between", "answers between quotations", _BETWEEN, _BETWEEN_KEPT),
    answered("answer-below", "answer below the quotation", _BELOW),
    answered(
        "answer-below-signed", "answer below the quotation, signed", _BELOW + "\n\n-- \nHans Meier\nAcme GmbH", _BELOW
    ),
    answered(
        "answer-above-and-below",
        "answer above and below",
        "See below.\n\n> Which one?\n\nThe second.\n\n> Since when?",
        "See below.\n\n> Which one?\n\nThe second.",
    ),
    answered(
        "answer-below-a-quoted-block",
        "answer below a quoted block of headings",
        "> -----Original Message-----\n> From: Support\n> Sent: Saturday, April 11, 2026\n> To: Hans\n> "
        "Subject: x\n>\n"
        "> Which one?\n\nThe second one.",
    ),
    answered(
        "quotation-without-a-line",
        "quotation without a line that names the writer",
        "The second.\n\n> Which one?",
        "The second.",
    ),
    answered("one-line-quoted-only", "nothing but a quotation", "> Which of the two servers is it?\n>\n> Gus Olsen"),
    answered(
        "attribution-and-quotation-only",
        "nothing but history",
        "On 4/11/26 11:02, Support wrote:\n> Which of the two servers is it?",
    ),
    answered(
        "block-only",
        "nothing but an Outlook block",
        "From: Support <support@desk.example>\nSent: Saturday, April 11, 2026 11:02 AM\nTo: Hans\n"
        "Subject: Re: Server down [#1]\n\nWhich one?",
    ),
    answered("no-history", "answer without history", "It is the second one.\n\nBest regards\nHans Meier"),
    answered(
        "bottom-answer-without-blank-lines",
        "answer glued to the quotation",
        "On 4/11/26 11:02, Support wrote:\n> Which one?\nThe second one.\n> Since when?\nToday.",
    ),
    written(
        "prose-i-wrote",
        "prose that looks like an attribution",
        "Hello,\n\nOn Monday I wrote:\n\nplease restart web2 at 10:00.\n\nNobody did. Why?",
    ),
    written(
        "prose-colleague-wrote",
        "prose that looks like an attribution, with an address",
        "On 4 May your colleague gus@desk.example wrote to me that it takes two days.\n\nIt took 9. Please "
        "explain:\n"
        "- why so long\n- who pays",
    ),
    written(
        "prose-quotes-a-message",
        "error message quoted with >",
        "When I log in at 10:02 it says:\n\n> 550 5.7.1 rejected by policy\n\nWhat have I done wrong?",
    ),
    written(
        "server-writes",
        "error message quoted with > at the end, announced",
        "Hello,\n\nwhen I log in at 10:02 the server writes:\n\n> 550 5.7.1 rejected by policy",
    ),
    written(
        "server-wrote",
        "error message quoted with > at the end, announced in a short line",
        "Good morning.\n\nThe server wrote:\n> 550 5.7.1 rejected by policy\n> (in reply to RCPT TO)",
    ),
    written(
        "terms-quoted",
        "a quotation from elsewhere, announced",
        "About your invoice 17.\nIn your terms I read:\n\n> Cancellation is free within 14 days.",
    ),
    written(
        "bob-wrote",
        "a short line that names a person",
        "I do not agree.\n\nBob Smith wrote:\n> It costs 100.",
        reply="I do not agree.",
    ),
    written(
        "unknown-language",
        "the line that names the writer in a language nobody taught the program",
        "Yes, please.\n\nNoong 11.04.2026 11:02, Support nagsulat:\n> Which one?",
        reply="Yes, please.\n\nNoong 11.04.2026 11:02, Support nagsulat:",
    ),
    written(
        "prose-quotes-at-the-end",
        "prompts that begin with >",
        "I typed this:\n\nmysql> show tables;\nERROR 2006 (HY000): MySQL server has gone away\nC:\\> ping web2\n",
    ),
    written("log-with-from-lines", "pasted log with From: lines", _LOG),
    written("pasted-email", "pasted email that is the point", _PASTED),
    written("pasted-email-whole", "pasted email with its trace headings", _PASTED_WHOLE),
    *(
        answered(f"pasted-bounce-{name}", "an answer with a bounce pasted into it", _BOUNCE.format(sender=sender))
        for name, sender in (
            ("postfix", "MAILER-DAEMON@mx.acme.example (Mail Delivery System)"),
            ("gmail", "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"),
            ("exchange", "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@acme.example>"),
            ("postmaster", "postmaster@partner.example"),
        )
    ),
    answered(
        "pasted-bounce-above-history",
        "an answer with a bounce pasted into it, above the history",
        _BOUNCE.format(sender="postmaster@partner.example") + "\n\n" + _SUPPORT_BLOCK,
        _BOUNCE.format(sender="postmaster@partner.example"),
    ),
    written("pasted-email-unannounced", "a new email with another's headings pasted into it", _OFFER),
    written(
        "pasted-email-below-a-divider",
        "a new email with another pasted into it, divider and all",
        "Good morning.\n\n-----Original Message-----\nYour link does not open.\n\nWhat is wrong with web2, then?",
    ),
    written(
        "answer-that-only-its-subject-tells",
        "an answer that only its subject tells",
        "The second.\n\n" + _SUPPORT_BLOCK,
        subject="[EXT] AW: Server",
        reply="The second.",
    ),
    written("pasted-email-last", "pasted email at the end", _PASTED.partition("\n\nCan you")[0] + "\nErika Beck"),
    written(
        "pasted-diff",
        "patch with --- and +++",
        "Please apply this:\n\n--- a/httpd.conf\n+++ b/httpd.conf\n@@ -1,3 +1,3 @@\n-Listen 80\n+Listen 8080\n\n"
        "--- \nand restart.",
    ),
    written(
        "pasted-form",
        "a form with From: and To:",
        "Please move our domain.\n\nFrom: Nordlicht DNS\nTo: Example Hosting\nDate: 1 May 2026\nAuth code: X7-33\n"
        "\nThank you.",
    ),
    written(
        "rules-of-dashes",
        "rules of dashes between paragraphs",
        "First question.\n------------\nSecond question.\n____________\nThird.",
    ),
    written("arrows", "lines that begin with arrows", "Menu:\n>> Domains\n>> DNS\nThe entry is missing there."),
    written("forwarded-gmail", "forwarded by Gmail", _FORWARDED, subject="Fwd: Certificate expires"),
    written("forwarded-gmail-renamed", "forwarded by Gmail, subject changed", _FORWARDED, subject="Our bank"),
    written("forwarded-apple-de", "forwarded by Apple Mail", _APPLE_FORWARD, subject="Fwd: Zertifikat läuft ab"),
    written(
        "forwarded-outlook-de",
        "forwarded by Outlook",
        "Bitte erledigen.\n\n________________________________\nVon: Bank <service@bank.example>\n"
        "Gesendet: Freitag, 10. April 2026 16:20\nAn: Hans Meier\nBetreff: Zertifikat\n\nEs läuft am 1. Mai ab.",
        subject="WG: Zertifikat",
    ),
    *(
        written(
            f"forwarded-outlook-{language}",
            "forwarded by Outlook",
            f"!\n\nFrom: Bank <service@bank.example>\nSent: 10 April 2026 16:20\nTo: Hans\nSubject: C\n\n"
            f"{language} 1 May.",
            *(() if prefix == "VS:" else _FOLLOWS),
            subject=f"{prefix} C",
        )
        for language, prefix in (
            ("fr", "TR :"),
            ("es", "RV:"),
            ("it", "I:"),
            ("pt", "ENC:"),
            ("nl", "Doorst:"),
            ("pl", "PD:"),
            ("ru", "Пересл:"),
            ("sv", "VB:"),
            ("da", "VS:"),
            ("fi", "VL:"),
            ("hu", "TOV:"),
            ("tr", "İLT:"),
            ("zh", "转发："),
            ("ja", "転送："),
            ("el", "ΠΡΘ:"),
            ("he", "הועבר:"),
            ("ar", "إعادة توجيه:"),
        )
    ),
    Case(
        "forwarded-danish-file",
        "VS before a subject: an email is attached",
        b"".join(f"{heading}\r\n".encode() for heading in headed("forwarded-danish-file", "VS: Certifikat"))
        + multipart("mixed", text_part("Se venligst.\n\n> 1. maj"), part("Content-Type: message/rfc822", body=_BANK)),
        "VS: Certifikat",
        "Se venligst.\n\n> 1. maj",
        sender_name="Hans Meier",
        files=(File("Certifikat.eml", "message/rfc822", _BANK),),
    ),
    answered(
        "answer-finnish",
        "VS before a subject: it names the email it answers",
        "Se on toinen.\n\nLähettäjä: Support <support@desk.example>\nLähetetty: lauantai 11. huhtikuuta 2026 11.02\n"
        "Vastaanottaja: Hans\nAihe: Server down\n\nKumpi?",
        "Se on toinen.",
        subject="VS: Server down [#1]",
    ),
    written(
        "answer-finnish-unnamed",
        "VS before a subject: neither an email it answers nor one within",
        "Kiitos.\n\n> Onko kaikki kunnossa?",
        subject="VS: Palvelin",
        reply="Kiitos.",
    ),
    *(
        written(
            f"forwarded-line-{language}",
            "forwarded, told by a divider",
            f"Please look.\n\n{line}\nFrom: Bank <service@bank.example>\nDate: 10 April 2026 16:20\nSubject: C\n"
            f"To: Hans\n\n1 May.",
            *_FOLLOWS,
        )
        for language, line in (
            ("thunderbird", "-------- Forwarded Message --------"),
            ("thunderbird-de", "-------- Weitergeleitete Nachricht --------"),
            ("gmail-es", "---------- Forwarded message ---------"),
            ("fr", "---------- Message transféré ----------"),
            ("ru", "-------- Перенаправленное сообщение --------"),
            ("uk", "---------- Forwarded message ---------\n"),
            ("pl", "-------- Treść przekazanej wiadomości --------"),
            ("cs", "-------- Přeposlaná zpráva --------"),
            ("sv", "-------- Vidarebefordrat meddelande --------"),
            ("ko", "-------- 전달된 메시지 --------"),
            ("hu", "-------- Továbbított üzenet --------"),
            ("el", "-------- Προωθημένο μήνυμα --------"),
            ("ro", "-------- Mesaj redirecționat --------"),
            ("sk", "-------- Preposlaná správa --------"),
            ("he", "-------- הודעה מועברת --------"),
            ("ar", "-------- رسالة محولة --------"),
            ("notes", "----- Forwarded by Hans Meier/Acme on 11.04.2026 11:02 -----"),
        )
    ),
    answered(
        "answer-about-a-forward",
        "answer to an answer about a forwarded email",
        "The second.\n\nFrom: Support <support@desk.example>\nSent: 11 April 2026 11:02\nTo: Hans\nSubject: C\n\n"
        "Which?",
        "The second.",
        subject="Re: Fwd: Certificate [#1]",
    ),
    answered("colours-in-the-quotation", "answers said to stand in the quotation", _COLOURED),
)
