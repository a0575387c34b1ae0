"""Pejling: the open quality and retention system for Danish vocational schools."""

__version__ = "0.1.0"
