"""What a POP3 source remembers between polls (rule 3), as JSON in the gateway's row.

A POP3 server keeps no marks, so the source does: which mails it is done with. A mail is remembered by a short hash of
its UIDL and by its size, and forgotten when it is no longer there. So a UIDL that a careless server gives to another
mail is noticed: it was gone for a while, or its size is another one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field

from helpdesk_tui.mail.gateways.pop3_session import Listed

Box = dict[bytes, int]
"""Mails by the hash of their UIDL, with their sizes."""

_HASH, _SIZE = 9, 4
_MOST_SIZE = 256**_SIZE - 1
_MANY = 20


@dataclass(slots=True)
class Memory:
    """The mails that are there and not to be looked at.

    `history` was there before the gateway; `done` is in the desk, or is what the server did not let us delete; `left`
    the desk leaves at its place. At `breakers` (UIDLs) the connection broke, so often each; `refused` are those that
    the server did not give, so often each. `deletes`: how the gateway was set. `place`: the server that it was at, ""
    where nobody knows. Not `started`: a new gateway.
    """

    started: bool = False
    deletes: bool = False
    history: Box = field(default_factory=dict)
    done: Box = field(default_factory=dict)
    left: Box = field(default_factory=dict)
    breakers: dict[str, int] = field(default_factory=dict)
    place: str = ""
    refused: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, state: str) -> Memory:
        """The memory from its JSON; what cannot be read is a new gateway's."""
        try:
            told = json.loads(state)
            history, done, left = (_read(told[name]) for name in ("history", "done", "left"))
            breakers, refused = (
                {str(uidl): int(count) for uidl, count in told.get(name, {}).items()}
                for name in ("breakers", "refused")
            )
            return cls(True, bool(told["deletes"]), history, done, left, breakers, str(told.get("place", "")), refused)
        except (ValueError, TypeError, LookupError, AttributeError):
            return cls()

    def written(self) -> str:
        """As JSON; "" for a source that has never listed its mailbox."""
        if not self.started:
            return ""
        boxes = {name: _written(getattr(self, name)) for name in ("history", "done", "left")}
        failed = {"breakers": self.breakers, "refused": self.refused}
        return json.dumps({"deletes": self.deletes, "place": self.place, **failed, **boxes})

    def look(self, mails: Collection[Listed], deletes: bool, place: str) -> None:
        """Take in what is there now, and forget what has gone.

        A new gateway that keeps mails on the server starts with what is there as its history. One that keeps none
        any more looks at what it has kept so far once again, to delete it.
        """
        there = {_hashed(mail): _size(mail) for mail in mails}
        self.history = _still(self.history, there) if self.started or deletes else there
        self.done = {} if deletes and not self.deletes else _still(self.done, there)
        self.left = _still(self.left, there)
        names = {mail.uidl for mail in mails}
        self.breakers = {uidl: count for uidl, count in self.breakers.items() if uidl in names}
        self.refused = {uidl: count for uidl, count in self.refused.items() if uidl in names}
        self.started, self.deletes, self.place = True, deletes, place

    def note_done(self, mail: Listed) -> None:
        """A mail was taken and stays on the server."""
        self.done[_hashed(mail)] = _size(mail)

    def note_left(self, mail: Listed) -> None:
        """A mail was left."""
        self.left[_hashed(mail)] = _size(mail)

    def is_hard(self, mail: Listed) -> bool:
        """Whether it could not be fetched before."""
        return mail.uidl in self.breakers or mail.uidl in self.refused

    def forget_failures(self, uidl: str) -> None:
        """It was fetched, or is given up."""
        self.breakers.pop(uidl, None)
        self.refused.pop(uidl, None)

    def is_history(self, mail: Listed) -> bool:
        """Whether it was there before the gateway. Its UIDL alone counts: nobody could tell its bytes from others."""
        return _hashed(mail) in self.history

    def is_done(self, mail: Listed) -> bool:
        """Whether nothing is to be done with it any more."""
        return self.done.get(_hashed(mail)) == _size(mail)

    def is_left(self, mail: Listed) -> bool:
        """Whether it was left before and has not changed since."""
        return self.left.get(_hashed(mail)) == _size(mail)

    def renumbered(self, mails: Collection[Listed], deletes: bool, place: str) -> bool:
        """Whether the server has probably given a history new UIDLs: it would be read as new mail.

        All that was there has gone, and what is there has sizes of what has gone, or is as much of it. At another
        `place` it is enough that nothing is there which is known: whose mailbox that is cannot be told. A gateway that
        has always deleted has no history, and takes everything anywhere.
        """
        there = {_hashed(mail): _size(mail) for mail in mails}
        if not there or there.keys() & {*self.history, *self.done, *self.left}:
            return False
        if self.started and self.place not in ("", place) and (self.history or not deletes):
            return True
        if not self.history:
            return False
        sizes = {*self.history.values()}
        return any(size in sizes for size in there.values()) or len(there) > max(_MANY, len(self.history) // 2)


def _hashed(mail: Listed) -> bytes:
    return hashlib.blake2b(mail.uidl.encode(), digest_size=_HASH).digest()


def _size(mail: Listed) -> int:
    return mail.size if mail.size < _MOST_SIZE else _MOST_SIZE


def _still(box: Box, there: Box) -> Box:
    return {name: size for name, size in box.items() if name in there}


def _written(box: Box) -> str:
    packed = b"".join(name + size.to_bytes(_SIZE, "big") for name, size in box.items())
    return base64.b64encode(packed).decode()


def _read(text: str) -> Box:
    """Raises ValueError for what was not written by `_written`."""
    packed = base64.b64decode(text, validate=True)
    if len(packed) % (_HASH + _SIZE):
        raise ValueError("cut off")
    return {
        packed[place : place + _HASH]: int.from_bytes(packed[place + _HASH : place + _HASH + _SIZE], "big")
        for place in range(0, len(packed), _HASH + _SIZE)
    }
