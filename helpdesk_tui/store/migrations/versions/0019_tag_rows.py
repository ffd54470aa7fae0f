"""Tagged tickets as rows of their own in the lists of each tag."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VISIBLE = sa.text("shelf NOT IN (4, 5)")
PARTIAL = {"free": (sa.text("free = 1"), sa.text("free")), "all": (VISIBLE, VISIBLE)}

WHOLE = """
INSERT INTO tagrow (ticket, tag, department, shelf, place, updated, free)
SELECT t.id, g.tag, 0, t.shelf, t.place, t.updated, t.free FROM tickettag g JOIN ticket t ON t.id = g.ticket
"""
IN_DEPARTMENTS = """
INSERT INTO tagrow (ticket, tag, department, shelf, place, updated, free)
SELECT k.ticket, g.tag, k.department, k.shelf, k.place, k.updated, EXISTS (
    SELECT 1 FROM task o WHERE o.ticket = k.ticket AND o.department = k.department AND o.free
) FROM tickettag g JOIN task k ON k.ticket = g.ticket WHERE k.listed
"""


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "tagrow",
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id"), primary_key=True),
        sa.Column("tag", sa.String(40), primary_key=True),
        sa.Column("department", BIG, primary_key=True),
        sa.Column("shelf", sa.Integer, nullable=False),
        sa.Column("place", BIG, nullable=False),
        sa.Column("updated", BIG, nullable=False),
        sa.Column("free", sa.Boolean, nullable=False),
    )
    op.execute(WHOLE)
    op.execute(IN_DEPARTMENTS)
    for name, *order in (
        ("queue", "shelf", "place", "ticket"),
        ("newest", "shelf", "ticket"),
        ("updated", "shelf", "updated", "ticket"),
    ):
        op.create_index(f"ix_tagrow_{name}", "tagrow", ["tag", "department", *order])
    for name, *order in (
        ("free", "place", "ticket"),
        ("free_newest", "ticket"),
        ("free_updated", "updated", "ticket"),
        ("all_newest", "ticket"),
        ("all_updated", "updated", "ticket"),
    ):
        sqlite, postgresql = PARTIAL[name.partition("_")[0]]
        op.create_index(f"ix_tagrow_{name}", "tagrow", ["tag", "department", *order], sqlite_where=sqlite,
                        postgresql_where=postgresql)  # fmt: skip
