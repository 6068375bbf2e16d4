"""What a request is made of: the parts that each app gives, the log, the pages."""

from centre.rights.queries.parts import Found, Insight, Other, Told, units_open_to

__all__ = ["Found", "Insight", "Other", "Told", "units_open_to"]
