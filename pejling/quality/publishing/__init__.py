"""Publishing: a report frozen from a plan, looked through, made into files, and put on the public pages."""
