"""Published results taken in as figures."""
