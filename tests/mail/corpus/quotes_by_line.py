"""The line above quoted history that names its writer, as mail programs write it in many languages (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import answered

_WHO = "Example Hosting Support <support@desk.example>"
_SHORT = "Support <support@desk.example>"
_HISTORY = "> Which of the two servers is it?\n>\n> Gus Olsen\n> Example Hosting"

# Gmail breaks the line at 78 characters, mostly within the angle brackets.
_GMAIL = {
    "en": "On Sat, Apr 11, 2026 at 11:02 AM Example Hosting Support <\nsupport@desk.example> wrote:",
    "de": "Am Sa., 11. Apr. 2026 um 11:02 Uhr schrieb Example Hosting Support <\nsupport@desk.example>:",
    "fr": f"Le sam. 11 avr. 2026 à 11:02, {_WHO}\na écrit :",
    "es": "El sáb, 11 abr 2026 a las 11:02, Example Hosting Support (<\nsupport@desk.example>) escribió:",
    "it": "Il giorno sab 11 apr 2026 alle ore 11:02 Example Hosting Support <\nsupport@desk.example> ha scritto:",
    "pt": f"{_WHO} escreveu (sábado, 11/04/2026\nà(s) 11:02):",
    "pt-br": "Em sáb., 11 de abr. de 2026 às 11:02, Example Hosting Support <\nsupport@desk.example> escreveu:",
    "ca": f"Missatge de {_WHO} del dia\nds., 11 d’abr. 2026 a les 11:02:",
    "nl": "Op za 11 apr 2026 om 11:02 schreef Example Hosting Support <\nsupport@desk.example>:",
    "pl": f"sob., 11 kwi 2026 o 11:02 {_WHO}\nnapisał(a):",
    "ru": f"сб, 11 апр. 2026 г. в 11:02, {_WHO}:",
    "uk": f"сб, 11 квіт. 2026 р. о 11:02 {_WHO}\nпише:",
    "bg": f"На сб, 11.04.2026 г. в 11:02 {_WHO}\nнаписа:",
    "cs": "so 11. 4. 2026 v 11:02 odesílatel Example Hosting Support <\nsupport@desk.example> napsal:",
    "sk": f"so 11. 4. 2026 o 11:02 {_WHO}\nnapísal(a):",
    "hr": f"sub, 11. tra 2026. u 11:02 {_WHO}\nnapisao je:",
    "tr": f"{_WHO}, 11 Nis 2026 Cmt, 11:02\ntarihinde şunu yazdı:",
    "sv": "Den lör 11 apr. 2026 kl 11:02 skrev Example Hosting Support <\nsupport@desk.example>:",
    "da": "Den lør. 11. apr. 2026 kl. 11.02 skrev Example Hosting Support <\nsupport@desk.example>:",
    "no": "lør. 11. apr. 2026 kl. 11:02 skrev Example Hosting Support <\nsupport@desk.example>:",
    "fi": "la 11. huhtik. 2026 klo 11.02 Example Hosting Support (support@desk.example)\nkirjoitti:",
    "hu": f"{_WHO} ezt írta (időpont: 2026. ápr.\n11., Szo, 11:02):",
    "ro": "În sâm., 11 apr. 2026 la 11:02, Example Hosting Support <\nsupport@desk.example> a scris:",
    "el": "Στις Σάβ 11 Απρ 2026 στις 11:02 π.μ., ο χρήστης Example Hosting Support <\nsupport@desk.example> έγραψε:",
    "lt": f"2026-04-11, št, 11:02 {_WHO}\nrašė:",
    "zh-cn": f"{_WHO} 于2026年4月11日周六 11:02写道：",
    "zh-tw": f"{_WHO} 於 2026年4月11日 週六 上午11:02寫道：",
    "ja": f"2026年4月11日(土) 11:02 {_WHO}:",
    "ko": f"2026년 4월 11일 (토) 오전 11:02, {_WHO}님이\n작성:",
    "vi": "Vào Th 7, 11 thg 4, 2026 vào lúc 11:02 Example Hosting Support <\nsupport@desk.example> đã viết:",
    "ar": f"في السبت، 11 أبريل 2026 في 11:02 ص تمت كتابة ما يلي بواسطة\u200f\n{_WHO}:\u200f",
    "he": "\u202bבתאריך שבת, 11 באפר׳ 2026 ב-11:02 מאת \u202aExample Hosting Support\u202c\u200f <\u202a\n"
    "support@desk.example\u202c\u200f>:\u202c",
}

_APPLE = {
    "en": f"On Apr 11, 2026, at 11:02 AM, {_SHORT} wrote:",
    "de": f"Am 11.04.2026 um 11:02 schrieb {_SHORT}:",
    "fr": f"Le 11 avr. 2026 à 11:02, {_SHORT} a écrit\xa0:",
    "es": f"El 11 abr 2026, a las 11:02, {_SHORT} escribió:",
    "it": f"Il giorno 11 apr 2026, alle ore 11:02, {_SHORT} ha scritto:",
    "pt": f"No dia 11/04/2026, às 11:02, {_SHORT} escreveu:",
    "pt-br": f"Em 11 de abr. de 2026, à(s) 11:02, {_SHORT} escreveu:",
    "nl": f"Op 11 apr. 2026 om 11:02 heeft {_SHORT} het volgende geschreven:",
    "pl": f"Wiadomość napisana przez {_SHORT} w dniu 11 kwi 2026, o godz. 11:02:",
    "ru": f"11 апр. 2026 г., в 11:02, {_SHORT} написал(а):",
    "uk": f"11 квіт. 2026 р. о 11:02 {_SHORT} пише:",
    "cs": f"11. 4. 2026 v 11:02, {_SHORT}:",
    "tr": f"{_SHORT} şunları yazdı (11 Nis 2026 11:02):",
    "sv": f"11 apr. 2026 kl. 11:02 skrev {_SHORT}:",
    "fi": f"{_SHORT} kirjoitti 11.4.2026 kello 11.02:",
    "hu": f"2026. ápr. 11. dátummal, 11:02 időpontban {_SHORT} írta:",
    "el": f"Στις 11 Απρ 2026, στις 11:02 π.μ., ο/η {_SHORT} έγραψε:",
    "zh-cn": f"2026年4月11日 11:02，{_SHORT} 写道：",
    "ja": f"2026/04/11 11:02、{_SHORT}のメール:",
    "ko": f"2026. 4. 11. 오전 11:02, {_SHORT} 작성:",
    "he": f"ב-11 באפר׳ 2026, בשעה 11:02, \u200f{_SHORT} כתב/ה:",
    "ar": f"في ١١ أبريل ٢٠٢٦، الساعة ١١:٠٢ ص، كتب {_SHORT}:",
}

_THUNDERBIRD = {
    "en": "On 4/11/26 11:02, Support wrote:",
    "de": "Am 11.04.26 um 11:02 schrieb Support:",
    "fr": "Le 11/04/2026 à 11:02, Support a écrit :",
    "es": "El 11/4/26 a las 11:02, Support escribió:",
    "it": "Il 11/04/26 11:02, Support ha scritto:",
    "pt-br": "Em 11/04/2026 11:02, Support escreveu:",
    "nl": "Op 11-04-2026 om 11:02 schreef Support:",
    "pl": "W dniu 11.04.2026 o 11:02, Support pisze:",
    "ru": "11.04.2026 11:02, Support пишет:",
    "cs": "Dne 11. 04. 26 v 11:02 Support napsal(a):",
    "sk": "Dňa 11. 4. 2026 o 11:02 Support napísal(a):",
    "hu": "2026. 04. 11. 11:02 keltezéssel, Support írta:",
    "fi": "Support kirjoitti 11.4.2026 klo 11.02:",
    "sv": "Den 2026-04-11 kl. 11:02, skrev Support:",
    "no": "Den 11.04.2026 11:02, skrev Support:",
    "tr": "11.04.2026 11:02 tarihinde Support yazdı:",
    "el": "Στις 11/4/26 11:02, ο/η Support έγραψε:",
    "zh-cn": "在 2026/4/11 11:02, Support 写道:",
    "ja": "Support さんは書きました (2026/04/11 11:02):",
    "ko": "2026-04-11 오전 11:02에 Support 이(가) 쓴 글:",
    "he": "בתאריך 11/04/2026 11:02, Support כתב/ה:",
}

# What other programs write, the whole of what stands below the answer.
_OTHERS = {
    "apple-within-the-quotation": f"> On 11. Apr 2026, at 11:02, {_SHORT} wrote:\n> \n> Which one?",
    "yahoo": f"    On Saturday, April 11, 2026 at 11:02:15 AM GMT+2, {_SHORT} wrote:  \n \n Which one?\n\n Gus Olsen  ",
    "yahoo-de":
        f"    Am Samstag, 11. April 2026 um 11:02:15 MESZ hat {_SHORT} Folgendes geschrieben:  \n \n Which one?",
    "yahoo-es": f"    En sábado, 11 de abril de 2026, 11:02:15 CEST, {_SHORT} escribió:  \n \n Which one?",
    "mail-ru": f"  \n>Суббота, 11 апреля 2026, 12:02 +03:00 от {_SHORT}:\n> \n>Which one?\n>",
    "yandex": "11.04.2026, 12:02, «Support» <support@desk.example> написал(а):\n\n> Which one?",
    "netease": '在 2026-04-11 17:02:15，"Support" <support@desk.example> 写道：\n\nWhich one?',
    "netease-en": 'At 2026-04-11 17:02:15, "Support" <support@desk.example> wrote:\n>Which one?',
    "lotus-notes": f"{_SHORT} wrote on 04/11/2026 11:02:15 AM:\n\n> Which one?",
    "inotes": f"-----{_SHORT} wrote: -----\nTo: hans@acme.example\nFrom: {_SHORT}\nDate: 04/11/2026 11:02AM\n"
    "Subject: Re: Server down [#1]\n\nWhich one?",
    "groupwise": f">>> {_SHORT} 11.04.2026 11:02 >>>\nWhich one?\n\nGus Olsen",
    "k-9": "On April 11, 2026 11:02:15 AM GMT+02:00, Support <support@desk.example> wrote:\n>Which one?\n\n-- \n"
    "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
    "proton": "Sent with [Proton Mail](https://proton.me/) secure email.\n\n"
    f"On Saturday, April 11th, 2026 at 11:02 AM, {_SHORT} wrote:\n\n> Which one?",
    "proton-old": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\n\n"
    f"On Saturday, April 11th, 2026 at 11:02 AM, {_SHORT} wrote:\n\n> Which one?",
    "roundcube": "On 2026-04-11 11:02, Support wrote:\n> Which one?",
    "roundcube-de": "Am 2026-04-11 11:02, schrieb Support:\n> Which one?",
    "zoho": f"---- On Sat, 11 Apr 2026 11:02:15 +0200 {_SHORT} wrote ----\n\n > Which one?\n > \n > Gus",
    "horde": "Quoting Support <support@desk.example>:\n\n> Which one?",
    "horde-de": "Zitat von Support <support@desk.example>:\n\n> Which one?",
    "tutanota": "Apr 11, 2026, 11:02 by support@desk.example:\n\n> Which one?",
    "tutanota-de": "11. Apr. 2026, 11:02 von support@desk.example:\n\n> Which one?",
    "evolution": "On Sat, 2026-04-11 at 11:02 +0200, Support wrote:\n> Which one?",
    "mutt": "* Support <support@desk.example> [2026-04-11 11:02]:\n\n> Which one?",
    "the-bat": "Saturday, April 11, 2026, 11:02:15 AM, you wrote:\n\n> Which one?",
    "the-bat-ru": "Вы писали 11 апреля 2026 г., 12:02:15:\n\n> Which one?",
    "bars": "On 11 Apr 2026 at 11:02, Support wrote:\n\n| Which one?\n|\n| Gus",
    "initials": "On 11 Apr 2026 at 11:02, Support wrote:\n\nS> Which one?\nS>\nS> Gus",
    "shifted": "On 11 Apr 2026 at 11:02, Support wrote:\n\n > Which one?\n >\n > Gus",
    "nested":
        "On 11 Apr 2026, Support wrote:\n> Which one?\n>\n> On 10 Apr 2026, Hans Meier wrote:\n>> It is down.\n>>\n"
    ">> Hans",
}  # fmt: skip

CASES: tuple[Case, ...] = (
    *(
        answered(
            f"gmail-{language}",
            "Gmail's line above >",
            f"It is the second one.\n\n{line}\n\n{_HISTORY}",
            "It is the second one.",
        )
        for language, line in _GMAIL.items()
    ),
    *(
        answered(
            f"apple-{language}", "Apple Mail's line above >", f"The second.\n\n{line}\n\n{_HISTORY}", "The second."
        )
        for language, line in _APPLE.items()
    ),
    *(
        answered(
            f"thunderbird-{language}", "Thunderbird's line above >", f"Number two.\n\n{line}\n{_HISTORY}", "Number two."
        )
        for language, line in _THUNDERBIRD.items()
    ),
    *(
        answered(
            f"line-{program}",
            f"history as written by: {program}",
            f"It is the second one.\n\n{history}",
            "It is the second one.",
        )
        for program, history in _OTHERS.items()
    ),
)
