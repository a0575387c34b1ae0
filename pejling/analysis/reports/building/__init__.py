"""Reports made of plans and figures: only what a plan's kind says is public, and figures passed in as values."""
