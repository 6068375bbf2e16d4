"""What else is told from the standard's values: stays, children, gift cards, goals."""

from django.utils.translation import gettext as _

from centre.standard import rules
from centre.standard.expect.wording import Words, is_danish, names, told
from centre.standard.schema import Standard


def stay(standard: Standard) -> list[str]:
    """What is asked of a stay, and what follows it; the offer itself stands among the offers."""
    rules_ = standard.inpatient
    if rules_ is None:
        return []
    lines = [told(rules_.quality)[1]] if rules_.quality else []
    if rules_.evaluated_midway and rules_.evaluated_at_end:
        lines.append(_("We look at how it goes, halfway and at the end."))
    if rules_.outpatient_after:
        lines.append(_("After a stay the help goes on with us."))
    if rules_.providers:
        places = ", ".join(f"{one.name} ({one.town})" for one in rules_.providers)
        lines.append(
            _("Places we have used in the last two years: %(places)s.") % {"places": places}
        )
    if rules_.pregnant:
        lines.append(
            _(
                "If you are pregnant and get a stay, we offer you a contract. You decide whether to "
                "sign it. With it you can be kept there if you want to leave, and there is no other "
                "way to keep you or the child out of serious danger, or your recovery on its way."
            )
        )
    return lines


def children(standard: Standard) -> list[str]:
    """How the centre looks after children; the duty to tell is the law's in every council (BL § 133)."""
    ours, lines = standard.children, []
    if ours is not None and ours.asked_at_start and ours.asked_during:
        lines.append(_("We ask how the children are, at the start and along the way."))
    if ours is not None and ours.cooperates_with:
        words = (
            _("If children live with you, we always work together with %(unit)s.")
            if ours.always_cooperation
            else _("If children live with you, we work together with %(unit)s.")
        )
        lines.append(words % {"unit": ours.cooperates_with})
    lines.append(
        _(
            "If we fear that a child is not well, it is our duty by law to tell those in the council "
            "who help children."
        )
    )
    if ours is not None and ours.expecting_parents:
        lines.append(_("That is so before a child is born too."))
    return lines


def gift_cards(standard: Standard) -> Words | None:
    """The rules for gift cards; None where the text is silent."""
    cards = standard.gift_cards
    if cards is None:
        return None
    if not cards.used:
        return _("Gift cards"), _("We do not use gift cards.")
    offers = [rules.offer_by_key(standard, key) for key in cards.offers]
    text = _(
        "In %(offer)s for drugs you get a gift card of %(amount)d kr. every time you have come "
        "%(every)d times, at most %(most)d in all, and none in the time of follow-up."
    ) % {
        "offer": names([told(one)[0] for one in offers if one is not None]),
        "amount": cards.amount_kr or 0,
        "every": cards.every_attendance or 0,
        "most": cards.max_cards or 0,
    }
    if cards.lost_on_no_show:
        text += " " + _("If you stay away without telling us, you do not get it.")
    return _("Gift cards"), text


def goals(standard: Standard) -> list[str]:
    """What the council aims at, each goal once."""
    texts = (one.text_da if is_danish() else one.text_en for one in standard.targets)
    return list(dict.fromkeys(texts))
