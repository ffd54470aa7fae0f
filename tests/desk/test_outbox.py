"""Sending: leases, results, repetition, giving up (SPEC MO1; RELIABILITY rules 17 to 19)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helpdesk_tui.desk.actions.delivery import BeginOutgoing, LeaseOutbox, SettleOutgoing, wait_before
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.desk.actions.outgoing import RetryOutgoing
from helpdesk_tui.desk.actions.reply import Reply
from helpdesk_tui.questions import ReadDue, ReadHealth, ReadOutbox, ReadTicket
from helpdesk_tui.views import OutboxRow, OutgoingMail
from helpdesk_tui.vocab import MessageKind, OutboxState
from tests.desk.refusals import refused
from tests.desks import ERIKA, HANS, NINE, MadeDesk

ME, OTHER = "host/1/1", "host/2/2"
LEASE = timedelta(seconds=300)


@pytest.fixture
def number(desk: MadeDesk) -> int:
    """A ticket on which one answer waits to be sent."""
    number = desk.ticket()
    desk.anna.perform(Take(number))
    desk.anna.perform(Reply(number, "Done."))
    return number


def lease(desk: MadeDesk, owner: str = ME, limit: int = 10, dead: tuple[str, ...] = ()) -> list[OutgoingMail]:
    return desk.system.perform(LeaseOutbox(owner, limit, dead))


def begin(desk: MadeDesk, mail: int, owner: str = ME) -> bool:
    return desk.system.perform(BeginOutgoing(mail, owner))


def settle(desk: MadeDesk, mail: int, state: OutboxState, error: str = "") -> OutboxState:
    return desk.system.perform(SettleOutgoing(mail, state, error))


def row(desk: MadeDesk) -> OutboxRow:
    """The newest email of the outbox."""
    return desk.gary.read(ReadOutbox())[0]


def system_messages(desk: MadeDesk, number: int) -> list[str]:
    messages = desk.gary.read(ReadTicket(number)).messages
    return [message.text for message in messages if message.kind is MessageKind.SYSTEM]


def undelivered(desk: MadeDesk, number: int) -> tuple[OutboxState | None, str]:
    """How the answer is shown on its ticket."""
    answer = next(m for m in desk.gary.read(ReadTicket(number)).messages if m.kind is MessageKind.STAFF)
    return answer.delivery, answer.undelivered


def test_what_is_leased_nobody_else_gets(desk: MadeDesk, number: int) -> None:
    """Rule 18: `sending`, with the attempt counted."""
    (mail,) = lease(desk)
    assert lease(desk, OTHER) == []
    assert (row(desk).state, row(desk).attempts, mail.attempts) == (OutboxState.SENDING, 1, 1)
    assert desk.system.read(ReadDue()).senders == {ME}
    assert number == row(desk).ticket


def test_sent(desk: MadeDesk, number: int) -> None:
    """MO1: done with; nothing more is due."""
    (mail,) = lease(desk)
    assert desk.system.read(ReadDue()).outbox is False
    assert settle(desk, mail.id, OutboxState.SENT) is OutboxState.SENT
    desk.clock.forward(days=30)
    assert (lease(desk), row(desk).state, row(desk).next_try) == ([], OutboxState.SENT, None)
    assert (undelivered(desk, number), system_messages(desk, number)) == ((OutboxState.SENT, ""), [])
    assert desk.gary.read(ReadHealth()).outbox == {"sent": 1}
    cheap = desk.gary.read(ReadHealth(counts=False))
    assert (cheap.counts, cheap.outbox, cheap.gateways) == ({}, {}, desk.gary.read(ReadHealth()).gateways)


def test_oldest_first_and_no_more_than_asked_for(desk: MadeDesk, number: int) -> None:
    """Rule 18: one at a time by default, so that a crash leaves the outcome of one alone unknown."""
    desk.anna.perform(Reply(number, "Two."))
    desk.anna.perform(Reply(number, "Three."))
    (first,) = desk.system.perform(LeaseOutbox(ME))
    assert [mail.text for mail in (first, *lease(desk, limit=1), *lease(desk))] == ["Done.\n", "Two.\n", "Three.\n"]


@pytest.mark.parametrize(
    ("attempt", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (7, 64), (8, 128), (9, 240), (50, 240), (10_000, 240)]
)
def test_back_off(attempt: int, minutes: int) -> None:
    """Rule 18: a minute that doubles, four hours at most."""
    assert wait_before(attempt) == timedelta(minutes=minutes)


def test_retry_after_its_time(desk: MadeDesk, number: int) -> None:
    """Rule 18: 4xx and a server that is gone are tried again, with the same Message-ID, not before their time."""
    (first,) = lease(desk)
    assert settle(desk, first.id, OutboxState.RETRY, "450 try later") is OutboxState.RETRY
    assert (row(desk).state, row(desk).error, row(desk).next_try) == (
        OutboxState.RETRY, "450 try later", NINE + timedelta(minutes=1),
    )  # fmt: skip
    assert undelivered(desk, number) == (OutboxState.RETRY, "450 try later")
    desk.clock.forward(seconds=59)
    assert (desk.system.read(ReadDue()).outbox, lease(desk)) == (False, [])
    desk.clock.forward(seconds=1)
    assert desk.system.read(ReadDue()).outbox
    (second,) = lease(desk)
    assert (second.message_id, second.attempts) == (first.message_id, 2)
    settle(desk, second.id, OutboxState.RETRY)
    assert row(desk).next_try == NINE + timedelta(minutes=3)


def test_giving_up_is_visible(desk: MadeDesk, number: int) -> None:
    """MO1, rule 19: after five days; a system message, a mark on the answer, a count."""
    (mail,) = lease(desk)
    act = SettleOutgoing(mail.id, OutboxState.RETRY, "450 mailbox full", created_ago=timedelta(days=5))
    assert desk.system.perform(act) is OutboxState.RETRY
    act = SettleOutgoing(mail.id, OutboxState.RETRY, "450 mailbox full", created_ago=timedelta(days=5, seconds=1))
    assert desk.system.perform(act) is OutboxState.FAILED
    assert system_messages(desk, number) == [f"The answer could not be delivered to {HANS}: 450 mailbox full"]
    assert undelivered(desk, number) == (OutboxState.FAILED, "450 mailbox full")
    assert desk.gary.read(ReadHealth()).outbox == {"failed": 1}
    assert desk.gary.read(ReadHealth(counts=False)).outbox == {"failed": 1}
    desk.clock.forward(days=30)
    assert lease(desk) == []


def test_a_permanent_failure_is_told_at_once(desk: MadeDesk, number: int) -> None:
    """Rule 18: 5xx is failed and shown on the ticket."""
    (mail,) = lease(desk)
    assert settle(desk, mail.id, OutboxState.FAILED, "550 no such user") is OutboxState.FAILED
    assert system_messages(desk, number) == [f"The answer could not be delivered to {HANS}: 550 no such user"]


def test_a_partial_refusal_is_told(desk: MadeDesk, number: int) -> None:
    """Rule 19: one bad recipient does not block the others, and staff see which."""
    (mail,) = lease(desk)
    refusals = ((ERIKA, "550 no such user"),)
    assert desk.system.perform(SettleOutgoing(mail.id, OutboxState.SENT, refused=refusals)) is OutboxState.SENT
    assert system_messages(desk, number) == [f"The answer could not be delivered to {ERIKA}: 550 no such user"]


# ---------------------------------------------------------------- unknown


def test_an_unknown_outcome_is_repeated_once_only(desk: MadeDesk, number: int) -> None:
    """Rule 18: connection lost after the final dot: wait, once more with the same Message-ID, never 168 times."""
    (first,) = lease(desk)
    assert settle(desk, first.id, OutboxState.UNKNOWN, "connection lost") is OutboxState.UNKNOWN
    assert row(desk).next_try == NINE + timedelta(minutes=15)
    assert system_messages(desk, number) == []
    desk.clock.forward(minutes=15)
    (second,) = lease(desk)
    assert second.message_id == first.message_id
    settle(desk, second.id, OutboxState.UNKNOWN, "connection lost")
    desk.clock.forward(days=30)
    assert (lease(desk), row(desk).state, row(desk).next_try) == ([], OutboxState.UNKNOWN, None)
    (said,) = system_messages(desk, number)
    assert "not known whether the answer was delivered" in said
    assert undelivered(desk, number) == (OutboxState.UNKNOWN, "connection lost")


def test_an_interrupted_sending_is_unknown(desk: MadeDesk, number: int) -> None:
    """Rule 18: a crash while sending is an unknown outcome, repeated once when the lease has ended."""
    (first,) = lease(desk)
    assert begin(desk, first.id)
    desk.clock.forward(seconds=299)
    assert (desk.system.read(ReadDue()).outbox, lease(desk, OTHER)) == (False, [])
    desk.clock.forward(seconds=1)
    assert desk.system.read(ReadDue()).outbox, "the worker is told, though nothing else is due"
    (again,) = lease(desk, OTHER)
    assert (again.message_id, again.attempts) == (first.message_id, 2)
    assert begin(desk, again.id, OTHER)
    desk.clock.forward(days=1)
    assert lease(desk, "host/3/3") == []
    assert (row(desk).state, row(desk).next_try) == (OutboxState.UNKNOWN, None)
    assert "it may have arrived" in row(desk).error
    (said,) = system_messages(desk, number)
    assert "not known whether the answer was delivered" in said


def test_what_was_never_handed_over_is_just_sent(desk: MadeDesk, number: int) -> None:
    """Rule 18: who is stopped before the server has the mail leaves no doubt; at once, then later each time."""
    for minutes in (0, 4, 8, 16):
        assert len(lease(desk)) == 1
        desk.clock.forward(seconds=300)
        lease(desk, OTHER, limit=0)
        due = desk.clock.now() + timedelta(minutes=minutes)
        assert (row(desk).state, row(desk).next_try) == (OutboxState.RETRY, due)
        desk.clock.forward(minutes=minutes)
    assert (row(desk).attempts, system_messages(desk, number)) == (4, [])


def test_an_email_at_which_the_program_always_ends_is_given_up(desk: MadeDesk, number: int) -> None:
    """MO1: it does not stand before the others for ever; its ticket says so, and that it did not arrive."""
    for _ in range(8):
        assert len(lease(desk)) == 1
        desk.clock.forward(seconds=300)
        lease(desk, OTHER, limit=0)
        desk.clock.forward(days=1)
    assert (row(desk).state, lease(desk)) == (OutboxState.FAILED, [])
    (said,) = system_messages(desk, number)
    assert said == "The answer could not be delivered: the program was stopped each time before it handed it over."


def test_after_an_unknown_outcome_what_was_not_handed_over_is_not_called_unknown(desk: MadeDesk, number: int) -> None:
    """Rule 18: only what the server may have is not sent again by itself."""
    (first,) = lease(desk)
    assert begin(desk, first.id)
    desk.clock.forward(seconds=300)
    assert len(lease(desk, OTHER)) == 1
    desk.clock.forward(seconds=300)
    lease(desk, "host/3/3", limit=0)
    assert (row(desk).state, system_messages(desk, number)) == (OutboxState.RETRY, [])


def test_who_has_lost_a_mail_does_not_hand_it_over(desk: MadeDesk, number: int) -> None:
    """Rule 18: halted for longer than the lease, it is another one's to send."""
    (mail,) = lease(desk)
    desk.clock.forward(seconds=300)
    lease(desk, OTHER)
    assert (begin(desk, mail.id), begin(desk, mail.id, OTHER), number) == (False, True, row(desk).ticket)


