"""What a person reads of a mail, and what is attached to it: the choice among its parts (MG10, TF11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from helpdesk_tui.mail.reading.armor import without_armor
from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.enriched import enriched_text
from helpdesk_tui.mail.reading.flowed import unflowed
from helpdesk_tui.mail.reading.headings import read_headings
from helpdesk_tui.mail.reading.html_text import MAX_HTML, decode_html, html_text, shows_attached_only
from helpdesk_tui.mail.reading.limits import Limits
from helpdesk_tui.mail.reading.names import safe_name
from helpdesk_tui.mail.reading.pixels import content_id, pixels, without_pixels
from helpdesk_tui.mail.reading.quotes import own_lines
from helpdesk_tui.mail.reading.structure import Part, read_entity
from helpdesk_tui.mail.reading.transfer import take_uuencoded
from helpdesk_tui.mail.reading.words import heading_text

if TYPE_CHECKING:
    from helpdesk_tui.mail.reading.tnef import Packed

_ENRICHED = frozenset(("text/enriched", "text/richtext"))
_BODY_TYPES = frozenset(("text/plain", "text/html", "text/markdown", "text/x-markdown")) | _ENRICHED
_NEVER_THE_TEXT = frozenset(("text/vcard", "text/x-vcard", "text/rtf", "text/css", "text/javascript"))
_CALENDARS = frozenset(("text/calendar", "application/ics"))
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_TNEF = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_INVISIBLE = " \t\n\r\x0b\x0c\xa0\xad\u034f\u200b\u200c\u200d\u2060\ufeff"
_MOST_NAMED_TEXT = 100_000
_DEEPEST_WRAPPING = 3
_MOST_INSTEAD = 10
_LOOKED_AT = 5000
_ONLY_ALTERNATIVES = frozenset(("text/x-amp-html", "text/watch-html")) | _ENRICHED
_STUB_CHARACTERS = 400
_STUB_WORDS = (
    "support", "view", "display", "client", "browser", "enable", "reader", "format", "anzeige", "darstell", "programm",
    "navigat", "lecteur", "visualiz", "lettore", "cliente", "просмотр", "поддерж", "формат", "weergave", "wyświetl",
)  # fmt: skip

_ENCRYPTED = "[This email is encrypted ({}). Its content is in the attached file.]"

File = tuple[str, str, bytes, bool, str]
Text = tuple[str, int]
"""A text, and how many of its first lines are new."""


class Body:
    """What was gathered from the parts: the text, how many of its lines are new, the files.

    A file is (name, content type, content, inline, content id). An email that `answers` none has little history.
    """

    def __init__(self, limits: Limits, *, answers: bool) -> None:
        self.files: list[File] = []
        self.notes: list[str] = []
        self._limits = limits
        self._answers = answers
        self._texts: list[Text] = []
        self._above: list[str] = []
        self._instead: list[Callable[[], Text]] = []
        self._unpacked: list[Part] = []
        self._looked_at: dict[int, str] = {}
        self._of_html: dict[int, Text] = {}
        self._wrappings = 0
        self._hollow: set[str] = set()
        self._pixels: frozenset[str] = frozenset()

    def gather(self, root: Part) -> None:
        """Take text and files from a whole mail; a picture of one pixel is neither."""
        self._pixels = pixels(root)
        if root.is_multipart:
            self._visit(root, texts=True)
        elif root.content_type in _BODY_TYPES and root.disposition != "attachment":
            self._texts.append(self._text_of(root))
        else:
            self._take(root, texts=True, inline=False)
        if not any(text for text, _ in self._texts):
            self._texts += [take() for take in self._instead[:_MOST_INSTEAD]]
        if not self.files and not any(text for text, _ in self._texts):
            for part in self._unpacked:
                self._attach(part, inline=False)
        if not self.files:
            self._texts = [text for text in self._texts if text[0] not in self._hollow]
        self._texts[:0] = [(text, text.count("\n") + 1) for text in self._above]

    @property
    def text(self) -> str:
        """The texts one below the other, cut at the limit."""
        return "\n\n".join(text for text, _ in self._texts if text)[: self._limits.text]

    @property
    def cut(self) -> bool:
        """Whether the text was cut."""
        return sum(len(text) + 2 for text, _ in self._texts) - 2 > self._limits.text

    @property
    def own_lines(self) -> int:
        """How many of the first lines are newly written, down to the last such line of the last such text."""
        last = lines = 0
        for text, own in self._texts:
            if text:
                last = lines + own if own else last
                lines += text.count("\n") + 2
        return min(last, self.text.count("\n") + 1)

    # ------------------------------------------------------------ parts

    def _visit(self, part: Part, *, texts: bool, inline: bool = False) -> None:
        """Go through a part; `texts` says whether texts found are wanted or shown already in another form."""
        if part.content_type == "multipart/encrypted":
            self._instead.append(lambda: (_ENCRYPTED.format("PGP"), 1))
        if part.content_type == "multipart/alternative" and part.is_multipart:
            self._alternative(part, texts=texts)
        elif part.content_type == "multipart/related" and part.is_multipart:
            root = _root_of_related(part)
            self._visit(root, texts=texts)
            for child in part.parts:
                if child is not root:
                    self._visit(child, texts=False, inline=True)
        elif part.is_multipart:
            for child in part.parts:
                if not (part.content_type == "multipart/appledouble" and child.content_type == "application/applefile"):
                    self._visit(child, texts=texts, inline=inline)
        elif _is_body(part) and not inline:
            if texts:
                self._add_text(part)
        else:
            self._take(part, texts=texts, inline=inline)

    def _add_text(self, part: Part) -> None:
        """One more text; not what the text before it says already in the same words without HTML."""
        text, own = self._text_of(part)
        same = part.content_type == "text/html" and self._texts and text.split() == self._texts[-1][0].split()
        if not same:
            self._texts.append((text, own))

    def _alternative(self, part: Part, *, texts: bool) -> None:
        """One of the forms of the same text: plain unless it is empty or a stub; files of every form."""
        plain = next((child for child in part.parts if _first_text(child) == "text/plain"), None)
        html = next((child for child in part.parts if _first_text(child) == "text/html"), None)
        chosen = plain or html or next((child for child in part.parts if _first_text(child)), None)
        if texts and plain is not None and html is not None and self._says_less(plain, html):
            chosen = html
        if texts and chosen is not None and not self._shows(chosen):
            chosen = next((child for child in part.parts if self._shows(child)), chosen)
        for child in part.parts:
            if child is chosen or chosen is None or child.content_type not in _ONLY_ALTERNATIVES:
                self._visit(child, texts=texts and child is chosen)

    def _shows(self, part: Part) -> bool:
        """Whether a part has a text in which anything can be seen."""
        kind = _first_text(part)
        return bool(kind and self._first_text_of(part, kind))

    def _says_less(self, plain: Part, html: Part) -> bool:
        """Whether the plain form is empty, or only tells the reader to look at the other one."""
        text = self._first_text_of(plain, "text/plain").strip()
        if not text:
            return True
        if len(text) > _STUB_CHARACTERS:
            return False
        low = text.lower()
        if "html" in low and any(word in low for word in _STUB_WORDS):
            return True
        return len(self._first_text_of(html, "text/html")) > 5 * len(text) + 300

    def _first_text_of(self, part: Part, content_type: str) -> str:
        while part.is_multipart:
            part = next(child for child in part.parts if _first_text(child) == content_type)
        # Remembered, because alternatives within alternatives ask at every level.
        if id(part) not in self._looked_at:
            self._looked_at[id(part)] = self._text_of(part, files=False)[0][:_LOOKED_AT]
        return self._looked_at[id(part)]

    def _text_of(self, part: Part, *, files: bool = True) -> Text:
        """The text of a text part, and how many of its lines are new; nothing where nothing can be seen."""
        text, own = self._written(part, files=files)
        return (text, own) if text.strip(_INVISIBLE) else ("", 0)

    def _written(self, part: Part, *, files: bool) -> Text:
        content = part.content
        if part.content_type == "text/html":
            html = decode_html(content, part.charset, part.hint)
            if len(html) > MAX_HTML and files:
                self.notes.append("The HTML text was cut; the original is complete.")
            return self._html_text(part, html)
        if b"begin" in content:
            found, content = take_uuencoded(content)
            if files:
                for name, data in found:
                    self._add(heading_text(name, part.hint), "application/octet-stream", data)
        text = decode(content, part.charset, part.hint)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "-----BEGIN PGP " in text:
            text = without_armor(text)
        start = text[:200].lstrip().lower()
        if start.startswith(("<html", "<!doctype html")):
            return self._html_text(part, text)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        if part.content_type in _ENRICHED:
            text = enriched_text(text, part.content_type)
        text = text[: self._limits.text + 1].rstrip().lstrip("\n")
        return text, own_lines(text, answers=self._answers) if text else 0

    def _html_text(self, part: Part, html: str) -> Text:
        """The text of a part's HTML: read once, though the choice among the forms of a text looks at it first."""
        if id(part) not in self._of_html:
            html = without_pixels(html, self._pixels) if self._pixels or "<img" in html.lower() else html
            found = self._of_html[id(part)] = html_text(html, answers=self._answers)
            if shows_attached_only(html, found[0]):
                self._hollow.add(found[0])
        return self._of_html[id(part)]

    # ------------------------------------------------------------ files

    def _take(self, part: Part, *, texts: bool, inline: bool) -> None:
        """A part that is no text by itself: what is wrapped in it is taken out, and it is kept as a file."""
        name = part.filename.lower()
        if part.content_type in _TNEF or name == "winmail.dat":
            if self._unpack(part):
                return
        elif part.content_type in _SMIME or name == "smime.p7m":
            self._unwrap(part, texts=texts)
        elif part.content_type in _CALENDARS:
            self._announce(part)
        elif _may_be_the_text(part) and not inline:
            self._instead.append(lambda: self._text_of(part, files=False))
        self._attach(part, inline=inline)

    def _unpack(self, part: Part) -> bool:
        """Take text and files out of a `winmail.dat`; whether it was read whole, so that nobody needs it any more."""
        from helpdesk_tui.mail.reading.tnef import unpacked

        packed = unpacked(part.content)
        if packed is None:
            return False
        for name, content_type, content, known in packed.files:
            self._add(name, content_type, content, inline=bool(known), content_id=known[:250])
        self._instead.append(lambda: _packed_text(packed, self._answers))
        self._unpacked.append(part)
        return packed.whole

    def _unwrap(self, part: Part, *, texts: bool) -> None:
        """Read the content of an S/MIME message where it is only signed; say so where it is encrypted."""
        from helpdesk_tui.mail.reading.cms import ENCRYPTED, wrapped

        kind, content = wrapped(part.content)
        if kind == ENCRYPTED:
            self._instead.append(lambda: (_ENCRYPTED.format("S/MIME"), 1))
        elif content.strip() and self._wrappings < _DEEPEST_WRAPPING:
            self._wrappings += 1
            self._visit(read_entity(content, self._limits, part.hint), texts=texts)

    def _announce(self, part: Part) -> None:
        """Say what a calendar is about above the text, and its description where there is no text."""
        from helpdesk_tui.mail.reading.calendars import invitation

        if len(self._above) >= _MOST_INSTEAD:
            return
        lines, description = invitation(decode(part.content, part.charset or "utf-8", part.hint))
        if not lines or lines in self._above:
            return
        if part.disposition != "attachment":
            self._above.append(lines)
            self._instead.append(lambda: (description, description.count("\n") + 1 if description else 0))
        else:
            self._instead.append(lambda: (lines, lines.count("\n") + 1))

    def _attach(self, part: Part, *, inline: bool) -> None:
        name = part.filename
        content = part.content
        if not name and not content.strip():
            return
        if not name and part.content_type in ("message/rfc822", "message/global"):
            headings, _ = read_headings(content, 0, len(content), self._limits, top=True)
            subject = heading_text(headings.first("subject"), part.hint)
            name = f"{subject[:200]}.eml" if subject else ""
        known = content_id(part)
        if known.lower() in self._pixels:
            return
        shown = part.disposition == "inline" or (inline and bool(known))
        shown = shown or (part.disposition != "attachment" and (inline or bool(known)))
        self._add(name, part.content_type, content, inline=shown, content_id=known)

    def _add(self, name: str, content_type: str, content: bytes, *, inline: bool = False, content_id: str = "") -> None:
        if len(self.files) >= self._limits.files:
            more = f"Only the first {self._limits.files:,} files were taken out; the original has all."
            self.notes += [more] if more not in self.notes else []
            return
        safe = safe_name(name, content_type, len(self.files) + 1)
        self.files.append((safe, content_type, content, inline, content_id))


