"""The sentences of the follow-up that more than one page says."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followup.rules.call import Fault

FAULTS: Mapping[str, Promise] = {
    Fault.TOO_FEW_ATTEMPTS: _(
        "Somebody counts as not to be reached after three attempts on three days."
    ),
    Fault.NOT_YET: _("This day has not come yet."),
    Fault.BEFORE_DISCHARGE: _("This day lies before the discharge."),
    Fault.RESULT: _("Choose how the citizen stands now"),
    Fault.RESULT_NOT_ASKED: _("Only somebody who was reached can be asked."),
    Fault.RELAPSED_AND_FREE: _(
        "Somebody who has relapsed is not free of it. Choose one of the two."
    ),
    Fault.GOAL_KEPT: _("Choose whether the goal is kept."),
    Fault.GOAL_NOT_ASKED: _("Only somebody who was reached can be asked."),
    Fault.HELP_NOT_ASKED: _("Only somebody who was reached can be asked."),
}