def test_a_dead_owner_s_lease_is_void_at_once(desk: MadeDesk, number: int) -> None:
    """Rule 8, rule 18: on the same host nobody waits for a process that is gone."""
    lease(desk)
    (again,) = lease(desk, OTHER, dead=(ME,))
    assert again.attempts == 2
    assert lease(desk, "host/3/3", dead=(ME,)) == [], "the one who has it now is alive"
    assert number == row(desk).ticket


def test_troubles_come_first_when_asked_for(desk: MadeDesk, number: int) -> None:
    """MO1: what failed, then what waits, then what was sent; each newest first."""
    for text in ("Two.", "Three.", "Four."):
        desk.anna.perform(Reply(number, text))
    leased = lease(desk)
    for mail, state in zip(leased, (OutboxState.FAILED, OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.RETRY),
                           strict=True):  # fmt: skip
        settle(desk, mail.id, state, "x")
    assert [one.id for one in desk.anna.read(ReadOutbox())] == [4, 3, 2, 1]
    assert [one.state.value for one in desk.anna.read(ReadOutbox(troubles_first=True))] == [
        "unknown", "failed", "retry", "sent",
    ]  # fmt: skip


# ---------------------------------------------------------------- by hand


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.RETRY, OutboxState.UNKNOWN])
def test_send_again(desk: MadeDesk, number: int, state: OutboxState) -> None:
    """MO1: what failed or waits is tried at once when staff say so."""
    (mail,) = lease(desk)
    settle(desk, mail.id, state, "x")
    assert desk.anna.perform(RetryOutgoing(mail.id)) == mail.id
    (again,) = lease(desk)
    assert (again.message_id, number) == (mail.message_id, row(desk).ticket)


