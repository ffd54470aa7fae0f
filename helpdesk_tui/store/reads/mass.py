"""A mass message before it is sent (MO2): who gets it, who does not and why, and what the first of them reads."""

from __future__ import annotations

from sqlalchemy import select

from helpdesk_tui.errors import NotFound
from helpdesk_tui.questions import ReadMassMessage
from helpdesk_tui.rules import letters, mass_messages
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.rules.mass_messages import Addressee
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.reads.clients import found_by
from helpdesk_tui.store.rooms.mail import switched_on
from helpdesk_tui.store.rooms.mass import addressees, message_under
from helpdesk_tui.store.rooms.people import folded
from helpdesk_tui.store.tables import desk, mail, people
from helpdesk_tui.store.tables.base import table
from helpdesk_tui.views import MassView, Recipient

_department = table(people.Department)
_staff = table(people.Staff)
_gateway = table(mail.Gateway)
_desk = table(desk.Desk)


def mass_message(asking: Asking, question: ReadMassMessage) -> MassView:
    """What would be sent now; raises NotFound for who may not ask, too."""
    if not asking.scope.everything:
        raise NotFound("This")
    run = asking.connection.execute
    named = _department.c.name_key == folded(question.department)
    department = run(select(_department).where(named, _department.c.active)).first()
    if department is None:
        raise NotFound(f"Department {question.department}")
    message = mass_messages.checked(question.subject, question.text)
    key = mass_messages.key_of(question.key, department.id, message)
    which = found_by(question.words, question.tests, question.client)
    earlier = message_under(asking.connection, key)
    found = addressees(asking.connection, which, earlier, _own_addresses(asking))
    sender = letters.sender_of(department.id, department.address, switched_on(asking.connection), asking.sender)
    shown = next((one for one in found if one.against is None), None) or next(iter(found), None)
    known = _values(asking, shown) if shown else {}
    written = mass_messages.written(message, known) if shown and shown.against is None else None
    return MassView(
        tuple(Recipient(one.client, one.name, one.address, one.against or "") for one in found),
        sender.address, sender.reply_to, sender.answers_arrive,
        mass_messages.unfilled(message, known) if shown else (),
        None if written is None else (written.subject, written.text),
    )  # fmt: skip


def _own_addresses(asking: Asking) -> frozenset[str]:
    """The addresses of gateways and departments, in their compared form."""
    run = asking.connection.execute
    departments = run(select(_department.c.address).where(_department.c.address != "")).scalars()
    return frozenset((*run(select(_gateway.c.address)).scalars(), *map(compared, departments)))


def _values(asking: Asking, one: Addressee) -> dict[str, str]:
    """What the placeholders stand for to one client."""
    run = asking.connection.execute
    me = run(select(_staff).where(_staff.c.id == asking.scope.staff_id)).first()
    name = asking.desk_name or run(select(_desk.c.name)).scalar_one()
    staff = {part: getattr(me, part, "") for part in ("name", "login", "email")}
    return mass_messages.values(one, staff, name)
