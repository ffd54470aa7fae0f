"""Processes that do the same thing at the same moment (SPEC TR1, MG13; RELIABILITY rules 4, 18 and 33)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from helpdesk_tui.desk.actions.delivery import LeaseOutbox
from helpdesk_tui.desk.actions.hold import Release, Take
from helpdesk_tui.desk.actions.redirect import Close
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.desk.actions.setup import AddStaff
from helpdesk_tui.questions import ReadHistory, ReadJournal, ReadMatches, ReadOutbox, ReadPresence, ReadRow, ReadTicket
from helpdesk_tui.store.engine import Store
from helpdesk_tui.store.tx import SendRules
from helpdesk_tui.vocab import OutboxState, QueueView
from tests.desks import LOGINS, MadeDesk
from tests.race import Starter
from tests.store.transactions import writing

FIFTY = 50


def fifty(store: Store, number: int) -> list[dict[str, Any]]:
    """Fifty new members of Tech, each about to do something with a ticket."""
    with writing(store) as tx:
        logins = [f"staff{n}" for n in range(FIFTY)]
        return [{"staff": AddStaff(login, departments=("Tech",)).apply(tx), "login": login, "number": number}
                for login in logins]  # fmt: skip


def test_fifty_take_one_ticket(desk: MadeDesk, store: Store, race: Starter) -> None:
    """TR1: of fifty processes one wins, and the other 49 are told who has it."""
    number = desk.ticket()
    answers = race(desk.where, "take", fifty(store, number))
    (winner,) = [answer["took"] for answer in answers if "took" in answer]
    losers = [answer for answer in answers if "took" not in answer]
    assert Counter((answer["code"], answer["holder"], answer["message"]) for answer in losers) == {
        ("ticket_blocked", winner, f"{winner} holds ticket {number}."): FIFTY - 1
    }
    assert desk.gary.read(ReadRow(number)).taken_by == winner
    assert [e.who for e in desk.gary.read(ReadHistory(number)) if e.action == "take"] == [winner]


def test_fifty_open_one_ticket(desk: MadeDesk, store: Store, race: Starter) -> None:
    """Issue 4, presence: all of them are seen, five sessions of one person once, and nobody is refused."""
    number = desk.ticket()
    runners = [*fifty(store, number), *[{"staff": LOGINS["anna"], "login": "anna", "number": number}] * 5]
    answers = race(desk.where, "read", runners)
    assert Counter(answer.get("read", str(answer)) for answer in answers) == {number: FIFTY + 5}
    seen = [one.login for one in desk.gary.read(ReadPresence(number))[number]]
    assert seen == sorted(["anna", *(f"staff{n}" for n in range(FIFTY))])


def test_several_mark_one_ticket_as_spam(desk: MadeDesk, race: Starter) -> None:
    """SPEC Clarifications, Spam: once; the others are told."""
    number = desk.ticket()
    answers = race(desk.where, "spam", [{"login": login, "number": number} for login in ("anna", "gus") * 3])
    assert Counter(answer.get("spam", answer.get("message")) for answer in answers) == {
        number: 1, f"Ticket {number} is marked as spam already.": 5,
    }  # fmt: skip


def test_several_receive_the_same_email(desk: MadeDesk, race: Starter) -> None:
    """MG13, rule 4: one row, one ticket, whether it is the same unit or the same bytes under others."""
    runners = [{"gateway": 1, "unit": unit} for unit in ("a", "a", "b", "c")]
    answers = race(desk.where, "receive", runners)
    assert Counter(answer.get("outcome", str(answer)) for answer in answers) == {"ticket_created": 1, "duplicate": 3}
    assert len({answer["mail"] for answer in answers}) == 1
    assert len({answer["ticket"] for answer in answers}) == 1
    assert desk.gary.read(ReadMatches(QueueView.ALL)) == 1


def test_several_lease_the_outbox(desk: MadeDesk, race: Starter) -> None:
    """Rule 18: every email is leased by one process, none by two, none by nobody who still asks."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    for turn in range(9):
        desk.anna.perform(Reply(number, f"{turn}"))
    answers = race(desk.where, "lease", [{"owner": f"host/{n}/1"} for n in range(3)])
    leased = [mail for answer in answers for mail in answer["leased"]]
    assert len(leased) == len(set(leased)), "none twice"
    rows = desk.gary.read(ReadOutbox())
    assert {row.id for row in rows if row.state is OutboxState.SENDING} == set(leased)
    assert {row.attempts for row in rows} <= {0, 1}
    assert [len(answer["leased"]) for answer in answers] == [3, 3, 3]


