"""The desks of these tests."""

from tests.desk.lives import living  # noqa: F401 - a fixture
from tests.desk.lmtp import gateway, pool  # noqa: F401 - fixtures
from tests.desk.paid import trusting  # noqa: F401 - a fixture
from tests.desk.selling import rich, selling  # noqa: F401 - fixtures
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
