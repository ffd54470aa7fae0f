"""Signatures above the answer, postscripts below them, and the footers of lists (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import answered, written

_OUTLOOK = (
    "Von: Support <support@desk.example>\nGesendet: Samstag, 11. April 2026 11:02\nAn: Hans Meier <hans@acme.example>\n"
    "Betreff: Re: Server down [#1]\n\nWhich one?"
)
_GMAIL = "On Sat, Apr 11, 2026 at 11:02 AM Support <support@desk.example> wrote:\n\n> Which one?\n> Gus"
_K9 = "Am 11. April 2026 11:02:11 MESZ schrieb Support <support@desk.example>:\n>Which one?"
_HISTORIES = {"outlook": _OUTLOOK, "gmail": _GMAIL, "k-9": _K9}

_MAILMAN_3 = (
    "_______________________________________________\nacme-it mailing list -- acme-it@acme.example\nTo unsubscribe "
    "send an email to acme-it-leave@acme.example\nhttps://lists.acme.example/postorius/lists/acme-it.acme.example/"
)
_MAILMAN_2 = (
    "_______________________________________________\nAcme-it mailing list\nAcme-it@acme.example\n"
    "https://lists.acme.example/mailman/listinfo/acme-it"
)
_GROUP = (
    'You received this message because you are subscribed to the Google Groups "acme-it" group.\nTo unsubscribe from '
    "this group and stop receiving emails from it, send an email to acme-it+unsubscribe@googlegroups.example.\nTo view "
    "this discussion visit https://groups.example/d/msgid/acme-it/1."
)
_DAUM = (
    "---------- 원본 메일 ----------\n보낸사람: Support <support@desk.example>\n받는사람: Hans <hans@acme.example>\n"
    "날짜: 26.04.11 18:02 GMT +0900\n제목: Re: Server down [#1]\n\nWhich one?"
)

CASES: tuple[Case, ...] = (
    *(
        answered(
            f"signature-first-{name}",
            f"a signature above the answer and its history: {name}",
            f"-- \nHans Meier | Acme GmbH\n\nThe second one, please.\n\n{history}",
            "-- \nHans Meier | Acme GmbH\n\nThe second one, please.",
        )
        for name, history in _HISTORIES.items()
    ),
    answered(
        "signature-first-two-paragraphs",
        "a signature of two paragraphs above the answer",
        f"-- \nHans Meier\nAcme GmbH\n\nHauptstr. 1, Berlin\n\nThe third one.\n\n{_GMAIL}",
        "-- \nHans Meier\nAcme GmbH\n\nHauptstr. 1, Berlin\n\nThe third one.",
    ),
    answered(
        "signature-first-below-the-history",
        "history, then a signature and the answer below it",
        f"{_GMAIL}\n\n-- \nHans Meier\n\nThe fourth one.",
    ),
    answered(
        "signature-last-of-two-paragraphs",
        "a signature of two paragraphs below the answer",
        f"The fifth.\n\n-- \nHans Meier\n\nAcme GmbH, Berlin\n\n{_GMAIL}",
        "The fifth.",
    ),
    *(
        answered(
            f"postscript-{name}",
            f"a postscript below a signature, above the history: {postscript}",
            f"Yes.\n\n-- \nHans Meier\nAcme\n\n{postscript}\n\n{_GMAIL}",
            f"Yes.\n\n-- \nHans Meier\nAcme\n\n{postscript}",
        )
        for name, postscript in (
            ("ps", "PS: node 4, too."),
            ("dots", "P.S. Node 4, too."),
            ("two", "PPS: node 5, too.\nAnd node 6."),
            ("de", "Nachtrag: auch Node 4."),
            ("nb", "NB: not on Sunday."),
            ("ru", "P.S.: и четвертый тоже."),
            ("ja", "追伸 4番も。"),
        )
    ),
    answered(
        "postscript-below-everything",
        "a postscript below a signature at the end",
        "Yes, do.\n\n-- \nHans Meier\n\nPS: node 4 as well.",
    ),
    answered(
        "postscript-is-a-firm",
        "a signature with a firm whose name begins like a postscript",
        f"Yes, now.\n\n-- \nHans Meier\n\nPS Logistics Ltd\nPSI: 12\n\n{_GMAIL}",
        "Yes, now.",
    ),
    *(
        written(
            f"list-footer-{name}",
            f"a list's footer below the text: {name}",
            f"Node 5 is down.\n\n{footer}",
            reply="Node 5 is down.",
        )
        for name, footer in (
            ("mailman-3", _MAILMAN_3),
            ("mailman-2", _MAILMAN_2),
            ("group", f"-- \n{_GROUP}"),
            ("group-without-space", f"--\n{_GROUP}"),
            ("two", f"{_MAILMAN_3}\n\n{_MAILMAN_2}"),
        )
    ),
    answered(
        "list-footer-below-the-history",
        "a list's footer below quoted history",
        f"Node 6.\n\n{_GMAIL}\n\n{_MAILMAN_3}",
        "Node 6.",
    ),
    answered(
        "list-footer-and-signature",
        "a signature and a list's footer",
        f"Node 7.\n\n-- \nHans Meier\n{_MAILMAN_3}",
        "Node 7.",
    ),
    written(
        "list-footer-asked-about",
        "a list's footer, and a question below it",
        f"I get these:\n\n{_MAILMAN_3}\n\nHow do I leave it?",
    ),
    written(
        "list-footer-announced",
        "a list's footer that the text announces",
        f"Please take me off this one:\n\n{_MAILMAN_3}",
    ),
    written(
        "long-rule",
        "a long rule above the matter",
        "Our list:\nthese two\n\n_______________________________________________\nweb2 is down\nweb3 is slow",
    ),
    written(
        "short-rule",
        "a rule as long as a mail program's above words about a list",
        "Please create it.\n\n________________________________\nacme-it mailing list, twenty members",
    ),
    answered("daum", "history of Daum", f"둘째입니다.\n\n{_DAUM}", "둘째입니다."),
    answered(
        "daum-without-space",
        "history of Daum without a space in its words",
        "셋째.\n\n" + _DAUM.replace("원본 메일", "원본메일"),
        "셋째.",
    ),
    answered(
        "daum-words",
        "a rule around words that begin like Daum's",
        "---------- 원본 파일 ----------\n서버에서 지워졌습니다.",
    ),
)
