"""A plan's consultation: who is asked, what they answer, and what is done about it."""
