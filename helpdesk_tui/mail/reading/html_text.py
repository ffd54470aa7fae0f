"""HTML mail as clean text (TF11, rule 39): no network, no style sheets, no recursion, nothing hidden, nothing lost.

Paragraphs, lists, tables, quotations and preformatted text keep their shape; a link shows where it leads unless
its text says so; a picture is its alternative text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpdesk_tui.mail.reading import html_signs
from helpdesk_tui.mail.reading.attributions import unmark_announced
from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.html_hostile import takes_too_long, without_tags
from helpdesk_tui.mail.reading.html_page import Page
from helpdesk_tui.mail.reading.quotes import begins_with_block, ends_with_attribution, is_announced, last_own_line
from helpdesk_tui.mail.reading.signatures import QUOTED, TYPED

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_HTML = 10_000_000
_MAX_NODES = 1_500_000
_MAX_URL = 2000
_FIRST_NODES = 60

_BLOCK_TAGS = (
    "address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "frameset header html legend li main menu nav option section select summary table tbody tfoot thead tr"
)
_APART_TAGS = "h1 h2 h3 h4 h5 h6 p pre listing xmp blockquote ul ol table dl figure hr"
_SKIPPED_TAGS = (
    "head script style template iframe object embed svg math canvas audio video map area meta link base title "
    "noframes applet datalist"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_APART = frozenset(_APART_TAGS.split())
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_META_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_PICTURES = re.compile(r"(?:\s*\[[^\[\]\n]{1,500}\])+\s*")
_MOST_OF_PICTURES = 2000
_IMAGE = re.compile(r"<img\b[^>]{0,4000}", re.IGNORECASE)
_ATTACHED = re.compile(r"""\bsrc\s{0,9}=\s{0,9}["']?\s{0,9}cid:""", re.IGNORECASE)
_ORNAMENT = re.compile(
    r"""\bsrc\s{0,9}=\s{0,9}["']?\s{0,9}https?:[^"'>\s]{0,2000}(?:logo|signatur|spacer|pixel)""", re.IGNORECASE
)
_DATA_URL = re.compile(r"""data:[a-z/+.-]{0,40}[;,][^"'>\s]{500,}""", re.IGNORECASE)
_URL_NOISE = re.compile(r"[\x00-\x20\x7f]+")


def html_charset(data: bytes) -> str:
    """The charset that the HTML names in itself, or an empty string."""
    found = _META_CHARSET.search(data[:4096])
    return found.group(1).decode("ascii") if found else ""


def html_text(html: str, *, answers: bool = True) -> tuple[str, int]:
    """The text of an HTML mail, of its first `MAX_HTML` characters, and how many of its lines are newly written.

    An email that `answers` nothing has no history but what is marked as a quotation.
    """
    html = html[:MAX_HTML]
    walker = _Walker()
    if takes_too_long(html) or not walker.walk(html):
        return without_tags(html)
    lines = [line for line, _ in walker.page.lines]
    if walker.pictures and not any(line.strip() for line in lines):
        return "[picture]", 1  # nothing but pictures that lie elsewhere: somebody sent something all the same
    marks = [mark for _, mark in walker.page.lines]
    if TYPED in marks:
        unmark_announced(lines, marks, TYPED)
        marks = [QUOTED if mark == TYPED else mark for mark in marks]
    return "\n".join(lines), last_own_line(lines, marks, answers=answers) if lines else 0


def shows_attached_only(html: str, text: str) -> bool:
    """Whether an HTML mail is nothing but pictures that have to be attached to it: where none is, it says nothing.

    A logo that lies elsewhere, by the name of its file, belongs to a signature and says nothing either.
    """
    if len(text) > _MOST_OF_PICTURES or not _PICTURES.fullmatch(text):
        return False
    pictures = _IMAGE.findall(html)
    return bool(pictures) and all(_ATTACHED.search(picture) or _ORNAMENT.search(picture) for picture in pictures)


def decode_html(data: bytes, charset: str, hint: str) -> str:
    """The bytes of an HTML part as text: the part's charset, else the one the HTML names, else the mail's.

    Pictures that stand in the HTML as data are left out: they are long, and no text.
    """
    html = decode(data, charset or html_charset(data), hint)
    return _DATA_URL.sub("data:", html) if len(html) > 5000 and "data:" in html else html


