"""Life tables straight from a file of spells: the question, two engines that answer it, and the answer's formats."""
