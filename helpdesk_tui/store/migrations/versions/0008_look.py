"""How the program looks for each member of staff (TF6)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("staff", sa.Column("look", sa.Text, nullable=False, server_default=""))
