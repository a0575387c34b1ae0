"""The read-only API, /api/v1: the same figures as on the pages, through the same access layer, never a person."""
