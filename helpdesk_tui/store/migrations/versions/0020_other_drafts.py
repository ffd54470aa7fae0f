"""Drafts that lie beside the first one of their writer."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "otherdraft",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("former", BIG, sa.ForeignKey("staff.id")),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("saved", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_otherdraft_ticket", "otherdraft", ["ticket", "staff"])
