"""What every question is made of."""

from __future__ import annotations

from typing import Generic, TypeVar

V = TypeVar("V", covariant=True)


class Read(Generic[V]):
    """Base of every question; `V` is its answer."""

    __slots__ = ()
