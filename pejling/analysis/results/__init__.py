"""Results others have measured, as figures that can be read: scale, interval, change and where each has its place."""
