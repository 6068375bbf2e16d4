"""The same form twice is one act: the ground's own, under the name that the floors know it by."""

from centre.once import once, other_answers, said

__all__ = ["once", "other_answers", "said"]
