"""Bytes of any charset into text that can be stored: no NUL, no lone surrogate, never an error (MG10).

A declared charset is believed unless the bytes prove it wrong. Names go through a table of our own and never
through `codecs.lookup`, which imports modules by the name it is given and offers codecs that are no charsets.
"""

from __future__ import annotations

import contextlib
import re
from encodings.aliases import aliases

from helpdesk_tui.mail.reading.charset_guess import likely_charset

_CODEC_NAMES = (
    "ascii utf_8 utf_7 utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le latin_1 iso8859_2 iso8859_3 iso8859_4 "
    "iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 "
    "iso8859_16 cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 "
    "cp869 cp874 cp1006 cp1125 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r koi8_u koi8_t "
    "kz1048 ptcp154 mac_roman mac_cyrillic mac_greek mac_latin2 mac_iceland mac_turkish mac_arabic mac_croatian "
    "mac_farsi mac_romanian big5 big5hkscs cp950 gb2312 gbk gb18030 hz euc_jp euc_jis_2004 euc_jisx0213 shift_jis "
    "shift_jis_2004 shift_jisx0213 cp932 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 "
    "iso2022_jp_ext iso2022_kr euc_kr cp949 johab tis_620 hp_roman8 palmos"
)
_CODECS = frozenset(_CODEC_NAMES.split())

_OTHER_NAMES = {
    "unicode11utf7": "utf_7",
    "utf8mb4": "utf_8",
    "utf8sig": "utf_8",
    "ansi": "cp1252",
    "mac": "mac_roman",
    "ansix31101983": "latin_1",
    "xuserdefined": "latin_1",
    "latin": "latin_1",
    "iso88591windows31latin1": "cp1252",
    "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8",
    "iso88596i": "iso8859_6",
    "iso88596e": "iso8859_6",
    "logical": "iso8859_8",
    "visual": "iso8859_8",
    "koi8": "koi8_r",
    "koi8ru": "koi8_u",
    "ksc56011987": "euc_kr",
    "ksc5601": "euc_kr",
    "korean": "euc_kr",
    "xgbk": "gb18030",
    "ms936": "gb18030",
    "cp936": "gb18030",
    "gb231280": "gb18030",
    "cngb": "gb18030",
    "xcp50220": "iso2022_jp",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp51932": "euc_jp",
    "xsjis": "shift_jis",
    "sjiswin": "shift_jis",
    "windows31j": "shift_jis",
    "eucjpwin": "euc_jp",
    "xmacjapanese": "shift_jis",
    "xmacchinesesimp": "gb18030",
    "xmacchinesetrad": "big5",
    "xmackorean": "euc_kr",
    "xmacukrainian": "mac_cyrillic",
    "xmacce": "mac_latin2",
    "xmachebrew": "iso8859_8",
    "xmacthai": "cp874",
    "cnbig5": "big5",
    "xxbig5": "big5",
    "iso885911": "iso8859_11",
}

# Wider relatives that mailers mean by a name: tried in order, strictly.
_WIDER = {
    "latin_1": ("cp1252", "latin_1"),
    "iso8859_9": ("cp1254", "iso8859_9"),
    "iso8859_8": ("iso8859_8", "cp1255"),
    "iso8859_11": ("cp874",),
    "tis_620": ("cp874",),
    "cp1252": ("cp1252", "latin_1"),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "euc_kr": ("cp949",),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
}

