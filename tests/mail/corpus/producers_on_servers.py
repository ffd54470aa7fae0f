"""Mails as the programs of our clients write them, whole (MG10): web mail, terminals, machines."""

from __future__ import annotations

from tests.mail.corpus.case import Case, File
from tests.mail.corpus.producers import mail_of

CASES = (
    Case(
        "mail-ru",
        "mail.ru",
        mail_of("""
From: =?UTF-8?B?0JjQstCw0L0=?= <hans@acme.example>
To: support@desk.example
Subject: =?UTF-8?B?0KHQsNC50YIg0L3QtSDRgNCw0LHQvtGC0LDQtdGC?=
MIME-Version: 1.0
X-Mailer: Mail.Ru Mailer 1.0
Date: Sat, 11 Apr 2026 11:59:00 +0300
Reply-To: =?UTF-8?B?0JjQstCw0L0=?= <ivan@mail.example>
Content-Type: multipart/alternative;
	boundary="--ALT--abcdef1775894340"

----ALT--abcdef1775894340
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

CtCh0LDQudGCINC90LUg0YDQsNCx0L7RgtCw0LXRgiwg0L/QvtC80L7Qs9C40YLQtS4KIAo=

----ALT--abcdef1775894340
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

CjxIVE1MPjxCT0RZPtCh0LDQudGCPC9CT0RZPjwvSFRNTD4K
----ALT--abcdef1775894340--
"""),
        "Сайт не работает",
        "Сайт не работает, помогите.",
        sender_name="Иван",
    ),
    Case(
        "foxmail",
        "Foxmail",
        mail_of("""
Date: Sat, 11 Apr 2026 16:59:00 +0800
From: =?GB2312?B?usHLuQ==?= <hans@acme.example>
To: =?gb2312?B?vLzK9ays?= <support@desk.example>
Subject: =?gb2312?B?t/7O8cb3tPKyu7+q?=
X-Priority: 3
X-Has-Attach: no
X-Mailer: Foxmail 7.2.25.254[cn]
Mime-Version: 1.0
Message-ID: <202604111659001234567@acme.example>
Content-Type: text/plain; charset="GB2312"
Content-Transfer-Encoding: base64

t/7O8cb3tPKyu7+qwcujoQ0K
"""),
        "服务器打不开",
        "服务器打不开了！",
        sender_name="毫斯",
    ),
    Case(
        "roundcube",
        "Roundcube",
        mail_of("""
MIME-Version: 1.0
Date: Sat, 11 Apr 2026 10:59:00 +0200
From: Hans Meier <hans@acme.example>
To: support@desk.example
Subject: =?UTF-8?Q?Quota_erh=C3=B6hen?=
User-Agent: Roundcube Webmail/1.6.1
Message-ID: <a1b2c3@acme.example>
X-Sender: hans@acme.example
Content-Type: text/plain; charset=UTF-8;
 format=flowed
Content-Transfer-Encoding: 8bit

Bitte die Quota von web12 auf 20 GB erhöhen,\x20
danke.
"""),
        "Quota erhöhen",
        "Bitte die Quota von web12 auf 20 GB erhöhen, danke.",
        sender_name="Hans Meier",
    ),
    Case(
        "squirrelmail",
        "SquirrelMail",
        mail_of("""
Message-ID: <1234.192.0.2.9.1775894340.squirrel@webmail.acme.example>
Date: Sat, 11 Apr 2026 10:59:00 +0200
Subject: [Fwd: log]
From: hans@acme.example
To: support@desk.example
User-Agent: SquirrelMail/1.4.22
MIME-Version: 1.0
Content-Type: multipart/mixed;boundary="----=_20260411105900_12345"
X-Priority: 3 (Normal)
Importance: Normal

------=_20260411105900_12345
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: 8bit

See the log.


------=_20260411105900_12345
Content-Type: application/octet-stream; name="error.log"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="error.log"

b29wcwo=
------=_20260411105900_12345--
"""),
        "[Fwd: log]",
        "See the log.",
        files=(File("error.log", "application/octet-stream", b"oops\n"),),
    ),
    Case(
        "mutt",
        "mutt",
        mail_of("""
Date: Sat, 11 Apr 2026 10:59:00 +0200
From: Hans Meier <hans@acme.example>
To: support@desk.example
Subject: patch
Message-ID: <20260411085900.GA12345@acme.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="OXfL5xGRrasGEqWY"
Content-Disposition: inline
User-Agent: Mutt/1.10.1 (2018-07-13)


--OXfL5xGRrasGEqWY
Content-Type: text/plain; charset=us-ascii
Content-Disposition: inline

Patch attached.

--OXfL5xGRrasGEqWY
Content-Type: text/x-diff; charset=us-ascii
Content-Disposition: attachment; filename="fix.patch"

-a
+b

--OXfL5xGRrasGEqWY--
"""),
        "patch",
        "Patch attached.",
        sender_name="Hans Meier",
        files=(File("fix.patch", "text/x-diff", b"-a\r\n+b\r\n"),),
    ),
    Case(
        "cron",
        "cron",
        mail_of("""
From: hans@acme.example (Cron Daemon)
To: support@desk.example
Subject: Cron <root@web12> /usr/local/bin/backup
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
X-Cron-Env: <SHELL=/bin/sh>
Message-Id: <20260411085900.12345@web12.acme.example>
Date: Sat, 11 Apr 2026 10:59:00 +0200 (CEST)

tar: /var/lib: Cannot stat: No space left on device
"""),
        "Cron <root@web12> /usr/local/bin/backup",
        "tar: /var/lib: Cannot stat: No space left on device",
        sender_name="Cron Daemon",
        kind="generated",
    ),
    Case(
        "copier",
        "a copier",
        mail_of("""
From: "Copier 3rd floor" <hans@acme.example>
To: <support@desk.example>
Date: Sat, 11 Apr 2026 10:59:00 +0200
Subject: Scanned from MFP-0123456
Message-Id: <MFP0123456@acme.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="DC_BOUND_PRE_<1775894340.00206b>"

--DC_BOUND_PRE_<1775894340.00206b>
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

DEVICE NAME: Not Set

--DC_BOUND_PRE_<1775894340.00206b>
Content-Type: application/pdf; name="20260411105900.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="20260411105900.pdf"

JVBERi0xLjQK
--DC_BOUND_PRE_<1775894340.00206b>--
"""),
        "Scanned from MFP-0123456",
        "DEVICE NAME: Not Set",
        sender_name="Copier 3rd floor",
        files=(File("20260411105900.pdf", "application/pdf", b"%PDF-1.4\n"),),
    ),
    Case(
        "mms",
        "a phone's picture message",
        mail_of("""
From: <hans@acme.example>
To: <support@desk.example>
Subject:
Date: Sat, 11 Apr 2026 10:59:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="mms"

--mms
Content-Type: text/plain; charset=utf-8; name=text_0.txt
Content-Location: text_0.txt
Content-Disposition: inline; filename=text_0.txt

Red lamp on the server
--mms
Content-Type: image/jpeg; name=IMG_1.jpg
Content-Transfer-Encoding: base64

/9j/4A==
--mms--
"""),
        "",
        "Red lamp on the server",
        files=(
            File("text_0.txt", "text/plain", b"Red lamp on the server"),
            File("IMG_1.jpg", "image/jpeg", b"\xff\xd8\xff\xe0"),
        ),
    ),
)
