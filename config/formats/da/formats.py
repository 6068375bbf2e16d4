"""Danish dates and clock in full, with a full stop in the clock: tirsdag den 1. december 2026."""

DATE_FORMAT = r"l \d\e\n j. F Y"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = r"l \d\e\n j. F Y \k\l. G.i"
SHORT_DATE_FORMAT = "j.n.Y"
SHORT_DATETIME_FORMAT = r"j.n.Y \k\l. G.i"
