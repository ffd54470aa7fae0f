"""The block of headings that Outlook and its relatives put above the email they answer, and their dividers (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import answered

_SUPPORT = "Example Hosting Support <support@desk.example>"

# From, Sent, To, Subject as Outlook writes them, with the date in its form.
_OUTLOOK = {
    "en": ("From", "Sent: Saturday, April 11, 2026 11:02 AM", "To", "Subject"),
    "de": ("Von", "Gesendet: Samstag, 11. April 2026 11:02", "An", "Betreff"),
    "fr": ("De\xa0", "Envoyé\xa0: samedi 11 avril 2026 11:02", "À\xa0", "Objet\xa0"),
    "es": ("De", "Enviado: sábado, 11 de abril de 2026 11:02", "Para", "Asunto"),
    "it": ("Da", "Inviato: sabato 11 aprile 2026 11:02", "A", "Oggetto"),
    "pt": ("De", "Enviado: 11 de abril de 2026 11:02", "Para", "Assunto"),
    "pt-br": ("De", "Enviada em: sábado, 11 de abril de 2026 11:02", "Para", "Assunto"),
    "nl": ("Van", "Verzonden: zaterdag 11 april 2026 11:02", "Aan", "Onderwerp"),
    "pl": ("Od", "Wysłano: sobota, 11 kwietnia 2026 11:02", "Do", "Temat"),
    "ru": ("От", "Отправлено: 11 апреля 2026 г. 11:02", "Кому", "Тема"),
    "uk": ("Від", "Надіслано: 11 квітня 2026 р. 11:02", "Кому", "Тема"),
    "bg": ("От", "Изпратено: събота, 11 април 2026 г. 11:02", "До", "Относно"),
    "cs": ("Od", "Odesláno: sobota 11. dubna 2026 11:02", "Komu", "Předmět"),
    "sk": ("Od", "Odoslané: sobota 11. apríla 2026 11:02", "Komu", "Predmet"),
    "hr": ("Šalje", "Poslano: 11. travnja 2026. 11:02", "Prima", "Predmet"),
    "tr": ("Kimden", "Gönderildi: 11 Nisan 2026 Cumartesi 11:02", "Kime", "Konu"),
    "sv": ("Från", "Skickat: den 11 april 2026 11:02", "Till", "Ämne"),
    "da": ("Fra", "Sendt: 11. april 2026 11:02", "Til", "Emne"),
    "no": ("Fra", "Sendt: lørdag 11. april 2026 11:02", "Til", "Emne"),
    "fi": ("Lähettäjä", "Lähetetty: lauantai 11. huhtikuuta 2026 11.02", "Vastaanottaja", "Aihe"),
    "hu": ("Feladó", "Elküldve: 2026. április 11., szombat 11:02", "Címzett", "Tárgy"),
    "ro": ("De la", "Trimis: sâmbătă, 11 aprilie 2026 11:02", "Către", "Subiect"),
    "el": ("Από", "Στάλθηκε: Σάββατο, 11 Απριλίου 2026 11:02", "Προς", "Θέμα"),
    "zh-cn": ("发件人", "发送时间: 2026年4月11日 11:02", "收件人", "主题"),
    "zh-tw": ("寄件者", "寄件日期: 2026年4月11日 上午 11:02", "收件者", "主旨"),
    "ja": ("差出人", "送信日時: 2026年4月11日 11:02", "宛先", "件名"),
    "ko": ("보낸 사람", "보낸 날짜: 2026년 4월 11일 토요일 오전 11:02", "받는 사람", "제목"),
    "ar": ("من", "تاريخ الإرسال: 11/أبريل/2026 11:02 ص", "إلى", "الموضوع"),
    "he": ("מאת", "נשלח: יום שבת 11 אפריל 2026 11:02", "אל", "נושא"),
    "vi": ("Từ", "Đã gửi: 11 Tháng Tư 2026 11:02", "Đến", "Chủ đề"),
}

# Dividers, followed by words that nothing else marks.
_DIVIDERS = {
    "en": "-----Original Message-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "fr": "-----Message d'origine-----",
    "es": "-----Mensaje original-----",
    "it": "-----Messaggio originale-----",
    "pt-br": "-----Mensagem original-----",
    "nl": "-----Oorspronkelijk bericht-----",
    "pl": "-----Oryginalna wiadomość-----",
    "ru": "-----Исходное сообщение-----",
    "uk": "-----Вихідне повідомлення-----",
    "cs": "-----Původní zpráva-----",
    "sk": "-----Pôvodná správa-----",
    "tr": "-----Özgün İleti-----",
    "sv": "-----Ursprungligt meddelande-----",
    "da": "-----Oprindelig meddelelse-----",
    "no": "-----Opprinnelig melding-----",
    "fi": "-----Alkuperäinen viesti-----",
    "hu": "-----Eredeti üzenet-----",
    "ro": "-----Mesaj original-----",
    "el": "-----Αρχικό μήνυμα-----",
    "zh-cn": "-----邮件原件-----",
    "zh-tw": "-----原始郵件-----",
    "ja": "-----元のメッセージ-----",
    "ko": "-----원본 메시지-----",
    "he": "-----הודעה מקורית-----",
    "ar": "-----الرسالة الأصلية-----",
}

_FIELDS = (
    f"From: {_SUPPORT}\nSent: Saturday, April 11, 2026 11:02:15 AM\nTo: hans@acme.example\nSubject: Re: Server down"
)
_OTHERS = {
    "outlook-mobile": "Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n" + _FIELDS,
    "outlook-mobile-de":
        "Holen Sie sich Outlook für Android<https://aka.ms/AAb9ysg>\n________________________________\n"
    f"Von: {_SUPPORT}\nGesendet: Samstag, 11. April 2026 11:02:15\nAn: hans@acme.example\nBetreff: Re: Server down",
    "samsung": f"\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: {_SUPPORT} \n"
    "Date: 4/11/26  11:02  (GMT+01:00) \nTo: hans@acme.example \nSubject: Re: Server down ",
    "samsung-de": f"\nVon meinem Samsung Galaxy Smartphone gesendet.\n\n-------- Ursprüngliche Nachricht --------\n"
    f"Von: {_SUPPORT} \nDatum: 11.04.26  11:02  (GMT+01:00) \nAn: hans@acme.example \nBetreff: Re: Server down ",
    "blackberry": "Sent from my BlackBerry® smartphone\n\n-----Original Message-----\n"
    f"From: {_SUPPORT}\nDate: Sat, 11 Apr 2026 09:02:15 \nTo: <hans@acme.example>\nSubject: Re: Server down",
    "qq": '\n\n------------------&nbsp;Original&nbsp;------------------\nFrom: '
          '&nbsp;"Support"<support@desk.example&gt;;\n'
    'Date: &nbsp;Sat, Apr 11, 2026 05:02 PM\nTo: &nbsp;"Hans"<hans@acme.example&gt;;\nSubject: &nbsp;Re: Server down',
    "qq-zh": '------------------ 原始邮件 ------------------\n发件人: "Support"<support@desk.example>;\n'
    '发送时间: 2026年4月11日(星期六) 下午5:02\n收件人: "Hans"<hans@acme.example>;\n主题: Re: Server down',
    "zimbra-fr": '----- Mail original -----\nDe: "Support" <support@desk.example>\nÀ: "Hans" <hans@acme.example>\n'
    "Envoyé: Samedi 11 Avril 2026 11:02:15\nObjet: Re: Server down",
    "gmx": '  \n\nGesendet: Samstag, 11. April 2026 um 11:02 Uhr\nVon: "Support" <support@desk.example>\n'
    "An: hans@acme.example\nBetreff: Re: Server down",
    "lotus-notes": f"\n\n\nFrom:   {_SUPPORT}\nTo:     hans@acme.example\nCc:     erika@acme.example\n"
    "Date:   11.04.2026 11:02\nSubject:        Re: Server down",
    "lotus-notes-de": f"Von:    {_SUPPORT}\nAn:     hans@acme.example\nDatum:  11.04.2026 11:02\nBetreff:        Re: x",
    "outlook-bold": f"*From:* {_SUPPORT}\n*Sent:* Saturday, April 11, 2026 11:02 AM\n*To:* Hans\n*Subject:* Re: x",
    "outlook-mailto":
        "From: Support [mailto:support@desk.example] \nSent: Saturday, April 11, 2026 11:02 AM\nTo: Hans Meier; "
    "Erika Beck\nCc: Buchhaltung\nSubject: Re: Server down\nImportance: High",
    "many-recipients":
        f"From: {_SUPPORT}\nSent: Saturday, April 11, 2026 11:02 AM\nTo: Hans Meier <hans@acme.example>;\n"
    " Erika Beck <erika@acme.example>; Buchhaltung <buchhaltung@acme.example>;\n Technik <technik@acme.example>\n"
    "Cc: Office <office@acme.example>\nSubject: Re: Server down",
    "evolution": f"-------- Original Message --------\nFrom: {_SUPPORT}\nReply-To: support@desk.example\n"
    "To: hans@acme.example\nSubject: Re: Server down\nDate: Sat, 11 Apr 2026 11:02:15 +0200",
    "windows-mail": "Sent from Mail for Windows\n\n" + _FIELDS,
}  # fmt: skip


_BOXED = "\n".join(
    f"|------------>\n| {name}  |\n|------------>\n  >-------------------------|\n  |{value}  |\n"
    "  >-------------------------|"
    for name, value in (
        ("From:", "Support <support@desk.example>"),
        ("To:", "hans@acme.example"),
        ("Date:", "11.04.2026 11:02"),
        ("Subject:", "Re: Server down"),
    )
)
_NOTES = {
    "names below sender and date": "\n\nSupport <support@desk.example> \n11.04.2026 11:02\n\nAn\n<hans@acme.example>\n"
    "Kopie\n\nThema\nRe: Server down\n\n\n\n\n",
    "columns of spaces": "             Support\n             <support@desk.example>\n"
    "                                                                     To\n"
    "             04/11/2026 11:02       hans@acme.example\n"
    "             AM                                                      cc\n\n"
    "                                                                Subject\n"
    "                                       Re: Server down\n",
    "names beside sender and date": "Support/Desk/Example\n11.04.2026 11:02          An      hans@acme.example\n"
    "                          Kopie\n                          Thema   Re: Server down",
    "boxes": _BOXED,
    "one row": "Von:  Support/Desk/Example   An:  hans@acme.example   Datum:  11.04.2026 11:02   Betreff:  Re: x",
    "iNotes": "-----Support/Desk/Example wrote: -----\nTo: hans@acme.example\nFrom: Support/Desk/Example\n"
    "Date: 04/11/2026 11:02AM\nSubject: Re: Server down",
    "a line between dashes": "-----Support/Desk/Example schrieb: -----",
}


def _block(names: tuple[str, str, str, str]) -> str:
    sender, sent, to, subject = names
    return f"{sender}: {_SUPPORT}\n{sent}\n{to}: Hans Meier <hans@acme.example>\n{subject}: Re: Server down [#1]"


CASES: tuple[Case, ...] = (
    *(
        answered(
            f"outlook-{language}",
            "Outlook's block of headings",
            f"It is the second one.\n\nRegards, Hans\n\n{_block(names)}\n\nWhich of the two is it?\n\nGus Olsen",
            "It is the second one.\n\nRegards, Hans",
        )
        for language, names in _OUTLOOK.items()
    ),
    *(
        answered(
            f"divider-{language}",
            "a divider, then words without marks",
            f"The second one.\n\n{divider}\nWhich of the two is it?\n\nGus Olsen",
            "The second one.",
        )
        for language, divider in _DIVIDERS.items()
    ),
    *(
        answered(
            f"block-{program}",
            f"block as written by: {program}",
            f"It is the second.\n\n{block}\n\nWhich one?\nGus",
            "It is the second.",
        )
        for program, block in _OTHERS.items()
    ),
    *(
        answered(
            f"notes-{form.replace(' ', '-')}",
            f"heading of Notes: {form}",
            f"It is the second.\n\n{block}\n\nWhich one?\nGus",
            "It is the second.",
        )
        for form, block in _NOTES.items()
    ),
    answered(
        "notes-between-dashes-nobody",
        "a line between dashes that names no writer",
        "See the log:\n\n-----restart of vps-31-----\n\nIt is down since then.",
    ),
    answered(
        "table-of-recipients",
        "a table with the names of fields, no heading",
        "We sent these:\n\nTo | Subject\nerika@acme.example | Invoice\nbank@bank.example | Account\n\nNone arrived.",
    ),
)
