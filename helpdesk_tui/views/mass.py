"""A mass message before it is sent, and what became of some of its clients (MO2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """A client of a mass message; `without` says why they get none, empty when they do."""

    client: int
    name: str
    address: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class MassView:
    """Who gets a mass message and who does not, from whom it comes, and what the first of them would read.

    `unfilled` are placeholders that nothing fills in; `sample` is a subject and a text, None when nobody gets it.
    """

    clients: tuple[Recipient, ...]
    sender: str
    reply_to: str
    answers_arrive: bool
    unfilled: tuple[str, ...] = ()
    sample: tuple[str, str] | None = None

    @property
    def getting(self) -> tuple[Recipient, ...]:
        """Who gets it."""
        return tuple(one for one in self.clients if not one.without)

    @property
    def without(self) -> tuple[Recipient, ...]:
        """Who does not."""
        return tuple(one for one in self.clients if one.without)

    @property
    def reasons(self) -> dict[str, int]:
        """How many get none for each of the reasons, the commonest first."""
        counted: dict[str, int] = {}
        for one in self.without:
            counted[one.without] = counted.get(one.without, 0) + 1
        return dict(sorted(counted.items(), key=lambda found: -found[1]))


@dataclass(frozen=True, slots=True)
class MassSent:
    """The number of a mass message, how many clients it was put into the outbox for, and who got none."""

    message: int
    sent: int
    without: tuple[Recipient, ...]
