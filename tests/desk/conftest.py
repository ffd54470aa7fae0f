"""The desks of these tests."""

from tests.desks import (  # noqa: F401 - fixtures
    database,
    databases,
    desk,
    empty,
    postgres_template,
    race,
    shared_desk,
    sqlite_template,
    store,
)
