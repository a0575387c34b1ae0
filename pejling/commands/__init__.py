"""The product's verbs on the command line: one file per verb, each with ``add_parser`` and ``run``."""
