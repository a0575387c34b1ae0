"""Access keys, with which other programs read the school's figures as one of its users."""