def test_an_interrupted_email_is_taken_up_by_one(desk: MadeDesk, race: Starter) -> None:
    """Rule 18: two workers find the same dead one's email; it is sent once more, not twice."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "Done."))
    assert len(desk.system.perform(LeaseOutbox("host/0/1"))) == 1
    answers = race(desk.where, "lease", [{"owner": f"host/{n}/1", "hours": 1} for n in range(1, 5)])
    assert sorted(len(answer["leased"]) for answer in answers) == [0, 0, 0, 1]
    (row,) = desk.gary.read(ReadOutbox())
    assert (row.state, row.attempts) == (OutboxState.SENDING, 2)


def test_several_hold_a_gateway(desk: MadeDesk, race: Starter) -> None:
    """Rule 8: all agree on one holder."""
    answers = race(desk.where, "hold", [{"owner": f"host/{n}/1"} for n in range(6)])
    assert len({answer.get("holder", str(answer)) for answer in answers}) == 1


def test_several_send_the_same_form(desk: MadeDesk, race: Starter) -> None:
    """SF3, rule 22: two sessions, one key: one ticket, the same answer for all."""
    answers = race(desk.where, "open_ticket", [{"key": "form-1", "subject": "Down"}] * 5)
    assert len({answer.get("ticket", str(answer)) for answer in answers}) == 1
    assert desk.gary.read(ReadMatches(QueueView.ALL)) == 1


def test_several_sessions_of_one_person_reply(desk: MadeDesk, race: Starter) -> None:
    """Rule 17: five sessions of the holder press the key for the same form; one answer leaves."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    answers = race(desk.where, "reply", [{"login": "anna", "number": number, "key": "form-2"}] * 5)
    assert {answer.get("ticket", str(answer)) for answer in answers} == {number}
    assert len(desk.gary.read(ReadOutbox())) == 1
    assert len(desk.gary.read(ReadTicket(number)).messages) == 2


def test_several_sessions_of_one_person_undo(desk: MadeDesk, race: Starter) -> None:
    """X4: five sessions press `z` for the same act; it is taken back once, and the act before it stays."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Close(number))
    entry = desk.anna.read(ReadJournal())[0].id
    answers = race(desk.where, "undo", [{"login": "anna", "entry": entry}] * 5)
    assert Counter(answer.get("undone", answer.get("code")) for answer in answers) == {
        f"ticket {number} closed": 1, "taken_back": 4,
    }  # fmt: skip
    assert desk.gary.read(ReadRow(number)).taken_by == "anna"


def test_an_answer_is_either_taken_back_or_sent(desk: MadeDesk, race: Starter) -> None:
    """TR7: its writer and two workers, whose clocks are ahead, at the same moment: never both, never neither."""
    held = desk.with_rules(SendRules(undo_seconds=10))
    for turn in range(6):
        number = held.ticket()
        held.anna.perform(Take(number))
        held.anna.perform(Reply(number, f"{turn}", close=True))
        entry = held.anna.read(ReadJournal())[0].id
        mail = held.gary.read(ReadOutbox())[0].id
        runners = [{"act": "undo", "login": "anna", "entry": entry}]
        runners += [{"act": "lease", "owner": f"host/{n}/1", "hours": 1} for n in range(2)]
        undone, *workers = race(desk.where, "either", runners)
        sent = sum(mail in worker["leased"] for worker in workers)
        state = next(row.state for row in held.gary.read(ReadOutbox()) if row.id == mail)
        said = [message.text for message in held.gary.read(ReadTicket(number)).messages]
        if "undone" in undone:
            assert (sent, state, said) == (0, OutboxState.FAILED, ["Help!"])
        else:
            assert undone["code"] in ("being_sent", "too_late")
            assert (sent, state, said) == (1, OutboxState.SENDING, ["Help!", f"{turn}"])
    held.close()


def test_an_undo_and_somebody_else_s_act(desk: MadeDesk, race: Starter) -> None:
    """X4, rule 33: anna wants her ticket back as gus takes it; one of them has it, the other is told who."""
    for _ in range(4):
        number = desk.ticket()
        desk.anna.perform(Take(number))
        desk.anna.perform(Release(number))
        entry = desk.anna.read(ReadJournal())[0].id
        runners = [{"act": "undo", "login": "anna", "entry": entry},
                   {"act": "take", "staff": 3, "login": "gus", "number": number}]  # fmt: skip
        undone, took = race(desk.where, "either", runners)
        if "undone" in undone:
            assert (took["code"], took["holder"]) == ("ticket_blocked", "anna")
        else:
            assert (undone["code"], undone["message"], took) == (
                "changed_since", f"Ticket {number} stays as it is: gus took it since.", {"took": "gus"}
            )  # fmt: skip
        holder = "anna" if "undone" in undone else "gus"
        assert desk.gary.read(ReadRow(number)).taken_by == holder
