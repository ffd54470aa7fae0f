"""HTML as people and programs write it: what is shown of it, and what is newly written (MG8, TF11, rule 39)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import in_html

_QUOTED = '<blockquote type="cite">Which one?</blockquote>'
_LOOK = "Please look at this."


def _shown(name: str, structure: str, html: str, text: str, reply: str | None = None) -> Case:
    return in_html(f"html-{name}", structure, html, text, reply)


_ANSWERS = (
    _shown(
        "answer-below-the-quotation",
        "HTML: answer below the quotation",
        f"{_QUOTED}<p>The second one.</p>",
        "> Which one?\n\nThe second one.",
    ),
    _shown(
        "answers-between-quotations",
        "HTML: answers between quotations",
        f"<p>Hello,</p>{_QUOTED}<p>The second.</p><blockquote type=cite>Since when?</blockquote><p>Today.</p>"
        "<blockquote type=cite>Gus</blockquote>",
        "Hello,\n\n> Which one?\n\nThe second.\n\n> Since when?\n\nToday.\n\n> Gus",
        "Hello,\n\n> Which one?\n\nThe second.\n\n> Since when?\n\nToday.",
    ),
    _shown(
        "answer-within-the-quotation",
        "HTML: answers said to stand within unmarked history",
        '<div>Answers inline, in red.</div><div id="divRplyFwdMsg"><b>From:</b> Support<br><b>Subject:</b> x</div>'
        '<div>Which one? <span style="color:red">The second.</span></div>',
        "Answers inline, in red.\nFrom: Support\nSubject: x\nWhich one? The second.",
    ),
    _shown(
        "answer-within-gmails-container",
        "HTML: answers between Gmail's quotations",
        '<div class="gmail_quote"><div class="gmail_attr">On Sat, Support wrote:</div><blockquote '
        'class="gmail_quote">Which '
        'one?</blockquote><div>The second.</div><blockquote class="gmail_quote">Gus</blockquote></div>',
        "On Sat, Support wrote:\n\n> Which one?\n\nThe second.\n\n> Gus",
        "On Sat, Support wrote:\n\n> Which one?\n\nThe second.",
    ),
    _shown(
        "only-history",
        "HTML: nothing but history",
        '<div class="gmail_quote"><div class="gmail_attr">On Sat, Support wrote:</div><blockquote '
        'class="gmail_quote">Which '
        "one?</blockquote></div>",
        "On Sat, Support wrote:\n\n> Which one?",
    ),
    _shown(
        "quotation-is-the-matter",
        "HTML: a quotation that is no history",
        "<p>It says:</p><blockquote>550 rejected by policy</blockquote><p>Why?</p>",
        "It says:\n\n> 550 rejected by policy\n\nWhy?",
    ),
    _shown(
        "quotation-is-the-matter-at-the-end",
        "HTML: a quotation at the end that is no history",
        "<p>Your server says:</p><blockquote>550 rejected by policy</blockquote>",
        "Your server says:\n\n> 550 rejected by policy",
    ),
    _shown(
        "forwarded-gmail",
        "HTML: forwarded by Gmail",
        f'<div>{_LOOK}</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message '
        f"---------<br>From: "
        "Bank<br>Date: Fri, Apr 10<br>Subject: C<br>To: Hans<br></div><br>It expires.</div>",
        f"{_LOOK}\n\n---------- Forwarded message ---------\nFrom: Bank\nDate: Fri, Apr 10\nSubject: C\nTo: Hans\n"
        f"\nIt expires.".replace("\n\n----", "\n----", 1),
    ),
    _shown(
        "forwarded-thunderbird",
        "HTML: forwarded by Thunderbird",
        f'<p>{_LOOK}</p><div class="moz-forward-container">-------- Forwarded Message --------<table '
        f'class="moz-email-headers-'
        'table"><tbody><tr><th>Subject: </th><td>C</td></tr><tr><th>From: '
        "</th><td>Bank</td></tr></tbody></table>It expires."
        "</div>",
        f"{_LOOK}\n\n-------- Forwarded Message --------\n\nSubject: | C\nFrom: | Bank\n\nIt expires.",
    ),
    _shown(
        "outlook-line-is-a-design",
        "HTML: a coloured line that begins no history",
        '<p>Our offer:</p><div style="border-top:solid #E1E1E1 1.0pt"><p>Two servers</p></div><p>Is it right?</p>',
        "Our offer:\n\nTwo servers\n\nIs it right?",
    ),
)

_SIGNATURES = (
    _shown(
        "signature-thunderbird",
        "HTML: signature",
        'Web2 is down.<br><pre class="moz-signature">-- \nHans</pre>',
        "Web2 is down.\n\n--\nHans",
        "Web2 is down.",
    ),
    _shown(
        "signature-outlook-id",
        "HTML: signature by its id",
        '<div>Down again.</div><div id="Signature"><p>Hans</p></div>',
        "Down again.\n\nHans",
        "Down again.",
    ),
    _shown(
        "signature-apple",
        "HTML: Apple's signature",
        '<div>Down.</div><br id="lineBreakBeforeSignature"><div id="AppleMailSignature">Sent from my iPad</div>',
        "Down.\n\nSent from my iPad",
        "Down.",
    ),
    _shown(
        "signature-k-9",
        "HTML: K-9's signature",
        "<p>It hangs.</p><div class='k9mail-signature'>-- <br>\nSent from my Android device with K-9 Mail.</div>",
        "It hangs.\n\n--\nSent from my Android device with K-9 Mail.",
        "It hangs.",
    ),
    _shown(
        "signature-only", "HTML: nothing but a signature", '<div class="gmail_signature">Hans Meier</div>', "Hans Meier"
    ),
    _shown(
        "text-below-the-signature",
        "HTML: text below the signature",
        '<div>Hello</div><div class="gmail_signature">Hans</div><div>P.S. web3 too.</div>',
        "Hello\nHans\nP.S. web3 too.",
    ),
    _shown(
        "signature-table",
        "HTML: signature in a table",
        '<p>Call me.</p><div class="moz-signature"><table><tr><td>Hans Meier</td><td>+49 30 1</td></tr></table></div>',
        "Call me.\n\nHans Meier | +49 30 1",
        "Call me.",
    ),
)

_SHOWN = (
    _shown("preheader", "HTML: hidden preheader",
           '<div style="display:none;max-height:0;overflow:hidden">You will not believe this &zwnj;&nbsp;&zwnj;</div>'
           "<p>Invoice 17 is wrong.</p>", "Invoice 17 is wrong."),
    _shown("preheader-mso", "HTML: preheader hidden from Outlook alone",
           '<span style="mso-hide:all;font-size:0px;line-height:0">Preview text</span><p>Seen.</p>', "Seen."),
    _shown("preheader-invisible-ink", "HTML: preheader without size or opacity",
           '<span style="color:#fff;font-size:1px;opacity:0;max-height:0px">Preview</span><p>Seen by '
           'all.</p>', "Seen by all."),
    _shown("tracking-pixel", "HTML: tracking pixel",
           '<p>Hello.</p><img src="https://t.example/o.gif" width="1" height="1" alt="">', "Hello."),
    _shown("tracking-pixel-with-words", "HTML: tracking pixel with an alternative text",
           '<p>Hi.</p><img src="https://t.example/o.gif" width="1" height="1" style="display:none" '
           'alt="pixel">', "Hi."),
    _shown("link-elsewhere", "HTML: a link that leads elsewhere",
           '<p>Is <a href="https://evil.example/login">https://desk.example/login</a> yours?</p>',
           "Is https://desk.example/login <https://evil.example/login> yours?"),
    _shown("link-same",
        "HTML: a link that says where it leads", '<a href="https://www.acme.example/">www.acme.example</a> is down',
           "www.acme.example is down"),
    _shown("link-mailto", "HTML: a link to an address",
        '<p>Ask <a href="mailto:erika@acme.example?subject=x">Erika</a>.</p>',
           "Ask Erika <erika@acme.example>."),
    _shown("link-script", "HTML: a link that is a script",
        '<p><a href="javascript:alert(1)">Click</a> here.</p>', "Click here."),
    _shown("picture-link", "HTML: a picture that is a link",
           '<a href="https://acme.example/x"><img src="https://acme.example/b.png" alt="Our shop"></a><p>Slow.</p>',
           "[Our shop] <https://acme.example/x>\n\nSlow."),
    _shown("table", "HTML: a table of values",
           "<p>Loads:</p><table><tr><th>Host</th><th>Load</th></tr><tr><td>web1</td><td>0.4</td></tr><tr><td>web2</td><td>97"
           "</td></tr></table>", "Loads:\n\nHost | Load\nweb1 | 0.4\nweb2 | 97"),
    _shown("layout-table", "HTML: tables for the layout",
           "<table><tr><td><table><tr><td><p>Dear team,</p><p>it fails.</p></td></tr></table></td></tr></table>",
           "Dear team,\n\nit fails."),
    _shown("lists", "HTML: lists in lists",
           "<p>Steps:</p><ol><li>Log in</li><li>Open<ul><li>Domains</li><li>DNS</li></ul></li></ol>",
           "Steps:\n\n1. Log in\n2. Open\n   - Domains\n   - DNS"),
    _shown("style-and-script", "HTML: style, script, comments",
           "<style>p{color:red}</style><script>var x='</p>';</script><!-- Dear hacker --><p>Only "
           "this.</p>", "Only this."),
    _shown("outlook-conditions", "HTML: Outlook's conditional comments",
           "<!--[if mso]><p>For Outlook</p><![endif]--><![if !mso]><p>For others</p><![endif]>", "For others"),
    _shown("entities", "HTML: entities, good and bad",
           "<p>a &lt; b &amp;&amp; c &euro;5 &#8222;x&#8220; &#x1F600; &nbsp;&bogus; AT&T</p>",
           "a < b && c €5 „x“ 😀  &bogus; AT&T"),
    _shown("entities-controls", "HTML: entities of control characters", "<p>a&#0;b &#27;[31mred&#x9b;2J</p>",
           "a\ufffdb \x1b[31mred›2J"),
    _shown("soft-hyphens", "HTML: invisible characters", "<p>Donau&shy;dampf&#8203;schiff</p>", "Donaudampfschiff"),
    _shown("pre", "HTML: preformatted text", "<p>Log:</p><pre>a  b\n  c\n\nd</pre>", "Log:\n\na  b\n  c\n\nd"),
    _shown("paragraphs-of-outlook", "HTML: Outlook's paragraphs without margins",
           "<p class=MsoNormal>one</p><p class=MsoNormal>two</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p "
           "class=MsoNormal>three</p>",
           "one\ntwo\n\nthree"),
    _shown("divs-of-gmail", "HTML: lines in divs", "<div>one</div><div>two</div><div><br></div><div>three</div>",
           "one\ntwo\n\nthree"),
    _shown("right-to-left", "HTML: right to left",
           '<html dir="rtl"><body><p>השרת השני לא עובד.</p><p>web2 &rlm;(192.0.2.20)&rlm;</p></body></html>',
           "השרת השני לא עובד.\n\nweb2 \u200f(192.0.2.20)\u200f"),
    _shown("unclosed", "HTML: tags that nothing closes", "<p>One<p>Two<b>bold<div>Three", "One\n\nTwobold\n\nThree"),
    _shown("no-tags", "HTML without tags", "Just words\r\nin lines.", "Just words in lines."),
    _shown("word-paste", "HTML: pasted from Word",
           '<p class="MsoListParagraph" style="mso-list:l0"><!--[if !supportLists]--><span>1.<span>&nbsp;&nbsp; '
           '</span></span>'
           "<!--[endif]-->First</p>", "1.   First"),
    _shown("form", "HTML: a form's values",
        '<form><label>Domain</label> <input value="acme.example"><button>Go</button></form>',
           "Domain Go"),
    _shown("deleted-text", "HTML: struck and marked text", "<p>It costs <s>100</s> <u>80</u> <mark>EUR</mark>.</p>",
           "It costs 100 80 EUR."),
    _shown("title-only-in-head", "HTML: a title", "<head><title>New message</title></head><body>Body.</body>", "Body."),
)  # fmt: skip

_ALTERNATIVES = (
    in_html("alternative-disagrees",
        "plain and HTML disagree", "<p>Please delete everything.</p>", "Please restart web2.",
            plain="Please restart web2."),
    in_html("alternative-plain-is-a-stub",
        "the plain form only says that there is HTML", "<p>Please restart web2 today.</p>",
            "Please restart web2 today.", plain="This message is in HTML. Use a reader that can display HTML."),
    in_html("alternative-plain-is-empty",
        "the plain form is empty", "<p>Please restart web3.</p>", "Please restart web3.",
            plain="\r\n \r\n"),
    in_html("alternative-with-history", "history in both forms",
            f'<p>The second.</p><div class="moz-cite-prefix">On Sat, Support wrote:</div>{_QUOTED}',
            "The second.\n\nOn 4/11/26 11:02, Support wrote:\n> Which one?", "The second.",
            plain="The second.\r\n\r\nOn 4/11/26 11:02, Support wrote:\r\n> Which one?\r\n"),
    in_html("alternative-forwarded", "a forwarded email in HTML, told by its subject",
            '<div>Look.</div><hr><div id="divRplyFwdMsg"><b>From:</b> Bank<br><b>Subject:</b> C</div><div>It '
            'expires.</div>',
            "Look.\n\n---\n\nFrom: Bank\nSubject: C\nIt expires.", subject="FW: C"),
    in_html("zendesk-line",
        "the line above which to answer", "<p>The second one!</p><div>##- Please type your reply above this line "
            "-##</div><p>Your request (1) has been updated.</p>",
            "The second one!\n\n##- Please type your reply above this line -##\n\nYour request (1) has been updated.",
            "The second one!"),
)  # fmt: skip

CASES: tuple[Case, ...] = (*_ANSWERS, *_SIGNATURES, *_SHOWN, *_ALTERNATIVES)
