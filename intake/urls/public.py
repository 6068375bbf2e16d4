"""The citizen's addresses: everyday words, nothing of the place or of the person in them (ux A.5)."""

from django.urls import URLPattern, path

from intake.rules.journey import Step
from intake.views import check, front, journey, manage, receipt

# The words a question's address ends with; the first question begins the way.
QUESTIONS = {
    Step.ABOUT: "",
    Step.AGE: "alder/",
    Step.YOUNG: "ung/",
    Step.TOPIC: "emne/",
    Step.AGREES: "aftale/",
    Step.CONTACT: "kontakt/",
    Step.DETAILS: "oplysninger/",
    Step.NEEDS: "behov/",
}

urlpatterns: list[URLPattern] = [
    path("", front.home, name="home"),
    *(
        path(f"tid/{word}", journey.question, {"step": step}, name=step.value)
        for step, word in QUESTIONS.items()
    ),
    path("tid/vaelg/", journey.time, name=Step.TIME.value),
    path("tid/ring/", journey.call, name="call"),
    path("tid/tjek/", check.check, name=Step.CHECK.value),
    path("tid/kvittering/", receipt.receipt, name="receipt"),
    path("tid/aftale.ics", receipt.calendar, name="calendar"),
    path("aftale/", manage.look_up, name="look_up"),
    path("aftale/din/", manage.appointment, name="appointment"),
    path("aftale/flyt/", manage.move_it, name="move"),
    path("aftale/aflys/", manage.cancel_it, name="cancel"),
    path("forlad/", front.leave, name="exit"),
    path("sikkerhed/", front.safety, name="safety"),
    path("privatliv/", front.privacy, name="privacy"),
    path("anonym/", front.anonymity, name="anonymity"),
    path("was/", front.accessibility, name="accessibility"),
]
