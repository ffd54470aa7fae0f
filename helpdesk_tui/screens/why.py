"""`w`: which questions decided on an email, and how they were answered (MG8)."""

from __future__ import annotations

from typing import Any

from textual.binding import Binding

from helpdesk_tui.desk.actions.explain import ExplainStored
from helpdesk_tui.errors import DeskError, NotFound
from helpdesk_tui.questions import ReadRaw
from helpdesk_tui.screens.base import DeskScreen, act_key
from helpdesk_tui.screens.raw import TextScreen
from helpdesk_tui.screens.session import Session
from helpdesk_tui.views import ParsedMail

WHY: Binding = act_key("w", ExplainStored, "why")


class WhyScreen(TextScreen):
    """The questions and answers about one stored email, then what was read from its headings."""

    def __init__(self, session: Session, mail: int) -> None:
        super().__init__(session, f"Why email {mail} is here")
        self._mail = mail

    async def load(self) -> None:
        """Read it anew, ask, show."""
        parsed, unreadable = await self._read()
        why = await self.session.perform(ExplainStored(self._mail, parsed, unreadable))
        self._text = "\n".join(["", *(f" {sentence}" for sentence in why), "", *_headings(parsed)])
        await super().load()

    async def _read(self) -> tuple[ParsedMail | None, str]:
        try:
            return await self.session.parsed(await self.session.read(ReadRaw(self._mail))), ""
        except NotFound:
            return None, "its content is for its department"
        except DeskError as failure:
            # The reason alone where there is one: it is told within a sentence.
            return None, str(getattr(failure, "reason", failure.sentence)).rstrip(".")


def explain(screen: DeskScreen[Any], mail: int | None) -> None:
    """Open it for an email; say so where a message did not come by one."""
    if mail is None:
        screen.say("This message did not come by email.")
    else:
        screen.app.push_screen(WhyScreen(screen.session, mail))


def _headings(parsed: ParsedMail | None) -> list[str]:
    """What the decision looked at, as it was read."""
    if parsed is None:
        return []
    lines = parsed.text.count("\n") + 1 if parsed.text else 0
    told = [
        ("From", ", ".join(one.address for one in parsed.senders)), ("To", ", ".join(one.address for one in parsed.to)),
        ("Cc", ", ".join(one.address for one in parsed.cc)), ("Message-ID", parsed.message_id),
        ("In-Reply-To", " ".join(parsed.in_reply_to)), ("References", " ".join(parsed.references)),
        ("Envelope sender", "none" if parsed.return_path == "" else parsed.return_path or ""),
        ("Kind", f"{parsed.kind}{f': {parsed.machine}' if parsed.machine else ''}"),
        ("Text", f"{lines} lines, of which the first {parsed.own_lines} are newly written"),
        *(("Authentication", found) for found in parsed.authentication_results),
        *(("Note", note) for note in parsed.notes),
    ]  # fmt: skip
    return [f" {name:<16}{value}" for name, value in told if value]
