"""Violations of clients, with what is done about those that are not answered."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "abuse",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("client", BIG, sa.ForeignKey("client.id"), nullable=False),
        sa.Column("service", BIG, sa.ForeignKey("service.id")),
        sa.Column("scores", sa.Integer, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("until", BIG, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("ended", BIG),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
        sa.Column("at", BIG, nullable=False),
    )
    op.create_index("ix_abuse_ticket", "abuse", ["ticket"])
    op.create_index("ix_abuse_client", "abuse", ["client"])
    op.create_index("ix_abuse_due", "abuse", ["until"], sqlite_where=OPEN, postgresql_where=OPEN)
