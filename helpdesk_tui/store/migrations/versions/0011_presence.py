"""Who has which ticket open."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "presence",
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id"), primary_key=True),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
