"""Mails sent, and the log of them."""
