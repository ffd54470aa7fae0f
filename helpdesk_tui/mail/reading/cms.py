"""S/MIME messages whose content is wrapped in them (RFC 5652, RFC 8551): what kind they are, and a signed content.

Nothing is verified. BER is read as far as the content and no further, with every length held against what is there.
"""

from __future__ import annotations

SIGNED = "signed"
ENCRYPTED = "encrypted"

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_ENCRYPTED_DATA = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))
_OBJECT_ID, _OCTETS, _OCTETS_IN_PIECES = 0x06, 0x04, 0x24
_CONSTRUCTED = 0x20
_DEEPEST = 20
_MOST_SKIPPED = 1000
_END = b"\0\0"


def wrapped(data: bytes) -> tuple[str, bytes]:
    """SIGNED or ENCRYPTED and the signed content, if that is in it; ("", b"") for anything else."""
    try:
        reader = _Reader(data)
        reader.enter()
        kind = reader.value(_OBJECT_ID)
        if kind in _ENCRYPTED_DATA:
            return ENCRYPTED, b""
        if kind != _SIGNED_DATA:
            return "", b""
        reader.enter()  # [0]
        reader.enter()  # SignedData
        reader.skip()  # version
        reader.skip()  # digest algorithms
        reader.enter()  # encapsulated content
        reader.value(_OBJECT_ID)
    except _NotBer:
        return "", b""
    try:
        reader.enter()  # [0]
        return SIGNED, reader.octets()
    except _NotBer:
        return SIGNED, b""


class _NotBer(ValueError):
    """The bytes are no BER, or not what is looked for."""


class _Reader:
    """A place in BER; lengths that are not said (indefinite form) end with two zero bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0
        self._skipped = 0

    def _head(self) -> tuple[int, int | None]:
        """Tag and length of the element that begins here; the place is behind both afterwards."""
        data, place = self._data, self._place
        if place + 2 > len(data):
            raise _NotBer
        tag, length = data[place], data[place + 1]
        place += 2
        if length > 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[place : place + count], "big")
            place += count
            if count > 8:
                raise _NotBer
        elif length == 0x80:
            self._place = place
            return tag, None
        self._place = place
        return tag, length

    def enter(self) -> None:
        """Go into an element that holds others."""
        tag, _ = self._head()
        if not tag & _CONSTRUCTED:
            raise _NotBer

    def value(self, wanted: int) -> bytes:
        """The bytes of an element with that tag."""
        tag, length = self._head()
        if tag != wanted or length is None:
            raise _NotBer
        start = self._place
        self._place += length
        return self._data[start : self._place]

    def skip(self, depth: int = 0) -> None:
        """Go behind an element."""
        self._skipped += 1
        if self._skipped > _MOST_SKIPPED:
            raise _NotBer
        _, length = self._head()
        if length is not None:
            self._place += length
            return
        if depth > _DEEPEST:
            raise _NotBer
        while self._data[self._place : self._place + 2] != _END:
            self.skip(depth + 1)
        self._place += 2

    def octets(self) -> bytes:
        """An octet string, in one piece or in several."""
        if self._data[self._place : self._place + 1] == bytes((_OCTETS,)):
            return self.value(_OCTETS)
        tag, length = self._head()
        if tag != _OCTETS_IN_PIECES:
            raise _NotBer
        end = len(self._data) if length is None else min(self._place + length, len(self._data))
        pieces: list[bytes] = []
        while self._place < end and self._data[self._place] == _OCTETS:
            pieces.append(self.value(_OCTETS))
        return b"".join(pieces)
