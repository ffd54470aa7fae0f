"""Signatures, what telephones add, and legal notices: folded where they end an email, never before text (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import answered, written

_NOTICE = """This e-mail and any files transmitted with it are confidential and intended
solely for the use of the individual or entity to whom they are addressed.
If you have received this e-mail in error please notify the sender
immediately and delete this e-mail from your system."""

_GERMAN_NOTICE = """Acme GmbH, Hauptstraße 1, 10115 Berlin
Geschäftsführer: Hans Meier, Amtsgericht Berlin HRB 12345
Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.
Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten
haben, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail.
"""

# What stands as the last line of an email written on a telephone or in a program that advertises itself.
_DEVICES = {
    "en": "Sent from my iPhone",
    "en-full-stop": "Sent from my Galaxy.",
    "de": "Von meinem iPhone gesendet",
    "de-samsung": "Von meinem Samsung Galaxy Smartphone gesendet.",
    "de-since-13": "Gesendet von meinem iPhone",
    "fr": "Envoyé de mon iPhone",
    "es": "Enviado desde mi iPhone",
    "it": "Inviato da iPhone",
    "pt-br": "Enviado do meu iPhone",
    "nl": "Verstuurd vanaf mijn iPhone",
    "pl": "Wysłane z iPhone'a",
    "ru": "Отправлено с iPhone",
    "uk": "Надіслано з iPhone",
    "cs": "Odesláno z iPhonu",
    "sk": "Odoslané z iPhonu",
    "tr": "iPhone'umdan gönderildi",
    "sv": "Skickat från min iPhone",
    "da": "Sendt fra min iPhone",
    "no": "Sendt fra min iPhone",
    "fi": "Lähetetty iPhonesta",
    "hu": "iPhone-omról küldve",
    "ro": "Trimis de pe iPhone-ul meu",
    "el": "Στάλθηκε από το iPhone μου",
    "zh-cn": "发自我的iPhone",
    "zh-tw": "從我的 iPhone 傳送",
    "ja": "iPhoneから送信",
    "ko": "나의 iPhone에서 보냄",
    "he": "\u200fנשלח מה-iPhone שלי",
    "ar": "أُرسلت من الـ iPhone",
}

_PROGRAMS = {
    "outlook-ios": "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "outlook-android": "Get Outlook for Android <https://aka.ms/AAb9ysg>",
    "outlook-fr": "Télécharger Outlook pour Android<https://aka.ms/AAb9ysg>",
    "outlook-pl": "Pobierz program Outlook dla systemu iOS<https://aka.ms/o0ukef>",
    "outlook-ru": "Получите Outlook для Android<https://aka.ms/AAb9ysg>",
    "windows-mail-de": "Gesendet von Mail für Windows",
    "yahoo-android": "Sent from Yahoo Mail on Android",
    "yahoo-de": "Von Yahoo Mail auf Android gesendet",
    "aol": "Sent from the all new AOL app for iOS",
    "proton": "Sent with Proton Mail secure email.",
    "proton-ios": "Sent from Proton Mail for iOS",
    "gmx": "Gesendet mit der GMX iPhone App",
    "web-de": "Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.",
    "mail-ru": "Отправлено из мобильной Почты Mail",
    "blackberry": "Sent from my BlackBerry® wireless device",
    "k-9-without-dashes": "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
    "spark": "Sent with Spark",
    "superhuman": "Sent via Superhuman ( https://sprh.mn/?vip=hans@acme.example )",
}

_LONG = "\n".join(f"{number}. This e-mail is confidential, section {number} of our terms." for number in range(1, 41))

CASES: tuple[Case, ...] = (
    *(
        written(f"device-{language}", "a telephone's line", f"Web2 is down.\n\n{line}", reply="Web2 is down.")
        for language, line in _DEVICES.items()
    ),
    *(
        written(
            f"program-{name}",
            f"a program's line: {name}",
            f"Web2 is down again.\n\n{line}",
            reply="Web2 is down again.",
        )
        for name, line in _PROGRAMS.items()
    ),
    written(
        "signature",
        "signature below two dashes and a space",
        "It is down.\n\n-- \nHans Meier\nAcme GmbH\n+49 30 1234567",
        reply="It is down.",
    ),
    written(
        "signature-without-space",
        "signature below two dashes",
        "It is down!\n--\nHans Meier\nAcme GmbH",
        reply="It is down!",
    ),
    written(
        "signature-and-notice",
        "signature with a legal notice",
        f"Please restart.\n\n-- \nHans Meier\n\n{_NOTICE}",
        reply="Please restart.",
    ),
    written(
        "signature-and-notice-de",
        "signature with a legal notice",
        f"Bitte neu starten.\n\n-- \n{_GERMAN_NOTICE}",
        reply="Bitte neu starten.",
    ),
    written(
        "signature-of-forty-lines",
        "a very long legal notice below two dashes and a space",
        f"Please call me.\n\n-- \n{_LONG}",
        reply="Please call me.",
    ),
    written(
        "two-signatures", "a person's signature, then a list's", "Help.\n-- \nHans\n\n-- \nAcme IT list", reply="Help."
    ),
    written("notice-without-dashes", "a legal notice that nothing divides", f"Please restart now.\n\n{_NOTICE}"),
    written("only-a-signature", "nothing but a signature", "-- \nHans Meier\nAcme GmbH"),
    written("only-a-device-line", "nothing but a telephone's line", "Sent from my iPhone"),
    written(
        "device-line-is-the-matter",
        "a telephone's line that goes on",
        "Sent from my iPhone it works, but\nsent from Outlook the email never arrives.",
    ),
    *(
        written(f"no-device-{language}", "a last line that begins like a telephone's", f"Mail fails.\n\n{line}")
        for language, line in (
            ("en", "Sent from my office it works."),
            ("en-phone", "Sent from my iPhone it works."),
            ("de", "Gesendet mit der falschen Adresse."),
            ("fr", "Envoyé de mon bureau, sans succès."),
            ("nl", "Outlook voor iOS geeft een fout."),
            ("ru", "Отправлено с опозданием, извините."),
            ("pl", "Wysłane z błędem 550."),
            ("cs", "Odesláno z kanceláře."),
            ("zh", "發自我的辦公室"),
        )
    ),
    written(
        "device-question",
        "a question that begins like a telephone's line",
        "Mail fails.\n\nSent from my new laptop it is refused with 550, is that a rule of yours?",
    ),
    answered(
        "signature-above-the-quotation",
        "signature above the quotation",
        "The second.\n\n-- \nHans Meier\nAcme GmbH\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?",
        "The second.",
    ),
    answered(
        "device-above-the-quotation",
        "telephone's line above the quotation",
        "The second.\n\nSent from my iPhone\n\n> On 11 Apr 2026, at 11:02, Support <support@desk.example> "
        "wrote:\n> \n"
        "> Which one?",
        "The second.",
    ),
    answered(
        "signature-below-the-quotation",
        "signature below the quotation",
        "The first.\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?\n\n-- \nHans Meier\nAcme GmbH",
        "The first.",
    ),
    answered(
        "device-below-the-quotation",
        "telephone's line below the quotation",
        "The first one.\n\n> Which one?\n\nSent from my iPad",
        "The first one.",
    ),
    answered(
        "quoted-signature",
        "our signature within the quotation",
        "The third.\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?\n> \n> -- \n> Gus Olsen",
        "The third.",
    ),
    answered(
        "answer-below-a-signature",
        "an answer below a quotation with a signature above it",
        "Hello\n-- \nHans\n\n> Which one?\n\nThe second.",
    ),
    answered(
        "unsigned-dashes", "a list whose lines begin with two dashes", "I need:\n-- a restart\n-- a backup\n-- a call"
    ),
    answered(
        "yaml",
        "a document divided by dashes",
        "Our compose file:\n---\nservices:\n  web:\n    image: nginx\n---\nIs it right?",
    ),
)
