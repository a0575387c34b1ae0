"""Files that are sent: kept below PEJLING_HOME from their first byte, where nobody else can read them.

Django would put them in the machine's folder for temporary files.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from pejling.facts.deliveries.limits import Limits


class PrivateFile(TemporaryUploadedFile):
    """A file that is being sent; it goes when it is closed."""

    def __init__(self, name: str, content_type: str, size: int, charset: str, extra: Any) -> None:
        folder = Path(settings.PEJLING_HOME) / "uploads"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Readable by its owner only, whatever the process's mask is.
        file = tempfile.NamedTemporaryFile(prefix=".", suffix=".sent", dir=folder)  # noqa: SIM115 (closed by Django)
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class PrivateUploadHandler(TemporaryFileUploadHandler):
    """Every file, small or large, goes to the disk; of one that is too large no more than shows that it is."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = PrivateFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= Limits().file_bytes:
            self.file.write(raw_data)
