"""What can be done with an email among *Incoming emails* (MG6): each asks what it needs, says what came of it."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.desk.actions.incoming import (
    AcceptIncoming,
    AnswerIncoming,
    DeleteIncoming,
    RegisterIncoming,
    RestoreIncoming,
    RetryIncoming,
    SpamIncoming,
)
from helpdesk_tui.desk.actions.spam import CallSpam
from helpdesk_tui.errors import DeskError, UnusableData
from helpdesk_tui.questions import ReadClient, ReadIncomingMail, ReadRaw, ReadRow
from helpdesk_tui.rules.access import not_theirs
from helpdesk_tui.rules.writers import answered_at, writer
from helpdesk_tui.screens.dialogs import AskLine, Confirm, ask_spam_sender
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.find import AskTicket, FindClient
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.incident_form import IncidentsForm
from helpdesk_tui.screens.incoming_page import RETRIED, answer_lines, sender
from helpdesk_tui.screens.look import Look
from helpdesk_tui.screens.narrowing import Narrowed
from helpdesk_tui.screens.review import Choice
from helpdesk_tui.views import Address, IncomingMail, IncomingRow, ParsedMail
from helpdesk_tui.vocab import IncomingState, MailOutcome


class IncomingActs(Narrowed):
    """The acts, for the email that `here` names."""

    def here(self) -> IncomingRow | None:
        """The email under the cursor."""
        raise NotImplementedError

    def show_anew(self) -> None:
        """The email that is shown has changed."""
        raise NotImplementedError

    async def parsed(self, number: int) -> ParsedMail:
        """A stored email, read anew; raises DeskError when it cannot be read."""
        return await self.session.parsed(await self.session.read(ReadRaw(number)))

    def _meant(self, *, read: bool = True, sender: bool = False, again: bool = False) -> IncomingRow | None:
        """The email a key is for; None, with the reason on the last line, where the key would be refused.

        `read` for what needs an email that could be read, `sender` for what needs to know who sent it, `again` for
        what all staff may do with one that could not be read.
        """
        row = self.here()
        if row is None:
            self.say("There is no email here.")
        elif row.state is not IncomingState.WAITING:
            self.say(self.keyed("The email was handled; {u} brings it back where that can be."))
        elif not (row.covered or again):
            self.say(f"{not_theirs(row.department or '')} {self.keyed('{R}')} tries to read it again.")
        elif read and row.outcome is MailOutcome.QUARANTINED:
            self.say(self.keyed("The email could not be read; {R} tries again."))
        elif sender and not row.address:
            self.say("The email names no sender.")
        else:
            return row
        return None

    def action_accept(self) -> None:
        """Make it a ticket of a client."""
        row = self._meant()
        if row is not None and row.department is None:
            self.say("The email belongs to no department; attach it to a ticket (m).")
        elif row is not None:
            self.begin(self._accept(row))

    async def _accept(self, row: IncomingRow) -> None:
        found = await self._written(row)
        if found is None:
            return
        parsed, author, usual = found
        chosen = await self.ask(FindClient(self.session, "Ticket of which client?", near=author.address))
        if chosen is not None:
            number = await self._opened(AcceptIncoming(row.id, parsed, client=f"#{chosen.client}"), usual)
            if number is not None:
                self.say(f"It is ticket {number} now; {author.address or 'it'} belongs to the client.", alarm=False)

    async def _opened(self, act: AcceptIncoming | RegisterIncoming, usual: int | None) -> int | None:
        """Make the ticket, after the question what it costs where any does; its number."""
        if usual is None:
            return await self.act(act)
        form = IncidentsForm(self, act, usual)
        await self.ask(form)
        if form.number is not None:
            await self.read_again()
        return form.number

    def action_attach_to(self) -> None:
        """Add it to a ticket."""
        if (row := self._meant()) is not None:
            self.begin(self._attach_to(row))

    async def _attach_to(self, row: IncomingRow) -> None:
        typed = await self.ask(AskTicket(self.session, "Attach to ticket", str(row.suggestion or "")))
        parsed = await self._readable(row.id) if typed else None
        if not typed or parsed is None:
            return
        number = int(typed)
        try:
            question = await self._stranger(row, number)
        except DeskError as failure:
            self.say(failure.sentence)
            return
        if not question or await self.ask(Confirm(question)):
            await self.act(AcceptIncoming(row.id, parsed, ticket=number), f"It is part of ticket {number} now.")

    async def _stranger(self, row: IncomingRow, number: int) -> str:
        """What to ask before an email gets into a ticket of a client whose person the sender is not."""
        ticket = await self.session.read(ReadRow(number))
        card = await self.session.read(ReadClient(ticket.client_id))
        if any(user.email.casefold() == row.address.casefold() for user in card.users):
            return ""
        who = row.address or "A sender without an address"
        return f"{who} is nobody of {ticket.client or ticket.client_email}. Attach all the same?"

    def action_register(self) -> None:
        """Register the sender."""
        if (row := self._meant(sender=True)) is not None:
            self.begin(self._register(row))

    async def _register(self, row: IncomingRow) -> None:
        found = await self._written(row)
        if found is None:
            return
        parsed, author, usual = found
        name = await self.ask(AskLine(f"Name of the new client <{author.address}>", value=author.name))
        if name is not None:
            number = await self._opened(RegisterIncoming(row.id, parsed, name), usual)
            if number is not None:
                self.say(f"The client is registered; the email is ticket {number}.", alarm=False)

    def action_answer(self) -> None:
        """Answer without making a ticket."""
        row = self._meant(sender=True)
        if row is not None and row.department is None:
            self.say("The email belongs to no department, from which an answer could go out.")
        elif row is not None:
            self.begin(self._answer(row))

    async def _answer(self, row: IncomingRow) -> None:
        proposed = await self._proposed(row)
        if proposed is None:
            return
        to, why = proposed

        def chosen(given: dict[str, Any]) -> tuple[str, str]:
            """Another address than the sender's, and why; empty where it is the sender's."""
            typed = given.get("to", "").strip() or to
            return (typed, why if typed == to else "was typed") if typed != row.address else ("", "")

        async def review(given: dict[str, Any]) -> dict[str, Any] | None:
            if not given.get("text", "").strip():
                return given
            other, reason = chosen(given)
            lines = answer_lines(row, given["text"], self.session.now(), self.app.size.width, other, reason)
            look = Look(lines, {Choice.OK: "send"}, given["text"])
            choice = await self.ask(look)
            return given | {"as_is": look.as_is} if choice is Choice.OK else None

        fields = (Field("text", "", lines=8), Field("to", "To", to))
        said = self.keyed("The answer is in the outbox ({g} o).")

        def act(given: dict[str, Any]) -> AnswerIncoming:
            return AnswerIncoming(row.id, given.get("text", ""), given.get("as_is", False), chosen(given)[0])

        await fill(self, f"Answer to {to}", fields, act, said, verb="send ...", review=review)

    def action_spam(self) -> None:
        """Spam."""
        if (row := self._meant(read=False)) is not None:
            self.begin(
                self._put_away(
                    SpamIncoming(row.id), self.keyed("It is spam; {v} shows it, and {u} there brings it back.")
                )
            )

    def action_delete(self) -> None:
        """Take it off the list, after a question."""
        if (row := self._meant(read=False)) is not None:
            self.begin(self._delete(row))

    async def _delete(self, row: IncomingRow) -> None:
        what = f'"{row.subject}" of {sender(row)}' if row.subject else f"the email of {sender(row)}"
        if await self.ask(Confirm(f"Delete {what}? It stays in the database as deleted.")):
            await self._put_away(
                DeleteIncoming(row.id), self.keyed("It is off the list; {v} shows it, and {u} there brings it back.")
            )

    def action_block(self) -> None:
        """Spam, and all that comes from this sender."""
        if (row := self._meant(read=False, sender=True)) is not None:
            self.begin(self._block(row))

    async def _block(self, row: IncomingRow) -> None:
        typed = await self.ask(ask_spam_sender(row.address))
        count = await self.act(CallSpam(typed)) if typed else None
        if count is not None:
            self.say(f"{typed} is blocked; {count} email{'s' * (count != 1)} went to spam.", alarm=False)

    async def _put_away(self, act: SpamIncoming | DeleteIncoming, said: str) -> None:
        await self.act(act, said)

    def action_restore(self) -> None:
        """Let it wait again."""
        row = self.here()
        if row is not None and (row.state is not IncomingState.WAITING or row.outcome is MailOutcome.IGNORED):
            self.begin(self._restore(row))
        else:
            self.say(self.keyed("Only what was handled or ignored can be brought back; {v} shows it."))

    async def _restore(self, row: IncomingRow) -> None:
        await self.act(RestoreIncoming(row.id), self.keyed("It waits again; {v} shows those that wait."))

    def action_retry(self) -> None:
        """Try to read it again."""
        row = self._meant(read=False, again=True)
        if row is not None and row.outcome not in (MailOutcome.QUARANTINED, MailOutcome.IGNORED):
            self.say("Only an email that could not be read, or was ignored, can be tried again.")
        elif row is not None:
            self.begin(self._retry(row))

    async def _retry(self, row: IncomingRow) -> None:
        unreadable = ""
        try:
            act = RetryIncoming(row.id, await self.session.read_again(row.id))
        except UnusableData as failure:
            unreadable = failure.sentence
            act = RetryIncoming(row.id, None, unreadable)
        except DeskError as failure:  # the database, or a right: nothing that the email is to blame for
            self.say(failure.sentence)
            return
        self.show_anew()
        outcome = await self.act(act)
        if outcome == MailOutcome.QUARANTINED:
            self.say(f"It still cannot be read: {unreadable}")
        elif outcome is not None and not row.covered:
            self.say(f"It was read; {row.department} sees what became of it.", alarm=False)
        elif outcome is not None:
            self.say(RETRIED[MailOutcome(outcome)], alarm=False)

    async def _written(self, row: IncomingRow) -> tuple[ParsedMail, Address, int | None] | None:
        """The email, who wrote it (MG6), and how many incidents a ticket made of it takes, None where none costs any.

        None, with the reason on the last line, where it cannot be read.
        """
        found = await self._looked_at(row)
        if found is None:
            return None
        parsed, mail = found
        author = writer(Address(row.sender, row.address), parsed, mail.of_staff, mail.authserv_id)
        return parsed, author, mail.incidents

    async def _proposed(self, row: IncomingRow) -> tuple[str, str] | None:
        """Whom an answer goes to, and why not to the sender (MG6); None, and it is said why, where nobody can tell."""
        found = await self._looked_at(row)
        if found is None:
            return None
        parsed, mail = found
        return answered_at(Address(row.sender, row.address), parsed, mail.of_staff, mail.authserv_id)

    async def _looked_at(self, row: IncomingRow) -> tuple[ParsedMail, IncomingMail] | None:
        """The email with what the desk knows of it; None, with the reason on the last line, where it cannot be read."""
        parsed = await self._readable(row.id)
        if parsed is None:
            return None
        try:
            return parsed, await self.session.read(ReadIncomingMail(row.id))
        except DeskError as failure:
            self.say(failure.sentence)
            return None

    async def _readable(self, number: int) -> ParsedMail | None:
        try:
            return await self.parsed(number)
        except DeskError as failure:
            self.say(failure.sentence)
            return None
