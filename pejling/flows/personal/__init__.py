"""One person's data: found wherever they are, handed over, erased, and kept no longer than the school says."""
