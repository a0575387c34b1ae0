"""The key of the CPR hashes is whole or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.base.organisations.models import Organisation
from pejling.cli import main
from pejling.facts.deliveries.hash_key import DamagedKey, hash_key, key_file


def test_the_key_is_made_once_for_its_owner_only(settings: object, tmp_path: Path) -> None:
    settings.PEJLING_HOME = tmp_path
    key = hash_key()
    assert len(key) == 32
    assert hash_key() == key
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert list(key_file().parent.iterdir()) == [key_file()]


@pytest.mark.parametrize("text", ["", "ab" * 31, "not a key at all", "æøå"])
def test_an_empty_or_cut_key_is_refused(settings: object, tmp_path: Path, text: str) -> None:
    """With an empty key every hash could be made anew by anybody who tries all CPR numbers."""
    settings.PEJLING_HOME = tmp_path
    key_file().parent.mkdir()
    key_file().write_text(text, encoding="utf-8")
    with pytest.raises(DamagedKey) as caught:
        hash_key()
    assert caught.value.params == {"file": "matching.key", "bytes": 32}
    assert text == "" or text not in str(caught.value)


@pytest.mark.django_db
def test_the_command_line_says_what_is_wrong_with_the_key(
    settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PEJLING_HOME = tmp_path
    Organisation.objects.create(kind="school", name="Nordskolen")
    key_file().parent.mkdir()
    key_file().write_text("half a key")
    file = tmp_path / "elever.csv"
    file.write_text("Elevnr;Uddannelse;Startdato\n17;SSA;13-01-2025\n")
    assert main(["import", str(file), "--mapping", "uddata"]) == 2
    told = capsys.readouterr().err
    assert "matching.key" in told
    assert "half a key" not in told
    assert "Traceback" not in told
