"""Encoded words (RFC 2047) in subjects and names, as well and as badly as programs write them (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read
from tests.mail.mails import Text, as_bytes, part

# What is special, the Subject heading as it stands, the subject.
_SUBJECTS: tuple[tuple[str, Text, str], ...] = (
    ("encoded words in B", "=?utf-8?B?U3TDtnJ1bmc=?=", "Störung"),
    ("encoded words in Q", "=?UTF-8?Q?St=C3=B6rung_seit_heute?=", "Störung seit heute"),
    ("encoded words beside plain ones", "Re: =?iso-8859-1?Q?St=F6rung?= am Server", "Re: Störung am Server"),
    ("adjacent encoded words", "=?utf-8?Q?Server_?=\r\n =?utf-8?Q?ausgefallen?=", "Server ausgefallen"),
    ("adjacent words of two charsets", "=?iso-8859-1?Q?Gr=FC=DFe_?= =?koi8-r?B?8NLJ18XU?=", "Grüße Привет"),
    ("adjacent words of B and Q", "=?utf-8?B?R3LDvA==?= =?utf-8?Q?=C3=9Fe?=", "Grüße"),
    ("a letter cut in two by B words", "=?utf-8?B?0J/RgNC40LLQ?=\r\n =?utf-8?B?tdGC?=", "Привет"),
    ("a letter cut in two by Q words", "=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
    ("a letter cut in two in gb2312", "=?gb2312?B?t/7O8cY=?= =?gb2312?B?98==?=", "服务器"),
    ("base64 cut outside a group of four", "=?utf-8?B?U3TDtnJ1b?= =?utf-8?B?mc=?=", "Störung"),
    (
        "a letter cut in two in shift_jis",
        "=?Shift_JIS?Q?=83T?= =?Shift_JIS?Q?=81?= =?Shift_JIS?Q?[=83o=81[?=",
        "サーバー",
    ),
    ("a letter cut in two in big5", "=?big5?B?uvSv?= =?big5?B?uA==?=", "網站"),
    ("words that hug each other", "=?utf-8?Q?Server?==?utf-8?Q?_down?=", "Server down"),
    ("a word that hugs text", "Re:=?utf-8?Q?_St=C3=B6rung?=!", "Re: Störung!"),
    ("illegal spaces in a Q word", "=?utf-8?Q?St=C3=B6rung am Server?=", "Störung am Server"),
    ("illegal spaces in a B word", "=?utf-8?B?U3TD tnJ1 bmc=?=", "Störung"),
    ("a question mark in a Q word", "=?utf-8?Q?Wo ist mein Server??=", "Wo ist mein Server?"),
    ("a word without its end", "=?utf-8?Q?St=C3=B6rung", "=?utf-8?Q?St=C3=B6rung"),
    ("a word without an encoding", "=?utf-8?St=C3=B6rung?=", "=?utf-8?St=C3=B6rung?="),
    ("a word of unknown encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    ("an empty word", "=?utf-8?Q??= Server =?utf-8?B??=", "Server"),
    ("a word in quotes", '"=?utf-8?Q?St=C3=B6rung?=" am Server', '"Störung" am Server'),
    ("a word with a language", "=?utf-8*de?Q?St=C3=B6rung_heute?=", "Störung heute"),
    ("a word of an unknown charset", "=?x-nobody?Q?St=F6rung_1?=", "Störung 1"),
    ("a word of unknown-8bit", "=?unknown-8bit?B?U3T2cnVuZw==?=", "Störung"),
    ("a word of us-ascii with 8 bits", "=?us-ascii?Q?St=F6rung_2?=", "Störung 2"),
    ("a word of utf-8 that is latin-1", "=?utf-8?Q?St=F6rung_3?=", "Störung 3"),
    ("a word of latin-1 that is utf-8", "=?iso-8859-1?Q?St=C3=B6rung_4?=", "Störung 4"),
    ("a word of utf-7", "=?utf-7?Q?Gr+APwA3w-e?=", "Grüße"),
    ("a word of iso-2022-jp", "=?iso-2022-jp?B?GyRCJTUhPCVQITwbKEI=?=", "サーバー"),
    ("words of iso-2022-jp", "=?ISO-2022-JP?B?GyRCJTUhPBsoQg==?=\r\n\t=?ISO-2022-JP?B?GyRCJVAhPBsoQg==?=", "サーバー"),
    ("a word of shift_jis", "=?Shift_JIS?B?g1SBW4NvgVs=?=", "サーバー"),
    ("a word of ks_c_5601-1987", "=?ks_c_5601-1987?B?vK259rChILTZv+4=?=", "서버가 다운"),
    ("a word of gb18030", "=?gb18030?B?t/7O8cb3?=", "服务器"),
    ("a word of windows-1255", "=?windows-1255?B?+eztIPjh?=", "שלם רב"),
    ("a word twice encoded", "=?utf-8?Q?=3D=3Futf-8=3FQ=3FSt=C3=B6rung=3F=3D?=", "=?utf-8?Q?Störung?="),
    ("a line break in a word", "=?utf-8?B?U2VydmVyDQpCY2M6IHhAeS56?=", "Server Bcc: x@y.z"),
    ("NUL and control characters in a word", "=?utf-8?Q?Server=00=07_=1B[31mdown?=", "Server\x07 \x1b[31mdown"),
    ("underscores in B and plain text", "my_file =?utf-8?B?YV9i?=", "my_file a_b"),
    ("lower-case hex in a Q word", "=?utf-8?q?St=c3=b6rung_5?=", "Störung 5"),
    ("a broken escape in a Q word", "=?utf-8?Q?100=_=ZZ_St=C3=B6?=", "100= =ZZ Stö"),
    ("an encoded word folded in itself", "=?utf-8?Q?Server_ist_=\r\n nicht_da?=", "Server ist = nicht da"),
    ("a word split at its own marks", "=?utf-8?Q?Server\r\n _down?=", "Server down"),
    ("raw utf-8 beside a word", b"St\xc3\xb6rung =?utf-8?Q?gro=C3=9F?=", "Störung groß"),
    ("emoji in a word", "=?UTF-8?B?8J+UpSBTZXJ2ZXIg8J+UpQ==?=", "🔥 Server 🔥"),
    ("base64 in a word without padding", "=?utf-8?B?U3TDtnJ1bmc?=", "Störung"),
    ("too much padding in a word", "=?utf-8?B?R3LDvMOfZQ====?=", "Grüße"),
)

# What is special, the From heading as it stands, the name, beside hans@acme.example.
_NAMES: tuple[tuple[str, Text, str], ...] = (
    ("a name in an encoded word", "=?utf-8?Q?Hans_M=C3=BCller?= <hans@acme.example>", "Hans Müller"),
    ("a name in a quoted encoded word", '"=?utf-8?Q?M=C3=BCller=2C_Hans?=" <hans@acme.example>', "Müller, Hans"),
    ("a name in adjacent words", "=?utf-8?B?SGFucw==?= =?utf-8?B?IE3DvGxsZXI=?= <hans@acme.example>", "Hans Müller"),
    ("a name of word and atom", "Hans =?iso-8859-1?Q?M=FCller?= (Acme) <hans@acme.example>", "Hans Müller"),
    ("a word with an address in it", "=?utf-8?Q?omar=40example=2Eorg?= <hans@acme.example>", "omar@example.org"),
    (
        "a word with angle brackets in it",
        "=?utf-8?Q?omar_=3Comar=40example=2Eorg=3E?= <hans@acme.example>",
        "omar <omar@example.org>",
    ),
    ("a word with a comma in it, unquoted", "=?utf-8?Q?Meier,_Hans?= <hans@acme.example>", "Meier, Hans"),
    (
        "a word with a colon and brackets in it, unquoted",
        "=?utf-8?Q?Acme:_Hans_(Einkauf);?= <hans@acme.example>",
        "Acme: Hans (Einkauf);",
    ),
    ("a name in words of gb2312", "=?gb2312?B?1tPOxA==?= <hans@acme.example>", "钟文"),
    ("a name in a comment", "hans@acme.example (=?utf-8?Q?Hans_M=C3=BCller?=)", "Hans Müller"),
    ("a name that hugs its address", "=?utf-8?B?SGFucw==?=<hans@acme.example>", "Hans"),
    ("a name with a line break in it", "=?utf-8?B?SGFucw0KQmNjOiB4QHkueg==?= <hans@acme.example>", "Hans Bcc: x@y.z"),
    ("a name with a direction mark", "=?utf-8?B?SGFuc+KAriBtb2Mu?= <hans@acme.example>", "Hans\u202e moc."),
)


def _named(number: int, row: tuple[str, Text, str]) -> Case:
    structure, value, name = row
    raw = part(b"From: " + as_bytes(value), "To: support@desk.example", "Subject: Disk full", body="Please help.")
    return read(f"name-in-words-{number}", structure, raw, "Please help.", sender_name=name)


CASES = (
    *(
        read(
            f"subject-in-words-{number}",
            structure,
            letter(subject=value, body="Please help."),
            "Please help.",
            subject=subject,
        )
        for number, (structure, value, subject) in enumerate(_SUBJECTS, 1)
    ),
    *(_named(number, row) for number, row in enumerate(_NAMES, 1)),
)
