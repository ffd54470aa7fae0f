"""History in HTML as mail programs and help desks mark it: cut on the HTML, before it becomes text (MG8)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.written import in_html

_NEW = "The second one, web2."
_ADDRESS = '<a href="mailto:support@desk.example">support@desk.example</a>'

# HTML of the whole email, and its text; what was newly written is always the same.
_PROGRAMS: dict[str, tuple[str, str]] = {
    "gmail": (
        f'<div dir="ltr">{_NEW}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        f'class="gmail_attr">'
        f"On Sat, Apr 11, 2026 at 11:02 AM Support &lt;{_ADDRESS}&gt; wrote:<br></div>"
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
        'padding-left:1ex">Which one?<br><br>Gus</blockquote></div>',
        f"{_NEW}\n\nOn Sat, Apr 11, 2026 at 11:02 AM Support <support@desk.example> wrote:\n\n> Which one?\n>\n> Gus",
    ),
    "gmail-signature": (
        f'<div dir="ltr"><div>{_NEW}</div><br clear="all"><div><br></div><span class="gmail_signature_prefix">-- '
        f'</span><br>'
        '<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">Hans Meier<br>Acme '
        'GmbH</div></div><br>'
        '<div class="gmail_quote"><div class="gmail_attr">On Sat, Support wrote:<br></div>'
        '<blockquote class="gmail_quote">Which one?</blockquote></div>',
        f"{_NEW}\n\n--\nHans Meier\nAcme GmbH\n\nOn Sat, Support wrote:\n\n> Which one?",
    ),
    "apple-mail": (
        '<html><head></head><body style="word-wrap: '
        'break-word;">' + _NEW + "<br id=\"lineBreakAtBeginningOfMessage\"><div><br>"
        '<blockquote type="cite"><div>On 11. Apr 2026, at 11:02, Support &lt;support@desk.example&gt; wrote:</div>'
        '<br class="Apple-interchange-newline"><div>Which one?</div></blockquote></div><br></body></html>',
        f"{_NEW}\n\n> On 11. Apr 2026, at 11:02, Support <support@desk.example> wrote:\n>\n> Which one?",
    ),
    "iphone": (
        f'<body dir="auto">{_NEW}<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>'
        '<blockquote type="cite">On 11. Apr 2026, at 11:02, Support wrote:<br><br></blockquote></div>'
        '<blockquote type="cite"><div dir="ltr">\ufeffWhich one?</div></blockquote></body>',
        f"{_NEW}\n\nSent from my iPhone\n\n> On 11. Apr 2026, at 11:02, Support wrote:\n\n> Which one?",
    ),
    "outlook": (
        f"<body lang=EN-GB link=\"#0563C1\"><div class=WordSection1><p class=MsoNormal>{_NEW}<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
        "padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b><span lang=EN-US>From:</span></b><span lang=EN-US> Support "
        "&lt;support@desk.example&gt; <br><b>Sent:</b> Saturday, April 11, 2026 11:02 AM<br><b>To:</b> Hans Meier "
        "&lt;hans@acme.example&gt;<br><b>Subject:</b> Re: Server down [#1]<o:p></o:p></span></p></div></div>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Which one?<o:p></o:p></p></div></body>",
        f"{_NEW}\n\nFrom: Support <support@desk.example>\nSent: Saturday, April 11, 2026 11:02 AM\n"
        "To: Hans Meier <hans@acme.example>\nSubject: Re: Server down [#1]\n\nWhich one?",
    ),
    "outlook-2007": (
        f"<div class=Section1><p class=MsoNormal>{_NEW}</p><div style='border:none;border-top:solid #B5C4DF "
        f"1.0pt;padding:3pt'>"
        "<p class=MsoNormal><b>Von:</b> Support <br><b>Gesendet:</b> Samstag, 11. April 2026 11:02<br><b>An:</b> "
        "Hans<br>"
        "<b>Betreff:</b> Re: Server</p></div><p class=MsoNormal>Which one?</p></div>",
        f"{_NEW}\nVon: Support\nGesendet: Samstag, 11. April 2026 11:02\nAn: Hans\nBetreff: Re: Server\nWhich one?",
    ),
    "outlook-express": (
        f'<DIV><FONT face=Arial size=2>{_NEW}</FONT></DIV><BLOCKQUOTE style="BORDER-LEFT: #000000 2px solid; '
        'PADDING-LEFT: 5px"><DIV style="FONT: 10pt arial">----- Original Message ----- </DIV><DIV><B>From:</B> '
        'Support </DIV>'
        "<DIV><B>To:</B> Hans </DIV><DIV><B>Sent:</B> Saturday, April 11, 2026 11:02 AM</DIV><DIV><B>Subject:</B> "
        "Re: x</DIV>"
        "<DIV>Which one?</DIV></BLOCKQUOTE>",
        f"{_NEW}\n\n> ----- Original Message -----\n> From: Support\n> To: Hans\n> Sent: Saturday, April 11, 2026 "
        f"11:02 AM\n"
        "> Subject: Re: x\n> Which one?",
    ),
    "outlook-2003": (
        f'<DIV><SPAN class=1>{_NEW}</SPAN></DIV><BR><DIV class=OutlookMessageHeader lang=de dir=ltr align=left><HR '
        "tabIndex=-1><FONT face=Tahoma size=2><B>Von:</B> Support<BR><B>Gesendet:</B> Samstag, 11. April 2026<BR>"
        "<B>An:</B> Hans<BR><B>Betreff:</B> x<BR></FONT><BR></DIV><DIV>Which one?</DIV>",
        f"{_NEW}\n\n---\n\nVon: Support\nGesendet: Samstag, 11. April 2026\nAn: Hans\nBetreff: x\n\nWhich one?",
    ),
    "outlook-web": (
        f'<div style="font-family:Calibri">{_NEW}</div><div id="appendonsend"></div><hr '
        f'style="display:inline-block;width:98%" '
        'tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Support<br><b>Sent:</b> '
        'Saturday'
        "<br><b>To:</b> Hans<br><b>Subject:</b> x</font><div>&nbsp;</div></div><div>Which one?</div>",
        f"{_NEW}\n\n---\n\nFrom: Support\nSent: Saturday\nTo: Hans\nSubject: x\n\nWhich one?",
    ),
    "outlook-web-answered-twice": (
        f'<div class="elementToProof">{_NEW}</div><div id="x_appendonsend"></div><hr><div '
        f'id="x_x_divRplyFwdMsg"><b>From:</b> '
        "Support</div><div>Which one?</div>",
        f"{_NEW}\n\n---\n\nFrom: Support\nWhich one?",
    ),
    "outlook-mobile": (
        f'<div dir="ltr">{_NEW}</div><div id="ms-outlook-mobile-signature"><div>Get <a '
        f'href="https://aka.ms/o0ukef">Outlook '
        'for iOS</a></div></div><hr style="display:inline-block;width:98%"><div '
        'id="divRplyFwdMsg"><strong>From:</strong> '
        "Support<br><strong>Sent:</strong> Saturday</div><br>Which one?",
        f"{_NEW}\nGet Outlook for iOS <https://aka.ms/o0ukef>\n\n---\n\nFrom: Support\nSent: Saturday\n\nWhich one?",
    ),
    "outlook-new": (
        f'<div>{_NEW}</div><div id="mail-editor-reference-message-container"><div><b>From: </b>Support<br><b>Date: '
        f'</b>Saturday'
        "<br><b>To: </b>Hans<br><b>Subject: </b>x</div><div>Which one?</div></div>",
        f"{_NEW}\nFrom: Support\nDate: Saturday\nTo: Hans\nSubject: x\nWhich one?",
    ),
    "thunderbird": (
        f'<p>{_NEW}<br></p><div class="moz-cite-prefix">On 4/11/26 11:02, Support wrote:<br></div>'
        '<blockquote type="cite" cite="mid:t1.a@desk.example"><pre class="moz-quote-pre" wrap="">Which one?\n'
        '</pre></blockquote>'
        '<pre class="moz-signature" cols="72">-- \nHans Meier</pre>',
        f"{_NEW}\n\nOn 4/11/26 11:02, Support wrote:\n\n> Which one?\n\n--\nHans Meier",
    ),
    "yahoo": (
        f'<div class="ydp1yahoo-style-wrap" style="font-size:16px;"><div dir="ltr">{_NEW}</div></div><div '
        f'id="ydp2yahoo_quoted_1" '
        'class="ydp2yahoo_quoted"><div style="font-size:13px;"><div>On Saturday, April 11, 2026, Support '
        'wrote:</div><div><br>'
        "</div><div>Which one?</div></div></div>",
        f"{_NEW}\nOn Saturday, April 11, 2026, Support wrote:\n\nWhich one?",
    ),
    "proton": (
        f'<div style="font-family: Arial;">{_NEW}</div><div class="protonmail_signature_block"><div>Sent with Proton '
        f'Mail</div>'
        '</div><br><div class="protonmail_quote">On Saturday, April 11th, Support wrote:<br><br><blockquote '
        'class="protonmail_quote" type="cite">Which one?</blockquote><br></div>',
        f"{_NEW}\nSent with Proton Mail\n\nOn Saturday, April 11th, Support wrote:\n\n> Which one?",
    ),
    "zimbra": (
        f'<div style="font-size: 12pt"><div>{_NEW}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div '
        'data-marker="__HEADERS__"><b>From: </b>"Support"<br><b>To: </b>"Hans"<br></div><div>Which one?</div></div>',
        f'{_NEW}\n\n---\n\nFrom: "Support"\nTo: "Hans"\nWhich one?',
    ),
    "roundcube": (
        f'<p>{_NEW}</p><div id="reply-intro">On 2026-04-11 11:02, Support wrote:</div><blockquote type="cite" '
        'style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div>Which one?</div></blockquote>',
        f"{_NEW}\n\nOn 2026-04-11 11:02, Support wrote:\n\n> Which one?",
    ),
    "zoho": (
        f'<div>{_NEW}</div><div class="zmail_extra" style="font-family: Verdana;">---- On Sat, 11 Apr 2026 Support '
        f'wrote ----'
        '<br><blockquote id="blockquote_zmail"><div>Which one?</div></blockquote></div>',
        f"{_NEW}\n---- On Sat, 11 Apr 2026 Support wrote ----\n\n> Which one?",
    ),
    "mail-ru": (
        f'<div>{_NEW}</div><div>&nbsp;</div><div '
        f'data-signature-widget="container"><div>--<br>Hans</div></div><blockquote '
        'style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">Суббота, 11 апреля 2026, 12:02 +03:00 '
        'от '
        'Support &lt;<a href="///compose?To=support@desk.example">support@desk.example</a>&gt;:<br><div id="">'
        '<div class="js-helper js-readmsg-msg">Which one?</div></div></blockquote>',
        f"{_NEW}\n\n--\nHans\n\n> Суббота, 11 апреля 2026, 12:02 +03:00 от Support <support@desk.example "
        "<///compose?To=support@desk.example>>:\n> Which one?",
    ),
    "mail-ru-plain": (
        f'<div>{_NEW}</div><div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6;margin:10px;">Суббота, '
        '11 апреля 2026, 12:02 +03:00 от Support &lt;support@desk.example&gt;:<br>&nbsp;<div>Which one?</div>'
        "</blockquote>",
        f"{_NEW}\n\n> Суббота, 11 апреля 2026, 12:02 +03:00 от Support <support@desk.example>:\n>\n> Which one?",
    ),
    "o2-pl": (
        f'<div>{_NEW}</div><blockquote><div>Dnia 11 kwietnia 2026 12:02 Support &lt;support@desk.example&gt; '
        'napisał(a):</div><div>Which one?</div></blockquote>',
        f"{_NEW}\n\n> Dnia 11 kwietnia 2026 12:02 Support <support@desk.example> napisał(a):\n> Which one?",
    ),
    "yandex": (
        f"<div>{_NEW}</div><div>&nbsp;</div><div>11.04.2026, 12:02, \"Support\" "
        f"&lt;support@desk.example&gt;:</div><blockquote>"
        "<p>Which one?</p></blockquote>",
        f'{_NEW}\n\n11.04.2026, 12:02, "Support" <support@desk.example>:\n\n> Which one?',
    ),
    "qq": (
        f"<div>{_NEW}</div><div><br></div><div><includetail><div style=\"font-size: 12px;padding:2px "
        f"0;\">------------------"
        "&nbsp;原始邮件&nbsp;------------------</div><div style=\"font-size: "
        "12px;background:#efefef;padding:8px;\"><div><b>"
        "发件人:</b>&nbsp;\"Support\"&lt;support@desk.example&gt;;</div><div><b>发送时间:</b>&nbsp;"
        "2026年4月11日(星期六) 下午5:02</div><div><b>收件人:</b>&nbsp;\"Hans\";</div><div><b>主题:</b>&nbsp;Re: "
        "x</div></div><div>Which "
        "one?</div></includetail></div>",
        f'{_NEW}\n\n------------------ 原始邮件 ------------------\n发件人: "Support"<support@desk.example>;\n'
        '发送时间: 2026年4月11日(星期六) 下午5:02\n收件人: "Hans";\n主题: Re: x\nWhich one?',
    ),
    "gmx": (
        f'<html><body><div style="font-family: Verdana;font-size: 12.0px;"><div>{_NEW}</div><div>&nbsp;<div '
        f'name="quote" '
        'style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div '
        'style="margin:0 0 '
        '10px 0;"><b>Gesendet:</b>&nbsp;Samstag, 11. April 2026 um 11:02 '
        'Uhr<br/><b>Von:</b>&nbsp;Support<br/><b>An:</b>&nbsp;'
        'Hans<br/><b>Betreff:</b>&nbsp;Re: x</div><div name="quoted-content">Which '
        'one?</div></div></div></div></body></html>',
        f"{_NEW}\n\nGesendet: Samstag, 11. April 2026 um 11:02 Uhr\nVon: Support\nAn: Hans\nBetreff: Re: x\nWhich one?",
    ),
    "tutanota": (
        f'<div>{_NEW}<br></div><div dir="auto"><br></div><div>Apr 11, 2026, 11:02 by support@desk.example:<br></div>'
        '<blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8;"><div>Which '
        'one?<br></div></blockquote>',
        f"{_NEW}\n\nApr 11, 2026, 11:02 by support@desk.example:\n\n> Which one?",
    ),
    "spark": (
        f'<html><body><div name="messageBodySection"><div dir="auto">{_NEW}</div></div><div '
        f'name="messageSignatureSection"><br/>'
        '<div class="matchFont">Sent with <a href="https://sparkmailapp.com">Spark</a></div></div><div '
        'name="messageReplySection">On 11. Apr 2026, 11:02 +0200, Support, wrote:<br/><blockquote type="cite" '
        'style="border-left-color: grey;">Which one?</blockquote></div></body></html>',
        f"{_NEW}\n\nSent with Spark <https://sparkmailapp.com>\nOn 11. Apr 2026, 11:02 +0200, Support, wrote:\n\n> "
        f"Which one?",
    ),
    "superhuman": (
        f'<div>{_NEW}</div><br><div class="sh-signature"><div>Sent via <a '
        f'href="https://sprh.mn/?vip=h">Superhuman</a></div></div>'
        '<br><div class="sh-quoted-content"><div class="gmail_quote">On Sat, Apr 11, 2026 at 11:02, Support <span>&lt;'
        'support@desk.example&gt;</span> wrote:<br><blockquote class="gmail_quote sh-color-black">Which '
        'one?</blockquote>'
        "</div></div>",
        f"{_NEW}\n\nSent via Superhuman <https://sprh.mn/?vip=h>\n\nOn Sat, Apr 11, 2026 at 11:02, Support "
        "<support@desk.example> wrote:\n\n> Which one?",
    ),
    "front": (
        f'<div>{_NEW}</div><br><br><blockquote type="cite" class="front-blockquote" '
        f'style="border-left:none;margin:0;"><div>'
        "On April 11, 2026, Support wrote:</div><div>Which one?</div></blockquote>",
        f"{_NEW}\n\n> On April 11, 2026, Support wrote:\n> Which one?",
    ),
    "hubspot": (
        f'<div>{_NEW}</div><div class="hs_reply"><div>On Sat, Apr 11, 2026 at 11:02 AM, Support '
        f'&lt;support@desk.example&gt; '
        'wrote:</div><blockquote style="margin:0 0 0 .8ex;border-left:1px #ccc solid">Which one?</blockquote></div>',
        f"{_NEW}\nOn Sat, Apr 11, 2026 at 11:02 AM, Support <support@desk.example> wrote:\n\n> Which one?",
    ),
    "freshdesk": (
        f'<div>{_NEW}</div><div class="freshdesk_quote"><blockquote class="freshdesk_quote">On Sat, 11 Apr at 11:02 '
        f', Support '
        "wrote:<br>Which one?</blockquote></div>",
        f"{_NEW}\n\n> On Sat, 11 Apr at 11:02 , Support wrote:\n> Which one?",
    ),
    "fastmail": (
        f'<div style="font-family:Arial;">{_NEW}</div><div style="font-family:Arial;"><br></div><div>On Sat, 11 Apr '
        f'2026, at '
        '11:02, Support wrote:<br></div><blockquote type="cite" id="qt" style=""><div>Which one?</div></blockquote>',
        f"{_NEW}\n\nOn Sat, 11 Apr 2026, at 11:02, Support wrote:\n\n> Which one?",
    ),
    "lotus-notes": (
        f'<font size=2 face="sans-serif">{_NEW}</font><br><br><br><br><font size=1 color=#5f5f5f '
        f'face="sans-serif">Von: &nbsp;'
        '</font><font size=1>Support &lt;support@desk.example&gt;</font><br><font size=1>An: &nbsp;'
        "</font><font size=1>hans@acme.example</font><br><font size=1>Datum: &nbsp;</font><font size=1>"
        "11.04.2026 11:02</font><br><font size=1>Betreff: &nbsp;</font><font size=1>Re: x</font><br><hr noshade><br>"
        "<font size=2>Which one?</font>",
        f"{_NEW}\n\nVon:  Support <support@desk.example>\nAn:  hans@acme.example\nDatum:  11.04.2026 11:02\n"
        "Betreff:  Re: x\n\n---\n\nWhich one?",
    ),
    "evolution": (
        f'<div>{_NEW}</div><div><br></div><div>On Sat, 2026-04-11 at 11:02 +0200, Support wrote:</div><blockquote '
        f'type="cite" '
        'style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex"><div>Which one?</div></blockquote>'
        "<div><span><pre>-- <br></pre>Hans</span></div>",
        f"{_NEW}\n\nOn Sat, 2026-04-11 at 11:02 +0200, Support wrote:\n\n> Which one?\n\n--\n\nHans",
    ),
    "samsung": (
        f'<div dir="auto">{_NEW}</div><div><br></div><div id="composer_signature" dir="auto"><div '
        f'style="font-size:12px;color:'
        '#575757">Sent from my Galaxy</div></div><div><br></div><div style="font-size:100%;color:#000000"><!-- '
        'originalMessage '
        "--><div>-------- Original message --------</div><div>From: Support </div><div>Date: 4/11/26  11:02  "
        "(GMT+01:00) </div>"
        "<div>To: Hans </div><div>Subject: Re: x </div><div><br></div></div>Which one?",
        f"{_NEW}\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: Support\nDate: 4/11/26 11:02 "
        f"(GMT+01:00)\n"
        "To: Hans\nSubject: Re: x\n\nWhich one?",
    ),
    "blackberry": (
        f'<div>{_NEW}</div><div><br></div><table width="100%"><tr><td><div style="border-top:solid #b5c4df '
        f'1pt;padding:3pt 0 0 0">'
        "<div><b>From: </b>Support</div><div><b>Sent: </b>Saturday</div><div><b>To: </b>Hans</div><div><b>Subject: "
        "</b>x</div>"
        "</div></td></tr></table><div>Which one?</div>",
        f"{_NEW}\n\nFrom: Support\nSent: Saturday\nTo: Hans\nSubject: x\n\nWhich one?",
    ),
    "windows-mail": (
        f'<div class=WordSection1><p class=MsoNormal>{_NEW}</p><p class=MsoNormal>Sent from <a '
        f'href="https://go.microsoft.com/'
        "fwlink/?LinkId=550986\">Mail</a> for Windows</p><div "
        "style='mso-element:para-border-div;border:none;border-top:solid "
        "#E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal style='border:none;padding:0in'><b>From: "
        "</b>Support<br>"
        "<b>Sent: </b>Saturday<br><b>To: </b>Hans<br><b>Subject: </b>x</p></div><p class=MsoNormal>Which "
        "one?</p></div>",
        f"{_NEW}\nSent from Mail <https://go.microsoft.com/fwlink/?LinkId=550986> for Windows\nFrom: Support\nSent: "
        f"Saturday\n"
        "To: Hans\nSubject: x\nWhich one?",
    ),
    "hey": (
        f'<div class="trix-content"><div>{_NEW}</div></div><br><br><div>On April 11, 2026, Support '
        f'&lt;support@desk.example&gt; '
        'wrote:</div><blockquote style="margin-left:8px;"><div>Which one?</div></blockquote>',
        f"{_NEW}\n\nOn April 11, 2026, Support <support@desk.example> wrote:\n\n> Which one?",
    ),
    "mimestream": (
        f'<div>{_NEW}</div><br class="mimestream-last"><div class="gmail_quote"><div class="gmail_attr">On Apr 11, '
        f'Support wrote:'
        '</div><blockquote type="cite" class="gmail_quote">Which one?</blockquote></div>',
        f"{_NEW}\n\nOn Apr 11, Support wrote:\n\n> Which one?",
    ),
}  # fmt: skip

_FONT = '<font size=1 color=#5f5f5f face="sans-serif">'
_NOTES = {
    "rows": (
        f'<font size=2 face="sans-serif">{_NEW}</font><br><br><br><table width=100% border=0><tr valign=top><td '
        f"width=1%>{_FONT}From: &nbsp; &nbsp;</font><td><font size=1>Support/Desk/Example</font><tr valign=top><td>"
        f"{_FONT}To:</font><td><font size=1>hans@acme.example</font><tr valign=top><td>{_FONT}Date:</font><td><font "
        f"size=1>04/11/2026 11:02 AM</font><tr valign=top><td>{_FONT}Subject:</font><td><font size=1>Re: Server "
        "down</font></table><hr noshade><br><br><font size=2>Which one?</font>",
        f"{_NEW}\n\nFrom: | Support/Desk/Example\nTo: | hans@acme.example\nDate: | 04/11/2026 11:02 AM\n"
        "Subject: | Re: Server down\n\n---\n\nWhich one?",
    ),
    "one row": (
        f"<div>{_NEW}</div><br><table><tr><td>Von:</td><td>Support/Desk/Example</td><td>An:</td><td>hans@acme.example"
        "</td><td>Datum:</td><td>11.04.2026 11:02</td><td>Betreff:</td><td>Re: Server down</td></tr></table>"
        "<div>Which one?</div>",
        f"{_NEW}\n\nVon: | Support/Desk/Example | An: | hans@acme.example | Datum: | 11.04.2026 11:02 | Betreff: | Re: "
        "Server down\n\nWhich one?",
    ),
    "two columns without colons": (
        f'<font size=2 face="sans-serif">{_NEW}</font><br><br><table width=100%><tr valign=top><td width=40%><font '
        'size=1 face="sans-serif"><b>Support &lt;support@desk.example&gt;</b> </font><p><font size=1>11.04.2026 '
        "11:02</font><td width=59%><table width=100%><tr valign=top><td><div align=right><font size=1>An</font></div>"
        "<td><font size=1>hans@acme.example</font><tr valign=top><td><div align=right><font size=1>Kopie</font></div>"
        "<td><tr valign=top><td><div align=right><font size=1>Thema</font></div><td><font size=1>Re: Server down"
        "</font></table><br><table><tr valign=top><td><td></table><br></table><br><br><tt><font size=2>Which one?"
        "</font></tt>",
        f"{_NEW}\n\nSupport <support@desk.example>\n\n11.04.2026 11:02\nAn | hans@acme.example\nKopie\n"
        "Thema | Re: Server down\n\nWhich one?",
    ),
    "a line between dashes": (
        f'<div>{_NEW}</div><br><font color="#990099">-----Support/Desk/Example wrote: -----</font><br><br>'
        "<div>Which one?</div>",
        f"{_NEW}\n\n-----Support/Desk/Example wrote: -----\n\nWhich one?",
    ),
}

CASES: tuple[Case, ...] = tuple(
    in_html(f"html-notes-{form.replace(' ', '-')}", f"HTML history of Notes: {form}", html, text, _NEW)
    for form, (html, text) in _NOTES.items()
) + tuple(
    in_html(f"html-{program}", f"HTML history of: {program}", html, text, _NEW)
    for program, (html, text) in _PROGRAMS.items()
)
