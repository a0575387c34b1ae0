"""English as it is read in Denmark: the month in letters, so that no day is taken for a month."""

SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = "j F Y H:i"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y H:i"
