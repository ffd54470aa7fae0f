"""What is bought under an order of incidents, step by step; services that are connected by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.add_column("incidentorder", sa.Column("package", sa.Integer))
    op.add_column("service", sa.Column("connected", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "orderstep",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("incident_order", BIG, sa.ForeignKey("incidentorder.id"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("package", sa.Integer),
        sa.Column("gives", sa.Integer, nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("start", sa.Date),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("payment", BIG, sa.ForeignKey("payment.id")),
        sa.Column("expense", BIG, sa.ForeignKey("expense.id")),
        sa.Column("first", sa.Date),
        sa.Column("begin", sa.Integer, nullable=False),
        sa.Column("windows", sa.Integer, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("at", BIG, nullable=False),
        sa.Column("done", BIG),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
    )
    op.create_index("ix_orderstep_incident_order", "orderstep", ["incident_order"])
    op.create_index("ix_orderstep_payment", "orderstep", ["payment"])
    op.create_index("ix_lot_incident_order", "lot", ["incident_order"])
