"""What is wrapped in something else: S/MIME, PGP, uuencode (MG10)."""

from __future__ import annotations

from base64 import b64decode

from tests.mail.corpus.case import File
from tests.mail.corpus.letters import around, letter, read
from tests.mail.mails import multipart, part, text_part

_TEXT = text_part("The disk is full.")
_LOG = File("log.txt", "application/octet-stream", b"full\r\n")


_SIGNED = (
    "MIIBHAYJKoZIhvcNAQcCoIIBDTCCAQkCAQMxDTALBglghkgBZQMEAgEwdgYJKoZIhvcNAQcBoGkEZ0NvbnRlbnQtVHlwZTogdGV4dC9wbGFpbjsg"
    "Y2hhcnNldD11dGYtOA0KQ29udGVudC1UcmFuc2Zlci1FbmNvZGluZzogOGJpdA0KDQpTaWduZWQ6IHRoZSBkaXNrIGlzIGZ1bGwuDQoxfTB7AgED"
    "gBSv/e3Da0fXheUpb65VWXjDOqjavTALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERzBFAiEAvttcQnadL88SAbCqWhXChyNoInlEzSX5ibJlH8xK"
    "HPICIDTG92LR43S+9K0h3DM7zvFaD/XWMwlRWwhJU6zZVlgn"
)
_STREAMED = (
    "MIAGCSqGSIb3DQEHAqCAMIACAQMxDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgARnQ29udGVudC1UeXBlOiB0ZXh0L3BsYWluOyBjaGFy"
    "c2V0PXV0Zi04DQpDb250ZW50LVRyYW5zZmVyLUVuY29kaW5nOiA4Yml0DQoNClNpZ25lZDogdGhlIGRpc2sgaXMgZnVsbC4NCgAAAAAAADF9MHsC"
    "AQOAFK/97cNrR9eF5SlvrlVZeMM6qNq9MAsGCWCGSAFlAwQCATAKBggqhkjOPQQDAgRHMEUCIGXmEi9XPFQyzBaput+9v4njg1BI4nUYQwiPP5Tl"
    "vD34AiEA2PxvvPKVz3vvCEdufGoXIaDH1Hpq/d2EXTFMDkR6MVQAAAAAAAA="
)
_SECRET = "MIIBZAYJKoZIhvcNAQcDoIIBVTCCAVECAQIxgb2hgboCAQOgUaFPMAkGByqGSM49AgEDQgAExg=="


def _smime(body: str, kind: str, name: str = "smime.p7m") -> bytes:
    return letter(
        f"Content-Type: application/pkcs7-mime; smime-type={kind}; name={name}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: attachment; filename={name}",
        body=body,
    )


CRYPTED = (
    read(
        "smime-signed-opaque",
        "S/MIME signed around its content",
        _smime(_SIGNED, "signed-data"),
        "Signed: the disk is full.",
        files=(File("smime.p7m", "application/pkcs7-mime", b64decode(_SIGNED)),),
    ),
    read(
        "smime-signed-streamed",
        "S/MIME signed around its content in pieces",
        _smime(_STREAMED, "signed-data"),
        "Signed: the disk is full.",
        files=(File("smime.p7m", "application/pkcs7-mime", b64decode(_STREAMED)),),
    ),
    read(
        "smime-signed-as-octets",
        "S/MIME of another type",
        letter(
            "Content-Type: application/octet-stream; name=smime.p7m", "Content-Transfer-Encoding: base64", body=_SIGNED
        ),
        "Signed: the disk is full.",
        files=(File("smime.p7m", "application/octet-stream", b64decode(_SIGNED)),),
    ),
    read(
        "smime-encrypted",
        "S/MIME encrypted",
        _smime(_SECRET, "enveloped-data"),
        "[This email is encrypted (S/MIME). Its content is in the attached file.]",
        files=(File("smime.p7m", "application/pkcs7-mime", b64decode(_SECRET)),),
    ),
    read(
        "smime-damaged",
        "S/MIME that is damaged",
        _smime("MIIBHAYJKoZI", "signed-data"),
        "",
        files=(File("smime.p7m", "application/pkcs7-mime", b"0\x82\x01\x1c\x06\t*\x86H"),),
    ),
    read(
        "smime-hostile-lengths",
        "S/MIME with hostile lengths",
        _smime("MIAGCSqGSIb3DQEHAqCAMICDhP///w==", "signed-data"),
        "",
        files=(File("smime.p7m", "application/pkcs7-mime", b64decode("MIAGCSqGSIb3DQEHAqCAMICDhP///w==")),),
    ),
    read(
        "smime-of-endless-elements",
        "S/MIME of endless elements",
        letter(
            "Content-Type: application/pkcs7-mime; name=a.p7m",
            body=bytes.fromhex("308006092a864886f70d010702a08030800201033180") + bytes.fromhex("0200") * 2000,
        ),
        "",
        files=(
            File(
                "a.p7m",
                "application/pkcs7-mime",
                bytes.fromhex("308006092a864886f70d010702a08030800201033180") + bytes.fromhex("0200") * 2000,
            ),
        ),
    ),
    read(
        "pgp-encrypted",
        "multipart/encrypted with PGP",
        around(
            multipart(
                "encrypted",
                part("Content-Type: application/pgp-encrypted", body="Version: 1"),
                part("Content-Type: application/octet-stream; name=encrypted.asc", body="-----BEGIN PGP MESSAGE-----"),
            )
        ),
        "[This email is encrypted (PGP). Its content is in the attached file.]",
        files=(
            File("attachment-1.asc", "application/pgp-encrypted", b"Version: 1"),
            File("encrypted.asc", "application/octet-stream", b"-----BEGIN PGP MESSAGE-----"),
        ),
    ),
    read(
        "pgp-in-the-text",
        "PGP armor in the text",
        letter(body="-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA9\r\n=Ab1C\r\n-----END PGP MESSAGE-----\r\n"),
        "[This email is encrypted (PGP). Its content is in the original.]",
    ),
    read(
        "pgp-key-attached",
        "a PGP key attached",
        around(
            multipart(
                "mixed", _TEXT, part("Content-Type: application/pgp-keys; name=OpenPGP_0x1.asc", body="-----BEGIN")
            )
        ),
        "The disk is full.",
        files=(File("OpenPGP_0x1.asc", "application/pgp-keys", b"-----BEGIN"),),
    ),
)

