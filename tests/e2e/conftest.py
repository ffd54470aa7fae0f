"""The desks of those tests here that need no process of their own for the program."""

from tests.desks import (  # noqa: F401 - fixtures
    database,
    databases,
    desk,
    postgres_template,
    sqlite_template,
)