# Codecs in which bytes below 0x80 are not simply ASCII.
_SEVEN_BIT = frozenset(name for name in _CODECS if name.startswith(("utf_7", "utf_16", "utf_32", "hz", "iso2022")))
_WIDE = frozenset(name for name in _CODECS if name.startswith(("utf_16", "utf_32")))
_MULTI_BYTE = frozenset(
    name
    for name in _CODECS
    if name.startswith(("big5", "gb", "euc", "shift", "utf")) or name in ("cp932", "cp949", "cp950", "johab")
)
_NOT_WORD = re.compile("[^a-z0-9]+")
_WINDOWS = re.compile(r"(?:x?windows|x?cp|win|xcp|ms)(\d{3,5})\Z")
_SHIFT_TO_JIS = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([@BDOPQ])")
_SHIFT_TO_KANJI = re.compile(rb"\x1b\$(?:[@B]|\([@BOPQ])(?:[!-~]{2}){1,2000}\x1b[($]")
# The sets that ISO-2022-JP knows itself are written in two ways; the others are only in its relatives.
_JIS_X_0208 = (b"\x1b$@", b"\x1b$B", b"\x1b$(@", b"\x1b$(B")
_OTHER_SETS = {
    b"\x1b$(D": "iso2022_jp_1",
    b"\x1b$(O": "iso2022_jp_3",
    b"\x1b$(P": "iso2022_jp_2004",
    b"\x1b$(Q": "iso2022_jp_2004",
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def _key(name: str) -> str:
    return _NOT_WORD.sub("", name.lower())


def _table() -> dict[str, str]:
    table = {_key(alias): codec for alias, codec in aliases.items() if codec in _CODECS}
    table |= {_key(codec): codec for codec in _CODECS}
    return table | _OTHER_NAMES


_TABLE = _table()


def codec_for(name: str) -> str | None:
    """The codec a charset's name stands for, or None for a name that says nothing (unknown, empty, `8bit`)."""
    if len(name) > 60:
        return None
    key = _key(name)
    codec = _TABLE.get(key)
    if codec is None and key.startswith(("x", "charset")):
        codec = _TABLE.get(key.removeprefix("x").removeprefix("charset"))
    if codec is None and (found := _WINDOWS.match(key)):
        codec = _TABLE.get("cp" + found.group(1))
    return codec


def decode(data: bytes, charset: str = "", hint: str = "") -> str:
    """The bytes as text, by the declared charset if they bear it out.

    `hint` is a charset named elsewhere in the mail, believed where nothing is declared or the declaration is a
    lie. Never raises; what cannot be read becomes U+FFFD. The text holds no NUL and no lone surrogate, so that
    every database and JSON can store it.
    """
    codec = codec_for(charset)
    if data.isascii() and codec not in _SEVEN_BIT and b"\x1b" not in data:
        text = data.decode("ascii")
    elif codec not in _SEVEN_BIT and _SHIFT_TO_KANJI.search(data) and data.isascii():
        text = _iso2022_jp(data)  # whatever else is declared: no other charset has these
    else:
        text = _declared(data, codec, hint) if codec and codec != "ascii" else _guessed(data, hint)
    if text.startswith("\ufeff"):
        text = text[1:]
    return text.replace("\0", "") if "\0" in text else text


def _declared(data: bytes, codec: str, hint: str) -> str:
    if codec == "utf_8":
        return _utf8(data, hint)
    if codec in _WIDE and b"\0" not in data:
        return _guessed(data, hint)
    if codec.startswith("iso2022_jp") and (codec == "iso2022_jp" or _strict(data, codec) is None):
        return _iso2022_jp(data)
    if codec not in _MULTI_BYTE and codec not in _SEVEN_BIT:
        # Text of a one-byte charset is never valid UTF-8 by chance for long: the declaration is a lie.
        text = _strict(data, "utf_8")
        if text is not None:
            return text
    for candidate in _WIDER.get(codec, (codec,)):
        text = _strict(data, candidate)
        if text is not None:
            return _SURROGATE.sub("\ufffd", text) if codec == "utf_7" else text
    if codec in _SEVEN_BIT and codec not in _WIDE and not data.isascii():
        return _guessed(data, hint)
    text = data.decode(_WIDER.get(codec, (codec,))[0], "replace")
    return _SURROGATE.sub("\ufffd", text)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _utf8(data: bytes, hint: str) -> str:
    """UTF-8 with a few damaged places stays UTF-8; bytes that are mostly something else are guessed."""
    text = _strict(data, "utf_8")
    if text is not None:
        return text
    text = _damaged_utf8(data)
    return _guessed(data, hint) if text is None else text


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with damaged places, and what some programs write for it (CESU-8); None if most of it is something else."""
    if b"\xed" in data:
        with contextlib.suppress(UnicodeError):
            halves = data.decode("utf_8", "surrogatepass")
            return halves.encode("utf_16_le", "surrogatepass").decode("utf_16_le", "replace")
    text = data.decode("utf_8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return None if text.count("\ufffd") * 2 > foreign else text


def _guessed(data: bytes, hint: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf_16", "replace")
    if data.isascii() and (b"\x1b$" in data or b"\x1b(" in data):
        return _iso2022_jp(data)
    text = _strict(data, "utf_8")
    if text is not None:
        return text
    codec = codec_for(hint)
    if codec and codec not in ("ascii", "utf_8") and codec not in _SEVEN_BIT:
        for candidate in _WIDER.get(codec, (codec,)):
            text = _strict(data, candidate)
            if text is not None:
                return text
    text = _damaged_utf8(data)
    if text is not None:
        return text
    likely = codec_for(likely_charset(data)) or "cp1252"
    candidates = _WIDER.get(likely, (likely,))
    for candidate in candidates:
        text = _strict(data, candidate)
        if text is not None:
            return _SURROGATE.sub("\ufffd", text)
    return _SURROGATE.sub("\ufffd", data.decode(candidates[-1], "replace"))


def _iso2022_jp(data: bytes) -> str:
    """ISO-2022-JP with what mailers add to it under its name: half-width katakana, the vendor characters of CP932, and
    the sets of its relatives (JIS X 0212 and 0213; Chinese, Korean and Greek of ISO-2022-JP-2).
    """
    for codec in ("iso2022_jp_ext", "iso2022_jp_2"):
        text = _strict(data, codec)
        if text is not None:
            return text
    pieces: list[str] = []
    start, mode = 0, b"\x1b(B"
    for shift in _SHIFT_TO_JIS.finditer(data):
        pieces.append(_jis_run(data[start : shift.start()], mode))
        start, mode = shift.end(), shift.group()
    pieces.append(_jis_run(data[start:], mode))
    return "".join(pieces)


def _jis_run(run: bytes, mode: bytes) -> str:
    if mode in _JIS_X_0208:
        return _jis_to_shift(run).decode("cp932", "replace")
    if mode == b"\x1b(I":
        return bytes(byte | 0x80 for byte in run).decode("cp932", "replace")
    if mode in _OTHER_SETS:
        return (mode + run + b"\x1b(B").decode(_OTHER_SETS[mode], "replace")
    if run.isascii():
        return run.decode("ascii")
    # Half-width katakana in 8 bits are what is commonly mixed in.
    return _strict(run, "utf_8") or _strict(run, "cp932") or _guessed(run, "")


def _jis_to_shift(run: bytes) -> bytes:
    """Pairs of JIS X 0208 rows and cells in Shift_JIS; bytes that are no pair stay as they are."""
    out = bytearray()
    place = 0
    while place < len(run):
        row = run[place]
        cell = run[place + 1] if place + 1 < len(run) else 0
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
            out.append(row)
            place += 1
            continue
        lead = ((row - 0x21) >> 1) + 0x81
        out.append(lead if lead <= 0x9F else lead + 0x40)
        if row % 2:
            out.append(cell + 0x1F + (cell >= 0x60))
        else:
            out.append(cell + 0x7E)
        place += 2
    return bytes(out)
