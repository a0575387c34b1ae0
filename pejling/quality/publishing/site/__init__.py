"""The public pages of a school, made of what has been published, and put in the place of the old ones as one act."""
