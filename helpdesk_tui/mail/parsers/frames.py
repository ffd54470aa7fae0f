"""The frames that a parser child and its parent exchange: length-prefixed, JSON and raw bytes, nothing executable.

To the child: an 8-byte length and the raw mail. From the child: once READY; then for each mail a head (kind, length
of the JSON, length of the rest), the JSON, and one behind the other the contents of the files, the compressed mail and
the compressed files. The JSON is that of `Facts` with a size in place of each file's content and the sizes of what is
compressed; or the reason why the mail could not be read, and the rest is the compressed mail.
"""

from __future__ import annotations

import json
import struct
from itertools import accumulate, pairwise
from typing import cast

from helpdesk_tui.mail.reading.facts import Facts
from helpdesk_tui.packing import compressed

READY = b"\x06"
MAIL = 0
UNREADABLE = 1

QUESTION = struct.Struct(">Q")
ANSWER = struct.Struct(">BQQ")


def mail_answer(raw: bytes, found: Facts) -> list[bytes]:
    """The pieces of an answer for a mail that was read."""
    contents = [content for _, _, content, _, _ in found["files"]]
    packed = [compressed(content) for content in (raw, *contents)]
    plain: dict[str, object] = dict(found)
    plain["packed"] = [len(one) for one in packed]
    plain["files"] = [
        (name, content_type, len(content), inline, content_id)
        for name, content_type, content, inline, content_id in found["files"]
    ]
    head = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return [ANSWER.pack(MAIL, len(head), sum(map(len, (*contents, *packed)))), head, *contents, *packed]


def unreadable_answer(raw: bytes, reason: str) -> list[bytes]:
    """The pieces of an answer for a mail that could not be read."""
    head, packed = json.dumps(reason).encode(), compressed(raw)
    return [ANSWER.pack(UNREADABLE, len(head), len(packed)), head, packed]


def read_mail(head: bytes, rest: memoryview) -> tuple[Facts, tuple[bytes, ...]]:
    """What an answer of kind MAIL says, and what it holds compressed: the mail, then each file.

    Raises ValueError, KeyError or TypeError for one that is none.
    """
    found = json.loads(head)
    packed = found.pop("packed")
    ends = accumulate([*(size for _, _, size, _, _ in found["files"]), *packed], initial=0)
    pieces = [bytes(rest[start:end]) for start, end in pairwise(ends)]
    found["files"] = [
        (name, content_type, content, inline, content_id)
        for (name, content_type, _, inline, content_id), content in zip(found["files"], pieces, strict=False)
    ]
    return cast(Facts, found), tuple(pieces[len(found["files"]) :])


def read_reason(head: bytes) -> str:
    """The reason in an answer of kind UNREADABLE."""
    return str(json.loads(head))
