"""A small file without a fault, and what is found when something in it is changed."""

import pytest

from centre.standard.loader import StandardError, StandardFault, load_text

SMALL = """\
[identity]
source = "Forside"
key = "byen"
council = "Byens Kommune"
centre_name = "Centret"
municipality_code = "0510"
region_code = "1083"
title = "Kvalitetsstandard"
covers = ["drugs"]
valid_from = 2026-01-01

[contact]
source = "Kontakt"
channels = ["phone"]
postcode = "6100"

[[contact.phones]]
source = "Kontakt"
key = "main"
number = "12345678"

[hours.opening]
source = "Kontakt"
monday = [
    { opens = 08:00:00, closes = 12:00:00 },
    { opens = 13:00:00, closes = 15:00:00 },
]

[hours.open_counselling]
source = "Kontakt"
monday = [{ opens = 09:00:00, closes = 10:30:00 }]
channels = ["phone"]
slot_minutes = 45
by_appointment = true
leads_to_visitation = true
anonymous = true

[[units]]
source = "Forside"
key = "centre"
name = "Centret"
takes = ["under_15", "15_17", "18_29", "30_plus", "unknown"]

[[target_groups]]
source = "Målgruppe"
key = "adults"
who = "adults"
areas = ["drugs"]
age_from = 18
age_to = 99
title_da = "Til voksne"
title_en = "For adults"
text_da = "Du kan komme."
text_en = "You can come."

[[offers]]
source = "Tilbud"
key = "move"
kind = "move"
areas = ["drugs"]
for_groups = ["adults"]
talks_from = 1
max_talks = 12
title_da = "MOVE"
title_en = "MOVE"
text_da = "Tolv samtaler."
text_en = "Twelve talks."

[[clocks]]
source = "Garanti"
kind = "social_drug"
days = 14
start_any = ["request"]
stop_when = ["treatment_initiated"]
guaranteed_by = "law"

[[follow_up]]
source = "Opfølgning"
area = "drugs"
months = [1, 6]
guaranteed_by = "law"

[gift_cards]
source = "Gavekort"
used = true
amount_kr = 200
every_attendance = 2
max_cards = 7
offers = ["move"]
areas = ["drugs"]

[[complaints]]
source = "Klage"
key = "decision"
about = ["social_decision"]
areas = ["drugs"]
deadline_weeks = 4
appeal = { name = "Ankestyrelsen" }

[[targets]]
source = "Mål"
key = "completed"
group = "effect"
areas = ["drugs"]
measure = "completed"
comparison = "at_least"
value = 40
unit = "percent"
at = "discharge"
text_da = "Mindst 40 procent."
text_en = "At least 40 percent."

[[law_texts]]
source = "Lov"
law = "SEL"
section = "101"
text_da = "Behandling inden 14 dage."
text_en = "Treatment within 14 days."

[[expectations]]
source = "Garanti"
key = "guarantee"
title_da = "14 dage"
title_en = "14 days"
text_da = "Inden 14 dage."
text_en = "Within 14 days."
"""


def faults(text: str) -> list[StandardFault]:
    with pytest.raises(StandardError) as caught:
        load_text(text, name="byen.toml")
    return list(caught.value.faults)


def places(text: str) -> list[str]:
    return [fault.place for fault in faults(text)]


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1, f"{old!r} is not in the file of this test"
    return SMALL.replace(old, new, 1)
