"""Is it all true? Counted anew, by code that shares nothing with the rules it checks.

It imports nothing of ours: a calendar, a reading of the standards and a ledger of its own, and plain
SQL over the rows. What the house itself shows is handed over as `Shown`.
"""
