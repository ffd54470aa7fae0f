"""Bytes as they are stored, packed by whoever had the time for it (rules 6 and 28)."""

from __future__ import annotations

import zlib

import pytest

from helpdesk_tui import packing
from helpdesk_tui.packing import checked, compressed, pack

RAW, FILE = b"From: a@x.example\r\n\r\n" + b"hello " * 200, bytes(range(256)) * 9


def test_what_a_child_compressed_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 28: nothing is compressed twice."""
    theirs = (zlib.compress(RAW, 9), zlib.compress(FILE, 9))
    monkeypatch.setattr(packing, "compressed", None)
    assert [made.packed for made in checked((RAW, FILE), theirs).values()] == list(theirs)
    digest = "a8b2beedb2cb53792d92eb492452bf399e8ba7fa5659c1c916b0ec7410e06cc5"
    assert checked((RAW, FILE), theirs)[FILE].sha256 == digest


@pytest.mark.parametrize("theirs", [
    (), (b"",), (b"no deflate",), (compressed(FILE),), (compressed(RAW)[:-1],), (compressed(RAW) + b"x",),
    (compressed(RAW + b"x"),), (compressed(RAW[:-1]),), (compressed(b"\0" * 50_000_000),),
])  # fmt: skip
def test_what_is_not_the_mail_is_packed_here(theirs: tuple[bytes, ...]) -> None:
    """Rule 6: a child that read a hostile mail may say anything; the mail as it came is what is kept."""
    made = checked((RAW,), theirs)
    assert made == {RAW: pack(RAW)}
    assert zlib.decompress(made[RAW].packed) == RAW
