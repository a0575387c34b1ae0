"""What must not be published, looked for in texts and in finished files: numbers, names, internal words."""
