"""Bytes as they are stored: with their hash, compressed; made before the transaction that keeps them (rule 28)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Packed(NamedTuple):
    """Compressed bytes and the SHA-256 of what they were."""

    sha256: str
    packed: bytes


def compressed(content: bytes) -> bytes:
    """The bytes as they are kept, with a quick compression."""
    return zlib.compress(content, 1)


def pack(content: bytes) -> Packed:
    """Hash and compress."""
    return Packed(hashlib.sha256(content).hexdigest(), compressed(content))


def pack_all(contents: Iterable[bytes]) -> dict[bytes, Packed]:
    """Each of them, packed."""
    return {content: pack(content) for content in contents}


def checked(contents: Sequence[bytes], packed: Sequence[bytes]) -> dict[bytes, Packed]:
    """Each of them with what somebody else compressed it to, in the same order; compressed here where it is not that.

    A parser child had the time for it, but has read mail from outside: nothing is kept because it says so (rule 6).
    To look costs a quarter of compressing.
    """
    theirs = [*packed, *[b""] * (len(contents) - len(packed))]
    return {
        content: Packed(hashlib.sha256(content).hexdigest(), made) if _holds(made, content) else pack(content)
        for content, made in zip(contents, theirs, strict=False)
    }


def _holds(packed: bytes, content: bytes) -> bool:
    """Whether this is what was compressed, all of it and nothing else."""
    reader = zlib.decompressobj()
    try:
        return reader.decompress(packed, len(content) + 1) == content and reader.eof and not reader.unused_data
    except zlib.error:
        return False
