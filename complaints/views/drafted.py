"""Saving a form for good: a draft that stands against it is told as everything else that is refused."""

from functools import partial

from centre.drafts import page
from intake.rules.status import Refused

drafted = partial(page.drafted, refused=Refused)
