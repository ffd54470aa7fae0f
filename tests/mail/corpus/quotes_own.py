"""The client's own words that only look like history or like a signature: they are shown (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import answered, in_html, written

_TOLD = """Hello,

On 3 May 2026 your colleague bob@desk.example wrote:

we will refund you within a week.

I still have no refund. When will it come?"""

_TOLD_GERMAN = """Hallo,

Am 3.5.2026 um 10:00 schrieb mir Herr Max <max@desk.example>:

Wir erstatten.

Bisher nichts passiert! Wann kommt das Geld?"""

_FILTER = """Please add this filter

From: the boss
To: everyone
Subject: urgent

and tell me when it is done. It is important!"""

_SQL = """I run

select 1
--
-- comment
select 2"""

_SECOND_MATTER = """The first server is down.

--

The second one has been slow since the update of yesterday evening."""

_ESCAPED = """Two problems.

>From yesterday on mail is late.

Please look."""

_MANUAL = """Your manual says

> Set X to 1

but that fails. The log

> err
> err2"""

_ON = "On Mon, Apr 6, 2026 at 10:11 AM Support <support@desk.example> wrote:\n> old one\n> old two"
_NEW = "It is still down."
_DISCLAIMERS = {
    "en": "This e-mail is confidential. If you are not the intended recipient delete it.",
    "en-attachments": "This email and any attachments are confidential and may be privileged.\nPlease delete it.",
    "de": "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.",
    "fr": "Ce message est strictement confidentiel. Si vous n'êtes pas le destinataire prévu, supprimez-le.",
    "avast": "Virus-free.www.avast.com <https://www.avast.com/x>",
    "avast-de": "Virenfrei.www.avast.com",
    "avg": "This email has been checked for viruses by AVG.\nhttp://www.avg.com",
    "ruled": "----------\nDiese E-Mail wurde von Avast-Antivirussoftware auf Viren geprüft.\nhttps://www.avast.com",
    "two": "Virus-free. www.avg.com\n\nThis message is intended only for its addressee, it may be confidential.",
}

CASES: tuple[Case, ...] = (
    answered("told-what-a-colleague-wrote", "a sentence that ends with wrote:", _TOLD),
    answered("told-in-german", "a sentence that ends with wrote:", _TOLD_GERMAN),
    answered("headings-of-a-filter", "lines like headings, no address, no date", _FILTER),
    answered("between-dashes", "two dashes that are announced",
             "Please put this into the file, between the dashes:\n\n--\nfoo=1\nbar=2"),
    answered("settings-below-dashes", "two dashes above settings", "My config\n--\nfoo=1\nbar=2"),
    answered("sql-comment", "two dashes that are a comment", _SQL),
    answered("dashes-that-divide", "two dashes between two matters", _SECOND_MATTER),
    answered("dashes-above-a-question", "two dashes above a question", "Done.\n--\nWhen is the other one?"),
    answered("dashes-stripped", "a signature whose dashes lost their space",
             f"{_NEW}\n\n--\nHans Meier\nAcme GmbH", _NEW),
    answered("dashes-stripped-notice", "a notice below dashes that lost their space",
             f"{_NEW}\n\n--\nHans Meier\n{_DISCLAIMERS['en']}", _NEW),
    answered("escaped-from", "From escaped as in a mailbox file", _ESCAPED),
    answered("escaped-from-at-the-end", "From escaped as in a mailbox file", _ESCAPED[:-14].rstrip()),
    written("pasted-in-a-new-email", "lines with > in an email that answers none",
            "I get this when I log in\n\n> Error 500 in foo\n> please fix"),
    answered("pasted-in-an-answer", "lines with > right below the text",
             "I get this when I log in\n> Error 500 in foo\n> please fix"),
    written("manual-quoted", "lines with > in an email that answers none", _MANUAL),
    answered("quoted-without-attribution", "history without a line that names its writer",
             f"{_NEW}\n\n> Is it up again?\n> Gus", _NEW),
    *(answered(f"notice-below-history-{name}", "a notice below history", f"{_NEW}\n\n{_ON}\n\n{notice}", _NEW)
      for name, notice in _DISCLAIMERS.items()),
    answered("confidential-by-a-person", "own words below history",
             f"{_NEW}\n\n{_ON}\n\nIs this email confidential? Please tell nobody."),
    answered("not-the-recipient", "own words below history",
             f"{_NEW}\n\n{_ON}\n\nI am not the intended recipient of this email. Please delete my address."),
    answered("received-in-error", "own words below history", f"{_ON}\n\nThis email came in error to us, Omar gets it."),
    written("named-in-hebrew", "an attribution that ends with an invisible mark",
            f"{_NEW}\n\n\u202bבתאריך יום ב׳, 6 באפר׳ 2026 ב-10:11 מאת Support\u202a <support@desk.example>:\u202c\n\n"
            "> old",
            reply=_NEW),
    answered("gmail-persian", "Gmail's line in Persian",
             f"{_NEW}\n\nدر تاریخ دوشنبه 6 آوریل 2026،\u200f 10:11 Support <support@desk.example> نوشت:\n\n> old",
             _NEW),
    answered("gmail-hindi", "Gmail's line in Hindi",
             f"{_NEW}\n\nसोम, 6 अप्रैल 2026 को 10:11 am बजे को Support <support@desk.example> ने लिखा:\n\n> old", _NEW),
    answered("yahoo-without-address", "Yahoo's line without an address, history without marks",
             f"{_NEW}\n\n    On Monday, April 6, 2026 at 10:11:12 AM GMT+2, Acme Support wrote:  \n\nold one\n\nGus",
             _NEW),
    answered("outlook-android-german", "a line of Outlook for Android",
             f"{_NEW}\n\nOutlook für Android<https://aka.ms/AAb9ysg> herunterladen", _NEW),
    answered("outlook-ios-french", "a line of Outlook for iOS",
             f"{_NEW}\n\nObtenir Outlook pour iOS<https://aka.ms/o0ukef>", _NEW),
    answered("signed-inline", "PGP around the text",
             f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{_NEW}\n- -- a list\n\n{_ON}\n"
             "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----",
             f"{_NEW}\n-- a list", text=f"{_NEW}\n-- a list\n\n{_ON}"),
    answered("signed-inline-cut", "PGP without its end",
             f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{_NEW}"),
    answered("key-inline", "a PGP key in the text",
             "My key:\n\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n-----END PGP PUBLIC KEY BLOCK-----"),
    in_html("rambler-html", "Rambler's blockquote",
            f"<p>{_NEW}</p><div>Support, 6.04.2026</div><blockquote class='rcmBQ'><p>old one</p></blockquote>",
            f"{_NEW}\n\nSupport, 6.04.2026\n\n> old one", f"{_NEW}\n\nSupport, 6.04.2026"),
)  # fmt: skip
