"""Fresh mail for the demonstration, one at a time: questions, answers, and what every other desk gets as well."""

from __future__ import annotations

import email.policy
import os
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from itertools import cycle
from pathlib import Path
from random import Random

from helpdesk_tui.clock import Clock, SystemClock
from helpdesk_tui.demo.letters import ANSWERS, AWAY, STRANGERS
from helpdesk_tui.demo.mails import AUTO_REPLY, Answered, Person, broken, letter, reply_subject
from helpdesk_tui.demo.people import CUSTOMERS, GATEWAY, Customer
from helpdesk_tui.demo.subjects import talks_for
from helpdesk_tui.demo.talk import Setting
from helpdesk_tui.rules.headers import compared

_PARSER = BytesParser(policy=email.policy.default)
_LOOKED_AT = 40
"""So many of the newest sent emails are looked at for one to answer."""


class Postman:
    """Brings emails into a Maildir; `sent` is where the sink keeps what the desk sends, beside it unless given."""

    def __init__(self, maildir: Path, sent: Path | None = None, *, clock: Clock | None = None, seed: int = 1) -> None:
        self._maildir = maildir
        self._sent = sent or maildir.parent / "sent"
        self._clock = clock or SystemClock()
        self._random = Random(f"{seed} {self._clock.now().isoformat()}")
        self._answered: set[str] = set()
        self._strangers = cycle(STRANGERS[3:] + STRANGERS[:3])
        self._brought = 0
        self._next = cycle((
            self._question, self._answer, self._question, self._away, self._stranger, self._broken, self._answer,
            self._question, self._question, self._answer, self._question, self._answer,
        ))  # fmt: skip

    def deliver_next(self) -> Path:
        """Bring one email; its file in `new`. Raises OSError when it cannot be written."""
        make: Callable[[datetime], bytes] = next(self._next)
        raw = make(self._clock.now())
        self._brought += 1
        now = self._clock.now()
        name = f"{int(now.timestamp())}.M{now.microsecond}P{os.getpid()}Q{self._brought}_{self._token()}.demo"
        unfinished = self._maildir / "tmp" / name
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        return unfinished.rename(self._maildir / "new" / name)

    def _question(self, now: datetime) -> bytes:
        customer, person = self._somebody()
        names = tuple(name for name, _, _ in customer.services)
        talk = self._random.choice([t for t in talks_for(customer.language, names) if not t.files])
        service = self._random.choice([name for name in names if name.startswith(talk.about)])
        setting = Setting(service, customer.domain, person.name, f"{service}.acme.example")
        subject, text = setting.told(talk.subject), setting.told(talk.turns[0])
        return letter(person, GATEWAY, subject, text, now, self._token(), language=talk.language)

    def _answer(self, now: datetime) -> bytes:
        """An answer to the newest email of the desk that got none; a question where there is none."""
        for file in sorted(self._sent.glob("*.eml"), reverse=True)[:_LOOKED_AT]:
            if file.name in self._answered:
                continue
            self._answered.add(file.name)
            with file.open("rb") as raw:
                mail = _PARSER.parse(raw)
            found = _addressee(mail)
            if isinstance(mail, EmailMessage) and found is not None:
                return self._answer_to(mail, *found, now)
        return self._question(now)

    def _answer_to(self, mail: EmailMessage, customer: Customer, person: Person, now: datetime) -> bytes:
        body = mail.get_body(("plain",))
        answered = Answered(
            str(mail["Message-ID"]), tuple(str(mail["References"] or "").split()), str(mail["Subject"]),
            str(mail["From"]), body.get_content() if body is not None else "", mail["Date"].datetime,
        )  # fmt: skip
        text = f"{self._random.choice(ANSWERS[customer.language])}\n\n{person.name}"
        to = str(mail["Reply-To"] or mail["From"])
        return letter(person, to, reply_subject(answered.subject), text, now, self._token(), answers=answered,
                      language=customer.language)  # fmt: skip

    def _away(self, now: datetime) -> bytes:
        customer, person = self._somebody()
        subject, text = AWAY[customer.language]
        return letter(person, GATEWAY, subject, text, now, self._token(), headings=AUTO_REPLY)

    def _stranger(self, now: datetime) -> bytes:
        person, subject, text = next(self._strangers)
        return letter(person, GATEWAY, subject, text, now, self._token())

    def _broken(self, now: datetime) -> bytes:
        return broken(self._token(), GATEWAY)

    def _somebody(self) -> tuple[Customer, Person]:
        customer = self._random.choice(CUSTOMERS)
        return customer, Person(*self._random.choice(customer.people))

    def _token(self) -> str:
        return f"{self._random.getrandbits(64):016x}"


def _addressee(mail: EmailMessage | object) -> tuple[Customer, Person] | None:
    """The client and person that a sent email went to; None when it went to nobody of them."""
    if not isinstance(mail, EmailMessage):
        return None
    addresses = {compared(address) for _, address in getaddresses([str(mail["To"] or "")])}
    for customer in CUSTOMERS:
        for name, address in customer.people:
            if compared(address) in addresses:
                return customer, Person(name, address)
    return None
