"""Danish: 4.3.2025 and 14.05, as everywhere else on the pages. What isn't named here is as Django has it."""

SHORT_DATE_FORMAT = "j.n.Y"
SHORT_DATETIME_FORMAT = "j.n.Y H.i"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j. F Y H.i"
