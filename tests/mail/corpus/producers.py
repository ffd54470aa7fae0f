"""Mails as the programs of our clients write them, whole (MG10): office programs and phones."""

from __future__ import annotations

from tests.mail.corpus.case import Case, File


def mail_of(text: str) -> bytes:
    """Lines as they stand, with CRLF; each character above ASCII in UTF-8."""
    return text.lstrip("\n").replace("\n", "\r\n").encode()


_GIF = File("image001.gif", "image/gif", b"GIF89a")

CASES = (
    Case(
        "outlook-16",
        "Outlook 16",
        mail_of("""
Received: from AM0PR01MB1234.eurprd01.prod.exchangelabs.com ([fe80::1]) by
 AM0PR01MB1234.eurprd01.prod.exchangelabs.com ([fe80::1%4]) with mapi id
 15.20.8632.021; Sat, 11 Apr 2026 08:59:01 +0000
From: Hans Meier <hans@acme.example>
To: "support@desk.example" <support@desk.example>
Subject: Postfach voll
Thread-Topic: Postfach voll
Thread-Index: Adxq1Z0n3Qw==
Date: Sat, 11 Apr 2026 08:59:00 +0000
Message-ID: <AM0PR01MB1234A1B2@AM0PR01MB1234.eurprd01.prod.exchangelabs.com>
Accept-Language: de-DE, en-US
Content-Language: de-DE
X-MS-Has-Attach: yes
X-MS-TNEF-Correlator:
Content-Type: multipart/related;
	boundary="_004_AM0PR01MB1234A1B2_";
	type="multipart/alternative"
MIME-Version: 1.0

--_004_AM0PR01MB1234A1B2_
Content-Type: multipart/alternative;
	boundary="_000_AM0PR01MB1234A1B2_"

--_000_AM0PR01MB1234A1B2_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Guten Tag,

das Postfach info@acme.example ist voll. K=F6nnen Sie es vergr=F6=DFern?

Mit freundlichen Gr=FC=DFen
Hans Meier

--_000_AM0PR01MB1234A1B2_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html xmlns:o=3D"urn:schemas-microsoft-com:office:office"><body><p class=3D=
"MsoNormal">Guten Tag,<o:p></o:p></p></body></html>

--_000_AM0PR01MB1234A1B2_--

--_004_AM0PR01MB1234A1B2_
Content-Type: image/gif; name="image001.gif"
Content-Description: image001.gif
Content-Disposition: inline; filename="image001.gif"; size=6;
	creation-date="Sat, 11 Apr 2026 08:58:00 GMT"
Content-ID: <image001.gif@01DC1234.5678>
Content-Transfer-Encoding: base64

R0lGODlh

--_004_AM0PR01MB1234A1B2_--
"""),
        "Postfach voll",
        "Guten Tag,\n\ndas Postfach info@acme.example ist voll. Können Sie es vergrößern?\n\nMit freundlichen "
        "Grüßen\nHans Meier",
        sender_name="Hans Meier",
        files=(_GIF,),
    ),
    Case(
        "iphone",
        "iPhone",
        mail_of("""
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable
From: Hans Meier <hans@acme.example>
Mime-Version: 1.0 (1.0)
Subject: =?utf-8?Q?Server_h=C3=A4ngt?=
Date: Sat, 11 Apr 2026 10:59:00 +0200
Message-Id: <6E1F2A3B-1C2D-4E5F-8A9B-0C1D2E3F4A5B@acme.example>
To: support@desk.example
X-Mailer: iPhone Mail (22E240)

Der Server h=C3=A4ngt wieder =F0=9F=98=95=20

Von meinem iPhone gesendet=
"""),
        "Server hängt",
        "Der Server hängt wieder 😕 \n\nVon meinem iPhone gesendet",
        "Der Server hängt wieder 😕",
        sender_name="Hans Meier",
    ),
    Case(
        "apple-mail",
        "Apple Mail",
        mail_of("""
From: Hans Meier <hans@acme.example>
Content-Type: multipart/alternative;
	boundary="Apple-Mail=_0F1E2D3C-4B5A"
Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3826.500.181.1.5\\))
Subject: Screenshot
Message-Id: <D1E2F3A4@acme.example>
Date: Sat, 11 Apr 2026 10:59:00 +0200
To: support@desk.example
X-Mailer: Apple Mail (2.3826.500.181.1.5)


--Apple-Mail=_0F1E2D3C-4B5A
Content-Transfer-Encoding: 7bit
Content-Type: text/plain;
	charset=us-ascii

It looks like this:


and then nothing.
--Apple-Mail=_0F1E2D3C-4B5A
Content-Type: multipart/related;
	type="text/html";
	boundary="Apple-Mail=_AAAA"


--Apple-Mail=_AAAA
Content-Transfer-Encoding: 7bit
Content-Type: text/html;
	charset=us-ascii

<html><body>It looks like this:<br><img src="cid:X1@acme"><br>and then nothing.</body></html>
--Apple-Mail=_AAAA
Content-Transfer-Encoding: base64
Content-Disposition: inline;
	filename*=utf-8''Bildschirmfoto%202026%2D04%2D11%20um%2010.58.gif
Content-Type: image/gif;
	x-unix-mode=0644;
	name="=?utf-8?Q?Bildschirmfoto_2026-04-11_um_10=2E58=2Egif?="
Content-Id: <X1@acme>

R0lGODlh

--Apple-Mail=_AAAA--

--Apple-Mail=_0F1E2D3C-4B5A--
"""),
        "Screenshot",
        "It looks like this:\n\n\nand then nothing.",
        sender_name="Hans Meier",
        files=(File("Bildschirmfoto 2026-04-11 um 10.58.gif", "image/gif", b"GIF89a"),),
    ),
    Case(
        "gmail",
        "Gmail",
        mail_of("""
MIME-Version: 1.0
Date: Sat, 11 Apr 2026 10:59:00 +0200
Message-ID: <CAF1x2y3z@mail.gmail.com>
Subject: DNS change
From: Hans Meier <hans@acme.example>
To: "Support Desk" <support@desk.example>, Erika <erika@acme.example>
Content-Type: multipart/alternative; boundary="000000000000a1b2c3"

--000000000000a1b2c3
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: base64

UGxlYXNlIHBvaW50ICp3d3cuYWNtZS5leGFtcGxlKiB0byAxOTIuMC4yLjcuDQoNClRoYW5rcyENCg==
--000000000000a1b2c3
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

<div dir=3D"ltr">Please point <b>www.acme.example</b> to 192.0.2.7.</div>
--000000000000a1b2c3--
"""),
        "DNS change",
        "Please point *www.acme.example* to 192.0.2.7.\n\nThanks!",
        sender_name="Hans Meier",
    ),
    Case(
        "lotus-notes",
        "Lotus Notes",
        mail_of("""
Subject: Backup gelaufen?
MIME-Version: 1.0
Sensitivity:
To: support@desk.example
Message-ID: <OF12AB34CD.0031A2B3-ONC1258D00.0030F1C2@acme.example>
From: Hans Meier <hans@acme.example>
Date: Sat, 11 Apr 2026 10:59:00 +0200
X-Mailer: Lotus Notes Release 8.5.3 September 15, 2011
X-MIMETrack: Serialize by Router on Mail01/Acme(Release 8.5.3)
Content-Type: multipart/alternative; boundary="=_alternative 0030F1C2C1258D00_="

This is a multipart message in MIME format.
--=_alternative 0030F1C2C1258D00_=
Content-Type: text/plain; charset="US-ASCII"

Ist das Backup gelaufen?


--=_alternative 0030F1C2C1258D00_=
Content-Type: text/html; charset="US-ASCII"

<br><font size=2 face="sans-serif">Ist das Backup gelaufen?</font>
--=_alternative 0030F1C2C1258D00_=--
"""),
        "Backup gelaufen?",
        "Ist das Backup gelaufen?",
        sender_name="Hans Meier",
    ),
    Case(
        "groupwise",
        "GroupWise",
        mail_of("""
Message-Id: <4F85B0A0020000CC00012345@gwia.acme.example>
X-Mailer: Novell GroupWise Internet Agent 8.0.2
Date: Sat, 11 Apr 2026 10:59:00 +0200
From: "Hans Meier" <hans@acme.example>
To: <support@desk.example>
Subject: Antw: FTP
Mime-Version: 1.0
Content-Type: multipart/mixed; boundary="=__PartE1F2A3B4.0__="

This is a MIME message. If you are reading this text, you may want to
consider changing to a mail reader or gateway that understands how to
properly handle MIME multipart messages.

--=__PartE1F2A3B4.0__=
Content-Type: text/plain; charset=US-ASCII
Content-Transfer-Encoding: quoted-printable
Content-Disposition: inline

FTP works again, thank you.

--=__PartE1F2A3B4.0__=--
"""),
        "Antw: FTP",
        "FTP works again, thank you.",
        sender_name="Hans Meier",
    ),
)
