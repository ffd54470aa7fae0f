"""MG8: where quoted history begins in HTML, before it becomes text."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.reading.html_text import html_text
from helpdesk_tui.mail.reading.parse import parse
from tests.mail.mails import multipart, of, text_part


def own(html: str) -> str:
    text, lines = html_text(html)
    return "\n".join(text.split("\n")[:lines]).strip()


HISTORIES = {
    "Gmail": '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, May 4, 2026 at 10:00 AM Support '
    '&lt;<a href="mailto:support@desk.example">support@desk.example</a>&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>old words</div></blockquote></div>',
    "Gmail, new": '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">Le lun. 4 mai a écrit :</div>'
    '<blockquote class="gmail_quote">old words</blockquote></div>',
    "Gmail, old": '<div class="gmail_extra"><div class="gmail_quote">2015-05-04 10:00 GMT+02:00 Support '
    '&lt;support@desk.example&gt;:<br><blockquote class="gmail_quote">old words</blockquote></div></div>',
    "Thunderbird": '<div class="moz-cite-prefix">Am 04.05.26 um 10:00 schrieb Support:<br></div>'
    '<blockquote type="cite" cite="mid:a@b"><p>old words</p></blockquote>',
    "Apple Mail": '<br><blockquote type="cite"><div>On 4 May 2026, at 10:00, Support wrote:</div><br>'
    "<div>old words</div></blockquote>",
    "Outlook web": '<hr style="display:inline-block"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Support<br>'
    "<b>Sent:</b> Monday<br><b>To:</b> Anna<br><b>Subject:</b> x</div><div>old words</div>",
    "Outlook web, seen through webmail": '<div id="x_divRplyFwdMsg"><b>Van:</b> Support</div><div>old words</div>',
    "Outlook web, new": '<div id="appendonsend"></div><hr><div>old words</div>',
    "Outlook": '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    "<p class=MsoNormal><b>From:</b> Support<br><b>Sent:</b> Monday<br><b>To:</b> Anna<br><b>Subject:</b> x</p>"
    "</div></div>"
    "<p class=MsoNormal>old words</p>",
    "Outlook, in an unknown language": '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0 0 0">'
    "<p class=MsoNormal><b>X:</b> a<br><b>Y:</b> b<br><b>Z:</b> c</p></div><p class=MsoNormal>old words</p>",
    "Yahoo": '<div id="ydp1yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Support wrote:</div>'
    "<div>old words</div></div>",
    "Proton": '<div class="protonmail_quote">On Monday, Support wrote:<br>'
    '<blockquote class="protonmail_quote">old words</blockquote></div>',
    "Zimbra": '<hr id="zwchr"><div><b>From: </b>Support</div><div>old words</div>',
    "Outlook for Mac": '<span id="OLK_SRC_BODY_SECTION"><div>From: Support</div><div>old words</div></span>',
    "an unknown program": "<p>On 4 May 2026 10:00, Support wrote:</p><blockquote>old words</blockquote>",
}


@pytest.mark.parametrize("program", HISTORIES)
def test_history_is_found_and_kept(program: str) -> None:
    text, _ = html_text(f"<div>It works.</div>{HISTORIES[program]}")
    assert "old words" in text
    assert own(f"<div>It works.</div>{HISTORIES[program]}") == "It works."


@pytest.mark.parametrize("program", ["Gmail", "Thunderbird", "Apple Mail", "Proton", "an unknown program"])
def test_an_answer_below_keeps_everything(program: str) -> None:
    html = f"<div>Hello,</div>{HISTORIES[program]}<div>my answer</div>"
    text, lines = html_text(html)
    assert lines == len(text.split("\n"))


def test_an_answer_between_gmails_quotations_is_new() -> None:
    html = (
        '<div class="gmail_quote"><div class="gmail_attr">On Monday Support wrote:</div>'
        '<blockquote class="gmail_quote">question one</blockquote><div>answer one</div>'
        '<blockquote class="gmail_quote">question two</blockquote></div>'
    )
    assert own(html).endswith("answer one")
    assert "question one" in own(html)


def test_a_quotation_that_is_no_history_is_matter() -> None:
    """Somebody sets an error message off with a quotation."""
    assert own("<p>I see this:</p><blockquote>disk full</blockquote>") == "I see this:\n\n> disk full"


def test_a_forwarded_mail_is_content() -> None:
    html = (
        '<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
        "From: Bob<br>Date: Monday<br>Subject: Invoice<br>To: Anna<br></div><div>The invoice.</div></div>"
    )
    text, lines = html_text(html)
    assert lines == len(text.split("\n"))


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature" data-smartmail="gmail_signature">Anna<br>Acme</div>',
        '<pre class="moz-signature" cols="72">-- \nAnna</pre>',
        '<div id="Signature"><div>Anna</div></div>',
        '<div id="ms-outlook-mobile-signature">Get Outlook for Android</div>',
        '<div class="protonmail_signature_block">Anna</div>',
    ],
)
def test_signatures_are_folded(signature: str) -> None:
    assert own(f"<div>It works.</div><div><br></div>{signature}") == "It works."
    assert own(f"<div>It works.</div>{signature}{HISTORIES['Gmail']}") == "It works."


def test_a_mail_that_is_only_history_stays_whole() -> None:
    text, lines = html_text(HISTORIES["Gmail"])
    assert lines == len(text.split("\n"))


def test_own_lines_of_a_mail_come_from_the_html_that_is_shown() -> None:
    parsed = parse(
        of(multipart("alternative", text_part(" "), text_part(f"<p>Yes.</p>{HISTORIES['Outlook']}", "html")))
    )
    assert parsed.reply_text == "Yes."
    assert "old words" in parsed.text
