from datetime import date

import pytest

from .as_files import Read, make

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="package")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> list[Read]:
    return make(tmp_path_factory.mktemp("demo"), TODAY)
