"""Pictures of one pixel, which say nothing, and small ones that do (MG4, TF11)."""

from __future__ import annotations

import base64
from typing import Any

from tests.mail.corpus.case import Case, File
from tests.mail.corpus.letters import SUBJECT, around, read
from tests.mail.mails import multipart, part, text_part

_GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002014400 3b")
_PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
_WIDE = _GIF.replace(b"\1\0\1\0", b"\x40\0\x20\0", 1)
_EMPTY: dict[str, Any] = {"outcome": "ignored", "reason": "empty"}


def _picture(content: bytes, content_type: str = "image/gif", disposition: str = "inline", cid: str = "px") -> bytes:
    return part(
        f"Content-Type: {content_type}", f"Content-ID: <{cid}>", f"Content-Disposition: {disposition}",
        "Content-Transfer-Encoding: base64", body=base64.encodebytes(content),
    )  # fmt: skip


def _page(name: str, structure: str, html: str, *pictures: bytes, text: str = "", **values: Any) -> Case:
    raw = around(multipart("related", text_part(html, "html"), *pictures))
    return read(f"picture-{name}", structure, raw, text, subject=SUBJECT, **values)


_UNSEEN = {
    "attributes": '<img src="cid:px" width="1" height="1">',
    "unquoted": "<img src=cid:px width=1 height=1 border=0>",
    "pixels": '<img width="1px" height="1px" alt="open" src="cid:px"/>',
    "nothing": '<img height=0 width=0 src="cid:px">',
    "style": '<img src="cid:px" style="width:1px; height: 1px !important;border:0">',
    "style-beats": '<img src="cid:px" width="600" height="400" style="width:0;height:0">',
}
_SEEN = {
    "wide": '<img src="cid:px" width="1" height="20">',
    "per-cent": '<img src="cid:px" width="1%" height="1%">',
    "style-beats-attributes": '<img src="cid:px" width="1" height="1" style="width:100%;height:auto">',
    "max-width": '<img src="cid:px" style="max-width:1px;max-height:1px">',
    "twice": '<img src="cid:px" width=1 height=1><img src="cid:px">',
}

CASES: tuple[Case, ...] = (
    *(
        _page(f"unseen-{name}", f"a mail that is a picture of one pixel: {name}", f"<p>&nbsp;</p>{tag}",
              _picture(_WIDE), **_EMPTY)
        for name, tag in _UNSEEN.items()
    ),
    _page("gif-of-one", "a mail that is a picture whose own head says one pixel", '<img src="cid:px">', _picture(_GIF),
          **_EMPTY),
    _page("png-of-one", "a mail that is a PNG of one pixel", '<img src="cid:px" width="600">',
          _picture(_PNG, "image/png"), **_EMPTY),
    _page("not-shown", "a picture of one pixel that nothing shows", "<p>Node 4 is down.</p>", _picture(_GIF),
          text="Node 4 is down."),
    _page("capitals", "a pixel whose content id is written in capitals", "<p>Node 5.</p><IMG SRC='CID:PX%40acme'>",
          _picture(_GIF, cid="px@acme"), text="Node 5."),
    _page("beside-a-logo", "a pixel and a logo", '<p>Yes.</p><img src="cid:logo" alt="Acme" width="120">'
          '<img src="https://t.example/o.gif" width="1" height="1" alt="track"><img src="cid:px" width=1 height=1>',
          _picture(_WIDE, cid="logo", disposition='inline; filename="logo.gif"'), _picture(_GIF),
          text="Yes.\n\n[Acme]", files=(File("logo.gif", "image/gif", _WIDE),)),
    *(
        _page(f"seen-{name}", f"a picture that is no pixel: {name}", tag, _picture(_WIDE),
              text="[picture]", files=(File("attachment-1.gif", "image/gif", _WIDE),))
        for name, tag in _SEEN.items()
    ),
    _page("attached-of-one", "a picture of one pixel that somebody attached", "<p>Why is it so small?</p>",
          _picture(_GIF, disposition='attachment; filename="small.gif"'), text="Why is it so small?",
          files=(File("small.gif", "image/gif", _GIF),)),
    read(
        "picture-beside-plain-text",
        "a pixel in the HTML beside plain text that is chosen",
        around(multipart(
            "related",
            multipart("alternative", text_part("Node 6 is down."),
                      text_part('<p>Node 6 is down.</p><img src="cid:px" width="1" height="1">', "html"),
                      boundary="inner"),
            _picture(_WIDE),
        )),
        "Node 6 is down.",
    ),
)  # fmt: skip
