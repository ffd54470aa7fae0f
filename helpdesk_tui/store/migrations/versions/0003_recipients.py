"""Which recipients an outgoing email is still to be sent to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("outbox", sa.Column("waiting_for", sa.Text, nullable=False, server_default="[]"))
