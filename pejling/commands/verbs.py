"""The product's verbs, in the order that --help shows them."""

from pejling.commands import demo, figures, import_files, mappings, password, setup, snapshot, undo, worker

ALL = (setup, import_files, undo, snapshot, figures, mappings, password, worker, demo)
