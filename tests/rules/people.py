"""Who acts in the tests of the rules: three departments and four members of staff."""

from __future__ import annotations

from datetime import UTC, datetime

from helpdesk_tui.rules.access import Scope

NINE = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)
TECH, SALES, BILLING = 1, 2, 3
DEPARTMENTS = {TECH: "Tech", SALES: "Sales", BILLING: "Billing"}

GARY = Scope(1, "gary", "Gary", admin=True)
ANNA = Scope(2, "anna", "Anna", departments=(TECH,))
GUS = Scope(3, "gus", "Gus", departments=(SALES, TECH))
JOHN = Scope(4, "john", "John", departments=(SALES,))
STAFF = (GARY, ANNA, GUS, JOHN)
LOGINS = {scope.staff_id: scope.login for scope in STAFF}
