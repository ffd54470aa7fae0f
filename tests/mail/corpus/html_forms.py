"""HTML as people and programs write it: what is shown of it, and what is newly written (MG8, TF11, rule 39)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import in_html


def shown(name: str, structure: str, html: str, text: str, reply: str | None = None) -> Case:
    return in_html(f"html-{name}", structure, html, text, reply)


_SIGNATURES = (
    shown(
        "signature-thunderbird",
        "HTML: signature",
        'Web2 is down.<br><pre class="moz-signature">-- \nHans</pre>',
        "Web2 is down.\n\n--\nHans",
        "Web2 is down.",
    ),
    shown(
        "signature-outlook-id",
        "HTML: signature by its id",
        '<div>Down again.</div><div id="Signature"><p>Hans</p></div>',
        "Down again.\n\nHans",
        "Down again.",
    ),
    shown(
        "signature-apple",
        "HTML: Apple's signature",
        '<div>Down.</div><br id="lineBreakBeforeSignature"><div id="AppleMailSignature">Sent from my iPad</div>',
        "Down.\n\nSent from my iPad",
        "Down.",
    ),
    shown(
        "signature-k-9",
        "HTML: K-9's signature",
        "<p>It hangs.</p><div class='k9mail-signature'>-- <br>\nSent from my Android device with K-9 Mail.</div>",
        "It hangs.\n\n--\nSent from my Android device with K-9 Mail.",
        "It hangs.",
    ),
    shown(
        "signature-only", "HTML: nothing but a signature", '<div class="gmail_signature">Hans Meier</div>', "Hans Meier"
    ),
    shown(
        "text-below-the-signature",
        "HTML: text below the signature",
        '<div>Hello</div><div class="gmail_signature">Hans</div><div>P.S. web3 too.</div>',
        "Hello\nHans\nP.S. web3 too.",
    ),
    shown(
        "signature-table",
        "HTML: signature in a table",
        '<p>Call me.</p><div class="moz-signature"><table><tr><td>Hans Meier</td><td>+49 30 1</td></tr></table></div>',
        "Call me.\n\nHans Meier | +49 30 1",
        "Call me.",
    ),
)

_SHOWN = (
    shown(
        "preheader",
        "HTML: hidden preheader",
        '<div style="display:none;max-height:0;overflow:hidden">You will not believe this &zwnj;&nbsp;&zwnj;</div>'
        "<p>Invoice 17 is wrong.</p>",
        "Invoice 17 is wrong.",
    ),
    shown(
        "preheader-mso",
        "HTML: preheader hidden from Outlook alone",
        '<span style="mso-hide:all;font-size:0px;line-height:0">Preview text</span><p>Seen.</p>',
        "Seen.",
    ),
    shown(
        "preheader-invisible-ink",
        "HTML: preheader without size or opacity",
        '<span style="color:#fff;font-size:1px;opacity:0;max-height:0px">Preview</span><p>Seen by all.</p>',
        "Seen by all.",
    ),
    shown(
        "tracking-pixel",
        "HTML: tracking pixel",
        '<p>Hello.</p><img src="https://t.example/o.gif" width="1" height="1" alt="">',
        "Hello.",
    ),
    shown(
        "tracking-pixel-with-words",
        "HTML: tracking pixel with an alternative text",
        '<p>Hi.</p><img src="https://t.example/o.gif" width="1" height="1" style="display:none" alt="pixel">',
        "Hi.",
    ),
    shown(
        "link-elsewhere",
        "HTML: a link that leads elsewhere",
        '<p>Is <a href="https://evil.example/login">https://desk.example/login</a> yours?</p>',
        "Is https://desk.example/login <https://evil.example/login> yours?",
    ),
    shown(
        "link-same",
        "HTML: a link that says where it leads",
        '<a href="https://www.acme.example/">www.acme.example</a> is down',
        "www.acme.example is down",
    ),
    shown(
        "link-mailto",
        "HTML: a link to an address",
        '<p>Ask <a href="mailto:erika@acme.example?subject=x">Erika</a>.</p>',
        "Ask Erika <erika@acme.example>.",
    ),
    shown(
        "link-script",
        "HTML: a link that is a script",
        '<p><a href="javascript:alert(1)">Click</a> here.</p>',
        "Click here.",
    ),
    shown(
        "picture-link",
        "HTML: a picture that is a link",
        '<a href="https://acme.example/x"><img src="https://acme.example/b.png" alt="Our shop"></a><p>Slow.</p>',
        "[Our shop] <https://acme.example/x>\n\nSlow.",
    ),
    shown(
        "table",
        "HTML: a table of values",
        "<p>Loads:</p><table><tr><th>Host</th><th>Load</th></tr><tr><td>web1</td><td>0.4</td></tr><tr><td>web2</td><td>97"
        "</td></tr></table>",
        "Loads:\n\nHost | Load\nweb1 | 0.4\nweb2 | 97",
    ),
    shown(
        "layout-table",
        "HTML: tables for the layout",
        "<table><tr><td><table><tr><td><p>Dear team,</p><p>it fails.</p></td></tr></table></td></tr></table>",
        "Dear team,\n\nit fails.",
    ),
    shown(
        "lists",
        "HTML: lists in lists",
        "<p>Steps:</p><ol><li>Log in</li><li>Open<ul><li>Domains</li><li>DNS</li></ul></li></ol>",
        "Steps:\n\n1. Log in\n2. Open\n   - Domains\n   - DNS",
    ),
    shown(
        "style-and-script",
        "HTML: style, script, comments",
        "<style>p{color:red}</style><script>var x='</p>';</script><!-- Dear hacker --><p>Only this.</p>",
        "Only this.",
    ),
    shown(
        "outlook-conditions",
        "HTML: Outlook's conditional comments",
        "<!--[if mso]><p>For Outlook</p><![endif]--><![if !mso]><p>For others</p><![endif]>",
        "For others",
    ),
    shown(
        "entities",
        "HTML: entities, good and bad",
        "<p>a &lt; b &amp;&amp; c &euro;5 &#8222;x&#8220; &#x1F600; &nbsp;&bogus; AT&T</p>",
        "a < b && c €5 „x“ 😀  &bogus; AT&T",
    ),
    shown(
        "entities-controls",
        "HTML: entities of control characters",
        "<p>a&#0;b &#27;[31mred&#x9b;2J</p>",
        "a\ufffdb \x1b[31mred›2J",
    ),
    shown("soft-hyphens", "HTML: invisible characters", "<p>Donau&shy;dampf&#8203;schiff</p>", "Donaudampfschiff"),
    shown("pre", "HTML: preformatted text", "<p>Log:</p><pre>a  b\n  c\n\nd</pre>", "Log:\n\na  b\n  c\n\nd"),
    shown(
        "paragraphs-of-outlook",
        "HTML: Outlook's paragraphs without margins",
        "<p class=MsoNormal>one</p><p class=MsoNormal>two</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p "
        "class=MsoNormal>three</p>",
        "one\ntwo\n\nthree",
    ),
    shown(
        "divs-of-gmail",
        "HTML: lines in divs",
        "<div>one</div><div>two</div><div><br></div><div>three</div>",
        "one\ntwo\n\nthree",
    ),
    shown(
        "right-to-left",
        "HTML: right to left",
        '<html dir="rtl"><body><p>השרת השני לא עובד.</p><p>web2 &rlm;(192.0.2.20)&rlm;</p></body></html>',
        "השרת השני לא עובד.\n\nweb2 \u200f(192.0.2.20)\u200f",
    ),
    shown("unclosed", "HTML: tags that nothing closes", "<p>One<p>Two<b>bold<div>Three", "One\n\nTwobold\n\nThree"),
    shown("no-tags", "HTML without tags", "Just words\r\nin lines.", "Just words in lines."),
    shown(
        "word-paste",
        "HTML: pasted from Word",
        '<p class="MsoListParagraph" style="mso-list:l0"><!--[if !supportLists]--><span>1.<span>&nbsp;&nbsp; '
        "</span></span>"
        "<!--[endif]-->First</p>",
        "1.   First",
    ),
    shown(
        "form",
        "HTML: a form's values",
        '<form><label>Domain</label> <input value="acme.example"><button>Go</button></form>',
        "Domain Go",
    ),
    shown(
        "deleted-text",
        "HTML: struck and marked text",
        "<p>It costs <s>100</s> <u>80</u> <mark>EUR</mark>.</p>",
        "It costs 100 80 EUR.",
    ),
    shown("title-only-in-head", "HTML: a title", "<head><title>New message</title></head><body>Body.</body>", "Body."),
)

CASES: tuple[Case, ...] = (*_SIGNATURES, *_SHOWN)
