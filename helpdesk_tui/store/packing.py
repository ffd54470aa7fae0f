"""Bytes as they are stored: with their hash, compressed; made before the transaction that keeps them (rule 28)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packed:
    """Compressed bytes and the SHA-256 of what they were."""

    sha256: str
    packed: bytes


def pack(content: bytes) -> Packed:
    """Hash and compress."""
    return Packed(hashlib.sha256(content).hexdigest(), zlib.compress(content, 1))


def pack_all(contents: Iterable[bytes]) -> dict[bytes, Packed]:
    """Each of them, packed."""
    return {content: pack(content) for content in contents}
