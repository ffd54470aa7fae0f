"""What Outlook packs into winmail.dat (MG10)."""

from __future__ import annotations

from tests.mail.corpus import packing
from tests.mail.corpus.case import Case, File
from tests.mail.corpus.letters import around, read
from tests.mail.corpus.packing import attribute, binary, flag, named, number, properties, wide, winmail
from tests.mail.mails import file_part, multipart, part, text_part

_TEXT = text_part("The disk is full.")
_LOG = File("log.txt", "application/octet-stream", b"full\r\n")
_RTF = bytes.fromhex(  # the example of MS-OXRTFCP 4.1
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
_CODES = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def _plain(rtf: bytes) -> bytes:
    """RTF packed without being compressed."""
    return (len(rtf) + 12).to_bytes(4, "little") + len(rtf).to_bytes(4, "little") + b"MELA" + bytes(4) + rtf


def _with(
    name: str,
    structure: str,
    packed: bytes,
    text: str,
    *files: File,
    content_type: str = "application/ms-tnef",
    beside: bytes = b"",
) -> Case:
    there = file_part("winmail.dat", packed, content_type)
    raw = around(multipart("mixed", beside, there) if beside else there)
    return read(name, structure, raw, text, files=files)


_RTF_PLAIN = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Gr\'fc\'dfe \u1047?\u1044? \{x\}\par "
    rb"100\~\u8364?{\pict 00ff}\tab \ldblquote ok\rdblquote\line end}"
)
_RTF_OF_HTML = (
    rb"{\rtf1\ansi\ansicpg1251\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag64 <html><body><p>}\htmlrtf \par\htmlrtf0 "
    rb"\'cf\'f0\'e8\'e2\'e5\'f2, {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 disk {\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 "
    rb"is full{\*\htmltag72 </p></body></html>}}"
)

