"""The dates of plans in the reader's own calendar, and reminders of them by mail."""
