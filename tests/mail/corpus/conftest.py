"""The desk of the corpus, one for each module of tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import sqlite_template  # noqa: F401 - a fixture
from tests.mail.corpus.desk import CorpusDesk


@pytest.fixture(scope="module")
def corpus_desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusDesk]:  # noqa: F811
    """The desk to which all of them come."""
    desk = CorpusDesk(sqlite_template, tmp_path_factory.mktemp("corpus"))
    yield desk
    desk.close()
