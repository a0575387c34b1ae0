"""Passwords: checked with a limit, forgotten and chosen anew."""
