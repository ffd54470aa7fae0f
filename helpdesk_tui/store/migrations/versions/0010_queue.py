"""Tags of tickets, and the views that members of staff name for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "tickettag",
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id"), primary_key=True),
        sa.Column("tag", sa.String(40), primary_key=True),
    )
    op.create_index("ix_tickettag_tag", "tickettag", ["tag", "ticket"])
    op.create_table(
        "savedview",
        sa.Column("staff", BIG, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("slot", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("view", sa.String(16), nullable=False),
        sa.Column("sort", sa.String(16), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
    )
