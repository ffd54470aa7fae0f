"""Who may do and see what: every act and every question, for everybody (SPEC TQ1, DS3; RELIABILITY rule 34).

The ticket is Hans's, in Tech, held by anna; the emails came through Tech's gateway. Beside each stand the answers to
gary (administrator), anna (member), john (elsewhere), hans, omar (another client) and nobody: `ok`, or the code.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from helpdesk_tui import questions as q
from helpdesk_tui.desk.actions import (
    abuse,
    bulk,
    clients,
    confirm,
    delivery,
    drafts,
    explain,
    gateways,
    hold,
    incoming,
    look,
    messages,
    own_letters,
    parameters,
    presence,
    provider,
    read_again,
    redirect,
    reply,
    setup,
    spam,
    spam_ticket,
    tags,
    undo,
    views,
)
from helpdesk_tui.desk.actions import outgoing as staff_acts
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.door import Desk
from helpdesk_tui.desk.intake import Receive
from helpdesk_tui.desk.readers import READERS
from helpdesk_tui.desk.registry import ACTS
from helpdesk_tui.errors import DeskError
from helpdesk_tui.rules.letter_kinds import LetterKind
from helpdesk_tui.rules.query_tree import FreeText, Query, Term
from helpdesk_tui.views import ParsedAttachment
from helpdesk_tui.vocab import GatewayType, OutboxState, QueueView, ServiceStatus
from tests.desk.accounts import ACCOUNTS, FOR_ADMINISTRATORS, OF_AN_ACCOUNT
from tests.desk.client_rights import LOGGING_IN, OF_A_CLIENT, ON_THEIR_TICKET
from tests.desk.letters import email
from tests.desk.replies import ADDING, ON_A_REPLY
from tests.desk.things import (
    add_abuse,
    changed_letter,
    client,
    department,
    done_by_anna,
    former,
    gateway,
    in_a_ticket,
    listed_sender,
    message,
    outgoing,
    own_view,
    put_away,
    staff,
    ticket,
    violation,
    waiting,
)
from tests.desks import HANS, NINE, MadeDesk

EVERYBODY = ("gary", "anna", "john", "hans", "omar", "nobody")
MISSING = 987_654_321
Made = Callable[[MadeDesk, int], Any]

NO_CLIENTS = "not_allowed not_allowed not_allowed"
STAFF = f"ok ok ok {NO_CLIENTS}"
MEMBERS = f"ok ok not_found {NO_CLIENTS}"
HOLDER = f"ticket_blocked ok not_found {NO_CLIENTS}"
ADMIN = f"ok not_allowed not_allowed {NO_CLIENTS}"
PROGRAM = f"not_allowed not_allowed not_allowed {NO_CLIENTS}"


PATH = gateways.GatewaySettings(path="/var/mail/x")

ON_A_TICKET: dict[type[Act[Any]], tuple[str, Callable[[int], Act[Any]]]] = {
    hold.Take: (HOLDER, hold.Take),
    hold.TakeOver: (f"ok not_allowed not_found {NO_CLIENTS}", lambda n: hold.TakeOver(n, "anna is ill")),
    hold.Release: (HOLDER, hold.Release),
    reply.Reply: (HOLDER, lambda n: reply.Reply(n, "Hello")),
    reply.Comment: (MEMBERS, lambda n: reply.Comment(n, "Look at the logs")),
    redirect.Close: (MEMBERS, redirect.Close),
    redirect.Assign: (MEMBERS, lambda n: redirect.Assign(n, department="Sales")),
    redirect.Delay: (MEMBERS, lambda n: redirect.Delay(n, NINE + timedelta(days=1))),
    redirect.Archive: ("ticket_open ticket_open not_found ticket_open not_found not_allowed", redirect.Archive),
    spam_ticket.MarkSpam: (MEMBERS, spam_ticket.MarkSpam),
    parameters.SaveParameters: (
        HOLDER, lambda n: parameters.SaveParameters(n, parameters.Parameters(subject="Other")),
    ),
    parameters.SetPriority: (MEMBERS, lambda n: parameters.SetPriority(n, front=True)),
    tags.TagTicket: (MEMBERS, lambda n: tags.TagTicket(n, ("dns",))),
    parameters.Summarise: (MEMBERS, lambda n: parameters.Summarise(n, "Short")),
    parameters.ToggleFavourite: (MEMBERS, parameters.ToggleFavourite),
    parameters.MarkRead: (MEMBERS, parameters.MarkRead),
    presence.Attend: (MEMBERS, presence.Attend),
    drafts.KeepDraft: (MEMBERS, lambda n: drafts.KeepDraft(n, "Dear Hans")),
    messages.EditMessage: (HOLDER.replace(" ok", " not_found"), lambda n: messages.EditMessage(n, MISSING, "Other")),
    messages.SplitTicket: (HOLDER.replace(" ok", " not_found"), lambda n: messages.SplitTicket(n, MISSING)),
    messages.MergeTicket: (HOLDER.replace(" ok", " same_ticket"), lambda n: messages.MergeTicket(n, n)),
    messages.TakeBack: (f"{' '.join(['nothing_to_take_back'] * 2)} not_found {NO_CLIENTS}", messages.TakeBack),
    confirm.ConfirmSender: (f"nothing_to_confirm nothing_to_confirm not_found {NO_CLIENTS}", confirm.ConfirmSender),
    abuse.AddAbuse: (MEMBERS, add_abuse), **ON_THEIR_TICKET,
}  # fmt: skip

ON_A_MAIL: dict[type[Act[Any]], tuple[str, Made, Callable[[int], Act[Any]]]] = {
    incoming.AcceptIncoming: (
        MEMBERS, waiting, lambda mail: incoming.AcceptIncoming(mail, email("stranger@example.org"), client=HANS),
    ),
    incoming.RegisterIncoming: (
        MEMBERS, waiting, lambda mail: incoming.RegisterIncoming(mail, email("stranger@example.org")),
    ),
    incoming.AnswerIncoming: (MEMBERS, waiting, lambda mail: incoming.AnswerIncoming(mail, "Who are you?")),
    incoming.SpamIncoming: (MEMBERS, waiting, incoming.SpamIncoming),
    incoming.DeleteIncoming: (MEMBERS, waiting, incoming.DeleteIncoming),
    incoming.RestoreIncoming: (MEMBERS, put_away, incoming.RestoreIncoming),
    incoming.RetryIncoming: (
        f"not_quarantined not_quarantined not_found {NO_CLIENTS}", waiting,
        lambda mail: incoming.RetryIncoming(mail, email()),
    ),
    staff_acts.RetryOutgoing: (MEMBERS, outgoing, staff_acts.RetryOutgoing),
    staff_acts.DropOutgoing: (MEMBERS, outgoing, staff_acts.DropOutgoing),
    read_again.ReadAgain: (MEMBERS, in_a_ticket, lambda mail: read_again.ReadAgain(mail, email(text="Other"))),
    undo.Undo: (f"not_found ok not_found {NO_CLIENTS}", done_by_anna, undo.Undo),
    explain.ExplainStored: (MEMBERS, waiting, lambda mail: explain.ExplainStored(mail, None)),
    abuse.WithdrawAbuse: (MEMBERS, violation, lambda number: abuse.WithdrawAbuse(number, "by mistake")),
} | ON_A_REPLY  # fmt: skip

OTHERS: dict[type[Act[Any]], tuple[str, Made]] = {
    NewTicket: (
        "ok ok ok ok not_found not_allowed", lambda d, n: NewTicket(HANS, "Tech", "Server down", "Help!"),
    ),
    setup.MakeDesk: (PROGRAM, lambda d, n: setup.MakeDesk("eve")),
    setup.AddDepartment: (ADMIN, lambda d, n: setup.AddDepartment(f"Other {n}")),
    setup.EditDepartment: (ADMIN, lambda d, n: setup.EditDepartment("Billing", signature=f"{n}")),
    setup.DeleteDepartment: (ADMIN, lambda d, n: setup.DeleteDepartment(department(d, n))),
    setup.AddStaff: (ADMIN, lambda d, n: setup.AddStaff(f"other{n}")),
    setup.EditStaff: (ADMIN, lambda d, n: setup.EditStaff("gus", full_name=f"Gus {n}")),
    setup.DeleteStaff: (ADMIN, lambda d, n: setup.DeleteStaff(staff(d, n))),
    setup.RestoreStaff: (ADMIN, lambda d, n: setup.RestoreStaff(former(d, n))),
    look.SetLook: (STAFF, lambda d, n: look.SetLook(text_width=60 + n)),
    provider.SetProvider: (ADMIN, lambda d, n: provider.SetProvider("use_priority", "on")),
    clients.AddClient: (STAFF, lambda d, n: clients.AddClient(f"other{n}@example.org")),
    clients.EditClient: (STAFF, lambda d, n: clients.EditClient(HANS, comment=f"{n}")),
    clients.DeleteClient: (STAFF, lambda d, n: clients.DeleteClient(client(d, n))),
    clients.AddClientUser: (STAFF, lambda d, n: clients.AddClientUser(HANS, f"user{n}@acme.example")),
    clients.AddService: (STAFF, lambda d, n: clients.AddService(HANS, f"vps-{n}")),
    clients.SetServiceState: (
        STAFF, lambda d, n: clients.SetServiceState(HANS, "vps-31", ServiceStatus.SUSPENDED),
    ),
    gateways.AddGateway: (
        ADMIN, lambda d, n: gateways.AddGateway(f"g{n}", GatewayType.MAILDIR, f"g{n}@desk.example", "Tech", PATH),
    ),
    gateways.EditGateway: (ADMIN, lambda d, n: gateways.EditGateway(gateway(d, n), department="Sales")),
    own_letters.WriteLetter: (
        ADMIN, lambda d, n: own_letters.WriteLetter(LetterKind.TICKET_RECEIVED, "de", "Hallo", f"Hallo {n}"),
    ),
    own_letters.ForgetLetter: (ADMIN, changed_letter),
    views.SaveView: (STAFF, lambda d, n: views.SaveView("Mine", QueueView.MINE)),
    views.DeleteView: (STAFF, own_view),
    spam.CallSpam: (STAFF, lambda d, n: spam.CallSpam(f"spam{n}@spam.example")),
    spam.PardonSender: (STAFF, listed_sender),
    explain.ExplainMail: (STAFF, lambda d, n: explain.ExplainMail("support", b"x", "0" * 64, email())),
    gateways.DeleteGateway: (ADMIN, lambda d, n: gateways.DeleteGateway(gateway(d, n))),
    Receive: (PROGRAM, lambda d, n: Receive(1, "maildir", f"u{n}", b"x", "d" * 64, email())),
    redirect.ReturnDelayed: (PROGRAM, lambda d, n: redirect.ReturnDelayed()),
    abuse.CarryOutAbuse: (PROGRAM, lambda d, n: abuse.CarryOutAbuse(1)),
    gateways.NotePoll: (PROGRAM, lambda d, n: gateways.NotePoll(1)),
    gateways.NoteState: (PROGRAM, lambda d, n: gateways.NoteState(1, "{}", 0)),
    delivery.LeaseOutbox: (PROGRAM, lambda d, n: delivery.LeaseOutbox("test/1/1")),
    delivery.BeginOutgoing: (PROGRAM, lambda d, n: delivery.BeginOutgoing(1, "x")),
    delivery.SettleOutgoing: (PROGRAM, lambda d, n: delivery.SettleOutgoing(1, OutboxState.SENT)),
    delivery.TakeLease: (PROGRAM, lambda d, n: delivery.TakeLease("gateway:support", "x", 20)),
    delivery.ReleaseLease: (PROGRAM, lambda d, n: delivery.ReleaseLease("gateway:support", "x")),
    delivery.Heartbeat: (PROGRAM, lambda d, n: delivery.Heartbeat("x")),
    bulk.BeginDemonstration: (PROGRAM, lambda d, n: bulk.BeginDemonstration()),
    bulk.SeedTickets: (PROGRAM, lambda d, n: bulk.SeedTickets(())),
} | ADDING | ACCOUNTS | LOGGING_IN  # fmt: skip


def about(get: Made, make: Callable[[int], Any]) -> Made:
    """What is made of the number of a thing that is made for it."""
    return lambda desk, number: make(get(desk, number))


TABLE: dict[type[Act[Any]], tuple[str, Made]] = (
    {kind: (said, about(ticket, make)) for kind, (said, make) in ON_A_TICKET.items()}
    | {kind: (said, about(get, make)) for kind, (said, get, make) in ON_A_MAIL.items()}
    | OTHERS
)


def outcome(do: Callable[[Any], Any], what: Any) -> str:
    """What comes of it: `ok` or the code of the refusal."""
    try:
        do(what)
    except DeskError as refusal:
        return refusal.code if refusal.exit_code == 1 else f"exit code {refusal.exit_code}"
    return "ok"


def name(kind: type[Any]) -> str:
    return kind.__name__


def test_the_table_holds_every_act() -> None:
    """Rule 34: an act that nobody thought of the rights of fails here."""
    assert set(TABLE) == set(ACTS)
    assert len(ACTS) == len({act.name for act in ACTS}), "the word of an act is its own"


@pytest.mark.parametrize("kind", TABLE, ids=name)
def test_who_may(desk: MadeDesk, kind: type[Act[Any]]) -> None:
    """DS3, TQ1: administrators everything, members their departments, clients what is theirs, nobody nothing."""
    said, make = TABLE[kind]
    found = [outcome(getattr(desk, who).perform, make(desk, number)) for number, who in enumerate(EVERYBODY)]
    assert " ".join(found) == said


def answer(desk: Desk, do: Callable[[Desk], Any], number: int) -> tuple[type[BaseException], str, str, str]:
    """All that somebody learns from a refusal, the number they asked about left out."""
    with pytest.raises(DeskError) as refusal:
        do(desk)
    error = refusal.value
    return type(error), error.code, str(error).replace(str(number), "N"), repr(error.details)


@pytest.mark.parametrize("kind", [*ON_A_TICKET, *ON_A_MAIL], ids=name)
def test_foreign_and_missing_are_alike(desk: MadeDesk, kind: type[Act[Any]]) -> None:
    """Rule 34: who guesses a number learns the same, to the byte, whether there is such a thing or not."""
    if kind in ON_A_TICKET:
        make, foreign = ON_A_TICKET[kind][1], ticket(desk, 1)
    else:
        _, get, make = ON_A_MAIL[kind]
        foreign = get(desk, 1)
    client = desk.omar if kind in {redirect.Archive, *ON_THEIR_TICKET} else desk.hans
    for who in (desk.john, client, desk.omar, desk.nobody):
        there = answer(who, lambda asker: asker.perform(make(foreign)), foreign)
        not_there = answer(who, lambda asker: asker.perform(make(MISSING)), MISSING)
        assert there == not_there


# ---------------------------------------------------------------- questions

ALL_STAFF = "ok ok ok not_found not_found not_found"
OF_A_TICKET = "ok ok not_found ok not_found not_found"
THEIR_OWN = "not_found not_found not_found ok not_found not_found"
OF_TECH = "ok ok not_found not_found not_found not_found"
NOBODY_S = "not_found not_found not_found not_found not_found not_found"


def attachment(desk: MadeDesk, number: int) -> int:
    file = ParsedAttachment("log.txt", "text/plain", b"log")
    made = desk.gary.perform(NewTicket(HANS, "Tech", "Server down", "Help!", attachments=(file,)))
    return desk.gary.read(q.ReadTicket(made)).messages[0].attachments[0].id


QUERY = Query((Term(FreeText("server")),))
OF_A_THING: dict[type[q.Read[Any]], tuple[str, Made, Callable[[int], q.Read[Any]]]] = {
    q.ReadRow: (OF_TECH, ticket, q.ReadRow),
    q.ReadTicket: (OF_TECH, ticket, q.ReadTicket),
    q.ReadCosts: (OF_TECH, ticket, lambda number: q.ReadCosts(number, 5_00, 0)),
    q.ReadMyTicket: (THEIR_OWN, ticket, q.ReadMyTicket),
    q.ReadAttachment: (OF_A_TICKET, attachment, q.ReadAttachment),
    q.ReadHistory: (OF_TECH, ticket, q.ReadHistory),
    q.ReadRegroupings: (OF_TECH, ticket, q.ReadRegroupings),
    q.ReadEarlier: (OF_TECH, message, q.ReadEarlier),
    q.ReadSince: (OF_TECH, ticket, q.ReadSince),
    q.ReadIncomingMail: (OF_TECH, waiting, q.ReadIncomingMail),
    q.ReadRaw: (OF_TECH, waiting, q.ReadRaw),
    q.ReadOutgoing: (OF_TECH, outgoing, q.ReadOutgoing),
    q.ReadAbuse: (OF_TECH, violation, q.ReadAbuse),
}
QUESTIONS: dict[type[q.Read[Any]], tuple[str, Made]] = {
    kind: (said, about(get, ask)) for kind, (said, get, ask) in OF_A_THING.items()
} | {
    q.ReadQueue: (ALL_STAFF, lambda d, n: q.ReadQueue()),
    q.ReadCounts: (ALL_STAFF, lambda d, n: q.ReadCounts()),
    q.ReadMatches: (ALL_STAFF, lambda d, n: q.ReadMatches(QueueView.ALL)),
    q.ReadDraft: (ALL_STAFF, lambda d, n: q.ReadDraft(1)),
    q.ReadPresence: (ALL_STAFF, lambda d, n: q.ReadPresence(n)),
    q.ReadTouched: (ALL_STAFF, lambda d, n: q.ReadTouched(0)),
    q.ReadClient: (ALL_STAFF, lambda d, n: q.ReadClient(HANS)),
    q.ReadClients: (ALL_STAFF, lambda d, n: q.ReadClients()),
    q.ReadPeople: (ALL_STAFF, lambda d, n: q.ReadPeople()),
    q.ReadAbuses: (ALL_STAFF, lambda d, n: q.ReadAbuses()),
    q.ReadDepartments: (ALL_STAFF, lambda d, n: q.ReadDepartments()),
    q.ReadStaff: (ALL_STAFF, lambda d, n: q.ReadStaff()),
    q.ReadMe: (ALL_STAFF, lambda d, n: q.ReadMe()),
    q.ReadLook: (ALL_STAFF, lambda d, n: q.ReadLook()),
    q.ReadGateways: (ALL_STAFF, lambda d, n: q.ReadGateways()),
    q.ReadKnownUnits: (NOBODY_S, lambda d, n: q.ReadKnownUnits(1, ("u",))),
    q.ReadMailMessages: (ALL_STAFF, lambda d, n: q.ReadMailMessages(NINE)),
    q.ReadIncoming: (ALL_STAFF, lambda d, n: q.ReadIncoming()),
    q.ReadLetters: (ALL_STAFF, lambda d, n: q.ReadLetters()),
    q.ReadSpamSenders: (ALL_STAFF, lambda d, n: q.ReadSpamSenders()),
    q.ReadReplies: (ALL_STAFF, lambda d, n: q.ReadReplies()),
    q.ReadOutbox: (ALL_STAFF, lambda d, n: q.ReadOutbox()),
    q.ReadHealth: (ALL_STAFF, lambda d, n: q.ReadHealth()),
    q.ReadDue: (NOBODY_S, lambda d, n: q.ReadDue()),
    q.ReadSearch: (ALL_STAFF, lambda d, n: q.ReadSearch(QUERY)),
    q.ReadJournal: (ALL_STAFF, lambda d, n: q.ReadJournal()),
    q.ReadViews: (ALL_STAFF, lambda d, n: q.ReadViews()),
    q.ReadQueryWords: (ALL_STAFF, lambda d, n: q.ReadQueryWords()),
    q.ReadProvider: (ALL_STAFF, lambda d, n: q.ReadProvider()),
} | {kind: (ALL_STAFF, ask) for kind, ask in OF_AN_ACCOUNT.items()} | FOR_ADMINISTRATORS | OF_A_CLIENT  # fmt: skip


def test_the_table_holds_every_question() -> None:
    """Rule 34: a question that nobody thought of the rights of fails here."""
    assert set(QUESTIONS) == set(READERS)


@pytest.mark.parametrize("kind", QUESTIONS, ids=name)
def test_who_may_ask(desk: MadeDesk, kind: type[q.Read[Any]]) -> None:
    """TQ1, DS3: enforced below the screens, in one place, for lists, search, counts and direct opening."""
    said, make = QUESTIONS[kind]
    question = make(desk, 1)
    found = [outcome(getattr(desk, who).read, question) for who in EVERYBODY]
    assert " ".join(found) == said
    personal = (q.ReadMe, q.ReadLook, q.ReadMyTicket, *OF_A_CLIENT)
    assert outcome(desk.system.read, question) == ("not_found" if kind in personal else "ok")


@pytest.mark.parametrize("kind", OF_A_THING, ids=name)
def test_foreign_and_missing_questions_are_alike(desk: MadeDesk, kind: type[q.Read[Any]]) -> None:
    """Rule 34: the same, to the byte, whether it is there or not."""
    _, get, ask = OF_A_THING[kind]
    foreign = get(desk, 1)
    for who in (desk.john, desk.omar, desk.nobody):
        there = answer(who, lambda asker: asker.read(ask(foreign)), foreign)
        assert there == answer(who, lambda asker: asker.read(ask(MISSING)), MISSING)


def test_lists_hold_what_one_may_see(desk: MadeDesk) -> None:
    """TQ1: lists, counts, search, outbox, incoming emails, and the counts beside clients and departments."""
    number = ticket(desk, 1)
    desk.anna.perform(reply.Reply(number, "Hello"))
    mail = waiting(desk, 1)
    abused = desk.anna.perform(add_abuse(number))  # whose letter is the second email in the outbox
    for who, seen in (("gary", True), ("anna", True), ("gus", True), ("john", False)):
        asker: Desk = getattr(desk, who)
        everything = QueueView.ALL
        assert [row.number for row in asker.read(q.ReadQueue(everything)).rows] == [number] * seen, who
        assert asker.read(q.ReadCounts())[everything] == seen
        assert asker.read(q.ReadMatches(everything)) == seen
        assert [hit[0] for hit in asker.read(q.ReadSearch(QUERY))] == [number] * seen
        assert [row.ticket for row in asker.read(q.ReadOutbox())] == [number, number] * seen
        assert [row.id for row in asker.read(q.ReadIncoming())] == [mail] * seen
        assert [row.id for row in asker.read(q.ReadAbuses())] == [abused] * seen
        card = asker.read(q.ReadClient(HANS))
        assert ([row.number for row in card.tickets], card.head.tickets) == ([number] * seen, int(seen))
        acme = next(row for row in asker.read(q.ReadClients()) if row.email == HANS)
        assert acme.open_tickets == seen
        tech = next(d for d in asker.read(q.ReadDepartments()) if d.name == "Tech")
        assert tech.open_tickets == seen


def test_who_leaves_a_department_loses_its_tickets(desk: MadeDesk) -> None:
    """TQ1: at once, in every list; what they held goes back to its department, where others take it."""
    number = ticket(desk, 1)
    desk.gary.perform(setup.EditStaff("anna", departments=("Sales",), release=True))
    counts = desk.anna.read(q.ReadCounts())
    assert set(counts.values()) == {0}
    assert outcome(desk.anna.read, q.ReadTicket(number)) == "not_found"
    assert desk.gary.perform(hold.Take(number)) == number


def test_who_is_deleted_is_nobody(desk: MadeDesk) -> None:
    """DS2: an inactive member of staff can do and see nothing, in a program that still runs, too."""
    desk.gary.perform(setup.DeleteStaff("john"))
    assert outcome(desk.john.read, q.ReadQueue()) == "not_found"
    assert outcome(desk.john.perform, clients.AddClient("x@example.org")) == "not_allowed"


def test_what_is_not_in_the_registry_cannot_be_performed(desk: MadeDesk) -> None:
    """Rule 34: unknown verb, no."""

    class Other(hold.Take):
        """Not in the registry."""

    with pytest.raises(TypeError, match="registry"):
        desk.gary.perform(Other(1))
