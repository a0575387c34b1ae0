"""What every test may ask for: the real open files, R, and one fixed Hypothesis profile."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# The same examples at every run: a red run can always be repeated, and a green one means the same everywhere.
settings.register_profile(
    "pejling", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("pejling")


def missing(what: str) -> None:
    """Skip with the reason; in CI, where everything is promised, fail instead."""
    if IN_CI:
        pytest.fail(f"{what} (mandatory in CI)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data (PEJLING_TEST_DATA, default ../shared/data)."""
    folder = Path(os.environ.get("PEJLING_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        missing("the real open files are not here: set PEJLING_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def rscript() -> str:
    """Path of Rscript, whose packages survival and cmprsk are the oracle."""
    found = shutil.which("Rscript")
    if found is None:
        missing("R is not installed: apt-get install r-base-core r-cran-survival r-cran-cmprsk")
    return found
