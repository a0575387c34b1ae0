"""The key of the CPR hashes is whole or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.facts.deliveries.hash_key import hash_key, key_file


def test_the_key_is_made_once_for_its_owner_only(settings: object, tmp_path: Path) -> None:
    settings.PEJLING_HOME = tmp_path
    key = hash_key()
    assert len(key) == 32
    assert hash_key() == key
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert list(key_file().parent.iterdir()) == [key_file()]


@pytest.mark.parametrize("text", ["", "ab" * 31])
def test_an_empty_or_cut_key_is_refused(settings: object, tmp_path: Path, text: str) -> None:
    """With an empty key every hash could be made anew by anybody who tries all CPR numbers."""
    settings.PEJLING_HOME = tmp_path
    key_file().parent.mkdir()
    key_file().write_text(text)
    with pytest.raises(ValueError, match="holds no key"):
        hash_key()
