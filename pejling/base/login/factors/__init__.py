"""Second factors: codes of an app, recovery codes, security keys."""
