"""Names of files that are downloaded: the title's own letters, as RFC 6266 and RFC 8187 write them in a header."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from pejling.web.components.file_names import as_file, file_name


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Opfølgning på planens tiltag", "opfølgning-på-planens-tiltag"),
        ("Kontrakt 2021/22: »A«", "kontrakt-202122-a"),
        ("../../etc/passwd", "etcpasswd"),
        ("x" * 100, "x" * 60),
        ("???", "plan"),
    ],
)
def test_a_file_is_called_by_its_title(title: str, wanted: str) -> None:
    assert file_name(title, "plan") == wanted


def test_danish_letters_stand_in_the_header_as_every_browser_reads_them() -> None:
    answer = as_file(HttpResponse(), "årshjul.xlsx")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A5rshjul.xlsx"
    assert as_file(HttpResponse(), "plan.yaml")["Content-Disposition"] == 'attachment; filename="plan.yaml"'