CASES = (
    _with(
        "tnef-files",
        "winmail.dat with files",
        winmail(
            packing.file("log.txt", b"full\r\n"),
            packing.file("OFFER~1.PDF", b"%PDF", wide(0x3707, "Übersicht 2026.pdf"), wide(0x370E, "application/pdf")),
        ),
        "The disk is full.",
        _LOG,
        File("Übersicht 2026.pdf", "application/pdf", b"%PDF"),
        beside=_TEXT,
    ),
    _with(
        "tnef-rtf",
        "winmail.dat with a compressed text",
        winmail(
            attribute(packing.MESSAGE, properties(number(0x3FDE, 1252), named("1"), flag(0xE1B), binary(0x1009, _RTF)))
        ),
        "hello world",
    ),
    _with(
        "tnef-rtf-of-runs",
        "winmail.dat with a compressed text",
        winmail(attribute(packing.MESSAGE, properties(binary(0x1009, _CODES)))),
        "WXYZWXYZWXYZWXYZWXYZ",
    ),
    _with(
        "tnef-rtf-plain",
        "winmail.dat with RTF of letters beyond ASCII",
        winmail(
            attribute(
                packing.MESSAGE,
                properties(
                    binary(
                        0x1009,
                        _plain(_RTF_PLAIN),
                    )
                ),
            )
        ),
        "Grüße ЗД {x}\n100\u00a0€\t“ok”\nend",
    ),
    _with(
        "tnef-rtf-of-html",
        "winmail.dat with HTML in RTF",
        winmail(attribute(packing.MESSAGE, properties(binary(0x1009, _plain(_RTF_OF_HTML))))),
        "Привет, disk is full",
    ),
    _with(
        "tnef-rtf-of-a-forged-length",
        "winmail.dat with a hostile length of its text",
        winmail(attribute(packing.MESSAGE, properties(binary(0x1009, b"\xff\xff\xff\xff\xff\xff\xff\x7f" + _RTF[8:])))),
        "hello world",
    ),
    _with(
        "tnef-html",
        "winmail.dat with HTML",
        winmail(attribute(packing.MESSAGE, properties(number(0x3FDE, 65001), binary(0x1013, "<p>Grüße</p>".encode())))),
        "Grüße",
    ),
    _with(
        "tnef-text",
        "winmail.dat with a text",
        winmail(attribute(packing.MESSAGE, properties(wide(0x1000, "Grüße\r\nHans")))),
        "Grüße\nHans",
    ),
    _with(
        "tnef-old-body",
        "winmail.dat with a text of a code page",
        winmail(
            attribute(packing.CODE_PAGE, b"\xe3\x04\0\0" + bytes(4)),
            attribute(packing.BODY, b"\xcf\xf0\xe8\xe2\xe5\xf2\0"),
        ),
        "Привет",
    ),
    _with(
        "tnef-picture",
        "winmail.dat with a picture of its text",
        winmail(packing.file("image001.png", b"\x89PNG", wide(0x3712, "image001@acme"), wide(0x370E, "image/png"))),
        "The disk is full.",
        File("image001.png", "image/png", b"\x89PNG"),
        beside=_TEXT,
    ),
    _with(
        "tnef-mail-within",
        "winmail.dat with a mail in it",
        winmail(packing.file("Old mail", b"", binary(0x3701, bytes(16) + winmail(), 0xD))),
        "The disk is full.",
        File("Old mail.dat", "application/ms-tnef", winmail()),
        beside=_TEXT,
    ),
    _with(
        "tnef-path",
        "winmail.dat with a path",
        winmail(packing.file("..\\..\\evil.exe", b"MZ")),
        "The disk is full.",
        File("evil.exe", "application/octet-stream", b"MZ"),
        beside=_TEXT,
    ),
    _with(
        "tnef-of-another-type",
        "winmail.dat as octets",
        winmail(packing.file("log.txt", b"full\r\n")),
        "The disk is full.",
        _LOG,
        content_type="application/octet-stream",
        beside=_TEXT,
    ),
    _with(
        "tnef-cut",
        "winmail.dat cut short",
        winmail(packing.file("log.txt", b"full\r\n"))[:-3],
        "The disk is full.",
        File("log.txt", "application/octet-stream", b"full\r"),
        File("winmail.dat", "application/ms-tnef", winmail(packing.file("log.txt", b"full\r\n"))[:-3]),
        beside=_TEXT,
    ),
    _with(
        "tnef-lengths-lie",
        "winmail.dat with hostile lengths",
        winmail(
            attribute(packing.MESSAGE, b"\xff\xff\xff\xff\x1e\x00\x00\x10\xff\xff\xff\x7f\xff\xff\xff\x7f")
            + b"\x01\x03\x90\x06\x00\xff\xff\xff\xff"
        ),
        "The disk is full.",
        File(
            "winmail.dat",
            "application/ms-tnef",
            winmail(
                attribute(packing.MESSAGE, b"\xff\xff\xff\xff\x1e\x00\x00\x10\xff\xff\xff\x7f\xff\xff\xff\x7f")
                + b"\x01\x03\x90\x06\x00\xff\xff\xff\xff"
            ),
        ),
        beside=_TEXT,
    ),
    _with(
        "tnef-that-is-none",
        "winmail.dat that is none",
        b"no such thing",
        "The disk is full.",
        File("winmail.dat", "application/ms-tnef", b"no such thing"),
        beside=_TEXT,
    ),
    _with(
        "tnef-of-nothing",
        "winmail.dat of nothing",
        winmail(),
        "",
        File("winmail.dat", "application/ms-tnef", winmail()),
    ),
    _with(
        "tnef-of-a-thousand-files",
        "winmail.dat with too many files",
        winmail(*[packing.file("a", b"x")] * 1001),
        "",
        *[File("a", "application/octet-stream", b"x")] * 1000,
        File("winmail.dat", "application/ms-tnef", winmail(*[packing.file("a", b"x")] * 1001)),
    ),
    read(
        "tnef-without-a-name",
        "winmail.dat without a name",
        around(
            multipart(
                "mixed",
                _TEXT,
                part(
                    "Content-Type: application/vnd.ms-tnef",
                    "Content-Transfer-Encoding: binary",
                    body=winmail(packing.file("log.txt", b"full\r\n")),
                ),
            )
        ),
        "The disk is full.",
        files=(_LOG,),
    ),
)
