"""Charsets of East Asia, stateful ones and those of more than one byte, declared and as mailers stretch them."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read

_JIS = b"\x1b$B%5!<%P!<$,Mn$A$^$7$?\x1b(B"
_SJIS = bytes.fromhex("8354815b836f815b82aa978e82bf82dc82b582bd")
_EUC = bytes.fromhex("a5b5a1bca5d0a1bca4accdeea4c1a4dea4b7a4bf")
_DOWN = "サーバーが落ちました"
_GB = bytes.fromhex("b7fecef1c6f7b4f2b2bbbfaac1cb")
_SERVER = "服务器打不开了"

# Name, what is special, bytes, text.
_DECLARED: tuple[tuple[str, str, bytes, str], ...] = (
    ("iso-2022-jp", "iso-2022-jp", _JIS, _DOWN),
    ("ISO-2022-JP-1", "iso-2022-jp-1", b"\x1b$BF|K\\\x1b$(D0!\x1b(B", "日本丂"),
    ("iso-2022-jp-2", "iso-2022-jp-2", b"\x1b$BF|K\\\x1b$A5g;z\x1b(B", "日本电机"),
    ("iso-2022-jp-3", "iso-2022-jp-3", b"\x1b$B%G%#%9%/\x1b(B 100%", "ディスク 100%"),
    ("csISO2022JP", "alias of iso-2022-jp", b"\x1b$B%G%#%9%/$,0lGU\x1b(B", "ディスクが一杯"),
    ("cp50220", "alias of iso-2022-jp", b"\x1b$B%G%#%9%/\x1b(B!", "ディスク!"),
    ("shift_jis", "shift_jis", _SJIS, _DOWN),
    ("x-sjis", "alias of shift_jis", _SJIS + b".", _DOWN + "."),
    ("cp932", "alias of shift_jis", _SJIS + b"!", _DOWN + "!"),
    ("windows-31j", "vendor characters in shift_jis", b"\x87\x40\x87\x41 \x87\x8a", "①② ㈱"),
    ("shift_jis", "vendor characters in shift_jis", b"\xfa\xb1 \xfb\xfc", "﨑 髙"),
    ("euc-jp", "euc-jp", _EUC, _DOWN),
    ("x-euc-jp", "alias of euc-jp", _EUC + b".", _DOWN + "."),
    ("gb2312", "gb2312", _GB, _SERVER),
    ("gbk", "gbk", b"\xe9F\xbb\xf9 " + _GB, "镕基 " + _SERVER),
    ("gb18030", "gb18030", b"\x95\x32\x82\x36 \x81\x30\x8a\x31", "𠀀 ä"),
    ("x-gbk", "alias of gbk", _GB + b".", _SERVER + "."),
    ("cp936", "alias of gbk", _GB + b"!", _SERVER + "!"),
    ("hz-gb-2312", "hz", b"~{7~NqFw~} down, ~~ 5 minutes", "服务器 down, ~ 5 minutes"),
    ("big5", "big5", b"\xa6\xf8\xaaA\xbe\xb9\xb7\xed\xbe\xf7", "伺服器當機"),
    ("big5-hkscs", "big5-hkscs", b"\xa6\xf8\xaaA\xbe\xb9 \x9d\xef", "伺服器 嘅"),
    ("x-x-big5", "alias of big5", b"\xa6\xf8\xaaA\xbe\xb9", "伺服器"),
    ("cn-big5", "alias of big5", b"\xba\xf4\xaf\xb8", "網站"),
    ("euc-kr", "euc-kr", b"\xbc\xad\xb9\xf6\xb0\xa1 \xb4\xd9\xbf\xee", "서버가 다운"),
    ("ks_c_5601-1987", "alias of euc-kr", b"\xbc\xad\xb9\xf6\xb0\xa1", "서버가"),
    ("euc-kr", "cp949 in euc-kr", b"\x8cc\xb9\xe6\xb0\xa2\xc7\xcf", "똠방각하"),
    ("iso-2022-kr", "iso-2022-kr", b"\x1b$)C\x0e<-9v\x0f down", "서버 down"),
    ("utf-16", "utf-16 with mark", b"\xff\xfeA\x00u\x00s\x00f\x00a\x00l\x00l\x00 \x00\xfc\x00", "Ausfall ü"),
    ("utf-16be", "utf-16 without mark", b"\x00A\x00u\x00s\x00 \x04\x1f", "Aus П"),
    ("utf-16", "utf-16 that is none", b"Plain words", "Plain words"),
    ("utf-32", "utf-32 with mark", b"\xff\xfe\x00\x00A\x00\x00\x00\xfc\x00\x00\x00", "Aü"),
    ("utf-7", "utf-7", b"Gr+APwA3w-e +- 1 +AGEAYg-", "Grüße + 1 ab"),
    ("unicode-1-1-utf-7", "utf-7", b"+BB8EQAQ4BDIENQRC-!", "Привет!"),
)


def _case(number: int, row: tuple[str, str, bytes, str]) -> Case:
    name, special, data, text = row
    word = "".join(char if char.isalnum() else "-" for char in name.lower())
    raw = letter(f"Content-Type: text/plain; charset={name}", "Content-Transfer-Encoding: binary", body=data)
    return read(f"charset-{word}-{number}", f"charset: {special}", raw, text)


CASES = (
    *(_case(number, row) for number, row in enumerate(_DECLARED, 1)),
    read(
        "utf-7-brings-no-markup",
        "utf-7 with markup and a lone surrogate",
        letter("Content-Type: text/html; charset=utf-7", body=b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-+2AA- down"),
        "\ufffd down",
    ),
    read(
        "iso-2022-jp-with-8-bit",
        "iso-2022-jp with 8-bit kana",
        letter("Content-Type: text/plain; charset=iso-2022-jp", body=b"\x1b$B%5!<%P!<\x1b(B \xc0\xde\xb3\xdd"),
        "サーバー ﾀﾞｳﾝ",
    ),
    read(
        "iso-2022-jp-half-width",
        "iso-2022-jp with half-width kana",
        letter("Content-Type: text/plain; charset=iso-2022-jp", body=b"\x1b(I;0J^0\x1b(B \x1b$B-j\x1b(B"),
        "ｻｰﾊﾞｰ ㈱",
    ),
    read(
        "iso-2022-jp-declared-utf-8",
        "iso-2022-jp under another name",
        letter("Content-Type: text/plain; charset=utf-8", body=_JIS + b" now"),
        _DOWN + " now",
    ),
    read(
        "iso-2022-jp-undeclared",
        "iso-2022-jp without a declaration",
        letter(body=_JIS + b" again"),
        _DOWN + " again",
    ),
    read(
        "gb2312-that-is-gbk",
        "gb2312 that is gbk",
        letter("Content-Type: text/plain; charset=gb2312", body=b"\xd6\xec\xe9F\xbb\xf9"),
        "朱镕基",
    ),
    read(
        "big5-undeclared-by-hint",
        "charset of the heading's words for the body",
        letter("Content-Type: text/plain", body=b"\xa6\xf8\xaaA\xbe\xb9", subject="=?big5?B?uvSvuA==?="),
        "伺服器",
        subject="網站",
    ),
)
