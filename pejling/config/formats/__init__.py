"""How days and times are written where Django's own choice isn't what the reader writes (FORMAT_MODULE_PATH)."""
