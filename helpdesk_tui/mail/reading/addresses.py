"""Mailboxes of a heading (RFC 5322 3.4 with its obsolete forms), in one linear pass over the bytes.

What is ambiguous is never resolved in favour of one address (rule 12): every address that could be meant is
given, so that a From with two of them names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpdesk_tui.mail.reading.charsets import decode
from helpdesk_tui.mail.reading.words import heading_text
from helpdesk_tui.rules.headers import is_plainly_written

# An encoded word (RFC 2047) is one token though it holds commas or colons; one that could hold an address is none, but
# with an @ it is a part of the name where an address in brackets follows in the same entry.
_TOKEN = re.compile(
    rb'"((?:[^"\\]|\\.)*)"|(\\.)|([<>,;:(])|([\t\n\r ]+)|(=\?[!#-;=A-~]{1,60}\?[bBqQ]\?[!#-;=A-~]*\?='
    rb'|=\?[!#-;=A-~]{1,60}\?[bBqQ]\?[!#-;=@-~]{0,500}\?=(?=[^<>,;"(]{0,500}<))'
    rb'|([^"\\<>,;:(\t\n\r ]+)|(.)',
    re.DOTALL,
)
_COMMENT = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_AROUND_AT = re.compile(rb" ?@ ?")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]+")
_ATOM = re.compile(r"[^\s\"(),:;<>@\[\\\]]+\Z")
# One address and nothing else: a local part, which may be quoted, and a domain or an IP address in brackets.
_ONE = re.compile(
    r"""(?:"(?:[^"\\]|\\.)*"|[^\s"(),:;<>@\[\\\]]+)@(?:\[[^\s"(),;<>@\[\\\]]+\]|[^\s"(),:;<>@\[\\\]]+)\Z"""
)

Mailbox = tuple[str, str]


def mailboxes(
    values: Iterable[bytes], limit: int, hint: str = "", *, named: int | None = None, strict: bool = False
) -> tuple[list[Mailbox], bool]:
    """(name, address) of every mailbox in the headings, and whether there were more than `limit` in one.

    An entry without an address has the address "". Addresses are as written, to be compared by
    `rules.headers.compared`. Names are read of the first `named` ones only. With `strict`, which is for senders, an
    address that is not exactly one and plainly written is none, and words beside one without brackets are another entry
    (rule 12).
    """
    found: list[Mailbox] = []
    more = False
    for value in values:
        reader = _Reader(value, hint, limit, limit if named is None else max(named - len(found), 0), strict=strict)
        reader.read()
        found += reader.found
        more = more or reader.more
    return found, more


def _tidy(address: str) -> str:
    """The address without needless quotes in front of the @ and without a dot at its end."""
    local, at, domain = address.strip().rpartition("@")
    if len(local) > 1 and local[0] == '"' == local[-1]:
        plain = local[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        if _ATOM.match(plain):
            local = plain
    return f"{local}{at}{domain.rstrip('.')}"


class _Reader:
    """One heading's state: the entry being read, outside or inside its angle brackets."""

    __slots__ = (
        "after", "angle", "angled", "comments", "found", "hint", "inside", "limit", "more", "named", "phrase", "strict",
        "value",
    )  # fmt: skip

    def __init__(self, value: bytes, hint: str, limit: int, named: int, *, strict: bool) -> None:
        self.value = value
        self.hint = hint
        self.limit = limit
        self.named = named
        self.strict = strict
        self.found: list[Mailbox] = []
        self.more = False
        self._begin()

    def _begin(self) -> None:
        self.phrase: list[tuple[bytes, bool]] = []
        self.after: list[bytes] = []
        self.comments: list[bytes] = []
        self.angled: list[bytes] = []
        self.angle: list[bytes] = []
        self.inside = False

    def read(self) -> None:
        """Read the whole heading, or as far as the limit goes."""
        place = 0
        closed = True
        while place < len(self.value):
            token = _TOKEN.match(self.value, place)
            assert token is not None
            place = token.end()
            mark = token.group(3)
            if mark == b"(" and closed:
                stop = _end_of_comment(self.value, place)
                closed = stop > 0
                if closed:
                    self.comments.append(_ESCAPED.sub(rb"\1", self.value[place : stop - 1]))
                    place = stop
                    continue
            if mark in (b",", b";") and not self.inside:
                self._finish()
                if self.more:
                    return
            elif mark is not None and mark != b"(":
                self._mark(mark)
            elif token.group(1) is not None:
                self._take(token.group(1), quoted=True)
            else:
                self._take(b" " if token.group(4) else token.group(), quoted=False)
        self._finish()

    def _mark(self, mark: bytes) -> None:
        if mark == b"<":
            self._end_angle()
            self.inside = True
        elif mark == b">":
            self._end_angle()
            self.inside = False
        elif self.inside:
            route = bool(self.angle) and self.angle[0].startswith(b"@")
            if mark == b":" and not route and self.angle != [b"mailto"]:
                self.angle.append(mark)
            elif route or mark == b":":
                self.angle = []
            else:
                self._end_angle()
        elif mark == b":":
            if any(b"@" in piece for piece, _ in self.phrase):
                self._take(mark, quoted=False)
            else:
                self.phrase = []

    def _take(self, piece: bytes, *, quoted: bool) -> None:
        if self.inside:
            if piece != b" " or self.angle:
                self.angle.append(b'"' + piece + b'"' if quoted else piece)
        elif self.angled:
            self.after.append(piece)
        else:
            self.phrase.append((piece, quoted))

    def _end_angle(self) -> None:
        if self.angle:
            self.angled.append(_AROUND_AT.sub(b"@", b"".join(self.angle)).strip())
            self.angle = []

    def _finish(self) -> None:
        if self.inside:
            self._end_angle()
        bare = _AROUND_AT.sub(b"@", b"".join(b'"' + piece + b'"' if quoted else piece for piece, quoted in self.phrase))
        name = b"".join(_ESCAPED.sub(rb"\1", piece) if quoted else piece for piece, quoted in self.phrase)
        if self.angled:
            stray = [word for word in b"".join(self.after).split() if b"@" in word.strip(b"@")]
            self._add(name.strip() or b" ".join(self.comments), [*self.angled, *stray])
        elif bare.strip():
            words = _words(bare)
            meant = [_without_single_quotes(word) for word in words if b"@" in word]
            if meant:
                others = b" ".join(word for word in words if b"@" not in word).strip(b'"')
                self._add(b" ".join(self.comments) or others, meant)
                if self.strict and others and len(meant) == 1:
                    self._add(b"", [b""])
            else:
                self._add(name, [b""])
        self._begin()

    def _add(self, name: bytes, addresses: list[bytes]) -> None:
        text = heading_text(_CONTROL.sub(b" ", name), self.hint) if len(self.found) < self.named else ""
        for address in addresses:
            if len(self.found) >= self.limit:
                self.more = True
                return
            tidy = _tidy(decode(_CONTROL.sub(b"", address)))
            if self.strict and (_CONTROL.search(address) or not _ONE.match(tidy) or not is_plainly_written(tidy)):
                # Shown as a name, and nobody's address: it only reads like one.
                self.found.append((f"{text} {tidy}".strip(), ""))
            else:
                self.found.append((text, tidy))


def _words(bare: bytes) -> list[bytes]:
    """Words of an address without brackets; a quoted local part with spaces is one word."""
    bare = bare.replace(b" . ", b".")
    if bare.lstrip().startswith(b'"') and b'"@' in bare:
        local, _, rest = bare.strip().partition(b'"@')
        first, *others = rest.split() or [b""]
        return [local + b'"@' + first, *others]
    return bare.split()


def _without_single_quotes(word: bytes) -> bytes:
    return word[1:-1] if len(word) > 2 and word.startswith(b"'") and word.endswith(b"'") else word


def _end_of_comment(value: bytes, place: int) -> int:
    """Place behind the parenthesis that closes the comment whose text begins at `place`; 0 when none does."""
    depth = 1
    for token in _COMMENT.finditer(value, place):
        if token.group() == b"(":
            depth += 1
        elif token.group() == b")":
            depth -= 1
            if depth == 0:
                return token.end()
    return 0
