"""What is well and what isn't with an installation, each with how to mend it."""
