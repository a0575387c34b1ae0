"""Plans: listed, read, changed in place, adopted, compared."""
