"""Invoices as they were issued: what one says once its payment is Paid; terms that an upgrade raised."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward. Payments that are Paid already are kept with the first email that sends their invoice."""
    op.create_table(
        "invoice",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("payment", BIG, sa.ForeignKey("payment.id"), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.UniqueConstraint("payment", "turn"),
    )
    op.add_column("orderstep", sa.Column("terms", sa.Integer, nullable=False, server_default="1"))
