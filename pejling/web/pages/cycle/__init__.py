"""The annual cycle: the school's year over all running plans, and each plan's own."""
