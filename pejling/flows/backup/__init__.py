"""Backup and restore of a whole installation: rows that both databases can read, and the files they name."""
