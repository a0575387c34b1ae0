"""Which of a school's figures may be shown to those who may not see small counts: all that hang together, at once."""
