"""The names that the query language may mean: to complete them, and to tell that there is no such thing (TQ10)."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from helpdesk_tui.questions import ReadQueryWords
from helpdesk_tui.rules.query_known import MOST_KNOWN
from helpdesk_tui.rules.query_tree import Field
from helpdesk_tui.store.reads.base import Asking
from helpdesk_tui.store.tables import clients, people, tickets
from helpdesk_tui.store.tables.base import table

_department = table(people.Department)
_staff = table(people.Staff)
_client = table(clients.Client)
_service = table(clients.Service)
_tag = table(tickets.TicketTag)


def query_words(asking: Asking, question: ReadQueryWords) -> dict[Field, tuple[str, ...]]:
    """Departments and logins, those in use first; names of clients; names and domains of services; tags.

    Tags and services are of the whole desk: their words are no secret among its staff.
    """
    departments = select(_department.c.name).order_by(_department.c.active.desc(), _department.c.name_key)
    logins = select(_staff.c.login).order_by(_staff.c.active.desc(), _staff.c.login)
    named = select(_client.c.name).where(_client.c.name != "").distinct().order_by(_client.c.name)
    services = select(_service.c.name).distinct().order_by(_service.c.name)
    domains = select(_service.c.domain).where(_service.c.domain != "").distinct().order_by(_service.c.domain)
    asked = {
        Field.DEPARTMENT: (departments,), Field.STAFF: (logins,), Field.CLIENT: (named,),
        Field.SERVICE: (services, domains),
        Field.TAG: (_every_tag(),),
    }  # fmt: skip
    return {
        field: tuple(word for one in some for word in asking.connection.execute(one.limit(MOST_KNOWN)).scalars())
        for field, some in asked.items()
    }


def _every_tag() -> Select[tuple[str]]:
    """Each tag once, in their order: one step of the index from tag to tag, however many tickets carry them."""
    step = select(func.min(_tag.c.tag).label("tag")).cte("step", recursive=True)
    following = select(func.min(_tag.c.tag)).where(_tag.c.tag > step.c.tag).scalar_subquery()
    step = step.union_all(select(following).where(step.c.tag.is_not(None)))
    return select(step.c.tag).where(step.c.tag.is_not(None))