def _is_body(part: Part) -> bool:
    return part.content_type in _BODY_TYPES and part.disposition != "attachment" and not part.filename


def _may_be_the_text(part: Part) -> bool:
    """Whether a text with a file's name, or of an unknown kind, may be the only text of the mail (RFC 2046 4.1.4)."""
    return (
        part.content_type.startswith("text/")
        and part.content_type not in _NEVER_THE_TEXT
        and part.disposition != "attachment"
        and part.end - part.start <= _MOST_NAMED_TEXT
    )


def _first_text(part: Part) -> str:
    """Content type of the first readable text within a part, or an empty string."""
    pending = [part]
    while pending:
        here = pending.pop()
        if here.is_multipart:
            pending += reversed(here.parts)
        elif _is_body(here):
            return here.content_type
    return ""


def _root_of_related(part: Part) -> Part:
    start = part.parameters.get("start", "").strip("<> ").encode("utf-8", "replace")
    if start:
        for child in part.parts:
            if child.headings.first("content-id").strip(b"<> ") == start:
                return child
    return next((child for child in part.parts if _first_text(child)), part.parts[0])


def _packed_text(packed: Packed, answers: bool) -> Text:
    """The text of a `winmail.dat`, in the form that says most."""
    from helpdesk_tui.mail.reading.rtf import decompressed, rtf_text

    if packed.html:
        return html_text(decode_html(packed.html, packed.html_charset, ""), answers=answers)
    text = packed.text
    if not text.strip():
        text, is_html = rtf_text(decompressed(packed.rtf))
        if is_html:
            return html_text(text, answers=answers)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text, own_lines(text, answers=answers) if text else 0
