"""Plans: one model for self-evaluation, strategy, results contract, school plan and training programme."""
