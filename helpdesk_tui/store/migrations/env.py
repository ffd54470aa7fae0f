"""Alembic's environment: runs on the connection that `upgrade` hands in."""

from alembic import context

from helpdesk_tui.store.search import is_search_object
from helpdesk_tui.store.tables import metadata


def include(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave the full-text index's own tables out of comparisons."""
    return not (kind in ("table", "column", "index") and name is not None and is_search_object(name))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include,
    render_as_batch=True,
    compare_type=False,
    transactional_ddl=True,
)
context.run_migrations()
