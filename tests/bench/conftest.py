"""The desks of these tests."""

from tests.desks import (  # noqa: F401 - fixtures
    database,
    databases,
    desk,
    empty,
    postgres_template,
    sqlite_template,
    store,
)
