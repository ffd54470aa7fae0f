"""ISO-2022-JP with sets of characters that only its relatives have, under its name and others (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read

_2004 = b'\x1b$(Q-!-"\x1b$B$N7o!"\x1b$(Q.!\x1b$B3ZIt$,Dd;_\x1b(B'
_2000 = b'\x1b$(O-!-"\x1b$B$N7o!"Dd;_\x1b(B'
_STOPPED = "①②の件、俱楽部が停止"
_SHORT = "①②の件、停止"

# Name, what is special, bytes, text.
_ROWS: tuple[tuple[str, str, bytes, str], ...] = (
    ("iso-2022-jp", "JIS X 0213:2004 in iso-2022-jp", _2004, _STOPPED),
    ("iso-2022-jp", "JIS X 0213:2000 in iso-2022-jp", _2000, _SHORT),
    ("ISO-2022-JP", "the second plane of JIS X 0213", b'\x1b$(P!"\x1b(B \x1b$(Q~e\x1b$B30\x1b(B', "丂 鷗外"),
    ("iso-2022-jp", "JIS X 0213, half-width kana and vendor characters",
     b'\x1b$(Q."\x1b(B\x1b(I6@\x1b(B\x1b$B-j\x1b(B', "𠀋ｶﾀ㈱"),
    ("iso-2022-jp", "Korean of iso-2022-jp-2", b"\x1b$BF|K\\\x1b(B \x1b$(CGQ19\x1b(B", "日本 한국"),
    ("iso-2022-jp-2004", "iso-2022-jp-2004", _2004, _STOPPED),
    ("iso-2022-jp-2004", "JIS X 0213:2000 in iso-2022-jp-2004", _2000, _SHORT),
    ("iso-2022-jp-3", "JIS X 0213:2000", _2000, _SHORT),
    ("iso-2022-jp-3", "JIS X 0213:2004 in iso-2022-jp-3", _2004, _STOPPED),
    ("utf-8", "JIS X 0213 under another name", _2004 + b".", _STOPPED + "."),
    ("iso-2022-jp", "JIS X 0208 in its long form", b"\x1b$(B%G%#%9%/\x1b(B", "ディスク"),
)  # fmt: skip


def _case(number: int, row: tuple[str, str, bytes, str]) -> Case:
    name, special, data, text = row
    raw = letter(f"Content-Type: text/plain; charset={name}", f"X-Number: {number}", body=data)
    return read(f"jis-{number}", f"charset: {special}", raw, text)


CASES: tuple[Case, ...] = (
    *(_case(number, row) for number, row in enumerate(_ROWS, 1)),
    read(
        "jis-undeclared",
        "JIS X 0213 without a declaration",
        letter(body=_2004 + b"!"),
        _STOPPED + "!",
    ),
    read(
        "jis-is-none",
        "colours and prompts of a terminal, which are no JIS",
        letter("Content-Type: text/plain; charset=utf-8", body=b"ls \x1b$(Pwd) \x1b[0m costs 5 $"),
        "ls \x1b$(Pwd) \x1b[0m costs 5 $",
    ),
)
