"""Addresses of the follow-up. No name and no number of a citizen is ever in one."""

from django.urls import path

from followup.views import call, talks, waiting

app_name = "followup"
urlpatterns = [
    path("follow-ups/", waiting.due, name="due"),
    path("follow-ups/<uuid:pk>/", call.call, name="call"),
    path("follow-ups/<uuid:pk>/contact/", call.contact, name="contact"),
    path("follow-ups/<uuid:pk>/tried/", call.tried, name="tried"),
    path("follow-ups/<uuid:pk>/correct/", call.correct, name="correct"),
    path("follow-ups/<uuid:pk>/take-back/", call.take_back, name="take_back"),
    path("follow-ups/<uuid:pk>/hand-over/", call.hand_over, name="hand_over"),
    path("courses/<uuid:pk>/talks-after/", talks.talks, name="talks"),
]
