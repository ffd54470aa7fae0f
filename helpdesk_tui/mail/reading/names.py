"""Names of attached files, made safe to show and to save (rule 46, CLI: What happened to an email)."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 255

_SEPARATORS = re.compile(r"[/\\]+")
_SPACES = re.compile(r"[\t\n\v\f\r \x85\xa0\u2028\u2029]+")
# C0, C1, DEL, direction marks, zero-width characters, lone surrogates, tags.
_OUT = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z", re.IGNORECASE | re.DOTALL)

_EXTENSIONS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/rtf": "rtf",
    "text/enriched": "txt",
    "text/markdown": "md",
    "text/xml": "xml",
    "text/x-patch": "patch",
    "text/x-diff": "diff",
    "text/rfc822-headers": "txt",
    "message/rfc822": "eml",
    "message/global": "eml",
    "message/partial": "eml",
    "message/external-body": "txt",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "message/feedback-report": "txt",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/pjpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/tiff": "tif",
    "image/svg+xml": "svg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/gzip": "gz",
    "application/x-gzip": "gz",
    "application/x-tar": "tar",
    "application/x-7z-compressed": "7z",
    "application/json": "json",
    "application/xml": "xml",
    "application/rtf": "rtf",
    "application/ics": "ics",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/pgp-signature": "asc",
    "application/pgp-encrypted": "asc",
    "application/pgp-keys": "asc",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m",
    "application/ms-tnef": "dat",
}


def safe_name(name: str, content_type: str, number: int) -> str:
    """A file name without separators, control and direction characters, leading dots and dashes.

    At most 255 bytes of UTF-8, its ending kept; never a name that an operating system reserves. A name of which
    nothing is left becomes `attachment-<number>` with the ending of the content type.
    """
    parts = [part for part in _SEPARATORS.split(name[:4096]) if part.strip(" .")]
    name = parts[-1] if parts else ""
    name = unicodedata.normalize("NFC", _OUT.sub("", _SPACES.sub(" ", name)))
    name = name.lstrip(" .-").rstrip(" .")
    if not name:
        return f"attachment-{number}.{extension_of(content_type)}"
    if _RESERVED.match(name):
        name = "_" + name
    return _short(name)


def extension_of(content_type: str) -> str:
    """The usual ending for a content type, without its dot; `bin` for an unknown one."""
    return _EXTENSIONS.get(content_type, "txt" if content_type.startswith("text/") else "bin")


def _short(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = MAX_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + dot + ending
