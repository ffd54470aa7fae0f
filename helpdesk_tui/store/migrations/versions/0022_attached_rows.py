"""Tickets with attachments as rows of their own in the lists, as tagged ones are."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ATTACHED = "\x7fattached"
WITH = "SELECT m.ticket FROM attachment a JOIN message m ON m.id = a.message"
WHOLE = f"""
INSERT INTO tagrow (ticket, tag, department, shelf, place, updated, free)
SELECT t.id, '{ATTACHED}', 0, t.shelf, t.place, t.updated, t.free FROM ticket t WHERE t.id IN ({WITH})
"""  # noqa: S608 - constants
IN_DEPARTMENTS = f"""
INSERT INTO tagrow (ticket, tag, department, shelf, place, updated, free)
SELECT k.ticket, '{ATTACHED}', k.department, k.shelf, k.place, k.updated, EXISTS (
    SELECT 1 FROM task o WHERE o.ticket = k.ticket AND o.department = k.department AND o.free
) FROM task k WHERE k.listed AND k.ticket IN ({WITH})
"""  # noqa: S608 - constants


def upgrade() -> None:
    """Forward."""
    op.execute(WHOLE)
    op.execute(IN_DEPARTMENTS)
