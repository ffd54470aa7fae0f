"""What a case of the corpus is: raw bytes, and what has to be read from them and become of them, as literals."""

from __future__ import annotations

from dataclasses import dataclass

HANS = "hans@acme.example"


@dataclass(frozen=True, slots=True)
class File:
    """An attachment that has to be found: its safe name, its type, its decoded content."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """One email. Everything beside `raw` was written by hand from what the email says, never by the program.

    `name` is unique: words with dashes. `structure` names what is special in how it is built (a MIME shape, a lie
    about a charset, a producer, a way of threading): cases of one structure differ in content only. `reply` is what
    the client newly wrote; None: the whole text. `kind` as in ParsedMail. `outcome` and `ticket` are what the corpus's
    desk makes of it (`desk.py`); `reason` has to be part of the reason there. `unreadable`: it is kept as *could not
    be read*, and nothing else is expected of it. `date` is the
    moment it was written, as ISO 8601 in UTC, "" where it names none; None: not looked at.
    """

    name: str
    structure: str
    raw: bytes
    subject: str = ""
    text: str = ""
    reply: str | None = None
    sender: str = HANS
    sender_name: str = ""
    files: tuple[File, ...] = ()
    kind: str = "mail"
    outcome: str = "ticket_created"
    reason: str = ""
    ticket: int | None = None
    unreadable: bool = False
    date: str | None = None

    @property
    def written(self) -> str:
        """What the client newly wrote."""
        return self.text.strip() if self.reply is None else self.reply
