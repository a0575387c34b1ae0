"""What can stop a delivery because of its files. *Pure.*"""

from __future__ import annotations

from pejling.facts.deliveries.wordings import N_

#: code -> (what is wrong, how to mend it); ``code.near`` where there is a word that was probably meant.
WORDS: dict[str, tuple[str, str]] = {
    "no_files": (
        N_("No file was given."),
        N_("Name at least one file."),
    ),
    "no_such_file": (
        N_("The file %(file)s can't be read."),
        N_("Check the name and that it is a file."),
    ),
    "file_twice": (
        N_("%(file)s has exactly the same content as %(other)s."),
        N_("Leave one of them out."),
    ),
    "empty_file": (
        N_("%(file)s is empty."),
        N_("Take the extract again."),
    ),
    "only_a_header": (
        N_("%(file)s holds a header but no rows."),
        N_("Check the selection of the extract, or leave the file out."),
    ),
    "too_large": (
        N_("%(file)s is larger than %(limit)s MB."),
        N_("Split the extract, or let the administrator raise the limit."),
    ),
    "too_many_rows": (
        N_("%(file)s has %(found)s rows; the limit is %(limit)s."),
        N_("Split the extract."),
    ),
    "too_many_columns": (
        N_("%(file)s has %(found)s columns; the limit is %(limit)s."),
        N_("Check that the separator is right and that it is a table."),
    ),
    "cell_too_long": (
        N_("Row %(row)s, column %(column)s of %(file)s holds more than %(limit)s characters."),
        N_("Look for a quotation mark that is never closed."),
    ),
    "row_too_long": (
        N_("%(file)s has a row without end: it is no table."),
        N_("Check that it is the right file and that quotation marks come in pairs."),
    ),
    "unclosed_quote": (
        N_("A quotation mark in %(file)s is never closed, so that the rows after it run together."),
        N_("Find the cell that begins with a quotation mark and close or remove it."),
    ),
    "binary": (
        N_("%(file)s isn't text (byte %(byte)s at position %(position)s)."),
        N_("Export it as CSV or XLSX."),
    ),
    "binary_table": (
        N_("%(file)s is a table for programs (Parquet)."),
        N_("Export it as CSV or XLSX."),
    ),
    "pdf": (
        N_("%(file)s is a PDF."),
        N_("Export the table itself as CSV or XLSX."),
    ),
    "compressed": (
        N_("%(file)s is compressed."),
        N_("Unpack it and deliver the table itself."),
    ),
    "truncated": (
        N_("%(file)s is cut off: it ends in the middle of a character (%(encoding)s)."),
        N_("Take the extract again or copy the whole file."),
    ),
    "mixed_encodings": (
        N_("%(file)s mixes two encodings: line %(line)s isn't UTF-8, other lines are."),
        N_("Take the extract again in one piece, or name the encoding in the mapping."),
    ),
    "not_in_encoding": (
        N_("Line %(line)s of %(file)s isn't %(encoding)s."),
        N_("Check the encoding in the mapping, or leave it out so that it is found."),
    ),
    "other_encoding": (
        N_("The mapping says that %(file)s is %(declared)s, but the file itself says %(found)s."),
        N_("Correct the encoding in the mapping, or leave it out."),
    ),
    "old_or_locked_workbook": (
        N_("%(file)s is locked with a password or in the old .xls format."),
        N_("Save it without a password as XLSX."),
    ),
    "opendocument": (
        N_("%(file)s is an OpenDocument file (ODS)."),
        N_("Save it as XLSX or CSV."),
    ),
    "not_a_workbook": (
        N_("%(file)s is a ZIP file but no XLSX."),
        N_("Deliver the table itself as CSV or XLSX."),
    ),
    "damaged_workbook": (
        N_("%(file)s is damaged and can't be opened."),
        N_("Open it in a spreadsheet program and save it again as XLSX."),
    ),
    "zip_bomb": (
        N_("%(file)s unpacks to far more than a table would, or holds other archives."),
        N_("Copy the table alone to a new workbook."),
    ),
    "workbook_too_demanding": (
        N_("%(file)s asks for more than %(limit)s MB of memory or too much time to open."),
        N_("Copy the table alone to a new workbook, without empty cells far out, or save it as CSV."),
    ),
    "merged_header": (
        N_("The cells %(cells)s in the header of sheet %(sheet)s in %(file)s are merged."),
        N_("Unmerge them, so that every column has a header cell of its own."),
    ),
    "no_such_sheet": (
        N_("%(file)s has no sheet called %(sheet)s; it has %(found)s."),
        N_("Rename the sheet, or correct the mapping."),
    ),
    "no_such_header_row": (
        N_("%(file)s has no header in row %(row)s: nothing stands there, or it is too far down."),
        N_("Choose a row among the first 200 that has something in it."),
    ),
    "damaged_key": (
        N_("The key file %(file)s can't be read, or holds no key of %(bytes)s bytes. Nothing was received."),
        N_(
            "Put back the file that was there (keys/%(file)s, from the backup of the keys). With another key "
            "students known by CPR number would no longer be recognised."
        ),
    ),
    "files_gone": (
        N_(
            "The files of the upload are no longer here: they are kept for hours only, and until they are taken in."
        ),
        N_("Upload them again; what was saved is remembered."),
    ),
    "several_sheets": (
        N_("Several sheets of %(file)s fit: %(found)s."),
        N_("Name the sheet in the mapping, or deliver one sheet at a time."),
    ),
    "file_not_recognised": (
        N_("%(file)s is none of the files the mapping knows (%(known)s). It has the columns: %(found)s."),
        N_("Check that it is the right file and mapping, or add the columns' names to the mapping."),
    ),
    "file_without_names": (
        N_("%(file)s is none of the files the mapping knows (%(known)s)."),
        N_("Choose another mapping, or make one by pointing at the columns in the browser."),
    ),
    "missing_column": (
        N_("%(file)s looks like %(role)s but lacks: %(columns)s. It has the columns: %(found)s."),
        N_("Take the column into the extract, or add its name to the mapping."),
    ),
    "column_twice": (
        N_("%(file)s has two columns called %(column)s: number %(first)s and number %(second)s."),
        N_("Rename one of them, or choose by position in the mapping."),
    ),
    "ambiguous_file": (
        N_("%(file)s fits more than one kind of file: %(known)s."),
        N_("Let the mapping tell them apart, by a required column or by file_name."),
    ),
    "missing_file": (
        N_("%(file)s (%(role)s) can't be read without %(needed)s."),
        N_("Deliver the files together."),
    ),
    "file_role_twice": (
        N_("Several files are %(role)s: %(files)s."),
        N_("Deliver one of them."),
    ),
    "no_table": (
        N_("None of the files fills a table by itself; needed is one of: %(needed)s."),
        N_("Deliver such a file too."),
    ),
}
