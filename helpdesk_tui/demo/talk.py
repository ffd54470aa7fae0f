"""What a conversation of the demonstration is: who says what about which kind of service, in which language."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Template


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: client and staff take turns, the client begins.

    Texts may name `$service`, `$domain`, `$name` (the client's person) and `$host`. `about` is the kind of service it
    needs (`vps`, `mail`, `dns`, `domains`, `web`), empty for any; `files` are attached to the first message;
    `comment` is what staff say among themselves, `summary` what is kept with the ticket.
    """

    language: str
    department: str
    subject: str
    turns: tuple[str, ...]
    about: str = ""
    files: tuple[str, ...] = ()
    comment: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """The names that a conversation is told with."""

    service: str
    domain: str
    name: str
    host: str
    also: dict[str, str] = field(default_factory=dict)

    def told(self, text: str) -> str:
        """The text with these names."""
        names = {"service": self.service, "domain": self.domain, "name": self.name, "host": self.host}
        return Template(text).safe_substitute(names | self.also)
