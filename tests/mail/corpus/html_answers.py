"""Answers in HTML around quotations, forwarded emails, and plain text beside HTML (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.html_forms import shown
from tests.mail.corpus.written import in_html

_QUOTED = '<blockquote type="cite">Which one?</blockquote>'
_LOOK = "Please look at this."

_ANSWERS = (
    shown(
        "answer-below-the-quotation",
        "HTML: answer below the quotation",
        f"{_QUOTED}<p>The second one.</p>",
        "> Which one?\n\nThe second one.",
    ),
    shown(
        "answers-between-quotations",
        "HTML: answers between quotations",
        f"<p>Hello,</p>{_QUOTED}<p>The second.</p><blockquote type=cite>Since when?</blockquote><p>Today.</p>"
        "<blockquote type=cite>Gus</blockquote>",
        "Hello,\n\n> Which one?\n\nThe second.\n\n> Since when?\n\nToday.\n\n> Gus",
        "Hello,\n\n> Which one?\n\nThe second.\n\n> Since when?\n\nToday.",
    ),
    shown(
        "answer-within-the-quotation",
        "HTML: answers said to stand within unmarked history",
        '<div>Answers inline, in red.</div><div id="divRplyFwdMsg"><b>From:</b> Support<br><b>Subject:</b> x</div>'
        '<div>Which one? <span style="color:red">The second.</span></div>',
        "Answers inline, in red.\nFrom: Support\nSubject: x\nWhich one? The second.",
    ),
    shown(
        "answer-within-gmails-container",
        "HTML: answers between Gmail's quotations",
        '<div class="gmail_quote"><div class="gmail_attr">On Sat, Support wrote:</div><blockquote '
        'class="gmail_quote">Which '
        'one?</blockquote><div>The second.</div><blockquote class="gmail_quote">Gus</blockquote></div>',
        "On Sat, Support wrote:\n\n> Which one?\n\nThe second.\n\n> Gus",
        "On Sat, Support wrote:\n\n> Which one?\n\nThe second.",
    ),
    shown(
        "only-history",
        "HTML: nothing but history",
        '<div class="gmail_quote"><div class="gmail_attr">On Sat, Support wrote:</div><blockquote '
        'class="gmail_quote">Which '
        "one?</blockquote></div>",
        "On Sat, Support wrote:\n\n> Which one?",
    ),
    shown(
        "typed-marks",
        "HTML: a quotation whose marks are typed",
        "<p>The second one.</p><div>On 4/11/26 11:02, Support wrote:<br>&gt; Which one?<br>&gt;<br>&gt; Gus</div>",
        "The second one.\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?\n>\n> Gus",
        "The second one.",
    ),
    shown(
        "typed-marks-alone",
        "HTML: a quotation whose marks are typed, without a line that names the writer",
        "<div>The second, of course.</div><br><div>&gt; Which one?</div><div>&gt; Gus</div>",
        "The second, of course.\n\n> Which one?\n> Gus",
        "The second, of course.",
    ),
    shown(
        "typed-marks-in-paragraphs",
        "HTML: a quotation whose marks are typed, in paragraphs",
        "<p>The second, please.</p><p>&gt; Which one?</p><p>&gt;&gt; It is down.</p>",
        "The second, please.\n\n> Which one?\n\n>> It is down.",
        "The second, please.",
    ),
    shown(
        "typed-marks-preformatted",
        "HTML: plain text in a preformatted element",
        "<pre>The second one, Gus.\n\nOn 4/11/26 11:02, Support wrote:\n&gt; Which one?\n</pre>",
        "The second one, Gus.\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?",
        "The second one, Gus.",
    ),
    shown(
        "typed-marks-in-a-table",
        "HTML: a quotation whose marks are typed, in a table",
        "<table><tr><td>The second, thanks.</td></tr><tr><td>&gt; Which one?</td></tr></table>",
        "The second, thanks.\n> Which one?",
        "The second, thanks.",
    ),
    shown(
        "typed-marks-between-answers",
        "HTML: answers between quotations whose marks are typed",
        "<div>&gt; Which one?<br>The second.<br>&gt; Since when?<br>Today.</div>",
        "> Which one?\nThe second.\n> Since when?\nToday.",
    ),
    shown(
        "typed-marks-announced",
        "HTML: typed marks around the matter",
        "<p>Your server says:</p><p>&gt; 550 rejected by policy<br>&gt; (in reply to RCPT TO)</p>",
        "Your server says:\n\n> 550 rejected by policy\n> (in reply to RCPT TO)",
    ),
    shown(
        "quotation-is-the-matter",
        "HTML: a quotation that is no history",
        "<p>It says:</p><blockquote>550 rejected by policy</blockquote><p>Why?</p>",
        "It says:\n\n> 550 rejected by policy\n\nWhy?",
    ),
    shown(
        "quotation-is-the-matter-at-the-end",
        "HTML: a quotation at the end that is no history",
        "<p>Your server says:</p><blockquote>550 rejected by policy</blockquote>",
        "Your server says:\n\n> 550 rejected by policy",
    ),
    shown(
        "gmail-quote-button",
        "HTML: a quotation made with Gmail's button, announced",
        '<div>Hello,</div><div>the server says:</div><blockquote class="gmail_quote" style="border-left:1px solid">550 '
        "rejected</blockquote>",
        "Hello,\nthe server says:\n\n> 550 rejected",
    ),
    shown(
        "pasted-as-quotation",
        "HTML: pasted as a quotation, announced",
        '<p>In your terms I read:</p><blockquote type="cite">Free within 14 days.</blockquote>',
        "In your terms I read:\n\n> Free within 14 days.",
    ),
    shown(
        "apple-below-a-colon",
        "HTML: Apple's quotation below a line with a colon",
        '<div>Which one, you ask:</div><blockquote type="cite"><div>On 11. Apr 2026, at 11:02, Support wrote:</div>'
        "<div>Which one?</div></blockquote>",
        "Which one, you ask:\n\n> On 11. Apr 2026, at 11:02, Support wrote:\n> Which one?",
        "Which one, you ask:",
    ),
    shown(
        "forwarded-proton",
        "HTML: forwarded by ProtonMail within its mark of history",
        '<div>Please look.</div><div class="protonmail_quote">------- Forwarded Message -------<br>From: '
        "Bank<br>Date: On Friday"
        '<br>Subject: C<br>To: Hans<br><br><blockquote class="protonmail_quote">It expires.</blockquote></div>',
        "Please look.\n------- Forwarded Message -------\nFrom: Bank\nDate: On Friday\nSubject: C\nTo: Hans\n\n> It "
        "expires.",
    ),
    shown(
        "forwarded-yahoo",
        "HTML: forwarded by Yahoo within its mark of history",
        '<div>Please do.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>----- Forwarded Message '
        "-----</div><div><b>From:"
        "</b> Bank</div><div><b>Subject:</b> C</div><div>It expires.</div></div>",
        "Please do.\n----- Forwarded Message -----\nFrom: Bank\nSubject: C\nIt expires.",
    ),
    shown(
        "forwarded-gmail",
        "HTML: forwarded by Gmail",
        f'<div>{_LOOK}</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message '
        f"---------<br>From: "
        "Bank<br>Date: Fri, Apr 10<br>Subject: C<br>To: Hans<br></div><br>It expires.</div>",
        f"{_LOOK}\n\n---------- Forwarded message ---------\nFrom: Bank\nDate: Fri, Apr 10\nSubject: C\nTo: Hans\n"
        f"\nIt expires.".replace("\n\n----", "\n----", 1),
    ),
    shown(
        "forwarded-thunderbird",
        "HTML: forwarded by Thunderbird",
        f'<p>{_LOOK}</p><div class="moz-forward-container">-------- Forwarded Message --------<table '
        f'class="moz-email-headers-'
        'table"><tbody><tr><th>Subject: </th><td>C</td></tr><tr><th>From: '
        "</th><td>Bank</td></tr></tbody></table>It expires."
        "</div>",
        f"{_LOOK}\n\n-------- Forwarded Message --------\n\nSubject: | C\nFrom: | Bank\n\nIt expires.",
    ),
    shown(
        "outlook-line-is-a-design",
        "HTML: a coloured line that begins no history",
        '<p>Our offer:</p><div style="border-top:solid #E1E1E1 1.0pt"><p>Two servers</p></div><p>Is it right?</p>',
        "Our offer:\n\nTwo servers\n\nIs it right?",
    ),
)

_ALTERNATIVES = (
    in_html(
        "alternative-disagrees",
        "plain and HTML disagree",
        "<p>Please delete everything.</p>",
        "Please restart web2.",
        plain="Please restart web2.",
    ),
    in_html(
        "alternative-plain-is-a-stub",
        "the plain form only says that there is HTML",
        "<p>Please restart web2 today.</p>",
        "Please restart web2 today.",
        plain="This message is in HTML. Use a reader that can display HTML.",
    ),
    in_html(
        "alternative-plain-is-empty",
        "the plain form is empty",
        "<p>Please restart web3.</p>",
        "Please restart web3.",
        plain="\r\n \r\n",
    ),
    in_html(
        "alternative-with-history",
        "history in both forms",
        f'<p>The second.</p><div class="moz-cite-prefix">On Sat, Support wrote:</div>{_QUOTED}',
        "The second.\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?",
        "The second.",
        plain="The second.\r\n\r\nOn 4/11/26 11:02, Support wrote:\r\n> Which one?\r\n",
    ),
    in_html(
        "alternative-forwarded",
        "a forwarded email in HTML, told by its subject",
        '<div>Look.</div><hr><div id="divRplyFwdMsg"><b>From:</b> Bank<br><b>Subject:</b> C</div><div>It '
        "expires.</div>",
        "Look.\n\n---\n\nFrom: Bank\nSubject: C\nIt expires.",
        subject="FW: C",
    ),
    in_html(
        "zendesk-line",
        "the line above which to answer",
        "<p>The second one!</p><div>##- Please type your reply above this line "
        "-##</div><p>Your request (1) has been updated.</p>",
        "The second one!\n\n##- Please type your reply above this line -##\n\nYour request (1) has been updated.",
        "The second one!",
    ),
)

CASES: tuple[Case, ...] = (*_ANSWERS, *_ALTERNATIVES)