class _Walker:
    """Walks the tree, one node after the other, and writes the page.

    For each open element the stack holds what is to be done at its end.
    """

    def __init__(self) -> None:
        self.page = Page()
        self._lists: list[int] = []
        self._links: list[tuple[str, tuple[int, int], list[str]]] = []
        self._leaving: list[tuple[str, str]] = []
        self._containers = 0
        self.pictures = 0

    def walk(self, html: str) -> bool:
        """Write the page of a whole document; False when it has too many nodes."""
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(html)
        node = tree.body.first_child if tree.body is not None else None
        depth = count = 0
        while node is not None:
            count += 1
            if count > _MAX_NODES:
                return False
            child = node.first_child if self._enter(node) else None
            if child is not None:
                node = child
                depth += 1
                continue
            while node.next is None and depth:
                parent = node.parent
                assert parent is not None
                node = parent
                depth -= 1
                self._leave()
            node = node.next
        self.page.end_line()
        return True

    def _enter(self, node: LexborNode) -> bool:
        """Begin a node; whether its children are to be walked (then `_leave` is called behind them)."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return False
        if tag.startswith("-") or tag in _SKIPPED:
            return False
        attributes = node.attributes
        style = html_signs.style_of(attributes)
        if attributes and html_signs.is_hidden(attributes, style):
            return False
        if tag == "br":
            self.page.line_break()
        elif tag == "hr":
            self._rule(attributes)
        elif tag == "img":
            self._picture(attributes)
        elif node.first_child is not None:
            self._open(node, tag, attributes, style)
            return True
        elif tag == "a":
            self.page.text(f"<{url}>" if (url := _shown_url(attributes.get("href") or "")) else "")
        elif tag in _BLOCKS:
            self.page.end_line()
            if attributes and html_signs.sign_of(tag, attributes, style) == html_signs.REST:
                self.page.quoted += 1
        return False

    def _text(self, text: str) -> None:
        self.page.text(text)
        if self._links:
            self._links[-1][2].append(text)

    # ------------------------------------------------------------ elements

    def _open(self, node: LexborNode, tag: str, attributes: html_signs.Attributes, style: str) -> None:
        """Begin an element; what its end has to undo goes on the stack, as tag and undoing word."""
        page = self.page
        if tag in _BLOCKS or tag in _APART:
            page.end_line()
        apart = tag in _APART and not (tag in ("ul", "ol") and self._lists)
        if apart and tag == "p" and attributes:
            # Outlook writes every line as a paragraph without margins.
            apart = "margin:0" not in style and "msonormal" not in (attributes.get("class") or "").lower()
        if apart:
            page.gap()
        undo = "g" if apart else ""
        if attributes or tag == "blockquote":
            undo += self._sign(node, tag, attributes, style)
        if tag == "blockquote":
            page.push("    " if "q" not in undo and html_signs.is_indent(style) else "> ")
        elif tag == "a":
            self._links.append((_shown_url(attributes.get("href") or ""), page.place, []))
        elif tag in ("ul", "ol"):
            start = attributes.get("start") or ""
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
            self._lists.append(first if tag == "ol" else -1)
        elif tag == "li":
            self._item()
        elif tag == "tr":
            page.begin_row()
        elif tag in ("td", "th") and not page.begin_cell():
            tag = "div"
        if tag in ("pre", "listing", "xmp", "textarea") or "white-space:pre" in style:
            page.pre += 1
            undo += "p"
        self._leaving.append((tag, undo))

    def _sign(self, node: LexborNode, tag: str, attributes: html_signs.Attributes, style: str) -> str:
        page = self.page
        sign = html_signs.sign_of(tag, attributes, style)
        if sign == html_signs.HISTORY and tag == "blockquote" and self._is_matter(node):
            sign = ""
        if sign == "" and tag == "blockquote" and not page.quoted and not html_signs.is_indent(style):
            recent = [line for line, _ in page.lines[-6:]]
            first = _first_lines(node)
            named = ends_with_attribution(recent) or _names_its_writer(first)
            if self._containers or named or begins_with_block(first):
                sign = html_signs.HISTORY
        if sign == "" and html_signs.is_outlook_line(tag, style) and "\n".join(_first_lines(node)).count(":") >= 3:
            sign = html_signs.REST
        if sign == html_signs.HISTORY:
            page.quoted += 1
            return "q"
        if sign == html_signs.REST:
            page.quoted += 1
        elif sign == html_signs.SIGNATURE:
            page.signature += 1
            return "s"
        elif sign == html_signs.CONTAINER:
            self._containers += 1
            return "c"
        return ""

    def _is_matter(self, node: LexborNode) -> bool:
        """Whether a quotation belongs to the text: announced above it, and naming no writer within."""
        if self.page.quoted or self._containers:
            return False
        recent = self.page.lines[-6:]
        if not is_announced([line for line, _ in recent], [mark for _, mark in recent]):
            return False
        return not _names_its_writer(_first_lines(node))

    def _leave(self) -> None:
        """End the element begun last."""
        tag, undo = self._leaving.pop()
        page = self.page
        if tag == "blockquote":
            page.pop()
        elif tag == "a":
            self._end_link()
        elif tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "li":
            page.pop()
        elif tag == "tr":
            page.end_row()
        elif tag in ("td", "th"):
            page.end_cell()
        if tag in _BLOCKS or tag in _APART:
            page.end_line()
        if "p" in undo:
            page.pre -= 1
        if "g" in undo:
            page.gap()
        if "q" in undo:
            page.quoted -= 1
        elif "s" in undo:
            page.signature -= 1
        elif "c" in undo:
            self._containers -= 1

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else -1
        bullet = "- " if number < 0 else f"{number}. "
        if number >= 0:
            self._lists[-1] = number + 1
        self.page.push(" " * len(bullet), bullet)

    def _rule(self, attributes: html_signs.Attributes) -> None:
        self.page.end_line()
        if html_signs.sign_of("hr", attributes, "") == html_signs.REST:
            self.page.quoted += 1
        self.page.gap()
        self.page.text("---")
        self.page.paragraph()

    def _picture(self, attributes: html_signs.Attributes) -> None:
        alternative = (attributes.get("alt") or "").strip()
        self.pictures += not ({attributes.get("width"), attributes.get("height")} & {"0", "1"})
        if not alternative and (attributes.get("src") or "").lower().startswith(("cid:", "data:")):
            alternative = "picture"
        if alternative:
            self._text(f"[{alternative[:500]}]")

    def _end_link(self) -> None:
        url, place, texts = self._links.pop()
        if not url:
            return
        text = "".join(texts)
        if _comparable(text) == _comparable(url):
            return
        if self.page.place == place:
            self.page.text(f"<{url}>")
        else:
            self.page.append_to_last(f" <{url}>")


def _names_its_writer(first: list[str]) -> bool:
    """Whether a quotation begins with the line that names who wrote it, as mail.ru and others put it."""
    return any(ends_with_attribution(first[:end]) for end in (1, 2, 3))


def _first_lines(node: LexborNode) -> list[str]:
    """What an element's text begins with, in lines: of its first nodes only, so that nested ones cost no more."""
    found: list[str] = [""]
    here: LexborNode | None = node.first_child
    depth = 1
    for _ in range(_FIRST_NODES):
        if here is None or not depth:
            break
        if here.tag == "-text":
            found[-1] += (here.text_content or "")[:500]
        elif here.tag in _BLOCKS or here.tag in _APART or here.tag == "br":
            found.append("")
        child = here.first_child if here.tag not in _SKIPPED else None
        if child is not None:
            here, depth = child, depth + 1
            continue
        while here is not None and here.next is None and depth:
            here, depth = here.parent, depth - 1
        here = here.next if here is not None and depth else None
    return [" ".join(line.split()) for line in found if line.strip()]


def _shown_url(href: str) -> str:
    """The address behind a link as it is shown; empty for places within the mail and for scripts."""
    url = _URL_NOISE.sub("", href[: _MAX_URL * 2])
    low = url[:20].lower()
    if not url or low.startswith(("#", "javascript:", "vbscript:", "data:", "cid:", "about:")):
        return ""
    if low.startswith("mailto:"):
        url = url[7:].split("?", 1)[0]
    return url if len(url) <= _MAX_URL else url[:_MAX_URL] + "…"


def _comparable(text: str) -> str:
    """A link's text or address without what people leave out when they write it."""
    text = _URL_NOISE.sub("", text).lower().strip("<>[]().,")
    for lead in ("mailto:", "https://", "http://", "tel:"):
        text = text.removeprefix(lead)
    return text.removeprefix("www.").rstrip("/")