def test_sent_again_it_has_five_days_again(desk: MadeDesk, number: int) -> None:
    """MO1: what staff send again after a week is not given up at the first busy server."""
    (mail,) = lease(desk)
    settle(desk, mail.id, OutboxState.FAILED, "x")
    assert mail.again is None
    desk.clock.forward(days=7)
    desk.anna.perform(RetryOutgoing(mail.id))
    (again,) = lease(desk)
    assert again.again == NINE + timedelta(days=7)
    assert again.created - NINE < timedelta(seconds=1)
    assert number == row(desk).ticket


def test_what_is_sent_or_on_its_way_is_not_sent_again(desk: MadeDesk, number: int) -> None:
    """Rule 3 of the ten: no client gets an answer twice by a key pressed twice."""
    (mail,) = lease(desk)
    assert refused(desk.anna, RetryOutgoing(mail.id)).code == "sent_already"
    settle(desk, mail.id, OutboxState.SENT)
    assert refused(desk.anna, RetryOutgoing(mail.id)).code == "sent_already"
    assert (lease(desk), number) == ([], row(desk).ticket)


def test_who_was_halted_for_too_long_may_no_longer_judge(desk: MadeDesk, number: int) -> None:
    """Rule 18: the lease ended and another one sends it now; what the first one says about it does not count."""
    (mail,) = lease(desk)
    desk.clock.forward(seconds=300)
    lease(desk, OTHER)
    late = SettleOutgoing(mail.id, OutboxState.FAILED, "550 no such user", owner=ME)
    assert desk.system.perform(late) is OutboxState.SENDING
    assert system_messages(desk, number) == []
    mine = SettleOutgoing(mail.id, OutboxState.SENT, owner=OTHER)
    assert desk.system.perform(mine) is OutboxState.SENT


def test_who_was_halted_may_still_say_that_it_was_sent(desk: MadeDesk, number: int) -> None:
    """Rule 18: an outcome that is unknown to all others is not repeated when its sender knows it after all."""
    (mail,) = lease(desk)
    begin(desk, mail.id)
    desk.clock.forward(seconds=300)
    lease(desk, OTHER, limit=0)
    assert row(desk).state is OutboxState.UNKNOWN
    late = SettleOutgoing(mail.id, OutboxState.SENT, owner=ME)
    assert (desk.system.perform(late), lease(desk, OTHER)) == (OutboxState.SENT, [])
    assert number == row(desk).ticket
