"""Earlier texts of messages, and what splits and merges moved."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.add_column("message", sa.Column("edited", BIG))
    op.create_table(
        "messageedit",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("message", BIG, sa.ForeignKey("message.id"), nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
        sa.Column("at", BIG, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_messageedit_message", "messageedit", ["message"])
    op.create_table(
        "regrouping",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("source", BIG, sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("target", BIG, sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
        sa.Column("at", BIG, nullable=False),
        sa.Column("undone", BIG),
        sa.Column("moved", sa.Text, nullable=False),
    )
    op.create_index("ix_regrouping_source", "regrouping", ["source"])
    op.create_index("ix_regrouping_target", "regrouping", ["target"])
