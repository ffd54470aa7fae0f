"""The frames that a parser child and its parent exchange: length-prefixed, JSON and raw bytes, nothing executable.

To the child: an 8-byte length and the raw mail. From the child: once READY; then for each mail a head (kind, length
of the JSON, length of the files), the JSON, and the contents of the files one behind the other. The JSON is that of
`Facts` with a size in place of each file's content, or the reason why the mail could not be read.
"""

from __future__ import annotations

import json
import struct
from typing import cast

from helpdesk_tui.mail.facts import Facts

READY = b"\x06"
MAIL = 0
UNREADABLE = 1

QUESTION = struct.Struct(">Q")
ANSWER = struct.Struct(">BQQ")


def mail_answer(found: Facts) -> list[bytes]:
    """The pieces of an answer for a mail that was read."""
    contents = [content for _, _, content, _, _ in found["files"]]
    plain = dict(found)
    plain["files"] = [
        (name, content_type, len(content), inline, content_id)
        for name, content_type, content, inline, content_id in found["files"]
    ]
    head = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return [ANSWER.pack(MAIL, len(head), sum(map(len, contents))), head, *contents]


def unreadable_answer(reason: str) -> list[bytes]:
    """The pieces of an answer for a mail that could not be read."""
    head = json.dumps(reason).encode()
    return [ANSWER.pack(UNREADABLE, len(head), 0), head]


def read_mail(head: bytes, contents: memoryview) -> Facts:
    """What an answer of kind MAIL says; raises ValueError for one that is none."""
    found = json.loads(head)
    files = []
    place = 0
    for name, content_type, size, inline, content_id in found["files"]:
        files.append((name, content_type, bytes(contents[place : place + size]), inline, content_id))
        place += size
    found["files"] = files
    return cast(Facts, found)


def read_reason(head: bytes) -> str:
    """The reason in an answer of kind UNREADABLE."""
    return str(json.loads(head))
