"""Run by itself as a process of its own: every sheet of an XLSX on standard output, as text. *Pure.*

A spreadsheet of a few kilobytes can ask for any amount of memory when it is opened. So it is opened here, where
running out of memory or time harms nobody, and where nothing is kept on disk.

Arguments: file, bytes of memory, seconds, most bytes of text, most rows of a sheet (0: all). For each sheet a line of
JSON, then the bytes it announces.
"""

from __future__ import annotations

import json
import sys

CANNOT_OPEN, TOO_LARGE = 3, 4


def main(path: str, memory: int, seconds: int, most: int, first: int) -> int:
    """Write the sheets; the exit status says what went wrong."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    except (ImportError, ValueError):
        # Not on this system, or its own limit is lower already.
        pass
    import fastexcel
    import pyarrow as pa

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - no more imports than needed
            book = fastexcel.read_excel(file.read())
        for name in book.sheet_names:
            batch, details = _sheet(book, name, first)
            most -= batch.nbytes
            if most < 0:
                return TOO_LARGE
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as writer:
                writer.write_batch(batch)
            body = sink.getvalue()
            head = {"sheet": name, "bytes": len(body), **details}
            sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
            sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    except MemoryError:
        return TOO_LARGE
    except (fastexcel.FastExcelError, pa.ArrowException, OSError, ValueError):
        return CANNOT_OPEN
    return 0


def _sheet(book: object, name: str, first: int) -> tuple:
    """A sheet's cells as text, where its columns stand, how many rows it has, and those whose formula failed."""
    import fastexcel
    import pyarrow as pa

    try:
        sheet = book.load_sheet(
            name, header_row=None, skip_rows=0, n_rows=first or None, dtypes="string", schema_sample_rows=1
        )
        batch, errors = sheet.to_arrow_with_errors()
    except fastexcel.FastExcelError:
        # An empty sheet, or a sheet that holds a chart only.
        return pa.record_batch([pa.array([], pa.string())], ["empty"]), {
            "columns": [0],
            "errors": [],
            "height": 0,
        }
    columns = [column.absolute_index for column in sheet.available_columns()]
    rows = sorted({error.position[0] + 1 for error in errors.errors})[:1000] if errors else []
    return batch, {"columns": columns, "errors": rows, "height": sheet.total_height}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(int(argument) for argument in sys.argv[2:6])))
