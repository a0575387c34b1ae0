"""How much a foreign file may ask of the machine. *Pure.*"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file; an installation with larger files raises them knowingly."""

    #: Bytes of the file itself, and of its text once decoded or unpacked.
    file_bytes: int = 500 * 2**20
    #: Characters in one cell: what a spreadsheet can hold.
    cell_characters: int = 32_767
    #: Bytes in one row: more than this without a line break is no table.
    row_bytes: int = 8 * 2**20
    rows: int = 20_000_000
    #: Bytes of a text, and rows of a sheet, after which reading stops: for a trial on a part. 0: all is read.
    part_bytes: int = 0
    part_rows: int = 0
    columns: int = 1_000
    #: Entries in an XLSX, and how many times larger than packed it may be once it is larger than ``small_bytes``.
    zip_entries: int = 2_000
    zip_ratio: int = 200
    small_bytes: int = 20 * 2**20
    #: What the process that opens a spreadsheet may use.
    workbook_memory: int = 4 * 2**30
    workbook_seconds: int = 300
    #: Warnings of each code that are listed one by one; all are counted. Quarantined rows are all listed.
    listed_notices: int = 1_000
    #: What the engine that compares rows may use.
    engine_memory: str = "2GB"
