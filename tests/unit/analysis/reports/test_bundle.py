"""A bundle is there whole or not at all, and says itself whether it is as it was."""

from __future__ import annotations

import pytest

from pejling.analysis.reports.bundle import damaged, read_manifest, write_bundle
from pejling.analysis.reports.frozen import report_hash
from pejling.analysis.reports.report import ReportError
from tests.unit.analysis.reports.samples import REPORT


def test_a_bundle_is_written_and_known_again(tmp_path):
    told = []
    manifest = write_bundle(REPORT, tmp_path / "v2", progress=lambda *step: told.append(step))
    assert read_manifest(tmp_path / "v2") == manifest
    assert manifest.report == report_hash(REPORT)
    assert damaged(tmp_path / "v2") == []
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    (tmp_path / "v2" / "report.json").write_text("other")
    (tmp_path / "v2" / "left.txt").write_text("x")
    assert damaged(tmp_path / "v2") == ["left.txt", "report.json"]
    with pytest.raises(ReportError, match="bundle_exists"):
        write_bundle(REPORT, tmp_path / "v2")
    with pytest.raises(ReportError, match="not_a_bundle"):
        read_manifest(tmp_path)


def test_nothing_is_left_of_a_bundle_that_was_broken_off(tmp_path):
    def stop(done, of, form):
        if done == of:
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        write_bundle(REPORT, tmp_path / "v2", progress=stop)
    assert list(tmp_path.iterdir()) == []
