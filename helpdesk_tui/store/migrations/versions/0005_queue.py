"""Tags of tickets, and the views that members of staff name for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
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
