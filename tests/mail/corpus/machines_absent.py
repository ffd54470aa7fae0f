"""Absences that nothing but their subject tells, in the words of many programs (MG9, rule 16)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.desk import ANSWER
from tests.mail.corpus.written import INTO_TICKET, written

_ANSWERING = (f"In-Reply-To: {ANSWER}", f"References: {ANSWER}")
_AWAY = "I am away until 20 April and read no email."

_SUBJECTS = {
    "ja-brackets": "【自動返信】不在のお知らせ", "ja-square": "[自動返信] Re: Server down [#1]",
    "ja-wide-square": "［自動応答］Server down [#1]", "ja-notice": "不在通知: Server down [#1]",
    "tr": "Ofis Dışında: Server down [#1]", "tr-workplace": "İşyeri Dışında: Server down [#1]",
    "tr-long": "Ofis Dışında Otomatik Yanıtı: Server down [#1]",
    "de-assistant": "Abwesenheitsassistent: Re: Server down [#1]", "de-out": "Außer Haus: Re: Server down [#1]",
    "de-office": "Nicht im Büro: Re: Server down [#1]", "fr": "Message d'absence : Re: Server down [#1]",
    "fr-curly": "Message d’absence : Re: Server down", "ooo": "OOO: Re: Server down [#1]",
    "en-brackets": "[Automatic reply] Server down", "en-external": "[EXT] Automatic reply: Server down [#1]",
    "zh-brackets": "【自动回复】Re: Server down",
}  # fmt: skip

# What a client writes under a subject like these.
_PEOPLE = {
    "phone": ("Re: Out of office phone does not work", "It rings, and nobody hears us."),
    "about": ("Out of office phone is dead", "Since this morning."),
    "ooo-no-number": ("OOO: who looks after web2?", "Gus is away, I hear."),
    "de-office": ("Nicht im Büro: Telefon klingelt", "Es klingelt ohne Ende."),
    "de-out": ("Außer Haus: Router tot", "Wer hat den Schlüssel?"),
    "tr": ("Ofis Dışında: yazıcı", "Yazıcı yanıt vermiyor."),
    "ja-delivery": ("不在通知: 荷物", "荷物が届きません。"),
    "brackets": ("[web2] Automatic reply does not start", "The filter is on."),
    "oops": ("Ooops, wrong file", "Please take this one."),
    "answer-to-it": ("Re: 【自動返信】不在のお知らせ", "Then tell Erika, please."),
}

CASES: tuple[Case, ...] = (
    *(
        written(
            f"absent-{name}",
            f"an absence that its subject tells: {name}",
            _AWAY,
            *_ANSWERING,
            subject=subject,
            kind="auto",
            outcome="ignored",
            reason="automatic",
        )
        for name, subject in _SUBJECTS.items()
    ),
    *(
        written(
            f"present-{name}",
            "a person answers under a subject like that of an absence",
            body,
            *_ANSWERING,
            subject=subject,
            **INTO_TICKET,
        )
        for name, (subject, body) in _PEOPLE.items()
    ),
    written(
        "present-new",
        "a person's new email under the words of an absence in brackets",
        "Which program sends it?",
        subject="[Automatic reply] where does it come from?",
    ),
)
