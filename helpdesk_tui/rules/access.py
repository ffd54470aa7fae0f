"""Who may see and do what (TQ1, DS3; RELIABILITY rule 34): one scope, asked by every list, search and act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """What an actor may reach.

    `departments` are those of a member of staff, in the order they were given; `everything` holds for
    administrators and for the program itself. A client acts through `client_id` and reaches their own tickets only;
    where a member of staff acts as the client, `behind` is theirs, and limits what is reached as it always does (CL16).
    """

    staff_id: int | None = None
    login: str = ""
    name: str = ""
    admin: bool = False
    system: bool = False
    departments: tuple[int, ...] = ()
    client_id: int | None = None
    behind: Scope | None = None
    theirs: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "theirs", frozenset(self.departments))

    @property
    def everything(self) -> bool:
        """Whether departments do not limit this actor."""
        return self.admin or self.system

    @property
    def hand(self) -> int | None:
        """The member of staff who does it, in their own name or as a client; None for clients and the program."""
        return self.staff_id if self.behind is None else self.behind.staff_id

    def covers(self, department: int) -> bool:
        """Whether the actor is a member of the department, or above membership."""
        return self.everything or department in self.theirs

    def sees(self, departments: Iterable[int], client_id: int) -> bool:
        """Whether a ticket that has or had tasks in these departments, of this client, may be seen (TQ1)."""
        if self.everything:
            return True
        if self.client_id is not None:
            return self.client_id == client_id and (self.behind is None or self.behind.sees(departments, client_id))
        return not self.theirs.isdisjoint(departments)


def not_theirs(department: str) -> str:
    """Why staff of other departments cannot handle an email that all see because it could not be read."""
    return f"The email came for {department}: only its staff and administrators handle it."


NOBODY = Scope()
SYSTEM_SCOPE = Scope(system=True, login="system", name="system")
