"""Work that is done beside the pages, with its progress."""