_UU = b"begin 644 log.txt\r\n&9G5L;`T*\r\n`\r\nend\r\n"

UUENCODED = (
    read(
        "uuencoded",
        "uuencode in the text",
        letter(body=b"See this:\r\n" + _UU + b"Bye\r\n"),
        "See this:\nBye",
        files=(_LOG,),
    ),
    read("uuencoded-alone", "uuencode alone", letter(body=_UU), "", files=(_LOG,)),
    read(
        "uuencoded-twice", "two uuencoded files", letter(body=_UU + b"\r\nand\r\n\r\n" + _UU), "and", files=(_LOG, _LOG)
    ),
    read(
        "uuencoded-with-spaces",
        "uuencode with spaces for backticks",
        letter(body=b"begin 666 my log.txt\n&9G5L; T*\n \nend\n"),
        "",
        files=(File("my log.txt", "application/octet-stream", b"full\r\n"),),
    ),
    read(
        "uuencoded-in-a-part",
        "uuencode as a transfer encoding",
        around(
            multipart(
                "mixed",
                _TEXT,
                part(
                    "Content-Type: application/octet-stream; name=log.txt",
                    "Content-Transfer-Encoding: x-uuencode",
                    body=_UU,
                ),
            )
        ),
        "The disk is full.",
        files=(_LOG,),
    ),
    read(
        "uuencoded-path",
        "uuencode with a path",
        letter(body=_UU.replace(b"log.txt", b"../../log.txt") + b"x"),
        "x",
        files=(_LOG,),
    ),
    read(
        "uuencode-begin-base64",
        "begin-base64 in the text",
        letter(body=b"begin-base64 644 log.txt\nZnVsbA0K\n====\nBye"),
        "Bye",
        files=(_LOG,),
    ),
    read(
        "uuencode-cut",
        "uuencode without its end",
        letter(body=_UU[:-5] + b"Bye"),
        "begin 644 log.txt\n&9G5L;`T*\n`\nBye",
    ),
    read(
        "begin-in-prose",
        "a text with a line that begins so",
        letter(body="begin 644 times\nand stop\nend\n"),
        "begin 644 times\nand stop\nend",
    ),
    read(
        "yenc",
        "yEnc in the text",
        letter(body=b"=ybegin line=128 size=3 name=a.bin\r\n+,-\r\n=yend size=3"),
        "=ybegin line=128 size=3 name=a.bin\n+,-\n=yend size=3",
    ),
    read(
        "binhex",
        "BinHex",
        around(
            multipart(
                "mixed",
                _TEXT,
                part(
                    "Content-Type: application/mac-binhex40; name=a.hqx",
                    body="(This file must be converted with BinHex 4.0)",
                ),
            )
        ),
        "The disk is full.",
        files=(File("a.hqx", "application/mac-binhex40", b"(This file must be converted with BinHex 4.0)"),),
    ),
)

CASES = CRYPTED + UUENCODED
